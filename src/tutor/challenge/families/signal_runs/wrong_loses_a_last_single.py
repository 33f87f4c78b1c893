def shorten_signal(signal):
    parts = []
    count = 1
    for place in range(1, len(signal)):
        if signal[place] == signal[place - 1]:
            count += 1
        else:
            parts.append(signal[place - 1] + (str(count) if count > 1 else ""))
            count = 1
    if count > 1:
        parts.append(signal[-1] + str(count))
    return "".join(parts)
