function mostTalks(starts, ends, walk) {
  let heard = 0;
  let free = 0;
  for (;;) {
    let next = Infinity;
    for (let talk = 0; talk < starts.length; talk++) {
      if (starts[talk] >= free && ends[talk] < next) next = ends[talk];
    }
    if (next === Infinity) return heard;
    heard++;
    free = next + walk;
  }
}
