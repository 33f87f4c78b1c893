def robot_after(grid, commands, rounds):
    def play(row, column, down, right):
        for command in commands:
            if command == "L":
                down, right = -right, down
            elif command == "R":
                down, right = right, -down
            else:
                step = 1 if command == "F" else -1
                r, c = row + step * down, column + step * right
                if r < len(grid) and c < len(grid[0]) and grid[r][c] == ".":
                    row, column = r, c
        return row, column, down, right

    states = []
    seen = {}
    state = (0, 0, 0, 1)
    while len(states) < rounds and state not in seen:
        seen[state] = len(states)
        states.append(state)
        state = play(*state)
    if len(states) < rounds:
        first = seen[state]
        state = states[first + (rounds - first) % (len(states) - first)]
    return [state[0], state[1]]
