def tower_halfway(discs, moves):
    places = [0] * discs
    left = moves

    def shift(disc, start, goal):
        nonlocal left
        if disc == 0 or left == 0:
            return
        spare = 3 - start - goal
        shift(disc - 1, start, spare)
        if left > 0:
            places[disc - 1] = goal
            left -= 1
            shift(disc - 1, spare, goal)

    shift(discs, 0, 2)
    return places
