import re


def work_out(expression):
    def divide(left, right):
        return abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1) if right else 0

    def close(terms):
        # Each term has the sign before it; the last ones are put together first.
        value = 0
        for sign, term in reversed(terms):
            value = term + value if sign == "+" else -(term + value)
        return value

    def take(value):
        nonlocal operator
        if operator == "*":
            terms[-1][1] *= value
        elif operator == "/":
            terms[-1][1] = divide(terms[-1][1], value)
        else:
            terms.append([operator, value])

    stack = []
    terms, operator = [], "+"
    for token in re.findall(r"\d+|[-+*/()]", expression):
        if token == "(":
            stack.append((terms, operator))
            terms, operator = [], "+"
        elif token == ")":
            value = close(terms)
            terms, operator = stack.pop()
            take(value)
        elif token in "+-*/":
            operator = token
        else:
            take(int(token))
    return close(terms)
