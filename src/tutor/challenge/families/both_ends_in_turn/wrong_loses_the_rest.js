class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function takeFromBothEnds(head, front, back) {
  let left = 0;
  let reverse = null;
  for (let node = head; node; node = node.next, left++) reverse = new ListNode(node.value, reverse);
  const dummy = new ListNode();
  let tail = dummy;
  const take = (node) => {
    tail.next = new ListNode(node.value);
    tail = tail.next;
    left--;
    return node.next;
  };
  while (left >= front + back) {
    for (let i = 0; i < front && left > 0; i++) head = take(head);
    for (let i = 0; i < back && left > 0; i++) reverse = take(reverse);
  }
  return dummy.next;
}
