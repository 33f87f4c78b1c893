def lone_badge(scans):
    lone = 0
    for badge in scans:
        lone ^= badge
    return lone
