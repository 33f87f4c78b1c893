def blocked_views(heights, gap):
    def count_and_sort(part):
        if len(part) < 2:
            return 0, part
        middle = len(part) // 2
        in_front, front = count_and_sort(part[:middle])
        in_back, back = count_and_sort(part[middle:])
        pairs = in_front + in_back
        low = 0
        for height in back:
            while low < len(front) and front[low] - height <= 0:
                low += 1
            pairs += len(front) - low
        return pairs, sorted(front + back)

    return count_and_sort(heights)[0]
