//! Branches, and statements that do nothing.

use std::collections::HashSet;

use tree_sitter::Node;

use super::nodes::{arguments, called, children, falls_through, field, has, is_known_list, method, only};
use super::scope::How;
use crate::api::FindingKind::{Actionable, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const UNREACHABLE: Rule = Rule {
    name: "unreachable",
    kind: Essential,
    on: &["block"],
    check: unreachable,
    why: "`return`, `raise`, `break` and `continue` leave at once, so what stands after them in the same block never runs. It was probably meant to come before, or less indented.",
    bad: "def area(width, height):\n    return width * height\n    print('done')\n",
    good: "def area(width, height):\n    print('done')\n    return width * height\n",
};

fn unreachable(tree: &Tree, at: At, report: &mut Report) {
    for pair in children(at.node).windows(2) {
        let [statement, next] = *pair else { continue };
        let jump = matches!(
            statement.kind(),
            "return_statement" | "raise_statement" | "break_statement" | "continue_statement"
        );
        let branches = statement.kind() == "if_statement";
        if (jump || branches) && !falls_through(tree, statement) {
            // A `yield` that never runs makes a function a generator.
            if !has(next, |node| node.kind() == "yield") && tree.text(next) != "yield" {
                let why = if jump { tree.text(statement).split_whitespace().next().unwrap_or_default() } else { "if" };
                let why =
                    if branches { "every branch above leaves".to_owned() } else { format!("the `{why}` above leaves") };
                report.say(next, format!("This never runs, as {why}."));
            }
            return;
        }
    }
}

pub(super) const DUPLICATE_BRANCHES: Rule = Rule {
    name: "duplicate-branches",
    kind: Actionable,
    on: &["if_statement"],
    check: duplicate_branches,
    why: "When two branches do the same, either the condition is not needed, or one of them was copied and should have been changed.",
    bad: "def fee(age):\n    if age < 6:\n        price = 4\n    else:\n        price = 4\n    return price\n",
    good: "def fee(age):\n    if age < 6:\n        price = 0\n    else:\n        price = 4\n    return price\n",
};

/// The branches of an `if`: each with its condition, and the `else` without one.
fn branches(node: Node) -> Vec<(Option<Node>, Node)> {
    let first = (node.child_by_field_name("condition"), node.child_by_field_name("consequence"));
    let others = children(node).into_iter().filter_map(|part| match part.kind() {
        "elif_clause" => Some((part.child_by_field_name("condition"), part.child_by_field_name("consequence"))),
        "else_clause" => Some((None, part.child_by_field_name("body"))),
        _ => None,
    });
    std::iter::once(first).chain(others).filter_map(|(condition, block)| Some((condition, block?))).collect()
}

fn duplicate_branches(tree: &Tree, at: At, report: &mut Report) {
    let all = branches(at.node);
    for pair in all.windows(2) {
        let [(_, block), (condition, next)] = *pair else { continue };
        // Two short cases in a chain may be clearer apart.
        let worth = condition.is_none() && all.len() == 2 || children(block).len() > 1;
        if worth && tree.text(block) == tree.text(next) && only(Some(block), "pass_statement").is_none() {
            let line = tree.source.line_at(block.start_byte());
            report.say(
                next,
                format!("This branch does the same as the one in line {line}. Can they be one, or should they differ?"),
            );
        }
    }
}

pub(super) const DUPLICATE_CONDITION: Rule = Rule {
    name: "duplicate-condition",
    kind: Essential,
    on: &["if_statement"],
    check: duplicate_condition,
    why: "The first condition that is true wins, so a branch with a condition that was asked before never runs.",
    bad: "def size(n):\n    if n < 10:\n        return 'small'\n    elif n < 10:\n        return 'middle'\n    return 'large'\n",
    good: "def size(n):\n    if n < 10:\n        return 'small'\n    elif n < 100:\n        return 'middle'\n    return 'large'\n",
};

fn duplicate_condition(tree: &Tree, at: At, report: &mut Report) {
    let mut seen = HashSet::new();
    // A call may answer differently the second time.
    let steady = |node: &Node| {
        let acts = |part: Node| matches!(part.kind(), "call" | "named_expression" | "await" | "yield");
        !acts(*node) && !has(*node, acts)
    };
    for condition in branches(at.node).into_iter().filter_map(|(condition, _)| condition).filter(steady) {
        if !seen.insert(tree.text(condition)) {
            report.say(condition, format!("`{}` was asked above, so this branch never runs.", tree.text(condition)));
        }
    }
}

pub(super) const RETURNS_CONDITION: Rule = Rule {
    name: "returns-condition",
    kind: Actionable,
    on: &["if_statement"],
    check: returns_condition,
    why: "A comparison is `True` or `False` already. Returning it says in one line what `if` and `else` say in four.",
    bad: "def is_adult(age):\n    if age >= 18:\n        return True\n    else:\n        return False\n",
    good: "def is_adult(age):\n    return age >= 18\n",
};

/// The kind of what a block returns, where it does nothing else.
fn returned<'t>(block: Node<'t>) -> Option<&'t str> {
    only(Some(block), "return_statement")?.named_child(0).map(|value| value.kind())
}

fn returns_condition(tree: &Tree, at: At, report: &mut Report) {
    let pair = match branches(at.node)[..] {
        [(Some(condition), first), (None, second)] => Some((condition, returned(first), returned(second))),
        [(Some(condition), first)] => {
            let next = at.node.next_named_sibling().filter(|next| next.kind() == "return_statement");
            // After another `if` it is one of several cases, which read better alike.
            let alone = at.node.prev_named_sibling().is_none_or(|before| before.kind() != "if_statement");
            next.filter(|_| alone)
                .map(|next| (condition, returned(first), next.named_child(0).map(|value| value.kind())))
        }
        _ => None,
    };
    if let Some((condition, Some(yes), Some(no))) = pair {
        let text = tree.text(condition);
        let compares = matches!(condition.kind(), "comparison_operator" | "not_operator");
        let value = if compares { text.to_owned() } else { format!("bool({text})") };
        match (yes, no) {
            ("true", "false") => report.say(at.node, format!("The condition is the answer. Try `return {value}`.")),
            ("false", "true") => {
                report.say(at.node, format!("The answer is the opposite of the condition. Try `return not ({text})`."))
            }
            _ => {}
        }
    }
}

pub(super) const SELF_ASSIGNMENT: Rule = Rule {
    name: "self-assignment",
    kind: Actionable,
    on: &["assignment"],
    check: self_assignment,
    why: "A name that gets its own value stays what it is. In `__init__` the line that keeps an argument is `self.name = name`.",
    bad: "class Dog:\n    def __init__(self, name):\n        name = name\n",
    good: "class Dog:\n    def __init__(self, name):\n        self.name = name\n",
};

fn self_assignment(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(right)) = (at.node.child_by_field_name("left"), field(at.node, "right")) else { return };
    let named = matches!(left.kind(), "identifier" | "attribute");
    let in_class = || {
        at.node
            .parent()
            .and_then(|s| s.parent())
            .and_then(|b| b.parent())
            .is_some_and(|c| c.kind() == "class_definition")
    };
    if named && tree.text(left) == tree.text(right) && at.node.child_by_field_name("type").is_none() && !in_class() {
        report.say(at.node, format!("`{}` gets its own value, which changes nothing.", tree.text(left)));
    }
}

pub(super) const NO_EFFECT: Rule = Rule {
    name: "no-effect",
    kind: Essential,
    on: &["expression_statement"],
    check: no_effect,
    why: "A line that calculates something and keeps it nowhere changes nothing. `==` asks, and `=` assigns; a result has to be assigned, printed or returned.",
    bad: "count = 0\ncount == 3\nprint(count)\n",
    good: "count = 0\ncount = 3\nprint(count)\n",
};

fn no_effect(tree: &Tree, at: At, report: &mut Report) {
    let Some(value) = at.node.named_child(0).filter(|_| at.node.named_child_count() == 1) else { return };
    let message = match value.kind() {
        "comparison_operator" if tree.text(value).contains("==") => {
            "This compares, and nothing uses the answer. Was `=` meant, or `if`, or `assert`?"
        }
        "comparison_operator" => "This compares, and nothing uses the answer. Was `if` or `assert` meant?",
        "binary_operator"
            if value
                .child_by_field_name("operator")
                .is_some_and(|operator| matches!(operator.kind(), "+" | "-" | "*" | "/")) =>
        {
            "This calculates, and nothing keeps the result. Was an assignment meant?"
        }
        _ => return,
    };
    if !expects_error(at) {
        report.say(at.node, message);
    }
}

/// How far out a `try` is looked for.
const LEVELS: usize = 8;

/// Whether a statement may be there for the exception that it raises.
fn expects_error(at: At) -> bool {
    let around = std::iter::successors(at.parent, |node| node.parent().filter(|parent| parent.kind() != "module"));
    around.take(LEVELS).any(|node| matches!(node.kind(), "try_statement" | "with_statement"))
}

pub(super) const NOT_CALLED: Rule = Rule {
    name: "not-called",
    kind: Essential,
    on: &["expression_statement"],
    check: not_called,
    why: "The name of a function is only the function. It runs where parentheses follow, also when there is nothing to put in.",
    bad: "names = ['b', 'a']\nnames.sort\nprint(names)\n",
    good: "names = ['b', 'a']\nnames.sort()\nprint(names)\n",
};

/// Methods that are called for what they do, not for what they return.
const METHODS: [&str; 8] = ["append", "clear", "close", "commit", "flush", "pop", "reverse", "sort"];

fn not_called(tree: &Tree, at: At, report: &mut Report) {
    let Some(value) = at.node.named_child(0).filter(|_| at.node.named_child_count() == 1 && !expects_error(at)) else {
        return;
    };
    let name = match value.kind() {
        "attribute" => value.child_by_field_name("attribute"),
        "identifier" => Some(value),
        _ => return,
    };
    let name = name.map(|name| tree.text(name)).unwrap_or_default();
    let known = if value.kind() == "identifier" {
        ["print", "input", "exit", "quit"].contains(&name)
    } else {
        METHODS.contains(&name)
    };
    if known {
        report.fix(
            at.node,
            format!("`{0}` without parentheses does not run. Try `{0}()`.", tree.text(value)),
            "Call it",
            value,
            format!("{}()", tree.text(value)),
        );
    }
}

pub(super) const NONE_RESULT: Rule = Rule {
    name: "none-result",
    kind: Essential,
    on: &["assignment", "for_statement", "call"],
    check: none_result,
    why: "Methods that change a list in place return `None`. Assigning the result to the list's name throws the list away.",
    bad: "names = ['b', 'a']\nnames = names.sort()\nprint(names)\n",
    good: "names = ['b', 'a']\nnames = sorted(names)\nprint(names)\n",
};

/// Whether a call has arguments other than those with a name: those of `list.sort` all have one.
fn takes_values(call: Node) -> bool {
    arguments(call).iter().any(|argument| argument.kind() != "keyword_argument")
}

fn none_result<'t>(tree: &'t Tree, at: At<'t>, report: &mut Report<'t>) {
    let value = match at.node.kind() {
        "call" if called(tree, at.node) == Some("print") => {
            at.node.child_by_field_name("arguments").and_then(|arguments| arguments.named_child(0))
        }
        "call" => None,
        _ => field(at.node, "right"),
    };
    let Some((value, (object, name))) = value.and_then(|value| Some((value, method(tree, value)?))) else { return };
    let same = at.node.child_by_field_name("left").is_some_and(|left| tree.text(left) == tree.text(object));
    let in_place = matches!(name, "sort" | "reverse") || (name == "shuffle" && tree.text(object) == "random");
    let on_itself = same && matches!(name, "append" | "extend" | "insert" | "clear" | "remove");
    // `np.sort(values)` is a function of a module, and `graph.reverse()` gives a graph.
    let of_module = || {
        let file = report.scope(tree.root());
        file.of_name(tree.text(object)).any(|binding| binding.how == How::Imported)
    };
    let is_sort = || name == "sort" && object.kind() == "identifier" && !takes_values(value) && !of_module();
    let of_list = || object.kind() == "list" || is_known_list(tree, object);
    let is_certain = match name {
        "shuffle" => in_place,
        "sort" => in_place && (is_sort() || of_list()),
        _ => (in_place || on_itself) && of_list(),
    };
    if is_certain {
        let instead = match name {
            "sort" => format!(" Try `sorted({})`.", tree.text(object)),
            "reverse" => format!(" Try `{}[::-1]`.", tree.text(object)),
            _ => " Try the call on a line of its own.".to_owned(),
        };
        report.say(value, format!("`{name}` changes the list in place and returns `None`.{instead}"));
    }
}
