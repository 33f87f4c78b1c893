class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def take_from_both_ends(head, front, back):
    left = 0
    reverse = None
    node = head
    while node:
        reverse = ListNode(node.value, reverse)
        left += 1
        node = node.next
    dummy = tail = ListNode()
    while left > 0:
        for _ in range(front):
            if head:
                tail.next = ListNode(head.value)
                tail = tail.next
                head = head.next
                left -= 1
        for _ in range(back):
            if reverse:
                tail.next = ListNode(reverse.value)
                tail = tail.next
                reverse = reverse.next
                left -= 1
    return dummy.next
