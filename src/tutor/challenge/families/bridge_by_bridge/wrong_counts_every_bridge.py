def bridge_by_bridge(count, bridges):
    return [max(1, count - built) for built in range(1, len(bridges) + 1)]
