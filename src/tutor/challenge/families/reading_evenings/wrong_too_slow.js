function readingEvenings(pages, evenings) {
  function needed(limit) {
    let count = 1;
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

  let limit = 0;
  for (const length of pages) limit = Math.max(limit, length);
  while (needed(limit) > evenings) limit++;
  return limit;
}
