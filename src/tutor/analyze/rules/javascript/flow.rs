//! Statements that never run, run once too often, or lose what they should give.

use std::collections::HashSet;

use tree_sitter::Node;

use super::syntax::{any, bare, binary, children, condition, field, has_effects};
use crate::api::FindingKind::{Actionable, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

const JUMPS: [&str; 4] = ["return_statement", "throw_statement", "break_statement", "continue_statement"];

pub(super) const UNREACHABLE_CODE: Rule = Rule {
    name: "unreachable-code",
    kind: Essential,
    on: &["return_statement", "throw_statement", "break_statement", "continue_statement"],
    check: unreachable_code,
    why: "Nothing after a `return`, `throw`, `break` or `continue` of the same block is run.",
    bad: "function area(r) {\n  return 3.14 * r * r;\n  console.log(\"done\");\n}\n",
    good: "function area(r) {\n  console.log(\"start\");\n  return 3.14 * r * r;\n}\n",
};

fn unreachable_code(tree: &Tree, at: At, report: &mut Report) {
    if !at
        .parent
        .is_some_and(|parent| matches!(parent.kind(), "statement_block" | "switch_case" | "switch_default" | "program"))
    {
        return;
    }
    let Some(next) = next_statement(at.node).filter(|_| value_on_next_line(at.node).is_none()) else { return };
    // Declarations are hoisted, and a `break` after a `return` is a habit.
    let harmless = ["function_declaration", "generator_function_declaration", "break_statement", "empty_statement"];
    let declares = next.kind() == "variable_declaration"
        && children(next).iter().all(|declarator| field(*declarator, "value").is_none());
    let is_type =
        ["interface", "type_alias", "ambient", "function_signature"].iter().any(|kind| next.kind().starts_with(kind));
    if !harmless.contains(&next.kind()) && !declares && !is_type && next.kind().contains('_') {
        let word = tree.text(at.node).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        report.say(next, format!("This is never run: the `{word}` before it leaves. Move it up, or leave it out."));
    }
}

fn next_statement(node: Node) -> Option<Node> {
    let mut next = node.next_named_sibling()?;
    while matches!(next.kind(), "comment" | "empty_statement") {
        next = next.next_named_sibling()?;
    }
    Some(next)
}

/// What stands below a `return`, and should most likely be its value.
fn value_on_next_line(node: Node) -> Option<Node> {
    if node.kind() != "return_statement" {
        return None;
    }
    let row = node.start_position().row;
    match children(node).first() {
        // The grammar joins lines that JavaScript does not.
        Some(value) => (value.start_position().row > row).then_some(*value),
        None => {
            let next = node.next_named_sibling().filter(|next| next.kind() == "expression_statement")?;
            (node.child_count() == 1 && next.start_position().row == row + 1).then_some(next)
        }
    }
}

pub(super) const RETURN_ON_ITS_OWN_LINE: Rule = Rule {
    name: "return-on-its-own-line",
    kind: Essential,
    on: &["return_statement"],
    check: return_on_its_own_line,
    why: "JavaScript puts a semicolon after a `return` that ends its line: the function gives `undefined`, and the next line is never run.",
    bad: "function area(w, h) {\n  return\n    w * h;\n}\n",
    good: "function area(w, h) {\n  return w * h;\n}\n",
};

fn return_on_its_own_line(tree: &Tree, at: At, report: &mut Report) {
    if let Some(value) = value_on_next_line(at.node) {
        let line = tree.text(value).lines().next().unwrap_or_default();
        report.say(at.node, format!("This returns `undefined`. Start the value on the same line: `return {line}`"));
    }
}

pub(super) const FALLTHROUGH: Rule = Rule {
    name: "fallthrough",
    kind: Essential,
    on: &["switch_case"],
    check: fallthrough,
    why: "Without `break` or `return` a case runs on into the next one. Where that is meant, a comment (`// falls through`) says so.",
    bad: "function sound(pet) {\n  let text = \"\";\n  switch (pet) {\n    case \"cat\":\n      text = \"meow\";\n    case \"dog\":\n      text = \"woof\";\n      break;\n  }\n  return text;\n}\n",
    good: "function sound(pet) {\n  let text = \"\";\n  switch (pet) {\n    case \"cat\":\n      text = \"meow\";\n      break;\n    case \"dog\":\n      text = \"woof\";\n      break;\n  }\n  return text;\n}\n",
};

fn fallthrough(tree: &Tree, at: At, report: &mut Report) {
    let Some(last) = children(at.node).pop().filter(|last| field(at.node, "value") != Some(*last)) else { return };
    let mut next = at.node.next_named_sibling();
    let mut says_so = any(at.node, |node| node.kind() == "comment" && tree.text(node).to_lowercase().contains("fall"));
    while let Some(comment) = next.filter(|next| next.kind() == "comment") {
        says_so = says_so || tree.text(comment).to_lowercase().contains("fall");
        next = comment.next_named_sibling();
    }
    // What compilers write for generators: each case says which one comes next.
    let switch = at.node.parent().and_then(|body| body.parent());
    let is_compiled =
        switch.and_then(|switch| field(switch, "value")).is_some_and(|of| tree.text(of).contains(".label"));
    let Some(next) = next.filter(|_| !says_so && !is_compiled) else { return };
    // What stores a value that the next case stores over is lost: that is no plan.
    let target = stored(tree, last);
    let overwritten = target.is_some() && children(next).into_iter().any(|statement| stored(tree, statement) == target);
    if overwritten {
        let value = field(at.node, "value").map_or("this case", |value| tree.text(value));
        let text = format!("`{value}` runs on into the next case, which stores over it. Add `break;` before that.");
        report.say(last, text);
    }
}

/// Where a statement stores something with `=`.
fn stored<'t>(tree: &'t Tree, statement: Node) -> Option<&'t str> {
    let assignment = statement.named_child(0).filter(|_| statement.kind() == "expression_statement")?;
    let is_one = assignment.kind() == "assignment_expression";
    let (left, right) = (field(assignment, "left").filter(|_| is_one)?, field(assignment, "right")?);
    (!any(right, |node| tree.text(node) == tree.text(left))).then(|| tree.text(left))
}

pub(super) const STRAY_SEMICOLON: Rule = Rule {
    name: "stray-semicolon",
    kind: Essential,
    on: &["if_statement", "for_statement", "for_in_statement"],
    check: stray_semicolon,
    why: "A semicolon right after the parentheses is an empty body. The block after it runs once, whatever the condition says.",
    bad: "function log(items) {\n  for (let i = 0; i < items.length; i++);\n  {\n    console.log(items);\n  }\n}\n",
    good: "function log(items) {\n  for (let i = 0; i < items.length; i++) {\n    console.log(items);\n  }\n}\n",
};

fn stray_semicolon(tree: &Tree, at: At, report: &mut Report) {
    let body = field(at.node, "consequence").or_else(|| field(at.node, "body"));
    let Some(body) = body.filter(|body| body.kind() == "empty_statement") else { return };
    let block = at.node.next_named_sibling().filter(|next| next.kind() == "statement_block");
    if block.is_some() && field(at.node, "alternative").is_none() {
        let word = tree.text(at.node).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let text =
            format!("This `;` is the whole body of the `{word}`, and the block below is not part of it. Leave it out.");
        report.fix(body, text, "Leave out the `;`", body, "");
    }
}

pub(super) const EMPTY_CATCH: Rule = Rule {
    name: "empty-catch",
    kind: Actionable,
    on: &["catch_clause"],
    check: empty_catch,
    why: "An empty `catch` hides every error, those that nobody thought of too, and the program goes on as if nothing had happened.",
    bad: "function parse(text) {\n  try {\n    return JSON.parse(text);\n  } catch (error) {\n  }\n  return null;\n}\n",
    good: "function parse(text) {\n  try {\n    return JSON.parse(text);\n  } catch (error) {\n    console.error(\"Not JSON:\", error.message);\n  }\n  return null;\n}\n",
};

fn empty_catch(_: &Tree, at: At, report: &mut Report) {
    if field(at.node, "body").is_some_and(|body| body.named_child_count() == 0) {
        report.say(
            at.node,
            "This `catch` drops the error. Handle it, report it, or say in a comment why it does not matter.",
        );
    }
}

pub(super) const THROW_LITERAL: Rule = Rule {
    name: "throw-literal",
    kind: Actionable,
    on: &["throw_statement"],
    check: throw_literal,
    why: "An `Error` knows where it was made (its stack) and has a `message`; a thrown text has neither.",
    bad: "function half(n) {\n  if (n % 2) {\n    throw \"odd\";\n  }\n  return n / 2;\n}\n",
    good: "function half(n) {\n  if (n % 2) {\n    throw new Error(\"odd\");\n  }\n  return n / 2;\n}\n",
};

fn throw_literal(tree: &Tree, at: At, report: &mut Report) {
    let Some(value) = children(at.node).first().copied().map(bare) else { return };
    let is_text = |node: Node| matches!(node.kind(), "string" | "template_string");
    let is_sum =
        binary(value).is_some_and(|(left, operator, right)| operator == "+" && (is_text(left) || is_text(right)));
    if is_text(value) || is_sum {
        let better = format!("new Error({})", tree.text(value));
        report.fix(value, format!("This throws a text. Try `throw {better}`."), "Throw an `Error`", value, better);
    }
}

pub(super) const DUPLICATE_CASE: Rule = Rule {
    name: "duplicate-case",
    kind: Essential,
    on: &["switch_body"],
    check: duplicate_case,
    why: "The first case that fits is taken, so a second one with the same value is never run.",
    bad: "function name(day) {\n  switch (day) {\n    case 1: return \"Monday\";\n    case 1: return \"Tuesday\";\n    default: return \"\";\n  }\n}\n",
    good: "function name(day) {\n  switch (day) {\n    case 1: return \"Monday\";\n    case 2: return \"Tuesday\";\n    default: return \"\";\n  }\n}\n",
};

fn duplicate_case(tree: &Tree, at: At, report: &mut Report) {
    let mut seen = HashSet::new();
    for value in children(at.node).into_iter().filter_map(|case| field(case, "value")) {
        if !seen.insert(tree.text(value)) && !has_effects(value) {
            report.say(value, format!("`case {}` is there already, and the first one is taken.", tree.text(value)));
        }
    }
}

pub(super) const DUPLICATE_KEY: Rule = Rule {
    name: "duplicate-key",
    kind: Essential,
    on: &["object"],
    check: duplicate_key,
    why: "An object has each key once: the last value stays, and the earlier one is lost without a word.",
    bad: "const person = { name: \"Ada\", age: 36, name: \"Grace\" };\n",
    good: "const person = { name: \"Ada\", age: 36, friend: \"Grace\" };\n",
};

fn duplicate_key(tree: &Tree, at: At, report: &mut Report) {
    let mut seen = HashSet::new();
    for member in children(at.node) {
        // After a spread, a key may well override.
        if member.kind() == "spread_element" {
            seen.clear();
        }
        let key = if member.kind() == "shorthand_property_identifier" { Some(member) } else { field(member, "key") };
        let Some(key) = key.filter(|key| key.kind() != "computed_property_name") else { continue };
        let text = tree.text(key);
        let name = if key.kind() == "string" { text.get(1..text.len() - 1).unwrap_or(text) } else { text };
        if !seen.insert(name) {
            report.say(key, format!("The key `{name}` is there already; its first value is lost."));
        }
    }
}

pub(super) const DUPLICATE_CONDITION: Rule = Rule {
    name: "duplicate-condition",
    kind: Essential,
    on: &["if_statement"],
    check: duplicate_condition,
    why: "An `else if` is only reached where all conditions before it are false, so one that has been asked already is never true.",
    bad: "function size(n) {\n  if (n > 10) {\n    return \"big\";\n  } else if (n > 10) {\n    return \"small\";\n  }\n  return \"\";\n}\n",
    good: "function size(n) {\n  if (n > 10) {\n    return \"big\";\n  } else if (n > 5) {\n    return \"small\";\n  }\n  return \"\";\n}\n",
};

fn duplicate_condition(tree: &Tree, at: At, report: &mut Report) {
    let mut seen = HashSet::new();
    for (branch, _) in chain(at) {
        let Some(asked) = condition(branch).filter(|asked| !has_effects(*asked)) else { continue };
        if !seen.insert(tree.text(asked)) {
            report.say(asked, format!("`{}` was asked above, so this branch is never taken.", tree.text(asked)));
        }
    }
}

/// The `if`s of an `if … else if …` and the block of each, when this is its first one.
fn chain(at: At) -> Vec<(Node, Node)> {
    let mut all = Vec::new();
    let mut next = Some(at.node).filter(|_| at.parent.is_none_or(|parent| parent.kind() != "else_clause"));
    while let Some(node) = next {
        if let Some(block) = field(node, "consequence") {
            all.push((node, block));
        }
        let otherwise = field(node, "alternative").and_then(|clause| clause.named_child(0));
        next = otherwise.filter(|node| node.kind() == "if_statement");
    }
    all
}

pub(super) const DUPLICATE_BRANCHES: Rule = Rule {
    name: "duplicate-branches",
    kind: Actionable,
    on: &["if_statement"],
    check: duplicate_branches,
    why: "When both ways do the same, the question does not matter, or one of them was meant to differ.",
    bad: "function price(member) {\n  let cost = 0;\n  if (member) {\n    cost = 10;\n  } else {\n    cost = 10;\n  }\n  return cost;\n}\n",
    good: "function price(member) {\n  let cost = 0;\n  if (member) {\n    cost = 8;\n  } else {\n    cost = 10;\n  }\n  return cost;\n}\n",
};

fn duplicate_branches(tree: &Tree, at: At, report: &mut Report) {
    let (Some(yes), Some(clause)) = (field(at.node, "consequence"), field(at.node, "alternative")) else { return };
    let Some(no) = clause.named_child(0) else { return };
    let is_chained = at.parent.is_some_and(|parent| parent.kind() == "else_clause");
    let words = |node: Node| tree.text(node).split_whitespace();
    if !is_chained && !children(yes).is_empty() && yes.kind() == no.kind() && words(yes).eq(words(no)) {
        report.say(clause, "Both branches do the same. Keep one, or change the one that was meant to differ.");
    }
}

/// Whether a block ends in a jump.
pub(super) fn leaves(block: Node) -> bool {
    let last = if block.kind() == "statement_block" { children(block).pop() } else { Some(block) };
    last.is_some_and(|last| JUMPS.contains(&last.kind()))
}
