def fair_stretches(results, teams):
    lead = 0
    seen = {0: 1}
    fair = 0
    for winner in results:
        lead += (winner == teams[0]) - (winner == teams[1])
        fair += seen.get(lead, 0)
        seen[lead] = seen.get(lead, 0) + 1
    return fair
