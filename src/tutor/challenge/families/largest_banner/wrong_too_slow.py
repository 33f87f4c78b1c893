def largest_banner(poles):
    largest = 0
    for left in range(len(poles)):
        for right in range(left + 1, len(poles)):
            largest = max(largest, min(poles[left], poles[right]) * (right - left))
    return largest
