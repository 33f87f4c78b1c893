def fair_stretches(results, teams):
    wins = [0] * len(teams)
    seen = {tuple(wins): 1}
    fair = 0
    for winner in results.replace("-", ""):
        wins[teams.index(winner)] += 1
        leads = tuple([count - wins[0] for count in wins])
        fair += seen.get(leads, 0)
        seen[leads] = seen.get(leads, 0) + 1
    return fair
