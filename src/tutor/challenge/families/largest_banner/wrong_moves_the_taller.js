function largestBanner(poles) {
  let left = 0;
  let right = poles.length - 1;
  let largest = 0;
  while (left < right) {
    largest = Math.max(largest, Math.min(poles[left], poles[right]) * (right - left));
    if (poles[left] > poles[right]) left++;
    else right--;
  }
  return largest;
}
