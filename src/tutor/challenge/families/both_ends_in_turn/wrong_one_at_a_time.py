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
    from_front = True
    while left > 0:
        for _ in range(min(1, left)):
            if from_front:
                tail.next = ListNode(head.value)
                head = head.next
            else:
                tail.next = ListNode(reverse.value)
                reverse = reverse.next
            tail = tail.next
            left -= 1
        from_front = not from_front
    return dummy.next
