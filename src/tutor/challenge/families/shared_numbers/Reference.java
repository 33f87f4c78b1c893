import java.util.Comparator;
import java.util.PriorityQueue;

class Solution {
    static ListNode inEnoughLists(ListNode[] lists, int enough) {
        PriorityQueue<ListNode> heap = new PriorityQueue<>(Comparator.comparingInt((ListNode node) -> node.value));
        for (ListNode head : lists) {
            if (head != null) {
                heap.add(head);
            }
        }
        ListNode dummy = new ListNode(0, null);
        ListNode tail = dummy;
        while (!heap.isEmpty()) {
            int number = heap.peek().value;
            int count = 0;
            while (!heap.isEmpty() && heap.peek().value == number) {
                ListNode node = heap.poll();
                count++;
                while (node != null && node.value == number) {
                    node = node.next;
                }
                if (node != null) {
                    heap.add(node);
                }
            }
            if (count >= enough) {
                tail.next = new ListNode(number, null);
                tail = tail.next;
            }
        }
        return dummy.next;
    }
}
