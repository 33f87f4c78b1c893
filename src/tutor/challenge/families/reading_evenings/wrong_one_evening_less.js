function readingEvenings(pages, evenings) {
  function needed(limit) {
    let count = 0;
    let read = 0;
    for (const length of pages) {
      if (read + length > limit) {
        count++;
        read = 0;
      }
      read += length;
    }
    return count;
  }

  let low = 0;
  let high = 0;
  for (const length of pages) {
    low = Math.max(low, length);
    high += length;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (needed(middle) <= evenings) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
