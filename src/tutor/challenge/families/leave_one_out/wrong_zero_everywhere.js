function leaveOneOut(factors, modulus) {
  if (factors.includes(0)) return factors.map(() => 0);
  const result = [];
  let before = 1;
  for (const factor of factors) {
    result.push(before);
    before = (before * factor) % modulus;
  }
  let after = 1;
  for (let place = factors.length - 1; place >= 0; place--) {
    result[place] = (result[place] * after) % modulus;
    after = (after * factors[place]) % modulus;
  }
  return result;
}
