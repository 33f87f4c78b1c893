import re


def work_out(expression):
    def apply(left, operator, right):
        if operator == "+":
            return left + right
        if operator == "-":
            return left - right
        if operator == "*":
            return left * right
        return int(left / right) if right else 0

    stack = []
    total, operator = 0, "+"
    for token in re.findall(r"\d+|[-+*/()]", expression):
        if token == "(":
            stack.append((total, operator))
            total, operator = 0, "+"
        elif token == ")":
            value = total
            total, operator = stack.pop()
            total = apply(total, operator, value)
        elif token in "+-*/":
            operator = token
        else:
            total = apply(total, operator, int(token))
    return total
