function leaveOneOut(factors, modulus) {
  let product = 1;
  for (const factor of factors) product = (product * factor) % modulus;
  return factors.map((factor) => Math.floor(product / factor));
}
