def lone_badge(scans):
    for i in range(0, len(scans) - 1, 2):
        if scans[i] != scans[i + 1]:
            return scans[i]
    return scans[-1]
