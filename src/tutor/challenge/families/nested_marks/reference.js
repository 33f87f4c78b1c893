function firstMisfit(text) {
  const partners = { ")": "(", "]": "[", ">": "<" };
  const places = [];
  for (let place = 0; place < text.length; place++) {
    const mark = text[place];
    if ("([<".includes(mark)) {
      places.push(place);
    } else if (mark in partners) {
      if (text[places.at(-1)] !== partners[mark]) return place;
      places.pop();
    }
  }
  return places.length ? places[0] : -1;
}
