function fewestStamps(values, postage) {
  let count = 0;
  for (const value of [...values].sort((a, b) => b - a)) {
    count += Math.floor(postage / value);
    postage %= value;
  }
  return postage === 0 ? count : -1;
}
