def largest_display(start, switches):
    def best(place, shown):
        if place == len(switches):
            return shown
        return max(best(place + 1, shown), best(place + 1, shown ^ switches[place]))

    return best(0, start)
