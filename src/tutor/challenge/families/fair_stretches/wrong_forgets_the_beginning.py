def fair_stretches(results, teams):
    wins = [0] * len(teams)
    seen = {}
    fair = 0
    for winner in results:
        if winner in teams:
            wins[teams.index(winner)] += 1
        leads = tuple([count - wins[0] for count in wins])
        fair += seen.get(leads, 0)
        seen[leads] = seen.get(leads, 0) + 1
    return fair
