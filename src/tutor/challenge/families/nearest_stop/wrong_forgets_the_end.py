def nearest_stop(stops, houses):
    def nearest(house):
        low, high = 0, len(stops) - 1
        while low < high:
            middle = (low + high) // 2
            if stops[middle] < house:
                low = middle + 1
            else:
                high = middle
        if low > 0 and (low == len(stops) - 1 or house - stops[low - 1] <= stops[low] - house):
            low -= 1
        return stops[low]

    return [nearest(house) for house in houses]
