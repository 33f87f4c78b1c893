ListNode* reverseInGroups(ListNode* head, int size) {
    ListNode dummy{0, nullptr};
    ListNode* tail = &dummy;
    while (head) {
        int count = 0;
        ListNode* group = head;
        while (head && count < size) {
            count++;
            head = head->next;
        }
        ListNode* last = tail;
        for (int i = 0; i < count; i++, group = group->next) {
            if (count == size) {
                tail->next = new ListNode{group->value, tail->next};
                if (i == 0) last = tail->next;
            } else {
                last->next = new ListNode{group->value, nullptr};
                last = last->next;
            }
        }
        tail = last;
    }
    return dummy.next;
}
