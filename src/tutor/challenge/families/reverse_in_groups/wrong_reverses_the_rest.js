class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function reverseInGroups(head, size) {
  const dummy = new ListNode();
  let tail = dummy;
  while (head) {
    const group = [];
    while (head && group.length < size) {
      group.push(head.value);
      head = head.next;
    }
    group.reverse();
    for (const value of group) {
      tail.next = new ListNode(value);
      tail = tail.next;
    }
  }
  return dummy.next;
}
