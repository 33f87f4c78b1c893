function mostFitted(needs, sizes, slack) {
  const ordered = [...needs].sort((a, b) => a - b);
  let fitted = 0;
  for (const size of [...sizes].sort((a, b) => a - b)) {
    if (fitted < ordered.length && ordered[fitted] <= size) fitted++;
  }
  return fitted;
}
