import heapq


class ListNode:
    def __init__(self, value=0, next=None):
        self.value = value
        self.next = next


def in_enough_lists(lists, enough):
    heap = [(node.value, place) for place, node in enumerate(lists) if node]
    heapq.heapify(heap)
    nodes = list(lists)
    dummy = tail = ListNode()
    while heap:
        number = heap[0][0]
        count = 0
        while heap and heap[0][0] == number:
            place = heapq.heappop(heap)[1]
            count += 1
            node = nodes[place]
            while node and node.value == number:
                node = node.next
            nodes[place] = node
            if node:
                heapq.heappush(heap, (node.value, place))
        if count >= enough:
            tail.next = ListNode(number)
            tail = tail.next
    return dummy.next
