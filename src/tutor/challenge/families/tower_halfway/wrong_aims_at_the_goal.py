def tower_halfway(discs, moves):
    places = [0] * discs

    def settle(disc, start, goal, made):
        if disc == 0:
            return
        spare = 3 - start - goal
        half = 2 ** (disc - 1)
        if made < half:
            places[disc - 1] = start
            settle(disc - 1, start, goal, made)
        else:
            places[disc - 1] = goal
            settle(disc - 1, spare, goal, made - half)

    settle(discs, 0, 2, moves)
    return places
