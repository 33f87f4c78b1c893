def steps_to_taller(heights):
    count = len(heights)
    steps = [0] * count
    waiting = []
    for position in range(2 * count):
        height = heights[position % count]
        while waiting and waiting[-1] < height:
            place = heights.index(waiting.pop())
            steps[place] = position - place
        if position < count:
            waiting.append(height)
    return steps
