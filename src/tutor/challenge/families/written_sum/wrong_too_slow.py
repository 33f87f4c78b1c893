import re


def work_out(expression):
    def step(tokens, operators):
        # Finds the first of these operators and puts its result in its place.
        for i, token in enumerate(tokens):
            if token in operators:
                left, right = tokens[i - 1], tokens[i + 1]
                if token == "*":
                    value = left * right
                elif token == "/":
                    value = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
                else:
                    value = left + right if token == "+" else left - right
                tokens[i - 1:i + 2] = [value]
                return True
        return False

    def flat(tokens):
        if tokens[0] == "-":
            tokens = [0] + tokens
        while step(tokens, ("*", "/")):
            pass
        while step(tokens, ("+", "-")):
            pass
        return tokens[0]

    tokens = [int(token) if token.isdigit() else token for token in re.findall(r"\d+|[-+*/()]", expression)]
    while ")" in tokens:
        close = tokens.index(")")
        start = close
        while tokens[start] != "(":
            start -= 1
        tokens[start:close + 1] = [flat(tokens[start + 1:close])]
    return flat(tokens)
