function firstMisfit(text) {
  const opening = "([<";
  const closing = ")]>";
  for (let place = 0; place < text.length; place++) {
    if (!closing.includes(text[place])) continue;
    let depth = 1;
    let at = place - 1;
    for (; at >= 0; at--) {
      if (closing.includes(text[at])) depth++;
      else if (opening.includes(text[at]) && --depth === 0) break;
    }
    if (at < 0 || opening.indexOf(text[at]) !== closing.indexOf(text[place])) return place;
  }
  for (let place = 0; place < text.length; place++) {
    if (!opening.includes(text[place])) continue;
    let depth = 0;
    for (let at = place; at < text.length; at++) {
      if (opening.includes(text[at])) depth++;
      else if (closing.includes(text[at]) && --depth === 0) break;
    }
    if (depth > 0) return place;
  }
  return -1;
}
