#include <queue>
#include <vector>

ListNode* inEnoughLists(const std::vector<ListNode*>& lists, int enough) {
    auto later = [](ListNode* a, ListNode* b) { return a->value > b->value; };
    std::priority_queue<ListNode*, std::vector<ListNode*>, decltype(later)> heap(later);
    for (ListNode* head : lists) {
        if (head) heap.push(head);
    }
    ListNode dummy{0, nullptr};
    ListNode* tail = &dummy;
    while (!heap.empty()) {
        int number = heap.top()->value, count = 0;
        while (!heap.empty() && heap.top()->value == number) {
            ListNode* node = heap.top();
            heap.pop();
            count++;
            while (node && node->value == number) node = node->next;
            if (node) heap.push(node);
        }
        if (count >= enough) {
            tail->next = new ListNode{number, nullptr};
            tail = tail->next;
        }
    }
    return dummy.next;
}
