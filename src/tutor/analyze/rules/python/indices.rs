//! Indices: one too far, or not needed.

use tree_sitter::Node;

use super::nodes::{arguments, bare, called, children, field, has, is_scope, method, within};
use crate::api::FindingKind::{Actionable, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

/// The sequence of `range(len(sequence))`, or of `range(start, len(sequence))`, and the last argument of `range`.
fn range_len<'t>(tree: &Tree, node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    let range = Some(node).filter(|node| called(tree, *node) == Some("range"))?;
    let end = match arguments(range)[..] {
        [end] | [_, end] => bare(end),
        _ => return None,
    };
    let mut length = end;
    if end.kind() == "binary_operator"
        && end.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "+")
    {
        length = field(end, "left")?;
    }
    let sequence = arguments(length).first().copied().filter(|_| called(tree, length) == Some("len"))?;
    Some((sequence, end))
}

/// What is in `sequence[...]`.
fn index<'t>(tree: &Tree, node: Node<'t>, sequence: &str) -> Option<Node<'t>> {
    let value = node.child_by_field_name("value").filter(|_| node.kind() == "subscript")?;
    field(node, "subscript").filter(|_| tree.text(value) == sequence)
}

pub(super) const INDEX_PAST_END: Rule = Rule {
    name: "index-past-end",
    kind: Essential,
    on: &["for_statement"],
    check: index_past_end,
    why: "The last item of `items` is `items[len(items) - 1]`, as the first one is `items[0]`. One step further there is nothing, and the program stops with an IndexError.",
    bad: "def is_sorted(items):\n    for i in range(len(items)):\n        if items[i] > items[i + 1]:\n            return False\n    return True\n",
    good: "def is_sorted(items):\n    for i in range(len(items) - 1):\n        if items[i] > items[i + 1]:\n            return False\n    return True\n",
};

fn index_past_end(tree: &Tree, at: At, report: &mut Report) {
    let (Some(name), Some(range), Some(block)) =
        (field(at.node, "left"), field(at.node, "right"), field(at.node, "body"))
    else {
        return;
    };
    let Some((sequence, end)) = range_len(tree, range).filter(|_| name.kind() == "identifier") else { return };
    let (name, sequence, past) = (tree.text(name), tree.text(sequence), end.kind() == "binary_operator");
    // Only the first statement is sure to be reached in the last turn, and in it only what nothing else guards.
    let Some(first) = children(block).first().copied() else { return };
    let part = match first.kind() {
        "if_statement" => field(first, "condition"),
        "expression_statement" | "return_statement" => Some(first),
        _ => None,
    };
    // The list may grow, and the condition may guard itself.
    let grows = has(block, |node| method(tree, node).is_some_and(|(object, _)| tree.text(object) == sequence));
    let Some(part) = part.filter(|part| !grows && part.kind() != "boolean_operator") else { return };
    let look = |node: Node<'_>| {
        let at = index(tree, node, sequence)?;
        let goes_on = at.kind() == "binary_operator"
            && field(at, "left").is_some_and(|left| tree.text(left) == name)
            && at.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "+")
            && field(at, "right").is_some_and(|right| right.kind() == "integer" && tree.text(right) != "0");
        (goes_on || (past && tree.text(at) == name)).then_some(())
    };
    let mut found = None;
    within(part, |node| {
        found = found.or(look(node).map(|()| node));
        !is_scope(node)
            && !matches!(
                node.kind(),
                "boolean_operator" | "conditional_expression" | "list_comprehension" | "generator_expression"
            )
    });
    if let Some(node) = found {
        let message = format!(
            "In the last turn `{}` is past the end of `{sequence}`. The range has to stop earlier.",
            tree.text(node)
        );
        report.say(node, message);
    }
}

pub(super) const INDEX_AT_LENGTH: Rule = Rule {
    name: "index-at-length",
    kind: Essential,
    on: &["subscript"],
    check: index_at_length,
    why: "Counting starts at 0, so the last item of `items` is `items[len(items) - 1]`, for short `items[-1]`. `items[len(items)]` is never there.",
    bad: "def last(items):\n    return items[len(items)]\n",
    good: "def last(items):\n    return items[-1]\n",
};

fn index_at_length(tree: &Tree, at: At, report: &mut Report) {
    let (Some(value), Some(index)) = (field(at.node, "value"), field(at.node, "subscript")) else { return };
    let same = called(tree, index) == Some("len")
        && arguments(index).first().is_some_and(|of| tree.text(*of) == tree.text(value));
    // A dictionary may number its entries this way.
    let stores = at.field == Some("left") || at.parent.is_some_and(|parent| parent.kind() == "comparison_operator");
    if same && value.kind() == "identifier" && !stores {
        report.say(
            at.node,
            format!("`{0}` has no item number `len({0})`. Try `{0}[-1]` for the last one.", tree.text(value)),
        );
    }
}

pub(super) const RANGE_LEN: Rule = Rule {
    name: "range-len",
    kind: Actionable,
    on: &["for_statement"],
    check: with_index,
    why: "A `for` loop gives the items themselves, and `enumerate` gives each with its number. Without the detour through an index there is less to get wrong.",
    bad: "def show(names):\n    for i in range(len(names)):\n        print(i, names[i])\n",
    good: "def show(names):\n    for i, name in enumerate(names):\n        print(i, name)\n",
};

fn with_index(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(range), Some(block)) =
        (field(at.node, "left"), field(at.node, "right"), field(at.node, "body"))
    else {
        return;
    };
    let plain_range = arguments(range).len() == 1;
    let Some((sequence, _)) = range_len(tree, range).filter(|(_, end)| plain_range && end.kind() == "call") else {
        return;
    };
    let (name, sequence) = (tree.text(left), tree.text(sequence));
    let (mut reads, mut uses, mut stores) = (0, 0, false);
    within(block, |node| {
        let is_item = |node: Node| index(tree, node, sequence).is_some_and(|index| tree.text(index) == name);
        let target = match node.kind() {
            "assignment" | "augmented_assignment" => node.child_by_field_name("left"),
            "delete_statement" => node.named_child(0),
            _ => None,
        };
        let touches = |target: Node| {
            let text = tree.text(target);
            let through =
                text.strip_prefix(sequence).is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.', ',']));
            through || text == name || matches!(target.kind(), "pattern_list" | "tuple_pattern")
        };
        stores |=
            target.is_some_and(touches) || method(tree, node).is_some_and(|(object, _)| tree.text(object) == sequence);
        reads += usize::from(is_item(node));
        uses += usize::from(node.kind() == "identifier" && tree.text(node) == name);
        true
    });
    if reads > 0 && !stores {
        let message = if reads == uses {
            format!("`{name}` only serves to get `{sequence}[{name}]`. Try `for item in {sequence}:`.")
        } else {
            format!("This loop needs both the number and the item. Try `for {name}, item in enumerate({sequence}):`.")
        };
        report.say(range, message);
    }
}
