class Solution {
    static ListNode takeFromBothEnds(ListNode head, int front, int back) {
        int left = 0;
        ListNode reverse = null;
        for (ListNode node = head; node != null; node = node.next) {
            reverse = new ListNode(node.value, reverse);
            left++;
        }
        ListNode dummy = new ListNode(0, null);
        ListNode tail = dummy;
        while (left > 0) {
            for (int i = 0; i < front && left > 0; i++, left--, head = head.next) {
                tail.next = new ListNode(head.value, null);
                tail = tail.next;
            }
            for (int i = 0; i < back && left > 0; i++, left--, reverse = reverse.next) {
                tail.next = new ListNode(reverse.value, null);
                tail = tail.next;
            }
        }
        return dummy.next;
    }
}
