class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def reverse_in_groups(head, size):
    dummy = before = ListNode(0, head)
    while True:
        end = before
        for _ in range(size):
            end = end.next
            if end is None:
                return dummy.next
        first = node = before.next
        after = end.next
        previous = after
        while node is not after:
            node.next, previous, node = previous, node, node.next
        before.next = end
        before = first
