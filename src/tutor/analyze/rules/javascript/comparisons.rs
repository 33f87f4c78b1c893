//! Conditions that do not ask what they seem to.

use tree_sitter::Node;

use super::syntax::{any, bare, binary, condition, field, has_effects, is_literal, method_call, operator};
use crate::api::FindingKind::{Actionable, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

const EQUALITIES: [&str; 4] = ["==", "!=", "===", "!=="];
const ORDERS: [&str; 4] = ["<", "<=", ">", ">="];
const TYPES: [&str; 8] = ["undefined", "object", "boolean", "number", "string", "function", "symbol", "bigint"];
/// What old browsers answered.
const OLD_TYPES: [&str; 2] = ["unknown", "date"];

pub(super) const LOOSE_EQUALITY: Rule = Rule {
    name: "loose-equality",
    kind: Actionable,
    on: &["binary_expression"],
    check: loose_equality,
    why: "`==` converts its sides before it compares them, so `0 == \"\"` and `\"1\" == 1` are true. `===` compares what is there.",
    bad: "function isAnswer(value) {\n  return value == 42;\n}\n",
    good: "function isAnswer(value) {\n  return value === 42;\n}\n",
};

fn loose_equality(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, operator @ ("==" | "!="), right)) = binary(at.node) else { return };
    // `== null` asks for null and undefined at once; the other two have rules of their own.
    if [left, right].iter().any(|side| matches!(side.kind(), "null" | "undefined" | "true" | "false"))
        || is_nan(tree, left, right)
    {
        return;
    }
    let message = format!("`{operator}` converts types before it compares. Try `{operator}=`.");
    let same = |side: Node| is_typeof(side) || side.kind() == "string";
    match field(at.node, "operator") {
        Some(token) if same(left) && same(right) => {
            report.fix(at.node, message, "Compare strictly", token, format!("{operator}="));
        }
        _ => report.say(at.node, message),
    }
}

fn is_nan(tree: &Tree, left: Node, right: Node) -> bool {
    [left, right].iter().any(|side| matches!(tree.text(*side), "NaN" | "Number.NaN"))
}

fn is_typeof(node: Node) -> bool {
    node.kind() == "unary_expression" && operator(node) == "typeof"
}

pub(super) const COMPARE_NAN: Rule = Rule {
    name: "compare-nan",
    kind: Essential,
    on: &["binary_expression"],
    check: compare_nan,
    why: "`NaN` is not equal to anything, itself included, so the comparison has the same answer for every value. `Number.isNaN(x)` asks the question.",
    bad: "function check(x) {\n  return x === NaN;\n}\n",
    good: "function check(x) {\n  return Number.isNaN(x);\n}\n",
};

fn compare_nan(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, operator, right)) = binary(at.node) else { return };
    if !is_nan(tree, left, right) || !(EQUALITIES.contains(&operator) || ORDERS.contains(&operator)) {
        return;
    }
    let other = if matches!(tree.text(left), "NaN" | "Number.NaN") { right } else { left };
    let answer = if operator.starts_with('!') { "true" } else { "false" };
    let not = if operator.starts_with('!') { "!" } else { "" };
    let better = format!("{not}Number.isNaN({})", tree.text(other));
    let message = format!("`{operator}` with `NaN` is always {answer}. Try `{not}Number.isNaN(...)`.");
    if EQUALITIES.contains(&operator) {
        report.fix(at.node, message, "Use `Number.isNaN`", at.node, better);
    } else {
        report.say(at.node, message);
    }
}

pub(super) const COMPARE_BOOLEAN: Rule = Rule {
    name: "compare-boolean",
    kind: Actionable,
    on: &["binary_expression"],
    check: compare_boolean,
    why: "With `==` a boolean becomes 0 or 1 first, so `\"yes\" == true` is false although `\"yes\"` counts as true in a condition.",
    bad: "function greet(ready) {\n  if (ready == true) {\n    return \"Hi\";\n  }\n  return \"Wait\";\n}\n",
    good: "function greet(ready) {\n  if (ready) {\n    return \"Hi\";\n  }\n  return \"Wait\";\n}\n",
};

fn compare_boolean(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, operator @ ("==" | "!="), right)) = binary(at.node) else { return };
    if let Some(boolean) = [left, right].into_iter().find(|side| matches!(side.kind(), "true" | "false")) {
        let boolean = tree.text(boolean);
        let text =
            format!("`{operator} {boolean}` compares numbers, not truth. Try the value on its own, or `{operator}=`.");
        report.say(at.node, text);
    }
}

pub(super) const TYPEOF_COMPARISON: Rule = Rule {
    name: "typeof-comparison",
    kind: Essential,
    on: &["binary_expression"],
    check: typeof_comparison,
    why: "`typeof` gives one of eight texts: `\"undefined\"`, `\"object\"`, `\"boolean\"`, `\"number\"`, `\"string\"`, `\"function\"`, `\"symbol\"` and `\"bigint\"`. Anything else never equals it.",
    bad: "function isMissing(x) {\n  return typeof x === undefined;\n}\n",
    good: "function isMissing(x) {\n  return typeof x === \"undefined\";\n}\n",
};

fn typeof_comparison(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, operator, right)) = binary(at.node).filter(|(_, op, _)| EQUALITIES.contains(op)) else { return };
    let other = match (is_typeof(left), is_typeof(right)) {
        (true, false) => right,
        (false, true) => left,
        _ => return,
    };
    let text = tree.text(other);
    let name = text.trim_matches(['"', '\'', '`']);
    let wrong = match other.kind() {
        "undefined" | "null" | "true" | "false" | "number" => true,
        "string" => !TYPES.contains(&name) && !OLD_TYPES.contains(&name),
        _ => false,
    };
    if !wrong {
        return;
    }
    let answer = if operator.starts_with('!') { "true" } else { "false" };
    if other.kind() == "undefined" {
        let text =
            format!("`typeof` gives a text, and `undefined` is none: this is always {answer}. Try `\"undefined\"`.");
        return report.fix(at.node, text, "Compare with the text", other, "\"undefined\"");
    }
    let hint = match name {
        "array" | "Array" => " Try `Array.isArray(...)`.",
        "null" | "NULL" => " Try `=== null`.",
        "NaN" | "nan" => " Try `Number.isNaN(...)`.",
        _ => "",
    };
    report.say(at.node, format!("`typeof` never gives `{text}`, so this is always {answer}.{hint}"));
}

pub(super) const SELF_COMPARISON: Rule = Rule {
    name: "self-comparison",
    kind: Actionable,
    on: &["binary_expression"],
    check: self_comparison,
    why: "A value compared with itself tells nothing new; most often one side was meant to be another name.",
    bad: "function isSame(first, second) {\n  return first === first;\n}\n",
    good: "function isSame(first, second) {\n  return first === second;\n}\n",
};

fn self_comparison(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, operator, right)) = binary(at.node) else { return };
    // `x !== x` is how some ask for NaN.
    let asks = matches!(operator, "==" | "===") || ORDERS.contains(&operator);
    if asks && !is_literal(left) && tree.text(left) == tree.text(right) && !has_effects(left) {
        report.say(at.node, format!("Both sides of `{operator}` are `{}`. Was another name meant?", tree.text(left)));
    }
}

pub(super) const ASSIGNMENT_IN_CONDITION: Rule = Rule {
    name: "assignment-in-condition",
    kind: Essential,
    on: &["if_statement", "while_statement"],
    check: assignment_in_condition,
    why: "One `=` stores the value and then asks whether it counts as true, so the condition has the same answer each time and the variable has changed. `===` compares.",
    bad: "function win(score) {\n  if (score = 10) {\n    return true;\n  }\n  return false;\n}\n",
    good: "function win(score) {\n  if (score === 10) {\n    return true;\n  }\n  return false;\n}\n",
};

fn assignment_in_condition(tree: &Tree, at: At, report: &mut Report) {
    // A second pair of parentheses says that it is meant.
    let Some(inner) = field(at.node, "condition").and_then(|condition| condition.named_child(0)) else { return };
    if inner.kind() != "assignment_expression" {
        return;
    }
    let (Some(left), Some(right)) = (field(inner, "left"), field(inner, "right")) else { return };
    if is_literal(right) {
        let (left, right) = (tree.text(left), tree.text(right));
        let message = format!("`=` stores `{right}` in `{left}`. To compare them, try `===`.");
        report.fix(inner, message, "Compare instead", inner, format!("{left} === {right}"));
    }
}

pub(super) const NEGATED_LEFT: Rule = Rule {
    name: "negated-left",
    kind: Essential,
    on: &["binary_expression"],
    check: negated_left,
    why: "`!` belongs to the name right after it, so `!key in map` asks whether `false` or `true` is a key. Parentheses around the question negate its answer.",
    bad: "function lacks(map, key) {\n  return !key in map;\n}\n",
    good: "function lacks(map, key) {\n  return !(key in map);\n}\n",
};

fn negated_left(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(right)) = (field(at.node, "left"), field(at.node, "right")) else { return };
    let word = operator(at.node);
    if !matches!(word, "in" | "instanceof") || left.kind() != "unary_expression" || operator(left) != "!" {
        return;
    }
    if let Some(argument) = field(left, "argument") {
        let better = format!("!({} {word} {})", tree.text(argument), tree.text(right));
        let message = format!("`!` is applied before `{word}`. Try `{better}`.");
        report.fix(at.node, message, "Negate the whole question", at.node, better);
    }
}

pub(super) const COMPARE_NEW_OBJECT: Rule = Rule {
    name: "compare-new-object",
    kind: Essential,
    on: &["binary_expression"],
    check: compare_new_object,
    why: "Arrays and objects are equal only to themselves, and `[]` or `{}` makes a new one: no other value is that one. Ask for the length or the keys.",
    bad: "function isEmpty(list) {\n  return list === [];\n}\n",
    good: "function isEmpty(list) {\n  return list.length === 0;\n}\n",
};

fn compare_new_object(_: &Tree, at: At, report: &mut Report) {
    let Some((left, operator, right)) = binary(at.node) else { return };
    // With `==` an array can equal a text.
    if !matches!(operator, "===" | "!==") {
        return;
    }
    if let Some(made) = [left, right].into_iter().find(|side| matches!(side.kind(), "array" | "object")) {
        let answer = if operator == "!==" { "true" } else { "false" };
        let what = if made.kind() == "array" { "array" } else { "object" };
        report.say(
            at.node,
            format!("This {what} is a new one, so `{operator}` is always {answer}. Compare what is in it."),
        );
    }
}

pub(super) const CHAINED_COMPARISON: Rule = Rule {
    name: "chained-comparison",
    kind: Essential,
    on: &["binary_expression"],
    check: chained_comparison,
    why: "`1 < x < 5` compares `1 < x` first and then its answer, as 0 or 1, with 5. JavaScript needs both comparisons with `&&` between them.",
    bad: "function isDigit(n) {\n  return 0 <= n <= 9;\n}\n",
    good: "function isDigit(n) {\n  return 0 <= n && n <= 9;\n}\n",
};

fn chained_comparison(tree: &Tree, at: At, report: &mut Report) {
    let Some(left) = field(at.node, "left").filter(|left| left.kind() == "binary_expression") else { return };
    let (first, second) = (operator(left), operator(at.node));
    if !ORDERS.contains(&first) || !ORDERS.contains(&second) {
        return;
    }
    if let (Some(middle), Some(right)) = (field(left, "right"), field(at.node, "right")) {
        let right = format!("{} {second} {}", tree.text(middle), tree.text(right));
        let text = format!("`{second}` gets the answer of the first comparison. Try `{} && {right}`.", tree.text(left));
        report.say(at.node, text);
    }
}

pub(super) const OR_LITERAL: Rule = Rule {
    name: "or-literal",
    kind: Essential,
    on: &["if_statement", "while_statement"],
    check: or_literal,
    why: "Each side of `||` is a question of its own, and a text or number other than `\"\"` and `0` counts as true: the whole condition is always true.",
    bad: "function isVowel(letter) {\n  if (letter === \"a\" || \"e\") {\n    return true;\n  }\n  return false;\n}\n",
    good: "function isVowel(letter) {\n  if (letter === \"a\" || letter === \"e\") {\n    return true;\n  }\n  return false;\n}\n",
};

fn or_literal(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, "||", right)) = condition(at.node).and_then(binary) else { return };
    let always = matches!(right.kind(), "string" | "number") && !matches!(tree.text(right), "0" | "\"\"" | "''");
    // The first comparison of a chain is far down on the left, and any one will do.
    let compared = binary(left).filter(|(_, operator, _)| EQUALITIES.contains(operator));
    if always && (compared.is_some() || binary(left).is_some_and(|(_, operator, _)| operator == "||")) {
        let right = tree.text(right);
        let message = match compared {
            Some((name, operator, _)) => {
                format!("`{right}` alone always counts as true. Try `{} {operator} {right}`.", tree.text(name))
            }
            None => format!("`{right}` alone always counts as true. Compare it, as the first one."),
        };
        report.say(at.node.child(1).unwrap_or(at.node), message);
    }
}

pub(super) const INDEX_AS_CONDITION: Rule = Rule {
    name: "index-as-condition",
    kind: Essential,
    on: &["if_statement"],
    check: index_as_condition,
    why: "`indexOf` gives -1 where nothing is found, which counts as true, and 0 for the first place, which counts as false. `includes` answers yes or no.",
    bad: "function has(list, item) {\n  if (list.indexOf(item)) {\n    return true;\n  }\n  return false;\n}\n",
    good: "function has(list, item) {\n  if (list.includes(item)) {\n    return true;\n  }\n  return false;\n}\n",
};

fn index_as_condition(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = condition(at.node).and_then(|condition| method_call(tree, condition)) else { return };
    if matches!(call.method, "indexOf" | "lastIndexOf" | "findIndex") {
        let better = if call.method == "findIndex" { "some" } else { "includes" };
        let text = format!("`{}` is -1, which counts as true, where nothing is found. Try `{better}`.", call.method);
        report.say(call.list.parent().unwrap_or(at.node), text);
    }
}

pub(super) const FLOAT_EQUALITY: Rule = Rule {
    name: "float-equality",
    kind: Essential,
    on: &["binary_expression"],
    check: float_equality,
    why: "Most decimal fractions have no exact binary form, so sums of them miss by a little: `0.1 + 0.2` is `0.30000000000000004`. Compare the difference with a small bound.",
    bad: "function isDone(total) {\n  return total + 0.1 === 0.3;\n}\n",
    good: "function isDone(total) {\n  return Math.abs(total + 0.1 - 0.3) < 1e-9;\n}\n",
};

fn float_equality(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, operator, right)) = binary(at.node).filter(|(_, op, _)| EQUALITIES.contains(op)) else { return };
    let inexact = |node: Node| {
        let value = if node.kind() == "number" { tree.text(node).parse::<f64>().ok() } else { None };
        value.is_some_and(|value| (value * 1024.0).fract() != 0.0)
    };
    let computed = |node: Node| binary(node).is_some_and(|(_, operator, _)| matches!(operator, "+" | "-" | "*" | "/"));
    let sides = [(left, right), (right, left)];
    if sides.iter().any(|(sum, bound)| computed(*sum) && inexact(*bound)) {
        let text = format!("`{operator}` wants the fraction exact to the last bit. Try `Math.abs(a - b) < 1e-9`.");
        report.say(at.node, text);
    }
}

pub(super) const BOOLEAN_RETURN: Rule = Rule {
    name: "boolean-return",
    kind: Actionable,
    on: &["if_statement"],
    check: boolean_return,
    why: "A condition is a boolean already; returning it says the same in one line.",
    bad: "function isAdult(age) {\n  if (age >= 18) {\n    return true;\n  } else {\n    return false;\n  }\n}\n",
    good: "function isAdult(age) {\n  return age >= 18;\n}\n",
};

fn boolean_return(tree: &Tree, at: At, report: &mut Report) {
    let branches =
        (field(at.node, "consequence"), field(at.node, "alternative").and_then(|clause| clause.named_child(0)));
    let (Some(yes), Some(no)) = branches else { return };
    let is_chained = at.parent.is_some_and(|parent| parent.kind() == "else_clause");
    let (Some(yes), Some(no), Some(condition)) = (returned(yes), returned(no), condition(at.node)) else { return };
    if is_chained || (yes, no) != ("true", "false") && (yes, no) != ("false", "true") {
        return;
    }
    let is_boolean = binary(condition).is_some_and(|(_, op, _)| EQUALITIES.contains(&op) || ORDERS.contains(&op));
    let text = tree.text(condition);
    let better = match (yes == "true", is_boolean) {
        (true, true) => format!("return {text};"),
        (true, false) => format!("return Boolean({text});"),
        (false, _) => format!("return !({text});"),
    };
    // A comment within would get lost.
    if !any(at.node, |node| node.kind() == "comment") {
        report.fix(
            at.node,
            format!("The condition is the answer. Try `{better}`"),
            "Return the condition",
            at.node,
            better,
        );
    } else {
        report.say(at.node, format!("The condition is the answer. Try `{better}`"));
    }
}

/// `true` or `false`, if a branch returns that and does nothing else.
fn returned(branch: Node) -> Option<&'static str> {
    let only = |node: Node| node.named_child_count() == 1;
    let statement = match branch.kind() {
        "statement_block" if only(branch) => branch.named_child(0)?,
        _ => branch,
    };
    let value = if statement.kind() == "return_statement" { bare(statement.named_child(0)?) } else { return None };
    ["true", "false"].into_iter().find(|boolean| value.kind() == *boolean)
}
