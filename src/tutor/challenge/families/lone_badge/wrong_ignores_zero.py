def lone_badge(scans):
    inside = set()
    for badge in scans:
        inside ^= {badge}
    return max((badge for badge in inside if badge), default=-1)
