def largest_banner(poles):
    left, right = 0, len(poles) - 1
    largest = 0
    while left < right:
        area = min(poles[left], poles[right]) * (right - left)
        if area < largest:
            break
        largest = area
        if poles[left] < poles[right]:
            left += 1
        else:
            right -= 1
    return largest
