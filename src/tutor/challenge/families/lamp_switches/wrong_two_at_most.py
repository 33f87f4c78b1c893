def largest_display(start, switches):
    largest = start
    for i, first in enumerate(switches):
        largest = max(largest, start ^ first)
        for second in switches[i + 1:]:
            largest = max(largest, start ^ first ^ second)
    return largest
