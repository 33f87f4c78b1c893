function totalSwing(readings) {
  return sumOfHighest(readings) + sumOfHighest(readings.map((reading) => -reading));
}

function nextHigher(readings) {
  const higher = readings.map(() => readings.length);
  const stack = [];
  readings.forEach((reading, place) => {
    while (stack.length && readings[stack[stack.length - 1]] < reading) higher[stack.pop()] = place;
    stack.push(place);
  });
  return higher;
}

function sumOfHighest(readings) {
  const n = readings.length;
  const right = nextHigher(readings);
  const left = nextHigher([...readings].reverse()).reverse().map((place) => n - 1 - place);
  return readings.reduce((sum, reading, i) => sum + reading * (i - left[i]) * (right[i] - i), 0);
}
