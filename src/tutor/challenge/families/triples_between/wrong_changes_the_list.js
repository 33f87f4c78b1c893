function triplesBetween(weights, low, high) {
  if (low > high) return 0;
  weights.sort((a, b) => a - b);
  return triplesUpTo(weights, high) - triplesUpTo(weights, low - 1);
}

function triplesUpTo(ordered, limit) {
  let count = 0;
  for (let first = 0; first < ordered.length; first++) {
    let left = first + 1;
    let right = ordered.length - 1;
    while (left < right) {
      if (ordered[first] + ordered[left] + ordered[right] <= limit) {
        count += right - left;
        left++;
      } else {
        right--;
      }
    }
  }
  return count;
}
