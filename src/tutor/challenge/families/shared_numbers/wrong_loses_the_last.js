class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function inEnoughLists(lists, enough) {
  const values = [];
  for (const head of lists) {
    for (let node = head; node; node = node.next) {
      if (node === head || values.at(-1) !== node.value) values.push(node.value);
    }
  }
  values.sort((a, b) => a - b);
  const dummy = new ListNode();
  let tail = dummy;
  let number = null;
  let count = 0;
  for (const value of values) {
    if (value !== number) {
      if (count >= enough) {
        tail.next = new ListNode(number);
        tail = tail.next;
      }
      number = value;
      count = 0;
    }
    count++;
  }
  return dummy.next;
}
