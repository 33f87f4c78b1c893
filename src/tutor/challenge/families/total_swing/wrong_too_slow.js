function totalSwing(readings) {
  let total = 0;
  for (let start = 0; start < readings.length; start++) {
    let highest = readings[start];
    let lowest = readings[start];
    for (let end = start + 1; end < readings.length; end++) {
      if (readings[end] > highest) highest = readings[end];
      else if (readings[end] < lowest) lowest = readings[end];
      total += highest - lowest;
    }
  }
  return total;
}
