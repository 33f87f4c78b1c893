class Solution {
    static ListNode reverseInGroups(ListNode head, int size) {
        ListNode dummy = new ListNode(0, null);
        ListNode tail = dummy;
        while (head != null) {
            int count = 0;
            ListNode last = tail;
            ListNode group = head;
            while (head != null && count < size) {
                count++;
                head = head.next;
            }
            boolean whole = count == size;
            for (int i = 0; i < count; i++, group = group.next) {
                if (whole) {
                    tail.next = new ListNode(group.value, tail.next);
                    if (i == 0) last = tail.next;
                } else {
                    last.next = new ListNode(group.value, null);
                    last = last.next;
                }
            }
            tail = last;
        }
        return dummy.next;
    }
}
