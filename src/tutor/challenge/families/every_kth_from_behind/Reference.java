class Solution {
    static ListNode dropFromBehind(ListNode head, int step) {
        int left = 0;
        for (ListNode node = head; node != null; node = node.next) {
            left++;
        }
        ListNode dummy = new ListNode(0, null);
        ListNode tail = dummy;
        for (ListNode node = head; node != null; node = node.next, left--) {
            if (left % step != 0) {
                tail.next = new ListNode(node.value, null);
                tail = tail.next;
            }
        }
        return dummy.next;
    }
}
