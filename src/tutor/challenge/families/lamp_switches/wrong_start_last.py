def largest_display(start, switches):
    basis = []
    for switch in switches:
        for mask in basis:
            switch = min(switch, switch ^ mask)
        if switch:
            basis.append(switch)
    shown = 0
    for mask in sorted(basis, reverse=True):
        shown = max(shown, shown ^ mask)
    return max(start, start ^ shown)
