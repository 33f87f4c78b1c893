class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def in_enough_lists(lists, enough):
    counts = {}
    for node in lists:
        while node:
            counts[node.value] = counts.get(node.value, 0) + 1
            node = node.next
    answer = None
    for number in sorted(counts, reverse=True):
        if counts[number] >= enough:
            answer = ListNode(number, answer)
    return answer
