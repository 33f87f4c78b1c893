import java.util.Comparator;
import java.util.stream.IntStream;

class Solution {
    static String[] quizTable(String[] names, int[] points, int[] minutes) {
        Comparator<Integer> byPoints = Comparator.comparing(i -> -points[i]);
        Comparator<Integer> order = byPoints.thenComparing(i -> minutes[i]).thenComparing(i -> names[i]);
        return IntStream.range(0, names.length).boxed().sorted(order).map(i -> names[i]).toArray(String[]::new);
    }
}
