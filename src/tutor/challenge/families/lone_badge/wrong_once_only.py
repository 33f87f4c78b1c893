def lone_badge(scans):
    counts = {}
    for badge in scans:
        counts[badge] = counts.get(badge, 0) + 1
    for badge, count in counts.items():
        if count == 1:
            return badge
    return -1
