function largestBanner(poles) {
  let left = 0;
  let right = poles.length - 1;
  let largest = 0;
  while (left < right) {
    const area = Math.min(poles[left], poles[right]) * (right - left);
    if (area < largest) break;
    largest = area;
    if (poles[left] < poles[right]) left++;
    else right--;
  }
  return largest;
}
