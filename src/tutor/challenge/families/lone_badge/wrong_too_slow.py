def lone_badge(scans):
    for badge in scans:
        count = 0
        for other in scans:
            if other == badge:
                count += 1
        if count % 2 == 1:
            return badge
    return -1
