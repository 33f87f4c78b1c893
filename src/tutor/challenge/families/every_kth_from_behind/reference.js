class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function dropFromBehind(head, step) {
  let left = 0;
  for (let node = head; node; node = node.next) left++;
  const dummy = new ListNode();
  let tail = dummy;
  for (let node = head; node; node = node.next, left--) {
    if (left % step === 0) continue;
    tail.next = new ListNode(node.value);
    tail = tail.next;
  }
  return dummy.next;
}
