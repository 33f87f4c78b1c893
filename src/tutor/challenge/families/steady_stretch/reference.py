from collections import deque


def steady_stretch(readings, spread):
    best = []
    start = 0
    falling, rising = deque(), deque()  # places: the highest and the lowest of the window are in front
    for end, reading in enumerate(readings):
        while falling and readings[falling[-1]] <= reading:
            falling.pop()
        falling.append(end)
        while rising and readings[rising[-1]] >= reading:
            rising.pop()
        rising.append(end)
        while readings[falling[0]] - readings[rising[0]] > spread:
            start += 1
            if falling[0] < start:
                falling.popleft()
            if rising[0] < start:
                rising.popleft()
        if not best or end - start + 1 > best[1]:
            best = [start, end - start + 1]
    return best
