//! Values, operators and texts.

use std::collections::HashSet;

use tree_sitter::Node;

use super::nodes::{arguments, called, children, field, has, is_number, is_scope, within};
use super::scope::How;
use crate::api::FindingKind::{Actionable, Essential, Informative};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    kind: Essential,
    on: &["dictionary"],
    check: duplicate_key,
    why: "A dictionary holds one value for a key. When a key comes twice, the first value is lost without a word.",
    bad: "prices = {'tea': 2, 'coffee': 3, 'tea': 4}\n",
    good: "prices = {'tea': 2, 'coffee': 3, 'cocoa': 4}\n",
};

fn duplicate_key(tree: &Tree, at: At, report: &mut Report) {
    let mut seen = HashSet::new();
    for pair in children(at.node).into_iter().filter(|child| child.kind() == "pair") {
        let Some(key) = pair.child_by_field_name("key") else { continue };
        let steady = is_number(key) || (key.kind() == "string" && !has(key, |part| part.kind() == "interpolation"));
        if steady && !seen.insert(tree.text(key)) {
            report.say(key, format!("The key `{}` is there before, and its first value is lost.", tree.text(key)));
        }
    }
}

pub(super) const EMPTY_F_STRING: Rule = Rule {
    name: "empty-f-string",
    kind: Actionable,
    on: &["string"],
    check: empty_f_string,
    why: "The `f` lets `{name}` in a text stand for a value. Without braces it does nothing, or the braces were forgotten.",
    bad: "name = 'Ada'\nprint(f'Hello name', name)\n",
    good: "name = 'Ada'\nprint(f'Hello {name}')\n",
};

fn empty_f_string(tree: &Tree, at: At, report: &mut Report) {
    let text = tree.text(at.node);
    let Some(start) = at.node.child(0).filter(|start| start.kind() == "string_start") else { return };
    let prefix = tree.text(start);
    let values = prefix.contains(['f', 'F']) && has(at.node, |part| part.kind() == "interpolation");
    // In several texts in a row, all may have it for the sake of one.
    let in_row = at.parent.is_some_and(|parent| parent.kind() == "concatenated_string");
    if !prefix.contains(['f', 'F']) || values || in_row {
        return;
    }
    let message = "This f-string has no `{...}` in it. Is a value missing, or is the `f` not needed?";
    if text.contains(['{', '}']) {
        report.say(at.node, message);
    } else {
        report.fix(at.node, message, "Remove the `f`", start, prefix.replace(['f', 'F'], ""));
    }
}

pub(super) const FLOAT_INDEX: Rule = Rule {
    name: "float-index",
    kind: Essential,
    on: &["function_definition", "module"],
    check: float_index,
    why: "`/` always gives a float in Python 3, and a float is no index: `items[len(items) / 2]` and `range(n / 2)` stop with a TypeError. `//` divides and rounds down.",
    bad: "def middle(items):\n    half = len(items) / 2\n    return items[half]\n",
    good: "def middle(items):\n    half = len(items) // 2\n    return items[half]\n",
};

fn float_index<'t>(tree: &Tree, at: At<'t>, report: &mut Report<'t>) {
    let scope = report.scope(at.node);
    let names = scope.by_name();
    let divides = |node: Node| {
        let by_number = || field(node, "right").is_some_and(|right| right.kind() == "integer");
        node.kind() == "binary_operator"
            && node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "/")
            && by_number()
    };
    let is_float = |node: Node| {
        let name = |node: Node| {
            names
                .get(tree.text(node))
                .is_some_and(|all| all.iter().all(|b| b.how == How::Assigned && b.value.is_some_and(divides)))
        };
        divides(node) || (node.kind() == "identifier" && name(node))
    };
    within(at.node, |node| {
        let index = match node.kind() {
            // A dictionary may have floats as its keys, a name that says what it is tells.
            "subscript" => field(node, "subscript").into_iter().collect(),
            "call" if called(tree, node) == Some("range") => arguments(node),
            _ => Vec::new(),
        };
        for index in index.into_iter().filter(|index| is_float(*index)) {
            report.say(
                index,
                format!("`{}` comes from `/`, so it is a float. Try `//`, which gives an integer.", tree.text(index)),
            );
        }
        !is_scope(node)
    });
}

pub(super) const XOR_POWER: Rule = Rule {
    name: "xor-power",
    kind: Informative,
    on: &["binary_operator"],
    check: xor_power,
    why: "In Python `**` is the power. `^` compares bits, so `3 ^ 2` is 1 and not 9, and no error tells.",
    bad: "def area(side):\n    return side ^ 2\n",
    good: "def area(side):\n    return side ** 2\n",
};

fn xor_power(tree: &Tree, at: At, report: &mut Report) {
    let is_xor = at.node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "^");
    let (Some(left), Some(right)) = (field(at.node, "left"), field(at.node, "right")) else { return };
    if is_xor && matches!(tree.text(right), "2" | "3") {
        let (left, right) = (tree.text(left), tree.text(right));
        report.say(at.node, format!("`{left} ^ {right}` compares bits. Was the power meant, `{left} ** {right}`?"));
    }
}
