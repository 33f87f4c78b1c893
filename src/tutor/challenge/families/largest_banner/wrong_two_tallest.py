def largest_banner(poles):
    if len(poles) < 2:
        return 0
    places = sorted(range(len(poles)), key=lambda place: -poles[place])
    first, second = places[:2]
    return poles[second] * abs(first - second)
