function leaveOneOut(factors, modulus) {
  return factors.map((_, place) => {
    let product = 1 % modulus;
    for (let other = 0; other < factors.length; other++) {
      if (other !== place) product = (product * factors[other]) % modulus;
    }
    return product;
  });
}
