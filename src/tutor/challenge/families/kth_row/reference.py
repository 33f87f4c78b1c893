from functools import lru_cache


def kth_row(pairs, deepest, number):
    @lru_cache(maxsize=None)
    def endings(left, depth):
        if depth < 0 or depth > deepest or depth > left:
            return 0
        if left == 0:
            return 1
        return endings(left - 1, depth + 1) + endings(left - 1, depth - 1)

    if number > endings(2 * pairs, 0):
        return ""
    row = []
    depth = 0
    for left in reversed(range(2 * pairs)):
        opened = endings(left, depth + 1)
        if number <= opened:
            row.append("(")
            depth += 1
        else:
            number -= opened
            row.append(")")
            depth -= 1
    return "".join(row)
