class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function dropFromBehind(head, step) {
  const dummy = new ListNode();
  let tail = dummy;
  let count = 0;
  for (let node = head; node; node = node.next) {
    count++;
    if (count % step === 0) continue;
    tail.next = new ListNode(node.value);
    tail = tail.next;
  }
  return dummy.next;
}
