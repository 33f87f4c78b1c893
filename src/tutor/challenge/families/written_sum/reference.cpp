#include <cctype>
#include <string>
#include <vector>

struct Sum {
    int total = 0, term = 0;
    char op = '+';

    void take(int value) {
        if (op == '*') {
            term *= value;
        } else if (op == '/') {
            term /= value;
        } else {
            total += term;
            term = op == '+' ? value : -value;
        }
    }
};

int workOut(const std::string& expression) {
    std::vector<Sum> stack;
    Sum sum;
    for (size_t i = 0; i < expression.size(); i++) {
        char symbol = expression[i];
        if (std::isdigit(static_cast<unsigned char>(symbol))) {
            int number = symbol - '0';
            while (i + 1 < expression.size() && std::isdigit(static_cast<unsigned char>(expression[i + 1]))) {
                number = number * 10 + (expression[++i] - '0');
            }
            sum.take(number);
        } else if (symbol == '(') {
            stack.push_back(sum);
            sum = Sum();
        } else if (symbol == ')') {
            int value = sum.total + sum.term;
            sum = stack.back();
            stack.pop_back();
            sum.take(value);
        } else if (symbol != ' ') {
            sum.op = symbol;
        }
    }
    return sum.total + sum.term;
}
