function pairSum(prices, target) {
  const places = new Map();
  for (let place = 0; place < prices.length; place++) {
    places.set(prices[place], place);
    if (places.has(target - prices[place])) return [places.get(target - prices[place]), place];
  }
  return [];
}
