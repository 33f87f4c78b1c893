def largest_display(start, switches):
    shown = start
    for switch in sorted(switches, reverse=True):
        shown = max(shown, shown ^ switch)
    return shown
