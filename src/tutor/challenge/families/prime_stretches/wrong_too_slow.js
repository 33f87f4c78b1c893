function isPrime(number) {
  if (number < 2) return false;
  for (let divisor = 2; divisor * divisor <= number; divisor++) {
    if (number % divisor === 0) return false;
  }
  return true;
}

function primesBetween(lows, highs) {
  return lows.map((low, i) => {
    let count = 0;
    for (let number = low; number <= highs[i]; number++) {
      if (isPrime(number)) count++;
    }
    return count;
  });
}
