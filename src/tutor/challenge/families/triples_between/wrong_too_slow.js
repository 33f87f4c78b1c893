function triplesBetween(weights, low, high) {
  const n = weights.length;
  let count = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      for (let k = j + 1; k < n; k++) {
        const sum = weights[i] + weights[j] + weights[k];
        if (sum >= low && sum <= high) count++;
      }
    }
  }
  return count;
}
