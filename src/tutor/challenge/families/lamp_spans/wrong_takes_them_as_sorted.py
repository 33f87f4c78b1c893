def lamp_spans(starts, ends, gap):
    joined = []
    for start, end in zip(starts, ends):
        if joined and start - joined[-1][1] <= gap:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return joined
