ListNode* takeFromBothEnds(ListNode* head, int front, int back) {
    int left = 0;
    ListNode* reverse = nullptr;
    for (ListNode* node = head; node; node = node->next, left++) reverse = new ListNode{node->value, reverse};
    ListNode dummy{0, nullptr};
    ListNode* tail = &dummy;
    auto take = [&](ListNode*& node) {
        tail->next = new ListNode{node->value, nullptr};
        tail = tail->next;
        node = node->next;
        left--;
    };
    while (left > 0) {
        for (int i = 0; i < front && left > 0; i++) take(head);
        for (int i = 0; i < back && left > 0; i++) take(reverse);
    }
    return dummy.next;
}
