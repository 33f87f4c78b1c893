class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def drop_from_behind(head, step):
    if head is None:
        return None
    left = 0
    node = head
    while node:
        left += 1
        node = node.next
    first = tail = ListNode(head.value)
    node = head.next
    while node:
        left -= 1
        if left % step != 0:
            tail.next = ListNode(node.value)
            tail = tail.next
        node = node.next
    return first
