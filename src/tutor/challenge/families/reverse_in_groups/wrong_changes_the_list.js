function reverseInGroups(head, size) {
  const dummy = { value: 0, next: head };
  let before = dummy;
  for (;;) {
    let end = before;
    for (let i = 0; i < size; i++) {
      end = end.next;
      if (!end) return dummy.next;
    }
    const first = before.next;
    const after = end.next;
    let previous = after;
    let node = first;
    while (node !== after) [node.next, previous, node] = [previous, node, node.next];
    before.next = end;
    before = first;
  }
}
