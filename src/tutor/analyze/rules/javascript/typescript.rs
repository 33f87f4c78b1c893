//! What only TypeScript has.

use crate::api::FindingKind::{Actionable, Informative};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const ANY: Rule = Rule {
    name: "any",
    kind: Actionable,
    on: &["predefined_type"],
    check: any,
    why: "With `any` the compiler checks nothing, there and wherever the value goes. `unknown` takes every value too, and asks for a check before it is used.",
    bad: "export function size(value: any): number {\n  return value.length;\n}\n",
    good: "export function size(value: string): number {\n  return value.length;\n}\n",
};

fn any(tree: &Tree, at: At, report: &mut Report) {
    if tree.text(at.node) == "any" {
        report.say(at.node, "`any` turns the checks off for this value. Try its real type, or `unknown`.");
    }
}

pub(super) const NON_NULL_ASSERTION: Rule = Rule {
    name: "non-null-assertion",
    kind: Informative,
    on: &["non_null_expression"],
    check: non_null_assertion,
    why: "`!` only tells the compiler that the value is there. If it is not, the program fails where it uses it; a check or `?.` handles that.",
    bad: "export function first(list: string[]): string {\n  return list.at(0)!;\n}\n",
    good: "export function first(list: string[]): string {\n  return list.at(0) ?? \"\";\n}\n",
};

fn non_null_assertion(_: &Tree, at: At, report: &mut Report) {
    report.say(
        at.node,
        "`!` promises that this is never `null` or `undefined`, and nothing checks it. Try `?.`, `??` or an `if`.",
    );
}

pub(super) const WRAPPER_TYPE: Rule = Rule {
    name: "wrapper-type",
    kind: Actionable,
    on: &["type_annotation"],
    check: wrapper_type,
    why: "`String`, `Number` and `Boolean` are the types of objects around values; texts, numbers and booleans are `string`, `number` and `boolean`.",
    bad: "export function greet(name: String): string {\n  return `Hello ${name}`;\n}\n",
    good: "export function greet(name: string): string {\n  return `Hello ${name}`;\n}\n",
};

fn wrapper_type(tree: &Tree, at: At, report: &mut Report) {
    let Some(name) = at.node.named_child(0).filter(|name| name.kind() == "type_identifier") else { return };
    let better = match tree.text(name) {
        "String" => "string",
        "Number" => "number",
        "Boolean" => "boolean",
        _ => return,
    };
    report.say(name, format!("`{}` is the type of an object. Try `{better}`.", tree.text(name)));
}
