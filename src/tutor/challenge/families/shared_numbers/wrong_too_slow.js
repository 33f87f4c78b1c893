class ListNode {
  constructor(value = 0, next = null) {
    this.value = value;
    this.next = next;
  }
}

function inEnoughLists(lists, enough) {
  const heads = [...lists];
  const dummy = new ListNode();
  let tail = dummy;
  for (;;) {
    let number = null;
    for (const head of heads) {
      if (head !== null && (number === null || head.value < number)) number = head.value;
    }
    if (number === null) return dummy.next;
    let count = 0;
    for (let place = 0; place < heads.length; place++) {
      let head = heads[place];
      if (head === null || head.value !== number) continue;
      count++;
      while (head !== null && head.value === number) head = head.next;
      heads[place] = head;
    }
    if (count >= enough) {
      tail.next = new ListNode(number);
      tail = tail.next;
    }
  }
}
