class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def in_enough_lists(lists, enough):
    entries = set()
    for place, node in enumerate(lists):
        while node:
            entries.add((node.value, place))
            node = node.next
    dummy = tail = ListNode()
    number, count = None, 0
    for value, _ in sorted(entries):
        if value != number:
            if count >= enough:
                tail.next = ListNode(number)
                tail = tail.next
            number, count = value, 0
        count += 1
    return dummy.next
