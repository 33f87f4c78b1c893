def steps_to_taller(heights):
    count = len(heights)
    steps = []
    for place, height in enumerate(heights):
        for step in range(1, count):
            if heights[(place + step) % count] > height:
                steps.append(step)
                break
        else:
            steps.append(0)
    return steps
