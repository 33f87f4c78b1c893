//! Loops that go too far, the wrong way, or over what they change.

use tree_sitter::Node;

use super::flow::leaves;
use super::syntax::{
    LOOPS, MethodCall, any, any_own, bare, binary, children, field, is_function, method_call, operator, within,
};
use crate::api::FindingKind::{Essential, Informative};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const OFF_BY_ONE: Rule = Rule {
    name: "off-by-one",
    kind: Essential,
    on: &["for_statement"],
    check: off_by_one,
    why: "The last element of an array has the index `length - 1`; at `length` there is `undefined`.",
    bad: "function sum(list) {\n  let total = 0;\n  for (let i = 0; i <= list.length; i++) {\n    total += list[i];\n  }\n  return total;\n}\n",
    good: "function sum(list) {\n  let total = 0;\n  for (let i = 0; i < list.length; i++) {\n    total += list[i];\n  }\n  return total;\n}\n",
};

fn off_by_one(tree: &Tree, at: At, report: &mut Report) {
    let Some(condition) = field(at.node, "condition") else { return };
    let (Some((index, "<=", length)), Some(body)) = (binary(condition), field(at.node, "body")) else { return };
    let of =
        field(length, "object").filter(|_| field(length, "property").is_some_and(|name| tree.text(name) == "length"));
    let (Some(list), "identifier") = (of.map(|list| tree.text(list)), index.kind()) else { return };
    let index = tree.text(index);
    // Code that asks for the end itself means it.
    if any(body, |node| {
        tree.text(node) == tree.text(length) || node.kind() == "undefined" || tree.text(node) == "break"
    }) {
        return;
    }
    let is_read = |node: Node| {
        node.kind() == "subscript_expression"
            && field(node, "object").is_some_and(|object| tree.text(object) == list)
            && field(node, "index").is_some_and(|at| tree.text(at) == index)
    };
    if let (true, Some(token)) = (any(body, is_read), field(condition, "operator")) {
        let text = format!("In the last round `{list}[{index}]` is past the end. Try `{index} < {list}.length`.");
        report.fix(condition, text, "Stop before the length", token, "<");
    }
}

pub(super) const WRONG_DIRECTION: Rule = Rule {
    name: "wrong-direction",
    kind: Essential,
    on: &["for_statement"],
    check: wrong_direction,
    why: "The counter moves away from its bound, so the loop ends at once or never.",
    bad: "function countdown(n) {\n  for (let i = n; i >= 0; i++) {\n    console.log(i);\n  }\n}\n",
    good: "function countdown(n) {\n  for (let i = n; i >= 0; i--) {\n    console.log(i);\n  }\n}\n",
};

fn wrong_direction(tree: &Tree, at: At, report: &mut Report) {
    let (Some(condition), Some(step)) = (field(at.node, "condition"), field(at.node, "increment")) else { return };
    let Some((left, bound, _)) = binary(condition) else { return };
    if left.kind() != "identifier" || step.kind() != "update_expression" {
        return;
    }
    let right_way = match bound {
        "<" | "<=" => "++",
        ">" | ">=" => "--",
        _ => return,
    };
    let same = field(step, "argument").is_some_and(|name| tree.text(name) == tree.text(left));
    if same && operator(step) != right_way {
        let name = tree.text(left);
        let text = format!("`{}` takes `{name}` away from the bound. Try `{name}{right_way}`.", tree.text(step));
        report.fix(step, text, "Count the other way", step, format!("{name}{right_way}"));
    }
}

pub(super) const MODIFIED_WHILE_ITERATING: Rule = Rule {
    name: "modified-while-iterating",
    kind: Essential,
    on: &["for_in_statement", "for_statement"],
    check: modified_while_iterating,
    why: "When an element is taken out, those after it move down one place, and the loop steps over the next one. `filter` makes a new array; counting down works too.",
    bad: "function removeOdd(list) {\n  for (let i = 0; i < list.length; i++) {\n    if (list[i] % 2) {\n      list.splice(i, 1);\n    }\n  }\n}\n",
    good: "function removeOdd(list) {\n  return list.filter((n) => n % 2 === 0);\n}\n",
};

fn modified_while_iterating(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = field(at.node, "body") else { return };
    let (list, index) = if at.node.kind() == "for_statement" {
        let (Some(condition), Some(step)) = (field(at.node, "condition"), field(at.node, "increment")) else { return };
        let Some((index, "<", length)) = binary(condition) else { return };
        let Some(list) = field(length, "object").filter(|_| tree.text(length).ends_with(".length")) else { return };
        if operator(step) != "++" || index.kind() != "identifier" {
            return;
        }
        (list, Some(tree.text(index)))
    } else {
        let Some(list) = field(at.node, "right").filter(|_| operator(at.node) == "of") else { return };
        (list, None)
    };
    if !matches!(list.kind(), "identifier" | "member_expression") {
        return;
    }
    let name = tree.text(list);
    // Whoever moves the counter or makes another list knows.
    let moved = |node: Node| match node.kind() {
        "update_expression" => field(node, "argument").is_some_and(|of| Some(tree.text(of)) == index),
        "assignment_expression" | "augmented_assignment_expression" => {
            field(node, "left").is_some_and(|left| tree.text(left) == name || Some(tree.text(left)) == index)
        }
        _ => false,
    };
    if any(body, moved) {
        return;
    }
    let takes_out = |call: &MethodCall| match (call.method, index) {
        ("splice", Some(index)) => call.arguments.len() == 2 && tree.text(call.arguments[0]) == index,
        ("splice", None) => call.arguments.len() == 2,
        ("shift", None) => true,
        _ => false,
    };
    within(body, |node| {
        // A block that leaves the loop after it is fine.
        if matches!(node.kind(), "statement_block" | "if_statement") && leaves(node) || LOOPS.contains(&node.kind()) {
            return false;
        }
        let call = Some(node).filter(|_| node.kind() == "expression_statement" && !leaves(body));
        let call = call.and_then(|node| node.named_child(0)).and_then(|call| method_call(tree, call));
        if let Some(call) = call.filter(|call| tree.text(call.object) == name && takes_out(call)) {
            let text =
                format!("`{name}.{}` moves the elements that the loop has not seen yet. Try `filter`.", call.method);
            report.say(node, text);
        }
        !is_function(node)
    });
}

pub(super) const LATE_BINDING: Rule = Rule {
    name: "late-binding",
    kind: Essential,
    on: &["for_statement", "for_in_statement"],
    check: late_binding,
    why: "A `var` is one variable for the whole function, and functions look it up when they run: after the loop, all see its last value. `let` makes a new one for each round.",
    bad: "for (var i = 0; i < 3; i++) {\n  setTimeout(() => console.log(i), 100);\n}\n",
    good: "for (let i = 0; i < 3; i++) {\n  setTimeout(() => console.log(i), 100);\n}\n",
};

/// Calls that run what they are given later.
const LATER: [&str; 7] = [
    "setTimeout",
    "setInterval",
    "setImmediate",
    "addEventListener",
    "requestAnimationFrame",
    "queueMicrotask",
    "push",
];

fn late_binding(tree: &Tree, at: At, report: &mut Report) {
    let name = match at.node.kind() {
        "for_statement" => field(at.node, "initializer")
            .filter(|initial| initial.kind() == "variable_declaration")
            .and_then(|initial| initial.named_child(0))
            .and_then(|declarator| field(declarator, "name")),
        _ => field(at.node, "left").filter(|_| field(at.node, "kind").is_some_and(|kind| kind.kind() == "var")),
    };
    let (Some(name), Some(body)) = (name.filter(|name| name.kind() == "identifier"), field(at.node, "body")) else {
        return;
    };
    let name = tree.text(name);
    within(body, |node| {
        let callee = field(node, "function").filter(|_| node.kind() == "call_expression");
        let called = callee.map(|callee| field(callee, "property").unwrap_or(callee));
        let kept = match node.kind() {
            "call_expression" if called.is_some_and(|called| LATER.contains(&tree.text(called))) => {
                field(node, "arguments").and_then(|list| children(list).into_iter().find(|given| is_function(*given)))
            }
            "assignment_expression" if field(node, "left").is_some_and(|left| left.kind() != "identifier") => {
                field(node, "right").map(bare).filter(|right| is_function(*right))
            }
            _ => None,
        };
        if let Some(function) = kept {
            let is_name = |node: Node| node.kind() == "identifier" && tree.text(node) == name;
            let own = field(function, "parameters").is_some_and(|list| any(list, is_name));
            let inner = field(function, "body").filter(|body| !own && (is_name(*body) || any(*body, is_name)));
            if inner.is_some() {
                let text =
                    format!("When this function runs, `{name}` has its last value. Declare it with `let` in the loop.");
                report.say(function, text);
            }
        }
        !is_function(node) && !LOOPS.contains(&node.kind())
    });
}

pub(super) const CONCATENATION_IN_LOOP: Rule = Rule {
    name: "concatenation-in-loop",
    kind: Informative,
    on: LOOPS,
    check: concatenation_in_loop,
    why: "Collecting the parts in an array and joining them once keeps the separator in one place and, for long texts, saves copies.",
    bad: "function list(names) {\n  let text = \"\";\n  for (const name of names) {\n    text += name + \", \";\n  }\n  return text;\n}\n",
    good: "function list(names) {\n  return names.join(\", \");\n}\n",
};

fn concatenation_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = field(at.node, "body") else { return };
    let is_text = |node: Node| matches!(node.kind(), "string" | "template_string");
    let adds = |node: Node| {
        let right = field(node, "right").map(bare);
        node.kind() == "augmented_assignment_expression"
            && operator(node) == "+="
            && field(node, "left").is_some_and(|left| left.kind() == "identifier")
            && right.is_some_and(|right| {
                is_text(right) || binary(right).is_some_and(|(l, op, r)| op == "+" && (is_text(l) || is_text(r)))
            })
    };
    let mut found = None;
    within(body, |node| {
        if found.is_none() && adds(node) {
            found = Some(node);
        }
        found.is_none() && !is_function(node) && !LOOPS.contains(&node.kind())
    });
    if let Some(left) = found.and_then(|node| field(node, "left")) {
        let name = tree.text(left);
        report.say(left, format!("`{name}` grows piece by piece in a loop. Consider an array and `join`."));
    }
}

pub(super) const PUSH_WHILE_ITERATING: Rule = Rule {
    name: "endless-push",
    kind: Essential,
    on: &["for_in_statement"],
    check: push_while_iterating,
    why: "`for … of` goes on to what is added at the end, so a loop that adds an element in each round never ends.",
    bad: "function double(list) {\n  for (const item of list) {\n    list.push(item);\n  }\n  return list;\n}\n",
    good: "function double(list) {\n  return list.concat(list);\n}\n",
};

fn push_while_iterating(tree: &Tree, at: At, report: &mut Report) {
    let (Some(list), Some(body)) = (field(at.node, "right"), field(at.node, "body")) else { return };
    if operator(at.node) != "of" || list.kind() != "identifier" {
        return;
    }
    let jumps = |node: Node| {
        matches!(node.kind(), "break_statement" | "return_statement" | "throw_statement" | "continue_statement")
    };
    if any_own(body, jumps) {
        return;
    }
    // In every round: right in the body, under no condition.
    for statement in children(body) {
        let call = children(statement).first().and_then(|call| method_call(tree, *call));
        if call.is_some_and(|call| call.method == "push" && tree.text(call.object) == tree.text(list)) {
            let name = tree.text(list);
            report.say(
                statement,
                format!("Each round adds to `{name}`, so this loop never reaches its end. Add to a new array."),
            );
        }
    }
}
