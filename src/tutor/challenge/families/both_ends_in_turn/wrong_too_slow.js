class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function takeFromBothEnds(head, front, back) {
  let end = null;
  const dummy = new ListNode();
  let tail = dummy;
  while (head !== end) {
    for (let i = 0; i < front && head !== end; i++) {
      tail.next = new ListNode(head.value);
      tail = tail.next;
      head = head.next;
    }
    for (let i = 0; i < back && head !== end; i++) {
      let last = head;
      while (last.next !== end) last = last.next;
      tail.next = new ListNode(last.value);
      tail = tail.next;
      end = last;
    }
  }
  return dummy.next;
}
