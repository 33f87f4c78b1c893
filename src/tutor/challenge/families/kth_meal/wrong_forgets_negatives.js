function kthMeal(firsts, seconds, place) {
  function count(limit) {
    let pairs = 0;
    let fitting = seconds.length;
    for (const first of firsts) {
      while (fitting > 0 && first + seconds[fitting - 1] > limit) fitting--;
      pairs += fitting;
    }
    return pairs;
  }

  let low = 0;
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
