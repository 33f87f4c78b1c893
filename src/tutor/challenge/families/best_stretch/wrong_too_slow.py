def best_stretch(changes):
    best = None
    for start in range(len(changes)):
        total = 0
        for end in range(start, len(changes)):
            total += changes[end]
            length = end - start + 1
            if best is None or total > best[0] or total == best[0] and length < best[2]:
                best = (total, start, length)
    return [] if best is None else [best[1], best[2]]
