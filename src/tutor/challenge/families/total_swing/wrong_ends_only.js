function totalSwing(readings) {
  let total = 0;
  for (let start = 0; start < readings.length; start++) {
    for (let end = start + 1; end < readings.length; end++) total += Math.abs(readings[end] - readings[start]);
  }
  return total;
}
