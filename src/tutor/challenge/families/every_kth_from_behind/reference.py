class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def drop_from_behind(head, step):
    left = 0
    node = head
    while node:
        left += 1
        node = node.next
    dummy = tail = ListNode()
    while head:
        if left % step != 0:
            tail.next = ListNode(head.value)
            tail = tail.next
        left -= 1
        head = head.next
    return dummy.next
