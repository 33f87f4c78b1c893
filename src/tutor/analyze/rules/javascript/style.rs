//! What works, and reads badly.

use super::syntax::{FUNCTIONS, field, is_function, operator, within};
use crate::api::FindingKind::Informative;
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const MAGIC_NUMBER: Rule = Rule {
    name: "magic-number",
    kind: Informative,
    on: FUNCTIONS,
    check: magic_number,
    why: "A number in the middle of a calculation does not say what it stands for, nor where else it has to change. A `const` with a name does.",
    bad: "function price(net) {\n  return net * 1.19;\n}\n",
    good: "const TAX_FACTOR = 1.19;\nfunction price(net) {\n  return net * TAX_FACTOR;\n}\n",
};

/// Numbers that everybody knows, besides those of one digit and powers of two.
const KNOWN: [&str; 14] =
    ["10", "12", "24", "60", "90", "100", "180", "255", "360", "365", "1000", "3600", "0.5", "1e3"];

fn magic_number(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = field(at.node, "body") else { return };
    let mut found = None;
    within(body, |node| {
        if found.is_none()
            && node.kind() == "binary_expression"
            && matches!(operator(node), "*" | "/" | "<" | "<=" | ">" | ">=" | "===")
        {
            let mut sides = [field(node, "left"), field(node, "right")].into_iter().flatten();
            found = sides.find(|side| side.kind() == "number" && is_magic(tree.text(*side)));
        }
        found.is_none() && !is_function(node)
    });
    // The first one of a function stands for all.
    if let Some(number) = found {
        report.say(number, format!("What does `{}` stand for? Consider a `const` that says so.", tree.text(number)));
    }
}

fn is_magic(number: &str) -> bool {
    let power = number.parse::<u64>().is_ok_and(u64::is_power_of_two);
    number.len() > 1 && !KNOWN.contains(&number) && !power && !number.starts_with("0x") && !number.ends_with('n')
}

pub(super) const NESTED_TERNARY: Rule = Rule {
    name: "nested-ternary",
    kind: Informative,
    on: &["ternary_expression"],
    check: nested_ternary,
    why: "One `?:` within another has to be taken apart by each reader. `if` and `else if` show the same steps one under the other.",
    bad: "const sign = (n) => (n > 0 ? \"+\" : n < 0 ? \"-\" : \"\");\n",
    good: "const sign = (n) => (n < 0 ? \"-\" : \"+\");\n",
};

fn nested_ternary(_: &Tree, at: At, report: &mut Report) {
    let is_inner = at.parent.is_some_and(|parent| parent.kind() == "ternary_expression");
    let nests = ["consequence", "alternative"]
        .iter()
        .any(|name| field(at.node, name).is_some_and(|part| part.kind() == "ternary_expression"));
    if nests && !is_inner {
        report.say(at.node, "A `?:` stands within another one here. Consider `if` and `else if`.");
    }
}
