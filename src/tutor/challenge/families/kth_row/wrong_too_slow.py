def kth_row(pairs, deepest, number):
    seen = 0

    def search(row, opened, depth):
        nonlocal seen
        if len(row) == 2 * pairs:
            seen += 1
            return row if seen == number else None
        if opened < pairs and depth < deepest:
            found = search(row + "(", opened + 1, depth + 1)
            if found is not None:
                return found
        if depth > 0:
            return search(row + ")", opened, depth - 1)
        return None

    return search("", 0, 0) or ""
