function mostTalks(starts, ends, walk) {
  const talks = starts.map((start, i) => [start, ends[i]]).sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  const heard = [];
  for (const [start, end] of talks) {
    if (heard.every(([from, to]) => start >= to + walk || end + walk <= from)) heard.push([start, end]);
  }
  return heard.length;
}
