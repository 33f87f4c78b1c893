def fair_stretches(results, teams):
    places = {team: place for place, team in enumerate(teams)}
    fair = 0
    for begin in range(len(results)):
        wins = [0] * len(teams)
        for last in range(begin, len(results)):
            winner = results[last]
            if winner in places:
                wins[places[winner]] += 1
            if min(wins) == max(wins):
                fair += 1
    return fair
