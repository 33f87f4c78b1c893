function firstMisfit(text) {
  const places = { "(": [], "[": [], "<": [] };
  const partners = { ")": "(", "]": "[", ">": "<" };
  for (let place = 0; place < text.length; place++) {
    const mark = text[place];
    if (mark in places) places[mark].push(place);
    else if (mark in partners && places[partners[mark]].pop() === undefined) return place;
  }
  const left = Object.values(places).filter((some) => some.length);
  return left.length ? Math.min(...left.map((some) => some[0])) : -1;
}
