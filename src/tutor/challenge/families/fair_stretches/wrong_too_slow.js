function fairStretches(results, teams) {
  let fair = 0;
  for (let begin = 0; begin < results.length; begin++) {
    const wins = new Array(teams.length).fill(0);
    for (let last = begin; last < results.length; last++) {
      if (results[last] !== "-") wins[teams.indexOf(results[last])]++;
      if (wins.every((count) => count === wins[0])) fair++;
    }
  }
  return fair;
}
