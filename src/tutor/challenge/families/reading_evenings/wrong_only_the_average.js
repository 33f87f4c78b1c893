function readingEvenings(pages, evenings) {
  let longest = 0;
  let all = 0;
  for (const length of pages) {
    longest = Math.max(longest, length);
    all += length;
  }
  return Math.max(longest, Math.ceil(all / evenings));
}
