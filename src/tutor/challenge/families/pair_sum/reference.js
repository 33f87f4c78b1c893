function pairSum(prices, target) {
  const places = new Map();
  for (let place = 0; place < prices.length; place++) {
    const other = places.get(target - prices[place]);
    if (other !== undefined) return [other, place];
    places.set(prices[place], place);
  }
  return [];
}
