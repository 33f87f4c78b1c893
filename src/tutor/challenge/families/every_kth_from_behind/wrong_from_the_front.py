class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def drop_from_behind(head, step):
    dummy = tail = ListNode()
    count = 0
    while head:
        count += 1
        if count % step != 0:
            tail.next = ListNode(head.value)
            tail = tail.next
        head = head.next
    return dummy.next
