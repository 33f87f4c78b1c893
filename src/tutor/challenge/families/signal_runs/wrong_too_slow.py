def shorten_signal(signal):
    parts = []
    for start in range(len(signal)):
        if start > 0 and signal[start] == signal[start - 1]:
            continue
        length = 0
        ended = False
        for place in range(start, len(signal)):
            if signal[place] != signal[start]:
                ended = True
            if not ended:
                length += 1
        parts.append(signal[start] + (str(length) if length > 1 else ""))
    return "".join(parts)
