def quiz_table(names, points, minutes):
    teams = sorted(zip(names, points, minutes), key=lambda team: (-team[1], team[2]))
    return [name for name, _, _ in teams]
