def work_out(expression):
    def take(value):
        nonlocal total, term
        if operator == "*":
            term *= value
        elif operator == "/":
            term //= value
        else:
            total += term
            term = value if operator == "+" else -value

    stack = []
    total, term, operator = 0, 0, "+"
    i = 0
    while i < len(expression):
        symbol = expression[i]
        if symbol.isdigit():
            end = i
            while end < len(expression) and expression[end].isdigit():
                end += 1
            take(int(expression[i:end]))
            i = end
            continue
        if symbol == "(":
            stack.append((total, term, operator))
            total, term, operator = 0, 0, "+"
        elif symbol == ")":
            value = total + term
            total, term, operator = stack.pop()
            take(value)
        elif symbol != " ":
            operator = symbol
        i += 1
    return total + term
