function workshopOrder(count, rules) {
  const waiting = new Array(count).fill(0);
  const followers = Array.from({ length: count }, () => []);
  for (const [first, second] of rules) {
    waiting[second]++;
    followers[first].push(second);
  }
  const order = [];
  for (let task = 0; task < count; task++) {
    if (waiting[task] === 0) order.push(task);
  }
  for (const task of order) {
    for (const follower of followers[task]) {
      if (--waiting[follower] === 0) order.push(follower);
    }
  }
  return order;
}
