class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function inEnoughLists(lists, enough) {
  const counts = new Map();
  for (const head of lists) {
    for (let node = head; node; node = node.next) counts.set(node.value, (counts.get(node.value) ?? 0) + 1);
  }
  const found = [...counts.keys()].filter((number) => counts.get(number) >= enough).sort((a, b) => a - b);
  return found.reduceRight((next, number) => new ListNode(number, next), null);
}
