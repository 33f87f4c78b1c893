//! Loops.

use tree_sitter::Node;

use super::nodes::{arguments, called, children, comparisons, field, has, is_scope, method, within};
use super::scope::names;
use crate::api::FindingKind::{Actionable, Celebratory, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const CHANGED_WHILE_ITERATING: Rule = Rule {
    name: "changed-while-iterating",
    kind: Essential,
    on: &["for_statement"],
    check: changed_while_iterating,
    why: "The loop goes by position. When an item is taken out, the next one moves into its place and is skipped; a dictionary or a set stops with a RuntimeError.",
    bad: "def drop_negative(numbers):\n    for number in numbers:\n        if number < 0:\n            numbers.remove(number)\n",
    good: "def drop_negative(numbers):\n    return [number for number in numbers if number >= 0]\n",
};

fn changed_while_iterating(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(mut over), Some(block)) =
        (field(at.node, "left"), field(at.node, "right"), field(at.node, "body"))
    else {
        return;
    };
    if let Some((object, "keys" | "values" | "items")) = method(tree, over) {
        // A class of one's own may give a list.
        over = if object.kind() == "identifier" { object } else { over };
    } else if called(tree, over) == Some("enumerate") {
        over = arguments(over).first().copied().unwrap_or(over);
    }
    if !matches!(over.kind(), "identifier" | "attribute") {
        return;
    }
    let over = tree.text(over);
    // What a class does in its own loop and methods is not seen here.
    if over == "self" {
        return;
    }
    // The name may come to mean another list.
    let replaced = |node: Node| {
        let left = node.child_by_field_name("left").filter(|_| matches!(node.kind(), "assignment" | "for_statement"));
        left.is_some_and(|left| names(left).into_iter().chain([left]).any(|name| tree.text(name) == over))
    };
    let itself = names(left).iter().any(|name| tree.text(*name) == over);
    if itself || has(block, replaced) {
        return;
    }
    within(block, |node| {
        let taken = match node.kind() {
            "expression_statement" => {
                node.named_child(0).and_then(|call| method(tree, call)).is_some_and(|(object, name)| {
                    tree.text(object) == over && matches!(name, "remove" | "pop" | "discard" | "clear" | "popitem")
                })
            }
            "delete_statement" => node.named_child(0).is_some_and(|item| {
                item.kind() == "subscript" && field(item, "value").is_some_and(|of| tree.text(of) == over)
            }),
            _ => false,
        };
        if taken && !leaves_after(node, block) {
            let message = format!(
                "`{over}` changes while the loop goes over it. Try a copy (`list({over})`), or build a new one."
            );
            report.say(node, message);
        }
        !is_scope(node)
    });
}

/// Whether the loop ends after a statement in its block: in the same block, or in one around it.
fn leaves_after(statement: Node, until: Node) -> bool {
    let mut node = Some(statement);
    while let Some(here) = node.filter(|here| here.id() != until.id()) {
        let mut next = here.next_named_sibling();
        while let Some(sibling) = next {
            if matches!(sibling.kind(), "break_statement" | "return_statement" | "raise_statement") {
                return true;
            }
            next = sibling.next_named_sibling();
        }
        node = here.parent();
    }
    false
}

pub(super) const LATE_BINDING: Rule = Rule {
    name: "late-binding",
    kind: Essential,
    on: &["for_statement", "list_comprehension"],
    check: late_binding,
    why: "A function looks a name up when it is called, not when it is made. After the loop, all of these functions see the loop's last value.",
    bad: "actions = []\nfor i in range(3):\n    actions.append(lambda: print(i))\n",
    good: "actions = []\nfor i in range(3):\n    actions.append(lambda i=i: print(i))\n",
};

fn late_binding(tree: &Tree, at: At, report: &mut Report) {
    let of_loop = at.node.kind() == "for_statement";
    let left = if of_loop {
        at.node.child_by_field_name("left")
    } else {
        children(at.node).iter().find_map(|part| part.child_by_field_name("left"))
    };
    let (Some(left), Some(block)) = (left, at.node.child_by_field_name("body")) else { return };
    let variables: Vec<_> = names(left).into_iter().map(|name| tree.text(name)).collect();
    let mut check = |lambda: Node| {
        let own = lambda.child_by_field_name("parameters").map(|list| tree.text(list)).unwrap_or_default();
        let mut uses = None;
        if let Some(body) = lambda.child_by_field_name("body") {
            let mut see = |node: Node| {
                let text = tree.text(node);
                if node.kind() == "identifier"
                    && variables.contains(&text)
                    && !own.split(|c: char| !c.is_alphanumeric() && c != '_').any(|p| p == text)
                {
                    uses = uses.or(Some(text));
                }
            };
            see(body);
            within(body, |node| {
                see(node);
                true
            });
        }
        if let Some(name) = uses {
            report.say(lambda, format!("When this runs later, `{name}` has the loop's last value. Try `lambda {name}={name}: ...`, which keeps this one."));
        }
    };
    if !of_loop {
        if block.kind() == "lambda" {
            check(block);
        }
        return;
    }
    within(block, |node| {
        // Where the function is kept for later.
        let kept = match node.kind() {
            "call" if method(tree, node).is_some_and(|(_, name)| name == "append") => arguments(node).first().copied(),
            "assignment" if node.child_by_field_name("left").is_some_and(|left| left.kind() == "subscript") => {
                node.child_by_field_name("right")
            }
            "keyword_argument" if node.child_by_field_name("name").is_some_and(|name| tree.text(name) == "command") => {
                node.child_by_field_name("value")
            }
            _ => None,
        };
        if let Some(lambda) = kept.filter(|kept| kept.kind() == "lambda") {
            check(lambda);
        }
        !is_scope(node) && node.kind() != "for_statement"
    });
}

pub(super) const TEXT_IN_LOOP: Rule = Rule {
    name: "text-in-loop",
    kind: Actionable,
    on: &["for_statement", "while_statement"],
    check: text_in_loop,
    why: "A text never changes: `+=` makes a new one and copies all of the old one, in each turn. A list that is joined at the end copies once.",
    bad: "def shout(words):\n    text = ''\n    for word in words:\n        text += word.upper()\n    return text\n",
    good: "def shout(words):\n    parts = []\n    for word in words:\n        parts.append(word.upper())\n    return ''.join(parts)\n",
};

/// How far before a loop the first value is looked for.
const STATEMENTS_BEFORE: usize = 8;

fn text_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let mut texts = Vec::new();
    let mut before = at.node.prev_named_sibling();
    for _ in 0..STATEMENTS_BEFORE {
        let Some(statement) = before else { break };
        let assignment = statement
            .named_child(0)
            .filter(|node| statement.kind() == "expression_statement" && node.kind() == "assignment");
        if let Some((left, right)) = assignment.and_then(|node| Some((field(node, "left")?, field(node, "right")?)))
            && right.kind() == "string"
        {
            texts.push(tree.text(left));
        }
        before = statement.prev_named_sibling();
    }
    let Some(block) = field(at.node, "body").filter(|_| !texts.is_empty()) else { return };
    let mut said = Vec::new();
    within(block, |node| {
        let adds = node.kind() == "augmented_assignment"
            && node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "+=");
        if let Some(name) = field(node, "left").filter(|_| adds).map(|left| tree.text(left))
            && texts.contains(&name)
            && !said.contains(&name)
        {
            said.push(name);
            report.say(
                node,
                format!(
                    "Each turn copies all of `{name}`. Try to append to a list, and `''.join(...)` after the loop."
                ),
            );
        }
        !is_scope(node)
    });
}

pub(super) const LOOP_VARIABLE_CHANGED: Rule = Rule {
    name: "loop-variable-changed",
    kind: Actionable,
    on: &["for_statement"],
    check: loop_variable_changed,
    why: "`for` gives the variable its next value in each turn, whatever was assigned before. Adding to it skips nothing.",
    bad: "for i in range(10):\n    print(i)\n    i += 1\n",
    good: "for i in range(0, 10, 2):\n    print(i)\n",
};

fn loop_variable_changed(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(range), Some(block)) =
        (field(at.node, "left"), field(at.node, "right"), field(at.node, "body"))
    else {
        return;
    };
    if left.kind() != "identifier" {
        return;
    }
    let name = tree.text(left);
    let of_range = called(tree, range) == Some("range");
    // As the last statement of the turn it has no effect at all.
    let last = children(block).last().copied().and_then(|last| last.named_child(0));
    let counts = last.filter(|node| {
        of_range
            && node.kind() == "augmented_assignment"
            && field(*node, "left").is_some_and(|left| tree.text(left) == name)
    });
    if let Some(node) = counts {
        report.say(
            node,
            format!(
                "The next turn sets `{name}` again, so this has no effect. Try a step in `range`, or a `while` loop."
            ),
        );
    }
    within(block, |node| {
        let inner = field(node, "left").filter(|left| {
            node.kind() == "for_statement" && names(*left).iter().any(|inner| tree.text(*inner) == name)
        });
        if let Some(inner) = inner {
            report.say(
                inner,
                format!("The loop around this one uses `{name}` too, and its value is lost here. Try another name."),
            );
        }
        !is_scope(node)
    });
}

pub(super) const PAIRS: Rule = Rule {
    name: "loops-over-pairs",
    kind: Celebratory,
    on: &["for_statement"],
    check: pairs,
    why: "`enumerate` and `zip` give what belongs together in each turn, so no index can be off by one.",
    bad: "for place, name in enumerate(['Ada', 'Alan'], start=1):\n    print(place, name)\n",
    good: "for name in ['Ada', 'Alan']:\n    print(name)\n",
};

fn pairs(tree: &Tree, at: At, report: &mut Report) {
    let (Some(left), Some(right)) = (at.node.child_by_field_name("left"), field(at.node, "right")) else { return };
    let message = match called(tree, right) {
        Some("enumerate") => {
            format!("`enumerate` counts along, so `{}` needs no index to be kept by hand.", tree.text(left))
        }
        Some("zip") => format!("`zip` walks both together, so `{}` come without an index.", tree.text(left)),
        _ => return,
    };
    if left.kind() == "pattern_list" {
        report.say(right, message);
    }
}

pub(super) const SET_LOOK_UP: Rule = Rule {
    name: "set-look-up",
    kind: Celebratory,
    on: &["function_definition"],
    check: set_look_up,
    why: "A set finds a value by its hash: a look-up takes the same time however many there are, where a list is searched from the front.",
    bad: "def first_repeated(items):\n    seen = set()\n    for item in items:\n        if item in seen:\n            return item\n        seen.add(item)\n    return None\n",
    good: "def first_repeated(items):\n    seen = []\n    for item in items:\n        if item in seen:\n            return item\n        seen.append(item)\n    return None\n",
};

fn set_look_up(tree: &Tree, at: At, report: &mut Report) {
    let mut sets = Vec::new();
    let mut loops_until = 0;
    within(at.node, |node| {
        match node.kind() {
            "for_statement" | "while_statement" => loops_until = loops_until.max(node.end_byte()),
            "assignment" => {
                if let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) {
                    if called(tree, right) == Some("set") || matches!(right.kind(), "set" | "set_comprehension") {
                        sets.push(tree.text(left));
                    } else {
                        sets.retain(|name| *name != tree.text(left));
                    }
                }
            }
            "comparison_operator" if node.start_byte() < loops_until => {
                for (_, operator, right) in comparisons(node) {
                    let name = tree.text(right);
                    if matches!(operator.kind(), "in" | "not in") && sets.contains(&name) {
                        sets.retain(|other| *other != name);
                        report.say(
                            node,
                            format!("`{name}` is a set, so this look-up takes the same time however much is in it."),
                        );
                    }
                }
            }
            _ => {}
        }
        !is_scope(node)
    });
}
