//! What is done well.

use super::names::Kind;
use super::syntax::{any_own, field, method_call, operator, within};
use super::variables::could_be_const;
use crate::api::FindingKind::Celebratory;
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

/// How often something has to be there to be a habit.
const HABIT: usize = 3;

pub(super) const CONST_BY_DEFAULT: Rule = Rule {
    name: "const-by-default",
    kind: Celebratory,
    on: &["program"],
    check: const_by_default,
    why: "A reader of `const` knows that the name keeps its value, and `let` then marks the few that change.",
    bad: "const a = 1;\nconst b = 2;\nconst c = a + b;\nconsole.log(c);\n",
    good: "var a = 1;\nconst b = 2;\nconst c = a + b;\nconsole.log(c);\n",
};

fn const_by_default(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    let worse = names.bindings.iter().any(|binding| binding.kind == Kind::Var || could_be_const(&names, binding));
    let consts = || names.bindings.iter().filter(|binding| binding.kind == Kind::Const);
    if let (false, Some(first)) = (worse, consts().next().filter(|_| consts().count() >= HABIT)) {
        report.say(
            first.node,
            format!("All {} names that keep their value are `const`, and none is `var`.", consts().count()),
        );
    }
}

pub(super) const STRICT_EQUALITY: Rule = Rule {
    name: "strict-equality",
    kind: Celebratory,
    on: &["program"],
    check: strict_equality,
    why: "`===` compares what is there, with no conversion to think of.",
    bad: "const isVowel = (c) => c === \"a\" || c === \"e\" || c === \"i\";\n",
    good: "const isVowel = (c) => c === \"a\" || c === \"e\" || c == \"i\";\n",
};

fn strict_equality(_: &Tree, at: At, report: &mut Report) {
    let (mut strict, mut loose, mut first) = (0, 0, None);
    within(at.node, |node| {
        if node.kind() == "binary_expression" {
            match operator(node) {
                "===" | "!==" => {
                    strict += 1;
                    first = first.or(Some(node));
                }
                "==" | "!=" => loose += 1,
                _ => {}
            }
        }
        true
    });
    if let (true, Some(first)) = (strict >= HABIT && loose == 0, first) {
        report.say(first, format!("All {strict} comparisons are strict (`===` or `!==`)."));
    }
}

pub(super) const HANDLED_AWAIT: Rule = Rule {
    name: "handled-await",
    kind: Celebratory,
    on: &["try_statement"],
    check: handled_await,
    why: "What is awaited can fail, and here that is thought of: the program goes on in a way that was chosen.",
    bad: "async function load(url) {\n  try {\n    return await fetch(url);\n  } catch (error) {\n    console.error(error);\n    return null;\n  }\n}\n",
    good: "async function load(url) {\n  return await fetch(url);\n}\n",
};

fn handled_await(_: &Tree, at: At, report: &mut Report) {
    let handled = field(at.node, "handler")
        .and_then(|handler| field(handler, "body"))
        .is_some_and(|body| body.named_child_count() > 0);
    let awaits = field(at.node, "body").is_some_and(|body| any_own(body, |node| node.kind() == "await_expression"));
    if let (true, true, Some(word)) = (handled, awaits, at.node.child(0)) {
        report.say(word, "This `await` can fail, and `catch` handles it.");
    }
}

pub(super) const SET_LOOKUP: Rule = Rule {
    name: "set-lookup",
    kind: Celebratory,
    on: &["program"],
    check: set_lookup,
    why: "A `Set` or `Map` finds a value in the same time however many it holds; an array has to be searched.",
    bad: "function hasTwice(list) {\n  const seen = new Set();\n  for (const item of list) {\n    if (seen.has(item)) return true;\n    seen.add(item);\n  }\n  return false;\n}\n",
    good: "function hasTwice(list) {\n  const seen = [];\n  for (const item of list) {\n    if (seen.includes(item)) return true;\n    seen.push(item);\n  }\n  return false;\n}\n",
};

fn set_lookup(tree: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    for binding in &names.bindings {
        let made = binding
            .value
            .filter(|value| value.kind() == "new_expression")
            .and_then(|value| field(value, "constructor"));
        let Some(kind @ ("Set" | "Map")) = made.map(|made| tree.text(made)) else { continue };
        let looks = names
            .uses_of(binding)
            .find(|used| field(used.parent, "property").is_some_and(|name| tree.text(name) == "has"));
        if let Some(looks) = looks {
            let line = looks.node.start_position().row + 1;
            report.say(
                binding.node,
                format!("`{}` as a `{kind}` makes each look-up constant time (line {line}).", binding.name),
            );
        }
    }
}

pub(super) const PARALLEL_AWAIT: Rule = Rule {
    name: "parallel-await",
    kind: Celebratory,
    on: &["await_expression"],
    check: parallel_await,
    why: "What does not depend on each other runs at the same time, and the slowest one decides how long it takes.",
    bad: "async function both(a, b) {\n  return await Promise.all([fetch(a), fetch(b)]);\n}\n",
    good: "async function both(a, b) {\n  return [await fetch(a), await fetch(b)];\n}\n",
};

fn parallel_await(tree: &Tree, at: At, report: &mut Report) {
    let call = at.node.named_child(0).and_then(|call| method_call(tree, call));
    if call.is_some_and(|call| call.method == "all" && tree.text(call.object) == "Promise") {
        report.say(at.node, "`Promise.all` waits for all of these at once, not one after the other.");
    }
}
