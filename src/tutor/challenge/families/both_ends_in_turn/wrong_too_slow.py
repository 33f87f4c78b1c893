class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def take_from_both_ends(head, front, back):
    end = None
    dummy = tail = ListNode()
    while head is not end:
        for _ in range(front):
            if head is not end:
                tail.next = ListNode(head.value)
                tail = tail.next
                head = head.next
        for _ in range(back):
            if head is not end:
                last = head
                while last.next is not end:
                    last = last.next
                tail.next = ListNode(last.value)
                tail = tail.next
                end = last
    return dummy.next
