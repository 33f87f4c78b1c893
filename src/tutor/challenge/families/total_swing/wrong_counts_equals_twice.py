def total_swing(readings):
    return sum_of_highest(readings) + sum_of_highest([-reading for reading in readings])


def next_higher(readings):
    n = len(readings)
    higher, stack = [n] * n, []
    for place in range(n):
        while stack and readings[stack[-1]] < readings[place]:
            higher[stack.pop()] = place
        stack.append(place)
    return higher


def sum_of_highest(readings):
    n = len(readings)
    right = next_higher(readings)
    left = [n - 1 - place for place in reversed(next_higher(readings[::-1]))]
    return sum(readings[i] * (i - left[i]) * (right[i] - i) for i in range(n))
