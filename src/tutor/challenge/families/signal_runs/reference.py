def shorten_signal(signal):
    parts = []
    start = 0
    while start < len(signal):
        end = start
        while end < len(signal) and signal[end] == signal[start]:
            end += 1
        parts.append(signal[start])
        if end - start > 1:
            parts.append(str(end - start))
        start = end
    return "".join(parts)
