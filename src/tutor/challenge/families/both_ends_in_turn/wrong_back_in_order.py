class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def take_from_both_ends(head, front, back):
    values = []
    while head:
        values.append(head.value)
        head = head.next
    taken = []
    while values:
        taken += values[:front]
        del values[:front]
        taken += values[-back:]
        del values[-back:]
    answer = None
    for value in reversed(taken):
        answer = ListNode(value, answer)
    return answer
