function mostFitted(needs, sizes, slack) {
  const used = sizes.map(() => false);
  let fitted = 0;
  for (const need of [...needs].sort((a, b) => a - b)) {
    let best = -1;
    for (let place = 0; place < sizes.length; place++) {
      if (used[place] || sizes[place] < need || sizes[place] > need + slack) continue;
      if (best < 0 || sizes[place] < sizes[best]) best = place;
    }
    if (best >= 0) {
      used[best] = true;
      fitted++;
    }
  }
  return fitted;
}
