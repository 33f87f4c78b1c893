class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def reverse_in_groups(head, size):
    dummy = tail = ListNode()
    while head:
        group = []
        while head and len(group) < size:
            group.append(head.value)
            head = head.next
        if len(group) < size:
            break
        for value in reversed(group):
            tail.next = ListNode(value)
            tail = tail.next
    return dummy.next
