class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function takeFromBothEnds(head, front, back) {
  const values = [];
  for (let node = head; node; node = node.next) values.push(node.value);
  const taken = [];
  while (values.length) {
    taken.push(...values.splice(0, front));
    taken.push(...values.splice(Math.max(values.length - back, 0)));
  }
  return taken.reduceRight((next, value) => new ListNode(value, next), null);
}
