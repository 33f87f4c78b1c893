def lamp_spans(starts, ends, gap):
    spans = [[start, end] for start, end in zip(starts, ends)]
    again = True
    while again:
        again = False
        for i in range(len(spans)):
            for j in range(i + 1, len(spans)):
                if spans[i] and spans[j]:
                    if spans[j][0] - spans[i][1] <= gap and spans[i][0] - spans[j][1] <= gap:
                        spans[i] = [min(spans[i][0], spans[j][0]), max(spans[i][1], spans[j][1])]
                        spans[j] = None
                        again = True
    return sorted(span for span in spans if span)
