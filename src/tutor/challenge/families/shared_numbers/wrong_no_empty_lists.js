class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

// A heap of nodes: the smallest value is at place 0.
class Heap {
  items = [];

  push(node) {
    const { items } = this;
    let at = items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent].value <= node.value) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = node;
  }

  pop() {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (!items.length) return top;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && items[child + 1].value < items[child].value) child++;
      if (items[child].value >= last.value) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return top;
  }
}

function inEnoughLists(lists, enough) {
  const heap = new Heap();
  for (const head of lists) {
    if (head.value === undefined) continue;
    heap.push(head);
  }
  const dummy = new ListNode();
  let tail = dummy;
  while (heap.items.length) {
    const number = heap.items[0].value;
    let count = 0;
    while (heap.items.length && heap.items[0].value === number) {
      let node = heap.pop();
      count++;
      while (node && node.value === number) node = node.next;
      if (node) heap.push(node);
    }
    if (count >= enough) {
      tail.next = new ListNode(number);
      tail = tail.next;
    }
  }
  return dummy.next;
}
