//! Rules for C, most of which are C++'s too.

mod memory;
mod values;

use super::shared::{self, arguments, bare, callee, mentions, only_child, operator, sides, words};
use super::{Report, Rule};
use crate::api::FindingKind::{Actionable, Celebratory, Essential, Informative};
use crate::tutor::analyze::tree::{At, Tree};

const FUNCTIONS: &[&str] = &["function_definition"];

pub(super) static RULES: &[Rule] = &join::<{ SHARED.len() + OWN.len() }>(SHARED, OWN);

/// Two lists in one.
pub(super) const fn join<const N: usize>(first: &[Rule], second: &[Rule]) -> [Rule; N] {
    let mut all = [first[0]; N];
    let mut index = 0;
    while index < N {
        all[index] = if index < first.len() { first[index] } else { second[index - first.len()] };
        index += 1;
    }
    all
}

/// Those of C and C++.
pub(super) const SHARED: &[Rule] = &[
    Rule {
        name: "assignment-in-condition",
        kind: Essential,
        on: &["if_statement", "while_statement"],
        check: assignment_in_condition,
        why: "`=` stores a value and `==` compares two. A stored value that is not zero counts as true, so the condition holds whatever the variable was, and the variable is changed.",
        bad: "int isTen(int n) {\n    if (n = 10) {\n        return 1;\n    }\n    return 0;\n}\n",
        good: "int isTen(int n) {\n    if (n == 10) {\n        return 1;\n    }\n    return 0;\n}\n",
    },
    Rule {
        name: "stray-semicolon",
        kind: Essential,
        on: &["if_statement", "for_statement", "while_statement"],
        check: shared::stray_semicolon,
        why: shared::STRAY_SEMICOLON,
        bad: "void greet(int known) {\n    if (known); {\n        puts(\"Hello again\");\n    }\n}\n",
        good: "void greet(int known) {\n    if (known) {\n        puts(\"Hello again\");\n    }\n}\n",
    },
    Rule {
        name: "gets",
        kind: Essential,
        on: &["call_expression"],
        check: gets,
        why: "`gets` cannot know how long the array is: a line that is longer overwrites whatever is behind it. C has taken it out; `fgets` is told the size.",
        bad: "void ask(void) {\n    char name[20];\n    gets(name);\n    puts(name);\n}\n",
        good: "void ask(void) {\n    char name[20];\n    if (fgets(name, sizeof name, stdin)) {\n        puts(name);\n    }\n}\n",
    },
    Rule {
        name: "format-arguments",
        kind: Essential,
        on: FUNCTIONS,
        check: values::format_arguments,
        why: "The format says how many values follow. One that is missing is read from where it would be, so what comes out is chance; one too many is never printed.",
        bad: "void show(int x, int y) {\n    printf(\"%d %d\\n\", x);\n}\n",
        good: "void show(int x, int y) {\n    printf(\"%d %d\\n\", x, y);\n}\n",
    },
    Rule {
        name: "format-type",
        kind: Essential,
        on: FUNCTIONS,
        check: values::format_type,
        why: "The format also says what the values are, and C believes it: an `int` read as a text or a `double` read as an `int` prints nonsense or ends the program.",
        bad: "void show(void) {\n    double price = 2.5;\n    printf(\"%d\\n\", price);\n}\n",
        good: "void show(void) {\n    double price = 2.5;\n    printf(\"%f\\n\", price);\n}\n",
    },
    Rule {
        name: "scanf-address",
        kind: Essential,
        on: FUNCTIONS,
        check: values::scanf_address,
        why: "`scanf` stores what it reads, so it must know where: `&age` is the place of `age`. Without `&` it takes the value for a place, and writes there.",
        bad: "void ask(void) {\n    int age = 0;\n    scanf(\"%d\", age);\n    printf(\"%d\", age);\n}\n",
        good: "void ask(void) {\n    int age = 0;\n    scanf(\"%d\", &age);\n    printf(\"%d\", age);\n}\n",
    },
    Rule {
        name: "local-address",
        kind: Essential,
        on: FUNCTIONS,
        check: memory::local_address,
        why: "A local variable is gone when its function returns, and its place is used for something else. Who gets its address reads and writes there.",
        bad: "int *twice(int n) {\n    int result = 2 * n;\n    return &result;\n}\n",
        good: "int twice(int n) {\n    int result = 2 * n;\n    return result;\n}\n",
    },
    Rule {
        name: "index-out-of-bounds",
        kind: Essential,
        on: FUNCTIONS,
        check: memory::index_out_of_bounds,
        why: "An array of 10 has the indices 0 to 9. C does not check: what is behind the array is read or overwritten, and the error shows somewhere else.",
        bad: "void run(void) {\n    int days[7];\n    days[7] = 1;\n}\n",
        good: "void run(void) {\n    int days[7];\n    days[6] = 1;\n}\n",
    },
    Rule {
        name: "off-by-one",
        kind: Essential,
        on: FUNCTIONS,
        check: memory::loop_past_end,
        why: shared::OFF_BY_ONE,
        bad: "void clear(void) {\n    int values[10];\n    for (int i = 0; i <= 10; i++) {\n        values[i] = 0;\n    }\n}\n",
        good: "void clear(void) {\n    int values[10];\n    for (int i = 0; i < 10; i++) {\n        values[i] = 0;\n    }\n}\n",
    },
    Rule {
        name: "uninitialized",
        kind: Essential,
        on: FUNCTIONS,
        check: values::uninitialized,
        why: "A local variable starts with whatever was in its place. Adding to it gives a sum of chance, which is right on some days.",
        bad: "int sum(int n) {\n    int total;\n    for (int i = 0; i < n; i++) {\n        total += i;\n    }\n    return total;\n}\n",
        good: "int sum(int n) {\n    int total = 0;\n    for (int i = 0; i < n; i++) {\n        total += i;\n    }\n    return total;\n}\n",
    },
    Rule {
        name: "missing-return",
        kind: Essential,
        on: FUNCTIONS,
        check: values::missing_return,
        why: "A function that says it gives a value must `return` one on every way through it. Where it ends without, the caller gets chance.",
        bad: "int sign(int n) {\n    if (n > 0) {\n        return 1;\n    } else if (n < 0) {\n        return -1;\n    }\n}\n",
        good: "int sign(int n) {\n    if (n > 0) {\n        return 1;\n    } else if (n < 0) {\n        return -1;\n    }\n    return 0;\n}\n",
    },
    Rule {
        name: "integer-division",
        kind: Essential,
        on: FUNCTIONS,
        check: values::integer_division,
        why: "Two whole numbers are divided as whole numbers, and the rest is dropped before the result becomes a `double`: `1 / 2` is `0`.",
        bad: "double average(int sum, int count) {\n    double result = sum / count;\n    return result;\n}\n",
        good: "double average(int sum, int count) {\n    double result = (double)sum / count;\n    return result;\n}\n",
    },
    Rule {
        name: "eof-in-char",
        kind: Essential,
        on: FUNCTIONS,
        check: values::eof_in_char,
        why: "`getchar` gives an `int`, as `EOF` is none of the characters. In a `char` it looks like one: the loop ends too early at `ÿ`, or never.",
        bad: "void copy(void) {\n    char c;\n    while ((c = getchar()) != EOF) {\n        putchar(c);\n    }\n}\n",
        good: "void copy(void) {\n    int c;\n    while ((c = getchar()) != EOF) {\n        putchar(c);\n    }\n}\n",
    },
    Rule {
        name: "array-parameter-size",
        kind: Essential,
        on: FUNCTIONS,
        check: memory::array_parameter_size,
        why: "A parameter `int a[]` is a pointer: `sizeof` gives the size of a pointer, whatever array it points into. Pass the length as well.",
        bad: "int sum(int a[]) {\n    int total = 0;\n    for (int i = 0; i < sizeof(a) / sizeof(a[0]); i++) {\n        total += a[i];\n    }\n    return total;\n}\n",
        good: "int sum(int a[], int length) {\n    int total = 0;\n    for (int i = 0; i < length; i++) {\n        total += a[i];\n    }\n    return total;\n}\n",
    },
    Rule {
        name: "unsigned-countdown",
        kind: Essential,
        on: &["for_statement"],
        check: values::unsigned_countdown,
        why: "An unsigned number is never below zero: after 0 comes the largest one there is, so `>= 0` always holds and the loop never ends.",
        bad: "void back(int *a, size_t n) {\n    for (size_t i = n - 1; i >= 0; i--) {\n        printf(\"%d\\n\", a[i]);\n    }\n}\n",
        good: "void back(int *a, size_t n) {\n    for (size_t i = n; i > 0; i--) {\n        printf(\"%d\\n\", a[i - 1]);\n    }\n}\n",
    },
    Rule {
        name: "null-dereference",
        kind: Essential,
        on: &["binary_expression"],
        check: shared::null_dereference,
        why: shared::NULL_DEREFERENCE,
        bad: "int is_empty(struct list *list) {\n    return list == NULL && list->length == 0;\n}\n",
        good: "int is_empty(struct list *list) {\n    return list == NULL || list->length == 0;\n}\n",
    },
    Rule {
        name: "self-assignment",
        kind: Essential,
        on: &["assignment_expression"],
        check: shared::self_assignment,
        why: shared::SELF_ASSIGNMENT,
        bad: "void set(struct user *user, int age) {\n    age = age;\n}\n",
        good: "void set(struct user *user, int age) {\n    user->age = age;\n}\n",
    },
    Rule {
        name: "same-operands",
        kind: Essential,
        on: &["binary_expression"],
        check: shared::same_operands,
        why: shared::SAME_OPERANDS,
        bad: "int both(int a, int b) {\n    return a && a;\n}\n",
        good: "int both(int a, int b) {\n    return a && b;\n}\n",
    },
    Rule {
        name: "repeated-condition",
        kind: Essential,
        on: &["if_statement"],
        check: shared::repeated_condition,
        why: shared::REPEATED_CONDITION,
        bad: "int sign(int n) {\n    if (n > 0) {\n        return 1;\n    } else if (n > 0) {\n        return -1;\n    }\n    return 0;\n}\n",
        good: "int sign(int n) {\n    if (n > 0) {\n        return 1;\n    } else if (n < 0) {\n        return -1;\n    }\n    return 0;\n}\n",
    },
    Rule {
        name: "unreachable",
        kind: Essential,
        on: &["compound_statement"],
        check: shared::unreachable,
        why: shared::UNREACHABLE,
        bad: "int twice(int n) {\n    return 2 * n;\n    puts(\"done\");\n}\n",
        good: "int twice(int n) {\n    puts(\"done\");\n    return 2 * n;\n}\n",
    },
    Rule {
        name: "missing-break",
        kind: Actionable,
        on: &["case_statement"],
        check: shared::fall_through,
        why: shared::FALL_THROUGH,
        bad: "int price(int size) {\n    int price;\n    switch (size) {\n        case 1:\n            price = 3;\n        case 2:\n            price = 5;\n            break;\n        default:\n            price = 9;\n    }\n    return price;\n}\n",
        good: "int price(int size) {\n    int price;\n    switch (size) {\n        case 1:\n            price = 3;\n            break;\n        default:\n            price = 9;\n    }\n    return price;\n}\n",
    },
    Rule {
        name: "unbounded-copy",
        kind: Actionable,
        on: &["call_expression"],
        check: unbounded_copy,
        why: "These do not know how much room there is: a text that is longer than the array overwrites what is behind it.",
        bad: "void keep(char *name, const char *input) {\n    strcpy(name, input);\n}\n",
        good: "void keep(char *name, size_t size, const char *input) {\n    snprintf(name, size, \"%s\", input);\n}\n",
    },
    Rule {
        name: "comparison-as-truth",
        kind: Actionable,
        on: &["call_expression"],
        check: comparison_as_truth,
        why: "`strcmp` gives 0 when both texts are equal, and 0 counts as false: the branch is taken when they differ. `== 0` says what is asked.",
        bad: "void run(const char *word) {\n    if (strcmp(word, \"quit\")) {\n        stop();\n    }\n}\n",
        good: "void run(const char *word) {\n    if (strcmp(word, \"quit\") == 0) {\n        stop();\n    }\n}\n",
    },
    Rule {
        name: "feof-loop",
        kind: Actionable,
        on: &["while_statement"],
        check: feof_loop,
        why: "`feof` tells that a read has failed, not that the next one will: the loop runs once more after the last line. The read itself says when there is no more.",
        bad: "void show(FILE *file) {\n    char line[100];\n    while (!feof(file)) {\n        fgets(line, sizeof line, file);\n        puts(line);\n    }\n}\n",
        good: "void show(FILE *file) {\n    char line[100];\n    while (fgets(line, sizeof line, file)) {\n        puts(line);\n    }\n}\n",
    },
    Rule {
        name: "macro-parentheses",
        kind: Actionable,
        on: &["preproc_function_def"],
        check: macro_parentheses,
        why: "A macro is put in as text: with `#define SQUARE(x) x * x`, `SQUARE(1 + 2)` becomes `1 + 2 * 1 + 2`, which is 5. Parentheses keep its parts together.",
        bad: "#define SQUARE(x) x * x\n",
        good: "#define SQUARE(x) ((x) * (x))\n",
    },
    Rule {
        name: "boolean-return",
        kind: Actionable,
        on: &["if_statement"],
        check: shared::boolean_return,
        why: shared::BOOLEAN_RETURN,
        bad: "bool is_adult(int age) {\n    if (age >= 18) {\n        return true;\n    } else {\n        return false;\n    }\n}\n",
        good: "bool is_adult(int age) {\n    return age >= 18;\n}\n",
    },
    Rule {
        name: "same-branches",
        kind: Actionable,
        on: &["if_statement"],
        check: shared::same_branches,
        why: shared::SAME_BRANCHES,
        bad: "int step(int up) {\n    if (up) {\n        return 1;\n    } else {\n        return 1;\n    }\n}\n",
        good: "int step(int up) {\n    if (up) {\n        return 1;\n    } else {\n        return -1;\n    }\n}\n",
    },
    Rule {
        name: "unused-variable",
        kind: Actionable,
        on: FUNCTIONS,
        check: shared::unused_variable,
        why: shared::UNUSED_VARIABLE,
        bad: "int twice(int n) {\n    int result = 2 * n;\n    return n;\n}\n",
        good: "int twice(int n) {\n    int result = 2 * n;\n    return result;\n}\n",
    },
    Rule {
        name: "deep-nesting",
        kind: Actionable,
        on: FUNCTIONS,
        check: shared::deep_nesting,
        why: shared::DEEP_NESTING,
        bad: "void run(int n) {\n    for (int i = 0; i < n; i++) {\n        for (int j = 0; j < n; j++) {\n            if (i != j) {\n                while (ready()) {\n                    if (i > j) {\n                        step();\n                    }\n                }\n            }\n        }\n    }\n}\n",
        good: "void run(int n) {\n    for (int i = 0; i < n; i++) {\n        for (int j = 0; j < n; j++) {\n            if (i != j) {\n                steps(i, j);\n            }\n        }\n    }\n}\n",
    },
    Rule {
        name: "many-parameters",
        kind: Informative,
        on: FUNCTIONS,
        check: shared::many_parameters,
        why: shared::MANY_PARAMETERS,
        bad: "void book(int room, int seat, int day, int month, int year, int hour, int minute) {\n}\n",
        good: "void book(struct seat seat, struct time time) {\n}\n",
    },
    Rule {
        name: "magic-number",
        kind: Informative,
        on: &["binary_expression"],
        check: shared::magic_number,
        why: shared::MAGIC_NUMBER,
        bad: "int is_full(int seats) {\n    return seats == 42;\n}\n",
        good: "enum { SEATS = 42 };\n\nint is_full(int seats) {\n    return seats == SEATS;\n}\n",
    },
    Rule {
        name: "no-default",
        kind: Informative,
        on: &["switch_statement"],
        check: shared::no_default,
        why: shared::NO_DEFAULT,
        bad: "void run(int key) {\n    switch (key) {\n        case 1:\n            start();\n            break;\n    }\n}\n",
        good: "void run(int key) {\n    switch (key) {\n        case 1:\n            start();\n            break;\n        default:\n            help();\n    }\n}\n",
    },
];

const OWN: &[Rule] = &[
    Rule {
        name: "string-equality",
        kind: Essential,
        on: &["binary_expression"],
        check: string_equality,
        why: "A text in C is the address of its first letter, and `==` compares the addresses: two equal texts in two places differ. `strcmp` compares the letters.",
        bad: "int is_quit(const char *word) {\n    return word == \"quit\";\n}\n",
        good: "int is_quit(const char *word) {\n    return strcmp(word, \"quit\") == 0;\n}\n",
    },
    Rule {
        name: "never-freed",
        kind: Actionable,
        on: FUNCTIONS,
        check: memory::never_freed,
        why: "What `malloc` gives stays taken until `free`. A function that forgets the address leaves it taken, each time that it is called.",
        bad: "int last(int n) {\n    int *a = malloc(n * sizeof *a);\n    if (a == NULL) return -1;\n    a[n - 1] = n;\n    return a[n - 1];\n}\n",
        good: "int last(int n) {\n    int *a = malloc(n * sizeof *a);\n    if (a == NULL) return -1;\n    a[n - 1] = n;\n    int result = a[n - 1];\n    free(a);\n    return result;\n}\n",
    },
    Rule {
        name: "unchecked-malloc",
        kind: Actionable,
        on: FUNCTIONS,
        check: memory::unchecked_malloc,
        why: "When there is no memory left `malloc` gives `NULL`, and using that ends the program without a word. A check can say what happened.",
        bad: "int *zeros(int n) {\n    int *a = malloc(n * sizeof *a);\n    a[0] = 0;\n    return a;\n}\n",
        good: "int *zeros(int n) {\n    int *a = malloc(n * sizeof *a);\n    if (a == NULL) return NULL;\n    a[0] = 0;\n    return a;\n}\n",
    },
    Rule {
        name: "malloc-cast",
        kind: Informative,
        on: &["cast_expression"],
        check: memory::malloc_cast,
        why: "In C `malloc` gives a `void *`, which becomes any pointer by itself. The cast repeats the type, and must be changed with it.",
        bad: "int *make(void) {\n    return (int *)malloc(sizeof(int));\n}\n",
        good: "int *make(void) {\n    return malloc(sizeof(int));\n}\n",
    },
    Rule {
        name: "checks-memory",
        kind: Celebratory,
        on: FUNCTIONS,
        check: memory::checks_memory,
        why: "When there is no memory left `malloc` gives `NULL`. With a check the program can say so, instead of ending without a word.",
        bad: "int *zeros(int n) {\n    int *a = malloc(n * sizeof *a);\n    if (a == NULL) return NULL;\n    a[0] = 0;\n    return a;\n}\n",
        good: "int *zeros(int n) {\n    int *a = malloc(n * sizeof *a);\n    a[0] = 0;\n    return a;\n}\n",
    },
    Rule {
        name: "bounded-input",
        kind: Celebratory,
        on: &["call_expression"],
        check: bounded_input,
        why: "With the size of the array `fgets` never writes past its end, however long the line is that somebody types.",
        bad: "void ask(void) {\n    char name[20];\n    if (fgets(name, sizeof name, stdin)) puts(name);\n}\n",
        good: "void ask(void) {\n    char name[20];\n    if (scanf(\"%19s\", name) == 1) puts(name);\n}\n",
    },
];

fn assignment_in_condition(tree: &Tree, at: At, report: &mut Report) {
    let Some(condition) = at.node.child_by_field_name("condition").and_then(only_child) else { return };
    // A second pair of parentheses says that it is meant, and so does a call, whose result is asked.
    if condition.kind() != "assignment_expression" || operator(condition) != "=" {
        return;
    }
    let Some((left, right)) = sides(condition) else { return };
    if matches!(right.kind(), "number_literal" | "char_literal" | "true" | "false" | "null" | "string_literal") {
        let (a, b) = (tree.text(left), tree.text(right));
        let says = format!("This stores `{b}` in `{a}`, whatever it was. To compare, write `{a} == {b}`.");
        if let Some(sign) = condition.child_by_field_name("operator") {
            report.fix(condition, says, "Compare with `==`", sign, "==");
        }
    }
}

fn gets(tree: &Tree, at: At, report: &mut Report) {
    if callee(tree, at.node) == "gets" && arguments(at.node).len() == 1 {
        report.say(
            at.node,
            "`gets` writes past the end of the array when a line is too long. Try `fgets` with the size of the array.",
        );
    }
}

fn unbounded_copy(tree: &Tree, at: At, report: &mut Report) {
    let name = callee(tree, at.node);
    let arguments = arguments(at.node);
    let source = arguments.get(1).filter(|source| source.kind() != "string_literal");
    if matches!(name, "strcpy" | "strcat") && source.is_some() {
        report.say(
            at.node,
            format!("`{name}` copies all there is, however small the target. `snprintf` is told the size."),
        );
    }
    let is_scanf = name == "scanf" && arguments.first().is_some_and(|format| tree.text(*format).contains("%s"));
    if is_scanf {
        report.say(
            at.node,
            "`%s` reads a word of any length. Say how much there is room for, as in `%19s` for an array of 20.",
        );
    }
}

fn comparison_as_truth(tree: &Tree, at: At, report: &mut Report) {
    let is_condition = at.parent.is_some_and(|parent| {
        let is_if = |node: tree_sitter::Node| matches!(node.kind(), "if_statement" | "while_statement");
        parent.kind() == "condition_clause"
            || parent.kind() == "parenthesized_expression" && parent.parent().is_some_and(is_if)
    });
    if callee(tree, at.node) == "strcmp" && is_condition {
        report.say(at.node, "This is true when the two texts differ. Write `== 0` for equal, or `!= 0` for different.");
    }
}

fn feof_loop(tree: &Tree, at: At, report: &mut Report) {
    let Some(condition) = at.node.child_by_field_name("condition").map(bare) else { return };
    let text = tree.text(condition);
    if text.starts_with("!feof(") || text.starts_with("! feof(") || text.ends_with(".eof()") && text.starts_with('!') {
        report.say(
            condition,
            "This asks before the read that fails, so the loop runs once too often. Let the read be the condition.",
        );
    }
}

fn macro_parentheses(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("value"), at.node.child_by_field_name("parameters"));
    let (Some(value), Some(parameters)) = parts else { return };
    let text = tree.text(value).trim();
    let is_arithmetic =
        text.chars().all(|c| c.is_alphanumeric() || "_ *+-/.".contains(c)) && text.contains(['*', '+', '-', '/']);
    let is_sum = text.split(['*', '+', '-', '/']).all(|part| words(part).count() == 1);
    if is_arithmetic && is_sum && words(tree.text(parameters)).any(|parameter| mentions(text, parameter)) {
        report.say(value, format!("`{text}` is put in as text, so operators around it can split it. Put each parameter and the whole in parentheses."));
    }
}

fn string_equality(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let is_text = |node: tree_sitter::Node| node.kind() == "string_literal";
    let sign = operator(at.node);
    let other = if is_text(left) { right } else { left };
    if matches!(sign, "==" | "!=") && (is_text(left) || is_text(right)) && other.kind() != "null" {
        let (a, b) = (tree.text(left), tree.text(right));
        report.fix(
            at.node,
            format!("`{sign}` compares two addresses, not the letters. Try `strcmp({a}, {b}) {sign} 0`."),
            "Compare the letters",
            at.node,
            format!("strcmp({a}, {b}) {sign} 0"),
        );
    }
}

fn bounded_input(tree: &Tree, at: At, report: &mut Report) {
    if let [target, size, _] = arguments(at.node)[..]
        && callee(tree, at.node) == "fgets"
        && tree.text(size).starts_with("sizeof")
    {
        report.say(
            at.node,
            format!("`fgets` is told the size of `{}`, so no line is too long for it.", tree.text(target)),
        );
    }
}

#[cfg(test)]
mod tests;
