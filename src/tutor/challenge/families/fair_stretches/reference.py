def fair_stretches(results, teams):
    places = {team: place for place, team in enumerate(teams)}
    wins = [0] * len(teams)
    leads = tuple(wins)
    seen = {leads: 1}
    fair = 0
    for winner in results:
        if winner in places:
            wins[places[winner]] += 1
            leads = tuple([count - wins[0] for count in wins])
        before = seen.get(leads, 0)
        fair += before
        seen[leads] = before + 1
    return fair
