//! Rules about arrays, pointers and memory.

use std::collections::HashSet;

use tree_sitter::Node;

use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::rules::shared::{
    Inside, Local, bare, callee, children, inside, locals, names, operator, short_text, sides, words,
};
use crate::tutor::analyze::tree::{At, Tree};

/// How many elements a local array has, as it is written.
fn array_length<'t>(local: &Local<'t>) -> Option<Node<'t>> {
    let is_array = local.declarator.kind() == "array_declarator"
        && local.declarator.child_by_field_name("declarator") == Some(local.name);
    local.declarator.child_by_field_name("size").filter(|_| is_array)
}

/// An array and its index.
fn subscript<'t>(node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    let index = node.child_by_field_name("index").or_else(|| node.child_by_field_name("indices")?.named_child(0))?;
    Some((node.child_by_field_name("argument")?, index)).filter(|_| node.kind() == "subscript_expression")
}

pub(super) fn local_address(tree: &Tree, at: At, report: &mut Report) {
    let gives_pointer =
        at.node.child_by_field_name("declarator").is_some_and(|declarator| declarator.kind() == "pointer_declarator");
    if !gives_pointer {
        return;
    }
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.node.kind() == "return_statement") {
        let Some(value) = children(*node).first().copied().map(bare) else { continue };
        let is_address = value.kind() == "pointer_expression" && operator(value) == "&";
        let Some(name) = (if is_address { value.child_by_field_name("argument") } else { Some(value) }) else {
            continue;
        };
        let Some(local) = locals.get(tree.text(name)).filter(|_| name.kind() == "identifier") else { continue };
        let stays = ["static", "extern", "thread_local"].iter().any(|word| tree.text(local.declaration).contains(word));
        let goes = if is_address { local.is_plain() } else { array_length(local).is_some() && !local.is_parameter() };
        // A parameter of a function within is one of that function.
        if goes && !stays {
            let name = tree.text(name);
            report.say(
                value,
                format!("`{name}` is gone when the function returns, and its address is all that the caller gets."),
            );
        }
    }
}

pub(super) fn index_out_of_bounds(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, parent, .. } in &inside {
        let Some((array, index)) = subscript(*node) else { continue };
        let length = locals.get(tree.text(array)).filter(|local| !local.is_parameter()).and_then(array_length);
        let number = |node: Node| tree.text(node).parse::<u64>().ok();
        let (Some(index), Some(length)) = (number(index), length.and_then(number)) else { continue };
        // The address behind the end is allowed.
        let is_address = parent.is_some_and(|parent| {
            matches!(parent.kind(), "pointer_expression" | "sizeof_expression" | "parenthesized_expression")
        });
        if index >= length && length > 0 && !is_address {
            let name = tree.text(array);
            report.say(
                *node,
                format!(
                    "`{name}` has {length} elements, with the indices 0 to {}. `{name}[{index}]` is behind its end.",
                    length - 1
                ),
            );
        }
    }
}

pub(super) fn loop_past_end(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    let mut checked: Vec<(usize, &str, Node)> = Vec::new();
    for Inside { node, kinds, .. } in &inside {
        checked.retain(|(end, ..)| *end > node.start_byte());
        let always_runs = |text: &str| !words(text).any(|word| matches!(word, "break" | "return" | "if" | "goto"));
        if kinds.is(Kinds::LOOP) && short_text(tree, *node).is_some_and(always_runs) {
            let condition = node
                .child_by_field_name("condition")
                .filter(|condition| node.kind() == "for_statement" && operator(*condition) == "<=");
            if let Some((condition, (index, _))) = condition.and_then(|condition| Some((condition, sides(condition)?)))
            {
                checked.push((node.end_byte(), tree.text(index), condition));
            }
        }
        let Some((array, index)) = subscript(*node) else { continue };
        let length = locals.get(tree.text(array)).filter(|local| !local.is_parameter()).and_then(array_length);
        let (Some(length), index) = (length.map(|length| tree.text(length)), tree.text(index)) else { continue };
        let bound =
            |condition: &Node| condition.child_by_field_name("right").is_some_and(|right| tree.text(right) == length);
        let found = checked.iter().position(|(_, name, condition)| *name == index && bound(condition));
        if let Some((_, _, condition)) = found.map(|found| checked.remove(found))
            && let Some(sign) = condition.child_by_field_name("operator")
        {
            let name = tree.text(array);
            let says = format!(
                "`{name}` has `{length}` elements, so `{name}[{index}]` is behind its end when `{index}` is `{length}`. Try `{index} < {length}`."
            );
            report.fix(condition, says, "Use `<`", sign, "<");
        }
    }
}

pub(super) fn array_parameter_size(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.node.kind() == "sizeof_expression") {
        let Some(value) = node.child_by_field_name("value").map(bare) else { continue };
        let name = tree.text(value);
        let is_array = |local: &&Local| local.is_parameter() && local.declarator.kind() == "array_declarator";
        if locals.get(name).filter(is_array).is_some() {
            report.say(
                *node,
                format!(
                    "`{name}` is a parameter, so this is the size of a pointer, not of the array. Pass its length too."
                ),
            );
        }
    }
}

/// Whether an expression is memory from `malloc`, with or without a cast.
fn is_allocation(tree: &Tree, value: Node) -> bool {
    let value =
        if value.kind() == "cast_expression" { value.child_by_field_name("value").unwrap_or(value) } else { value };
    matches!(callee(tree, value), "malloc" | "calloc")
}

/// The names that a condition or an `assert` of a function asks about.
fn checked_names<'a>(tree: &Tree<'a>, inside: &[Inside]) -> HashSet<&'a str> {
    let is_check = |inside: &&Inside| {
        let asks = matches!(operator(inside.node), "==" | "!=" | "!" | "&&" | "||");
        asks || inside.field == Some("condition") || callee(tree, inside.node).to_lowercase().contains("assert")
    };
    // Expressions are short, and those within one another are asked once for each level.
    inside
        .iter()
        .filter(is_check)
        .filter(|inside| inside.node.byte_range().len() < 200)
        .flat_map(|inside| words(tree.text(inside.node)))
        .collect()
}

/// The locals that are made with `malloc`, and whether they are followed by a pointer's star or brackets.
fn allocated<'t, 'a>(tree: &'t Tree<'a>, inside: &[Inside<'t>]) -> Vec<(&'a str, Local<'t>)> {
    let is_one = |local: &Local| {
        local.value.is_some_and(|value| is_allocation(tree, value)) && local.declarator.kind() == "pointer_declarator"
    };
    locals(tree, inside).into_iter().filter(|(_, local)| is_one(local)).collect()
}

/// The uses of a local: the nodes around its name.
fn uses<'t>(places: Option<&Vec<Inside<'t>>>, local: &Local<'t>) -> Vec<Node<'t>> {
    let uses = places.into_iter().flatten().filter(|inside| inside.node != local.name);
    uses.filter_map(|inside| inside.parent).filter(|parent| parent.kind() != "sizeof_expression").collect()
}

fn goes_into(node: &Node) -> bool {
    matches!(node.kind(), "subscript_expression" | "field_expression")
        || node.kind() == "pointer_expression" && operator(*node) == "*"
}

pub(super) fn never_freed(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in allocated(tree, &inside) {
        let uses = uses(names.get(name), &local);
        let is_check =
            |node: &Node| matches!(operator(*node), "==" | "!=" | "!") || node.kind() == "parenthesized_expression";
        if uses.iter().any(goes_into)
            && uses.iter().all(|node| goes_into(node) && !is_address_of(*node) || is_check(node))
        {
            report.say(local.name, format!("The memory of `{name}` is not freed, and nobody else gets its address. Call `free({name})` when it is done."));
        }
    }
}

/// Whether the address of this element is taken.
fn is_address_of(node: Node) -> bool {
    node.parent().is_some_and(|parent| operator(parent) == "&" && parent.kind() == "pointer_expression")
}

pub(super) fn unchecked_malloc(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let checked = checked_names(tree, &inside);
    let names = names(tree, &inside);
    for (name, local) in allocated(tree, &inside) {
        if !checked.contains(name) && uses(names.get(name), &local).iter().any(goes_into) {
            report.say(
                local.name,
                format!("`{name}` is used without asking whether there was memory. Try `if ({name} == NULL)` first."),
            );
        }
    }
}

pub(super) fn malloc_cast(tree: &Tree, at: At, report: &mut Report) {
    let Some(value) = at.node.child_by_field_name("value").filter(|_| is_allocation(tree, at.node)) else { return };
    report.fix(
        at.node,
        format!("`{}` needs no cast in C.", callee(tree, value)),
        "Leave the cast out",
        at.node,
        tree.text(value),
    );
}

pub(super) fn checks_memory(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in allocated(tree, &inside) {
        let is_null_check =
            |node: &Node| operator(*node) == "!" || sides(*node).is_some_and(|(_, null)| tree.text(null) == "NULL");
        if uses(names.get(name), &local).iter().any(is_null_check) {
            report.say(local.name, format!("You ask whether there was memory for `{name}` before you use it."));
            return;
        }
    }
}
