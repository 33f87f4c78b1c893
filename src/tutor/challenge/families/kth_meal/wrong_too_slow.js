function kthMeal(firsts, seconds, place) {
  function count(limit) {
    let pairs = 0;
    for (const first of firsts) {
      for (const second of seconds) {
        if (first + second <= limit) pairs++;
      }
    }
    return pairs;
  }

  let low = firsts[0] + seconds[0];
  let high = firsts[firsts.length - 1] + seconds[seconds.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (count(middle) >= place) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
