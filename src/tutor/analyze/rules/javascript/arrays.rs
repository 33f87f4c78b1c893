//! Arrays that do something else than it seems.

use tree_sitter::Node;

use super::names::Kind;
use super::syntax::{any, arguments_of, binary, children, field, method_call};
use crate::api::FindingKind::{Actionable, Essential};
use crate::tutor::analyze::rules::{Report, Rule};
use crate::tutor::analyze::tree::{At, Tree};

pub(super) const ARRAY_MISUSE: Rule = Rule {
    name: "array-misuse",
    kind: Essential,
    on: &["program"],
    check: array_misuse,
    why: "`sort` compares as text unless it is given a comparison, so 10 comes before 9; `delete` leaves a hole and the length as it was.",
    bad: "const scores = [10, 9, 1];\nscores.sort();\n",
    good: "const scores = [10, 9, 1];\nscores.sort((a, b) => a - b);\n",
};

fn array_misuse(tree: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    for binding in names.bindings.iter().filter(|binding| binding.kind != Kind::Parameter && !names.is_written(binding))
    {
        let Some(array) = binding.value.filter(|value| value.kind() == "array") else { continue };
        let items = children(array);
        let numbers = !items.is_empty() && items.iter().all(|item| item.kind() == "number");
        let any_long = items.iter().any(|item| tree.text(*item).len() > 1);
        for used in names.uses_of(binding) {
            let name = binding.name;
            match used.parent.kind() {
                "member_expression" if numbers && any_long => {
                    let call = used.parent.parent().and_then(|call| method_call(tree, call));
                    if let Some(call) = call
                        .filter(|call| call.method == "sort" && call.object == used.node && call.arguments.is_empty())
                    {
                        let text =
                            format!("`{name}.sort()` sorts the numbers as text. Try `{name}.sort((a, b) => a - b)`.");
                        report.fix(used.parent, text, "Compare as numbers", call.list, "((a, b) => a - b)");
                    }
                }
                "subscript_expression" if field(used.parent, "object") == Some(used.node) => {
                    let deleted = used
                        .parent
                        .parent()
                        .filter(|around| around.child(0).is_some_and(|word| word.kind() == "delete"));
                    if let Some(deleted) = deleted.filter(|around| around.kind() == "unary_expression") {
                        report.say(
                            deleted,
                            format!("`delete` leaves a hole in `{name}`. Try `{name}.splice(index, 1)`."),
                        );
                    }
                }
                "for_in_statement" if field(used.parent, "right") == Some(used.node) && is_in(used.parent) => {
                    let text =
                        format!("`in` gives the indices of `{name}`, as texts (`\"0\"`). For the elements, try `of`.");
                    if adds_to_index(tree, used.parent) {
                        report.say(used.parent.child(0).unwrap_or(used.parent), text);
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_in(node: Node) -> bool {
    field(node, "operator").is_some_and(|word| word.kind() == "in")
}

/// Whether a loop adds something to its index, which is text.
fn adds_to_index(tree: &Tree, node: Node) -> bool {
    let (Some(index), Some(body)) = (field(node, "left"), field(node, "body")) else { return false };
    any(body, |node| {
        let adds = node.kind() == "binary_expression" && field(node, "operator").is_some_and(|plus| plus.kind() == "+");
        let sides = [field(node, "left"), field(node, "right")];
        adds && sides[0].is_some_and(|left| tree.text(left) == tree.text(index))
            && sides[1].is_some_and(|right| right.kind() == "number")
    })
}

pub(super) const FOR_IN_ARRAY: Rule = Rule {
    name: "for-in-array",
    kind: Actionable,
    on: &["program"],
    check: for_in_array,
    why: "`for … in` goes over keys: for an array these are the indices, as texts, and whatever else was put on it. `for … of` goes over the elements.",
    bad: "const names = [\"Ada\", \"Alan\"];\nfor (const i in names) {\n  console.log(names[i]);\n}\n",
    good: "const names = [\"Ada\", \"Alan\"];\nfor (const name of names) {\n  console.log(name);\n}\n",
};

fn for_in_array(_: &Tree, _: At, report: &mut Report) {
    let names = report.names();
    for binding in names.bindings.iter().filter(|binding| binding.value.is_some_and(|value| value.kind() == "array")) {
        for used in names.uses_of(binding) {
            if used.parent.kind() == "for_in_statement"
                && field(used.parent, "right") == Some(used.node)
                && is_in(used.parent)
            {
                report.say(
                    used.node,
                    format!("`{}` is an array, and `in` gives its indices as texts. Try `of`.", binding.name),
                );
            }
        }
    }
}

pub(super) const ARRAY_HOLES: Rule = Rule {
    name: "array-holes",
    kind: Essential,
    on: &["call_expression"],
    check: array_holes,
    why: "`new Array(5)` has a length and no elements, and `map` and `forEach` step over what is not there. `Array.from({ length: 5 }, …)` makes the elements.",
    bad: "const squares = new Array(5).map((_, i) => i * i);\n",
    good: "const squares = Array.from({ length: 5 }, (_, i) => i * i);\n",
};

fn array_holes(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = method_call(tree, at.node).filter(|call| matches!(call.method, "map" | "forEach" | "filter"))
    else {
        return;
    };
    let is_size =
        arguments_of(tree, call.object, "Array").is_some_and(|all| all.len() == 1 && all[0].kind() == "number");
    if is_size {
        report.say(
            at.node,
            format!(
                "These places are empty, so `{}` does nothing. Try `Array.from({{ length: n }}, ...)`.",
                call.method
            ),
        );
    }
}

pub(super) const SHARED_FILL: Rule = Rule {
    name: "shared-fill",
    kind: Essential,
    on: &["call_expression"],
    check: shared_fill,
    why: "`fill` puts the same array or object into every place, so a change to one row shows in all of them. `Array.from` makes a new one for each.",
    bad: "const grid = new Array(3).fill([]);\ngrid[0].push(1);\n",
    good: "const grid = Array.from({ length: 3 }, () => []);\ngrid[0].push(1);\n",
};

fn shared_fill(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = method_call(tree, at.node).filter(|call| call.method == "fill") else { return };
    let [value] = call.arguments[..] else { return };
    let made = matches!(value.kind(), "array" | "object")
        || ["Array", "Map", "Set"].iter().any(|name| arguments_of(tree, value, name).is_some())
        || method_call(tree, value).is_some_and(|inner| inner.method == "fill");
    if made && arguments_of(tree, call.object, "Array").is_some() {
        let text =
            format!("Every place gets the same `{}`. Try `Array.from({{ length: n }}, () => ...)`.", tree.text(value));
        report.say(call.list, text);
    }
}

pub(super) const IN_ARRAY: Rule = Rule {
    name: "in-array",
    kind: Essential,
    on: &["binary_expression"],
    check: in_array,
    why: "`in` asks for keys, and the keys of an array are 0, 1, 2 and so on. `includes` asks for what is in it.",
    bad: "function isPrimary(color) {\n  return color in [\"red\", \"yellow\", \"blue\"];\n}\n",
    good: "function isPrimary(color) {\n  return [\"red\", \"yellow\", \"blue\"].includes(color);\n}\n",
};

fn in_array(tree: &Tree, at: At, report: &mut Report) {
    if let Some((left, "in", right)) = binary(at.node)
        && right.kind() == "array"
        && left.kind() != "number"
        // `"find" in []` asks what arrays can do here.
        && right.named_child_count() > 0
    {
        let text = format!("`in` looks for the index `{}`, not for the value. Try `includes`.", tree.text(left));
        report.say(at.node, text);
    }
}
