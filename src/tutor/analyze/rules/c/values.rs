//! Rules about values and their types.

use std::collections::HashMap;

use tree_sitter::Node;

use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::rules::shared::{
    Inside, Local, arguments, bare, callee, children, format_verbs, header, inside, locals, mentions, operator, sides,
    statements, words,
};
use crate::tutor::analyze::tree::{At, Tree};

/// The calls of `printf` or `scanf` and the like, with the letters of their formats and the values.
fn formats<'t>(tree: &Tree, inside: &[Inside<'t>], family: &str) -> Vec<(Node<'t>, Vec<char>, Vec<Node<'t>>)> {
    let of_call = |inside: &Inside<'t>| {
        let name = callee(tree, inside.node).trim_start_matches("std::");
        let before = match name.strip_suffix(family)? {
            "" => 0,
            "f" | "s" if name != "snprintf" => 1,
            "sn" => 2,
            _ => return None,
        };
        let mut values = arguments(inside.node).split_off(before.min(arguments(inside.node).len()));
        if values.is_empty() || values.iter().any(|value| tree.text(*value).ends_with("...")) {
            return None;
        }
        let format = values.remove(0);
        let is_text = format.kind() == "string_literal"
            || format.kind() == "concatenated_string"
                && children(format).iter().all(|part| part.kind() == "string_literal");
        Some((inside.node, is_text.then(|| format_verbs(tree.text(format), "hlqjzt")).flatten()?, values))
    };
    inside.iter().filter(|inside| inside.kinds.is(Kinds::CALL)).filter_map(of_call).collect()
}

pub(super) fn format_arguments(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    for (call, verbs, values) in ["printf", "scanf"].into_iter().flat_map(|family| formats(tree, &inside, family)) {
        // A macro may stand for several values.
        let is_macro = |value: &Node| {
            words(tree.text(*value)).next().is_some_and(|word| {
                word.len() > 1 && word.to_uppercase() == word && !word.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        if verbs.len() != values.len() && !values.iter().any(is_macro) {
            let (name, wants, gets) = (callee(tree, call), verbs.len(), values.len());
            report.say(
                call,
                format!(
                    "The format of `{name}` takes {wants} value{}, and {gets} follow{}.",
                    if wants == 1 { "" } else { "s" },
                    if gets == 1 { "s" } else { "" }
                ),
            );
        }
    }
}

#[derive(PartialEq)]
enum Value {
    Text,
    Whole,
    Real,
}

fn value_of(tree: &Tree, locals: &HashMap<&str, Local>, node: Node) -> Option<Value> {
    let text = tree.text(node);
    match node.kind() {
        "string_literal" => Some(Value::Text),
        "number_literal" if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(Value::Whole),
        "number_literal" if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => Some(Value::Real),
        "identifier" => plain_type(tree, locals.get(text)?).and_then(|of| match of {
            "float" | "double" => Some(Value::Real),
            "int" | "long" | "short" | "char" | "unsigned" | "unsigned int" | "size_t" => Some(Value::Whole),
            _ => None,
        }),
        _ => None,
    }
}

/// The type of a local that is no pointer or array.
fn plain_type<'a>(tree: &Tree<'a>, local: &Local) -> Option<&'a str> {
    local.of.filter(|_| local.is_plain()).map(|of| tree.text(of))
}

pub(super) fn format_type(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (call, verbs, values) in formats(tree, &inside, "printf") {
        for (verb, value) in verbs.into_iter().zip(values) {
            let Some(is) = value_of(tree, &locals, value) else { continue };
            let (wants, try_instead) = match (verb, is) {
                ('s', Value::Whole) => ("a text", "%d"),
                ('s', Value::Real) => ("a text", "%f"),
                ('d' | 'i' | 'u' | 'x' | 'c', Value::Text) => ("a whole number", "%s"),
                ('d' | 'i' | 'u' | 'x' | 'c', Value::Real) => ("a whole number", "%f"),
                ('f' | 'e' | 'g', Value::Whole) => ("a `double`", "%d"),
                ('f' | 'e' | 'g', Value::Text) => ("a `double`", "%s"),
                _ => continue,
            };
            let says = format!("`%{verb}` takes {wants}, and `{}` is none. Try `{try_instead}`.", tree.text(value));
            report.say(call, says);
        }
    }
}

pub(super) fn scanf_address(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (_, verbs, values) in formats(tree, &inside, "scanf") {
        for (_, value) in verbs.into_iter().zip(values) {
            let name = tree.text(value);
            let is_value = locals.get(name).and_then(|local| local.of.filter(|_| local.is_plain()));
            if is_value.is_some_and(|of| matches!(of.kind(), "primitive_type" | "sized_type_specifier")) {
                report.fix(
                    value,
                    format!("`scanf` needs the place of `{name}`, not its value. Try `&{name}`."),
                    "Pass the address",
                    value,
                    format!("&{name}"),
                );
            }
        }
    }
}

/// A variable whose first use after its declaration adds to what it holds.
pub(super) fn uninitialized(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let text = tree.text(at.node);
    if mentions(text, "goto") || mentions(text, "switch") {
        return;
    }
    let mut first_uses: HashMap<&str, &Inside> = HashMap::new();
    let locals = locals(tree, &inside);
    for use_of in inside.iter().filter(|inside| inside.node.kind() == "identifier") {
        let name = tree.text(use_of.node);
        if locals.get(name).is_some_and(|local| local.name != use_of.node) {
            first_uses.entry(name).or_insert(use_of);
        }
    }
    for (name, local) in &locals {
        let starts_empty = local.value.is_none() && local.is_plain() && local.declaration.kind() == "declaration";
        let is_number = local.of.is_some_and(|of| of.kind() == "primitive_type");
        let is_static =
            ["static", "extern", "thread_local"].iter().any(|word| tree.text(local.declaration).contains(word));
        let Some(first) = first_uses.get(name).filter(|_| starts_empty && is_number && !is_static) else { continue };
        let Some(change) = first.parent else { continue };
        let reads = match change.kind() {
            "update_expression" => true,
            "assignment_expression" if operator(change) == "=" => sides(change).is_some_and(|(left, right)| {
                left == first.node
                    && operator(bare(right)).len() == 1
                    && sides(bare(right)).is_some_and(|(a, b)| {
                        a.kind() == "identifier" && tree.text(a) == *name
                            || b.kind() == "identifier" && tree.text(b) == *name
                    })
            }),
            "assignment_expression" => sides(change).is_some_and(|(left, _)| left == first.node),
            _ => false,
        };
        // What runs only at times may come after another part of the loop.
        let mut outer = change.parent();
        let mut is_sometimes = false;
        let mut levels = 0..20;
        while let Some(node) = outer.filter(|node| reads && node.start_byte() > local.declaration.start_byte()) {
            is_sometimes |= levels.next().is_none();
            if is_sometimes {
                break;
            }
            is_sometimes |= tree.kinds(node).is(Kinds::IF.or(Kinds::CONDITIONAL).or(Kinds::LAMBDA))
                || node.kind().starts_with("preproc");
            outer = node.parent();
        }
        if reads && !is_sometimes {
            report.say(
                change,
                format!("`{name}` has no value yet when this reads it. Start it with one, as in `{name} = 0`."),
            );
        }
    }
}

pub(super) fn missing_return(tree: &Tree, at: At, report: &mut Report) {
    let parts = (
        at.node.child_by_field_name("type"),
        at.node.child_by_field_name("declarator"),
        at.node.child_by_field_name("body"),
    );
    let (Some(of), Some(declarator), Some(body)) = parts else { return };
    let gives = matches!(of.kind(), "primitive_type" | "sized_type_specifier")
        && (tree.text(of) != "void" || declarator.kind() == "pointer_declarator");
    let name = tree.function_name(at.node, None).unwrap_or_default();
    let text = tree.text(body);
    let Some(last) = statements(body).last().copied().filter(|_| gives && name != "main") else { return };
    let has_return = mentions(text, "return");
    let ends_open = match last.kind() {
        "if_statement" if has_return => if_can_pass(last) && !text.contains("constexpr"),
        "expression_statement" => {
            !has_return
                && !text.contains('#')
                && !is_call(last)
                && !["throw", "asm", "__asm__", "co_yield", "co_await", "goto"].iter().any(|word| mentions(text, word))
        }
        _ => false,
    };
    if ends_open {
        report.say(
            header(at.node),
            format!("`{name}` says that it gives a value, and it can reach its end without a `return`."),
        );
    }
}

/// Whether a chain of `if` has no last `else`.
fn if_can_pass(node: Node) -> bool {
    let mut node = node;
    loop {
        match node.child_by_field_name("alternative") {
            None => return true,
            Some(other) => match children(other)[..] {
                [next] if next.kind() == "if_statement" => node = next,
                _ => return false,
            },
        }
    }
}

fn is_call(statement: Node) -> bool {
    children(statement).first().is_none_or(|only| !matches!(only.kind(), "assignment_expression" | "update_expression"))
}

pub(super) fn integer_division(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for local in locals.values() {
        let is_real = plain_type(tree, local).is_some_and(|of| matches!(of, "float" | "double"));
        let Some(value) = local.value.map(bare).filter(|value| is_real && operator(*value) == "/") else { continue };
        let Some((left, right)) = sides(value) else { continue };
        let is_whole = |node| value_of(tree, &locals, node) == Some(Value::Whole);
        if is_whole(left) && is_whole(right) {
            let (a, b) = (tree.text(left), tree.text(right));
            let says = format!("`{a} / {b}` divides whole numbers and drops the rest. Try `(double){a} / {b}`.");
            report.fix(value, says, "Divide as `double`", left, format!("(double){a}"));
        }
    }
}

pub(super) fn eof_in_char(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, parent, .. } in inside.iter().filter(|inside| inside.node.kind() == "assignment_expression") {
        let Some((left, right)) = sides(*node) else { continue };
        let is_char = locals.get(tree.text(left)).is_some_and(|local| plain_type(tree, local) == Some("char"));
        let compared = parent
            .and_then(|outer| outer.parent())
            .is_some_and(|outer| mentions(tree.text(outer), "EOF") && !operator(outer).is_empty());
        if is_char && compared && matches!(callee(tree, right), "getchar" | "fgetc" | "getc") {
            let (name, call) = (tree.text(left), callee(tree, right));
            report.say(*node, format!("`{name}` is a `char`, which has no room for `EOF`. `{call}` gives an `int`, so declare `int {name}`."));
        }
    }
}

pub(super) fn unsigned_countdown(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("initializer"), at.node.child_by_field_name("condition"));
    let (Some(start), Some(condition)) = parts else { return };
    let of = start.child_by_field_name("type").map(|of| tree.text(of)).unwrap_or_default();
    let is_unsigned = of.starts_with("unsigned") || matches!(of, "size_t" | "std::size_t" | "uint32_t" | "uint64_t");
    let Some((name, zero)) = sides(condition).filter(|_| is_unsigned && operator(condition) == ">=") else { return };
    if tree.text(zero) == "0" && mentions(tree.text(start), tree.text(name)) {
        let name = tree.text(name);
        report.say(condition, format!("`{name}` is unsigned, so `{name} >= 0` always holds and the loop does not end. Try to count from the length down to 1, and use `{name} - 1`."));
    }
}
