def steps_to_taller(heights):
    count = len(heights)
    steps = [0] * count
    waiting = []
    for position in range(2 * count):
        height = heights[position % count]
        while waiting and heights[waiting[-1]] <= height:
            place = waiting.pop()
            steps[place] = (position - place) % count
        if position < count:
            waiting.append(position)
    return steps
