class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def drop_from_behind(head, step):
    dummy = tail = ListNode()
    while head:
        left = 0
        node = head
        while node:
            left += 1
            node = node.next
        if left % step != 0:
            tail.next = ListNode(head.value)
            tail = tail.next
        head = head.next
    return dummy.next
