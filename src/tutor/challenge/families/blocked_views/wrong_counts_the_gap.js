function blockedViews(heights, gap) {
  function merge(front, back) {
    const merged = [];
    let i = 0;
    let j = 0;
    while (i < front.length || j < back.length) {
      if (j === back.length || front[i] <= back[j]) {
        merged.push(front[i++]);
      } else {
        merged.push(back[j++]);
      }
    }
    return merged;
  }

  function countAndSort(part) {
    if (part.length < 2) return [0, part];
    const middle = part.length >> 1;
    const [inFront, front] = countAndSort(part.slice(0, middle));
    const [inBack, back] = countAndSort(part.slice(middle));
    let pairs = inFront + inBack;
    let low = 0;
    for (const height of back) {
      while (low < front.length && front[low] - height < gap) low++;
      pairs += front.length - low;
    }
    return [pairs, merge(front, back)];
  }

  return countAndSort(heights)[0];
}
