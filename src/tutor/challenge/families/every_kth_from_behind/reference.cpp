ListNode* dropFromBehind(ListNode* head, int step) {
    int left = 0;
    for (ListNode* node = head; node; node = node->next) left++;
    ListNode dummy{0, nullptr};
    ListNode* tail = &dummy;
    for (ListNode* node = head; node; node = node->next, left--) {
        if (left % step == 0) continue;
        tail->next = new ListNode{node->value, nullptr};
        tail = tail->next;
    }
    return dummy.next;
}
