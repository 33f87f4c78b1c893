//! Comparisons that do not ask what they seem to ask.

use tree_sitter::Node;

use super::nodes::{arguments, bare, called, comparisons, field, is_number, within};
use super::scope::How;
use crate::api::FindingKind::{Actionable, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const NONE_EQUALITY: Rule = Rule {
    name: "none-equality",
    kind: Actionable,
    on: &["comparison_operator"],
    check: none_equality,
    why: "There is one `None`, and `is` asks whether a value is that one. `==` asks the value, and a class may answer as it likes.",
    bad: "def is_free(seat):\n    return seat == None\n",
    good: "def is_free(seat):\n    return seat is None\n",
};

fn none_equality(_tree: &Tree, at: At, report: &mut Report) {
    for (left, operator, right) in comparisons(at.node) {
        let is = match operator.kind() {
            "==" => "is",
            "!=" => "is not",
            _ => continue,
        };
        if (left.kind() == "none") != (right.kind() == "none") {
            let message = format!("`{}` compares with `None` by value. Try `{is} None`.", operator.kind());
            report.fix(at.node, message, &format!("Write `{is}`"), operator, is);
        }
    }
}

pub(super) const BOOL_EQUALITY: Rule = Rule {
    name: "bool-equality",
    kind: Actionable,
    on: &["comparison_operator"],
    check: bool_equality,
    why: "A condition is true or false by itself. Comparing it again adds words, and `== True` says no to values such as `2` or a full list that `if` takes as true.",
    bad: "def report(done):\n    if done == True:\n        print('done')\n",
    good: "def report(done):\n    if done:\n        print('done')\n",
};

fn bool_equality(tree: &Tree, at: At, report: &mut Report) {
    for (left, operator, right) in comparisons(at.node) {
        let is_bool = |kind| matches!(kind, "true" | "false");
        let (value, truth) = if is_bool(right.kind()) { (left, right) } else { (right, left) };
        if matches!(operator.kind(), "==" | "!=") && is_bool(truth.kind()) && !is_bool(value.kind()) {
            let positive = (operator.kind() == "==") == (truth.kind() == "true");
            let not = if positive { "" } else { "not " };
            let message =
                format!("This compares with `{}`. Try `{not}{}` as the condition.", tree.text(truth), tree.text(value));
            report.say(at.node, message);
        }
    }
}

pub(super) const LITERAL_IDENTITY: Rule = Rule {
    name: "literal-identity",
    kind: Essential,
    on: &["comparison_operator"],
    check: literal_identity,
    why: "`is` asks whether two values are the same object, not whether they are equal. For numbers and texts the answer depends on how Python stores them, so it may differ from run to run.",
    bad: "def is_admin(name):\n    return name is 'admin'\n",
    good: "def is_admin(name):\n    return name == 'admin'\n",
};

fn literal_identity(tree: &Tree, at: At, report: &mut Report) {
    for (left, operator, right) in comparisons(at.node) {
        let equal = match operator.kind() {
            "is" => "==",
            "is not" => "!=",
            _ => continue,
        };
        let literal = |kind| {
            matches!(
                kind,
                "integer" | "float" | "string" | "concatenated_string" | "list" | "dictionary" | "set" | "tuple"
            )
        };
        if let Some(value) = [right, left].into_iter().find(|side| literal(side.kind())) {
            let message = format!(
                "`{}` asks for the same object as `{}`. Try `{equal}`, which asks for an equal value.",
                operator.kind(),
                tree.text(value)
            );
            report.fix(at.node, message, &format!("Write `{equal}`"), operator, equal);
        }
    }
}

pub(super) const SELF_COMPARISON: Rule = Rule {
    name: "self-comparison",
    kind: Actionable,
    on: &["comparison_operator"],
    check: self_comparison,
    why: "A value compared with itself nearly always gives the same answer, so one of the two names was probably meant to be another one.",
    bad: "def same(left, right):\n    return left == left\n",
    good: "def same(left, right):\n    return left == right\n",
};

fn self_comparison(tree: &Tree, at: At, report: &mut Report) {
    for (left, operator, right) in comparisons(at.node) {
        let named = matches!(left.kind(), "identifier" | "attribute");
        // `x != x` is a known way to ask for NaN.
        if named
            && tree.text(left) == tree.text(right)
            && matches!(operator.kind(), "==" | "<" | "<=" | ">" | ">=" | "is")
        {
            report.say(at.node, format!("`{}` is compared with itself. Which other value was meant?", tree.text(left)));
        }
    }
}

pub(super) const FLOAT_EQUALITY: Rule = Rule {
    name: "float-equality",
    kind: Actionable,
    on: &["comparison_operator"],
    check: float_equality,
    why: "A float holds binary fractions, so most decimal ones are rounded: `0.1 + 0.2 == 0.3` is false. Two results that should be equal may differ in the last digit.",
    bad: "def is_third(share):\n    return share == 0.3\n",
    good: "import math\n\ndef is_third(share):\n    return math.isclose(share, 0.3)\n",
};

fn float_equality(tree: &Tree, at: At, report: &mut Report) {
    for (left, operator, right) in comparisons(at.node) {
        // Sums of these are exact, so comparing is, too.
        let is_exact = |text: &str| text.parse::<f64>().is_ok_and(|number| (number * 1024.0).fract() == 0.0);
        let rounded = [left, right].into_iter().find(|side| side.kind() == "float" && !is_exact(tree.text(*side)));
        if let Some(number) = rounded.filter(|_| matches!(operator.kind(), "==" | "!=")) {
            let message = format!(
                "No float is exactly `{}`, so an equal result may miss it by a digit. Try `math.isclose`.",
                tree.text(number)
            );
            report.say(at.node, message);
        }
    }
}

pub(super) const NOT_IN: Rule = Rule {
    name: "not-in",
    kind: Actionable,
    on: &["not_operator"],
    check: not_in,
    why: "`not in` and `is not` are operators of their own. They read as they are spoken, and nobody has to think about what `not` belongs to.",
    bad: "def is_new(name, known):\n    return not name in known\n",
    good: "def is_new(name, known):\n    return name not in known\n",
};

fn not_in(tree: &Tree, at: At, report: &mut Report) {
    let Some(argument) = field(at.node, "argument").filter(|argument| argument.kind() == "comparison_operator") else {
        return;
    };
    if let [(left, operator, right)] = comparisons(argument)[..] {
        let written = match operator.kind() {
            "in" => "not in",
            "is" => "is not",
            _ => return,
        };
        let (left, right) = (tree.text(left), tree.text(right));
        let message =
            format!("`not {left} {} ...` can be read in two ways. Try `{left} {written} ...`.", operator.kind());
        // Parentheses around an operand are not part of it here: where there are some, the edit is left to the learner.
        if tree.text(argument) == format!("{left} {} {right}", operator.kind()) {
            report.fix(at.node, message, &format!("Write `{written}`"), at.node, format!("{left} {written} {right}"));
        } else {
            report.say(at.node, message);
        }
    }
}

pub(super) const TYPE_EQUALITY: Rule = Rule {
    name: "type-equality",
    kind: Actionable,
    on: &["comparison_operator"],
    check: type_equality,
    why: "`type(x) == T` says no to every subclass of `T`, which can do all that a `T` can. `isinstance(x, T)` says yes to both.",
    bad: "def is_text(value):\n    return type(value) == str\n",
    good: "def is_text(value):\n    return isinstance(value, str)\n",
};

fn type_equality(tree: &Tree, at: At, report: &mut Report) {
    for (left, operator, right) in comparisons(at.node) {
        let one_type = called(tree, left) == Some("type") && right.kind() == "identifier";
        if let Some(value) = arguments(left).first().filter(|_| one_type && matches!(operator.kind(), "==" | "!=")) {
            let message =
                format!("This asks for the exact type. Try `isinstance({}, {})`.", tree.text(*value), tree.text(right));
            report.say(at.node, message);
        }
    }
}

pub(super) const OR_LITERAL: Rule = Rule {
    name: "or-literal",
    kind: Essential,
    on: &["boolean_operator"],
    check: or_literal,
    why: "`or` joins two whole conditions. In `x == 1 or 2` the second one is `2` alone, which counts as true, so the whole is always true.",
    bad: "def is_weekend(day):\n    if day == 'Saturday' or 'Sunday':\n        return True\n    return False\n",
    good: "def is_weekend(day):\n    if day in ('Saturday', 'Sunday'):\n        return True\n    return False\n",
};

fn or_literal(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(right)) = (field(at.node, "left"), field(at.node, "right")) else { return };
    let is_or = at.node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "or");
    let [(value, operator, first)] = comparisons(left)[..] else { return };
    let literal = matches!(right.kind(), "string" | "integer" | "float") && first.kind() == right.kind();
    let empty = ["0", "''", "\"\"", "0.0"].contains(&tree.text(right));
    if is_or && literal && !empty && left.kind() == "comparison_operator" && operator.kind() == "==" {
        let (value, first, second) = (tree.text(value), tree.text(first), tree.text(right));
        report.say(
            at.node,
            format!("`{second}` alone counts as true, so this is always true. Try `{value} in ({first}, {second})`."),
        );
    }
}

pub(super) const INPUT_NUMBER: Rule = Rule {
    name: "input-number",
    kind: Essential,
    on: &["function_definition", "module"],
    check: input_number,
    why: "`input()` gives text, also when a number was typed. Text is never equal to a number, and comparing or adding the two stops the program with a TypeError.",
    bad: "age = input('Age? ')\nif age >= 18:\n    print('Welcome')\n",
    good: "age = int(input('Age? '))\nif age >= 18:\n    print('Welcome')\n",
};

fn input_number<'t>(tree: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    let is_input = |node: Node| called(tree, bare(node)) == Some("input");
    if scope.of_name("input").next().is_some() {
        return;
    }
    let names = scope.by_name();
    let is_text = |name: &str| {
        names.get(name).is_some_and(|all| {
            all.iter().all(|binding| binding.how == How::Assigned && binding.value.is_some_and(is_input))
        })
    };
    within(at.node, |node| {
        let pairs = match node.kind() {
            "comparison_operator" => comparisons(node),
            "binary_operator" => {
                match (field(node, "left"), node.child_by_field_name("operator"), field(node, "right")) {
                    (Some(left), Some(operator), Some(right)) => vec![(left, operator, right)],
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        for (left, operator, right) in pairs {
            let text = |node: Node| is_input(node) || (node.kind() == "identifier" && is_text(tree.text(node)));
            let meets =
                matches!(operator.kind(), "==" | "!=" | "<" | ">" | "<=" | ">=" | "+" | "-" | "/" | "//" | "**");
            let mixed = (text(left) && is_number(right)) || (text(right) && is_number(left));
            if meets && mixed {
                let message = format!(
                    "In `{}` one side is the text that `input()` gave, the other a number. Try `int(input(...))`.",
                    tree.text(node)
                );
                report.say(node, message);
            }
        }
        !matches!(node.kind(), "function_definition" | "class_definition")
    });
}
