function distancesInOrder(positions, home) {
  let left = 0;
  let right = positions.length - 1;
  const distances = new Array(positions.length);
  for (let place = positions.length - 1; place >= 0; place--) {
    const before = Math.abs(home - positions[left]);
    const behind = Math.abs(positions[right] - home);
    if (before > behind) {
      distances[place] = before;
      left++;
    } else {
      distances[place] = behind;
      right--;
    }
  }
  return distances;
}
