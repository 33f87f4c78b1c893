import java.util.ArrayDeque;

class Solution {
    private static final class Sum {
        int total = 0;
        int term = 0;
        char operator = '+';

        void take(int value) {
            switch (operator) {
                case '*' -> term *= value;
                case '/' -> term /= value;
                default -> {
                    total += term;
                    term = operator == '+' ? value : -value;
                }
            }
        }
    }

    static int workOut(String expression) {
        ArrayDeque<Sum> stack = new ArrayDeque<>();
        Sum sum = new Sum();
        for (int i = 0; i < expression.length(); i++) {
            char symbol = expression.charAt(i);
            if (Character.isDigit(symbol)) {
                int number = symbol - '0';
                while (i + 1 < expression.length() && Character.isDigit(expression.charAt(i + 1))) {
                    number = number * 10 + (expression.charAt(++i) - '0');
                }
                sum.take(number);
            } else if (symbol == '(') {
                stack.push(sum);
                sum = new Sum();
            } else if (symbol == ')') {
                int value = sum.total + sum.term;
                sum = stack.pop();
                sum.take(value);
            } else if (symbol != ' ') {
                sum.operator = symbol;
            }
        }
        return sum.total + sum.term;
    }
}
