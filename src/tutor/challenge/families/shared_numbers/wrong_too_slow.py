class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def in_enough_lists(lists, enough):
    heads = list(lists)
    dummy = tail = ListNode()
    while True:
        number = None
        for head in heads:
            if head is not None and (number is None or head.value < number):
                number = head.value
        if number is None:
            return dummy.next
        count = 0
        for place, head in enumerate(heads):
            if head is not None and head.value == number:
                count += 1
                while head is not None and head.value == number:
                    head = head.next
                heads[place] = head
        if count >= enough:
            tail.next = ListNode(number)
            tail = tail.next
