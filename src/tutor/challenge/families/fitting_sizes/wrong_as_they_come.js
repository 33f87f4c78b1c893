function mostFitted(needs, sizes, slack) {
  const left = [...sizes];
  let fitted = 0;
  for (const need of needs) {
    const place = left.findIndex((size) => need <= size && size <= need + slack);
    if (place >= 0) {
      left.splice(place, 1);
      fitted++;
    }
  }
  return fitted;
}
