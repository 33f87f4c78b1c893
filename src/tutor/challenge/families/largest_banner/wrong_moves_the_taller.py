def largest_banner(poles):
    left, right = 0, len(poles) - 1
    largest = 0
    while left < right:
        largest = max(largest, min(poles[left], poles[right]) * (right - left))
        if poles[left] > poles[right]:
            left += 1
        else:
            right -= 1
    return largest
