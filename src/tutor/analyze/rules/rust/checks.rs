//! What the rules for Rust look at.

use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::rules::shared::{
    self, Inside, arguments, brief, children, count_words, inside, locals, mentions, names, only_child, operator,
    short_text, sides,
};
use crate::tutor::analyze::tree::{At, Tree};
use tree_sitter::Node;

/// What a method is called on, and its name.
pub(super) fn method<'t, 'a>(tree: &Tree<'a>, call: Node<'t>) -> Option<(Node<'t>, &'a str)> {
    let function = call.child_by_field_name("function").filter(|function| function.kind() == "field_expression")?;
    Some((function.child_by_field_name("value")?, tree.text(function.child_by_field_name("field")?)))
}

/// What `x.len()` is the length of.
pub(super) fn length_of<'a>(tree: &Tree<'a>, node: Node) -> Option<&'a str> {
    method(tree, node).filter(|(_, name)| *name == "len" && arguments(node).is_empty()).map(|(of, _)| tree.text(of))
}

pub(super) fn lazy_iterator(tree: &Tree, at: At, report: &mut Report) {
    let Some(call) = only_child(at.node).filter(|_| tree.text(at.node).ends_with(';')) else { return };
    let Some((of, name)) =
        method(tree, call).filter(|(_, name)| matches!(*name, "map" | "filter" | "inspect" | "rev" | "enumerate"))
    else {
        return;
    };
    // An `Option` has `map` as well, and is not lazy.
    if method(tree, of)
        .is_some_and(|(_, before)| matches!(before, "iter" | "iter_mut" | "into_iter" | "chars" | "lines" | "bytes"))
    {
        report.say(
            call,
            format!("`{name}` alone does nothing, as nobody asks for the elements. Try `for_each`, or a `for` loop."),
        );
    }
}

pub(super) fn ignored_result(tree: &Tree, at: At, report: &mut Report) {
    const PURE: [&str; 7] = ["trim", "trim_start", "trim_end", "to_uppercase", "to_lowercase", "replace", "repeat"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.node.kind() == "expression_statement") {
        let Some(call) = only_child(*node).filter(|_| tree.text(*node).ends_with(';')) else { continue };
        let Some((of, name)) = method(tree, call).filter(|(_, name)| PURE.contains(name)) else { continue };
        let local = locals.get(tree.text(of)).and_then(|local| local.of);
        if local.is_some_and(|of| matches!(tree.text(of), "&str" | "String" | "&String" | "&mut String")) {
            let of = tree.text(of);
            report.say(call, format!("`{of}.{name}` gives a new text that nobody uses, and `{of}` stays as it is. Keep the result with `let`."));
        }
    }
}

pub(super) fn dropped_lock(tree: &Tree, at: At, report: &mut Report) {
    let is_nameless = at.node.child_by_field_name("pattern").is_none_or(|pattern| tree.text(pattern) == "_");
    let Some(value) = at.node.child_by_field_name("value").filter(|_| is_nameless) else { return };
    let mut value = value;
    while let Some((of, "unwrap" | "expect")) = method(tree, value) {
        value = of;
    }
    if let Some((of, "lock")) = method(tree, value).filter(|_| arguments(value).is_empty()) {
        report.say(
            at.node,
            format!(
                "The lock of `{}` is open again after this line. Give it a name: `let _guard = …`.",
                brief(tree.text(of))
            ),
        );
    }
}

/// The ends of a range and its operator, where a loop counts with a name.
pub(super) fn counted<'t, 'a>(tree: &'t Tree<'a>, node: Node<'t>) -> Option<(&'a str, Node<'t>, Node<'t>, &'t str)> {
    let name = node.child_by_field_name("pattern").filter(|name| name.kind() == "identifier")?;
    let range =
        node.child_by_field_name("value").map(shared::bare).filter(|range| range.kind() == "range_expression")?;
    let [start, end] = children(range)[..] else { return None };
    Some((tree.text(name), start, end, range.child(1)?.kind()))
}

pub(super) fn off_by_one(tree: &Tree, at: At, report: &mut Report) {
    let Some((index, _, end, "..=")) = counted(tree, at.node) else { return };
    let Some(of) = length_of(tree, end) else { return };
    let body = at.node.child_by_field_name("body").and_then(|body| short_text(tree, body)).unwrap_or_default();
    let is_checked = ["break", "return", "len()"].iter().any(|word| body.contains(word));
    let used = format!("{of}[{index}]");
    if body.contains(&used) && !is_checked {
        report
            .say(end, format!("When `{index}` is `{of}.len()`, `{used}` is past the end. Try `..` in place of `..=`."));
    }
}

pub(super) fn always_true_length(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node).filter(|(_, right)| tree.text(*right) == "0") else { return };
    let always = match operator(at.node) {
        ">=" => "true",
        "<" => "false",
        _ => return,
    };
    if length_of(tree, left).is_some() {
        report.say(
            at.node,
            format!(
                "This is always {always}, as a length is never below 0. Perhaps `{} > {}` is meant.",
                tree.text(left),
                tree.text(right)
            ),
        );
    }
}

pub(super) fn length_minus_one(tree: &Tree, at: At, report: &mut Report) {
    let [start, end] = children(at.node)[..] else { return };
    let Some((length, one)) = sides(end).filter(|_| operator(end) == "-" && tree.text(start) == "0") else { return };
    if let Some(of) = length_of(tree, length).filter(|_| tree.text(one) == "1") {
        report.say(end, format!("When `{of}` is empty this panics. Try `{of}.len().saturating_sub(1)`, or `{of}.windows(2)` for neighbours."));
    }
}

pub(super) fn needless_return(tree: &Tree, at: At, report: &mut Report) {
    let Some(body) = at.node.child_by_field_name("body") else { return };
    let Some(last) = children(body).last().copied().filter(|last| last.kind() == "expression_statement") else {
        return;
    };
    let Some(value) = only_child(last).filter(|only| only.kind() == "return_expression").and_then(only_child) else {
        return;
    };
    let text = tree.text(value);
    let says = "The last `return` is not needed: a block has the value of its last expression.";
    report.fix(last, says, "Leave `return` out", last, text);
}

pub(super) fn reference_to_owner(tree: &Tree, at: At, report: &mut Report) {
    let Some(of) = at.node.child_by_field_name("type").filter(|of| of.kind() == "reference_type") else { return };
    let text = tree.text(of);
    if text.contains("mut ") || text.contains('\'') {
        return;
    }
    let better = match text.strip_prefix("&Vec<").and_then(|rest| rest.strip_suffix('>')) {
        Some(element) => format!("&[{element}]"),
        None if text == "&String" => "&str".to_owned(),
        None if text == "&PathBuf" => "&Path".to_owned(),
        None => return,
    };
    report.say(of, format!("`{better}` in place of `{text}` takes more arguments, and reads as well."));
}

pub(super) fn length_zero(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node).filter(|(_, right)| tree.text(*right) == "0") else { return };
    let not = match operator(at.node) {
        "==" => "",
        "!=" | ">" => "!",
        _ => return,
    };
    if let Some(of) = length_of(tree, left).filter(|of| brief(of) == **of) {
        let better = format!("{not}{of}.is_empty()");
        report.fix(
            at.node,
            format!("`{better}` says the same as `{} {} {}`.", tree.text(left), operator(at.node), tree.text(right)),
            "Use `is_empty`",
            at.node,
            better,
        );
    }
}

pub(super) fn boolean_comparison(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node).filter(|(_, right)| right.kind() == "boolean_literal") else { return };
    let sign = operator(at.node);
    if matches!(sign, "==" | "!=") && matches!(left.kind(), "identifier" | "call_expression" | "field_expression") {
        let not = if (sign == "==") == (tree.text(right) == "true") { "" } else { "!" };
        let text = tree.text(left);
        report.say(at.node, format!("`{text}` already is true or false; `{not}{text}` says the same."));
    }
}

/// The patterns and values of a `match`.
pub(super) fn arms<'t>(node: Node<'t>) -> Vec<(Node<'t>, Node<'t>)> {
    let arms = node.child_by_field_name("body").map(children).unwrap_or_default();
    let parts = |arm: Node<'t>| Some((arm.child_by_field_name("pattern")?, arm.child_by_field_name("value")?));
    arms.into_iter().filter_map(parts).collect()
}

pub(super) fn boolean_match(tree: &Tree, at: At, report: &mut Report) {
    let arms = arms(at.node);
    let is_boolean = |(pattern, _): &(Node, Node)| matches!(tree.text(*pattern), "true" | "false" | "_");
    if arms.len() == 2 && arms.iter().all(is_boolean) && tree.text(arms[0].0) != "_" {
        report.say(
            at.node,
            "This `match` has two cases of a condition; `if` and `else` say it in a form that readers know.",
        );
    }
}

pub(super) fn single_match(tree: &Tree, at: At, report: &mut Report) {
    let [(pattern, _), (other, nothing)] = arms(at.node)[..] else { return };
    let does_nothing = matches!(tree.text(nothing), "()" | "{}" | "{ }");
    let text = tree.text(pattern);
    let is_value = matches!(text, "true" | "false" | "_") || text.contains(" if ");
    if does_nothing && matches!(tree.text(other), "_" | "None" | "Err(_)" | "Ok(_)") && !is_value {
        report.say(at.node, format!("Only one case does something here. Try `if let {} = …`.", brief(text)));
    }
}

pub(super) fn index_loop(tree: &Tree, at: At, report: &mut Report) {
    for Inside { node, .. } in inside(tree, at.node).iter().filter(|inside| inside.node.kind() == "for_expression") {
        let Some((index, start, end, "..")) = counted(tree, *node) else { continue };
        let Some(of) = length_of(tree, end).filter(|_| tree.text(start) == "0") else { continue };
        let Some(body) = node.child_by_field_name("body") else { continue };
        let Some(text) = short_text(tree, body) else { continue };
        // All that the index is used for is to read this one element, and nothing else is done with what has it.
        let reads = text.matches(&format!("{of}[{index}]")).count();
        let counts = count_words(text);
        let only_reads = counts.get(index) == Some(&reads)
            && of.chars().all(char::is_alphanumeric)
            && counts.get(of) == Some(&reads);
        let changes = text.contains(&format!("{of}[{index}] = ")) || text.contains(&format!("&mut {of}"));
        if reads > 0 && only_reads && !changes {
            report.say(end, format!("The index is only there for `{of}[{index}]`. Try `for item in &{of}`."));
        }
    }
}

pub(super) fn unwrap_after_check(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("condition"), at.node.child_by_field_name("consequence"));
    let (Some(condition), Some(body)) = parts else { return };
    let Some((of, name)) =
        method(tree, condition).filter(|(of, name)| matches!(*name, "is_some" | "is_ok") && of.kind() == "identifier")
    else {
        return;
    };
    let of = tree.text(of);
    if short_text(tree, body).is_some_and(|text| text.contains(&format!("{of}.unwrap()"))) {
        let pattern = if name == "is_some" { "Some" } else { "Ok" };
        report.say(condition, format!("`if let {pattern}(value) = {of}` checks and unwraps at once."));
    }
}

pub(super) fn unwrap_in_library(tree: &Tree, at: At, report: &mut Report) {
    let is_public = children(at.node).iter().any(|part| part.kind() == "visibility_modifier");
    let can_fail = at.node.child_by_field_name("return_type").is_some_and(|of| tree.text(of).contains("Result<"));
    if !is_public || !can_fail {
        return;
    }
    let calls = inside(tree, at.node).into_iter().filter(|inside| inside.kinds.is(Kinds::CALL));
    for Inside { node, .. } in calls {
        // A lock that is poisoned is another program's panic.
        if let Some((of, "unwrap")) = method(tree, node).filter(|(of, _)| !tree.text(*of).ends_with("lock()")) {
            let start = tree.text(of).lines().next().unwrap_or_default();
            report.say(node, format!("This ends the program when `{start}` has no value. The function returns a `Result`, so `?` or `ok_or` could pass it on."));
            return;
        }
    }
}

pub(super) fn clone_of_number(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.kinds.is(Kinds::CALL)) {
        let Some((of, "clone")) = method(tree, *node) else { continue };
        let local = locals.get(tree.text(of)).filter(|_| of.kind() == "identifier");
        let is_copied =
            local.and_then(|local| local.of).is_some_and(|of| of.kind() == "primitive_type" && tree.text(of) != "str");
        if is_copied {
            let name = tree.text(of);
            report.fix(
                *node,
                format!("`{name}` is copied by itself, so it needs no `clone`."),
                "Leave `clone` out",
                *node,
                name,
            );
        }
    }
}

pub(super) fn push_formatted(tree: &Tree, at: At, report: &mut Report) {
    let Some((of, "push_str")) = method(tree, at.node) else { return };
    if arguments(at.node).first().is_some_and(|argument| tree.text(*argument).starts_with("&format!")) {
        report.say(
            at.node,
            format!(
                "This makes a text only to copy it. Try `write!({}, …)`, with `use std::fmt::Write`.",
                tree.text(of)
            ),
        );
    }
}

pub(super) fn needless_mut(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let Some(text) = short_text(tree, at.node) else { return };
    let (names, counts) = (names(tree, &inside), count_words(text));
    for (name, local) in locals(tree, &inside) {
        let is_plain = |node: &Node| {
            matches!(node.kind(), "binary_expression" | "arguments" | "return_expression" | "expression_statement")
        };
        let mut uses = names.get(name).into_iter().flatten().filter(|inside| inside.node != local.name).peekable();
        let is_mut = local.declaration.kind() == "let_declaration"
            && children(local.declaration).iter().any(|part| part.kind() == "mutable_specifier");
        // A value that is only read as an operand or argument. What starts without one gets it later.
        let is_used = uses.peek().is_some() && local.value.is_some();
        // Every mention, also in a macro, must be one that was seen.
        let seen = 1 + uses.clone().count();
        let all = counts.get(name).copied().unwrap_or_default();
        if is_mut && is_used && seen == all && uses.all(|inside| inside.parent.as_ref().is_some_and(is_plain)) {
            report.say(local.name, format!("`{name}` never changes, so it needs no `mut`."));
        }
    }
}

pub(super) fn needless_borrow(tree: &Tree, at: At, report: &mut Report) {
    let Some(value) = at.node.child_by_field_name("value").filter(|value| value.kind() == "reference_expression")
    else {
        return;
    };
    if let Some(text) = only_child(value)
        .filter(|text| text.kind() == "string_literal" && at.node.child_by_field_name("type").is_none())
    {
        report.say(value, format!("`{}` already is a `&str`, so it needs no `&`.", tree.text(text)));
    }
}

pub(super) fn narrowing_cast(tree: &Tree, at: At, report: &mut Report) {
    let parts = (at.node.child_by_field_name("value"), at.node.child_by_field_name("type"));
    let (Some(value), Some(of)) = parts else { return };
    let (text, of) = (tree.text(value), tree.text(of));
    // What is masked or shifted was made to fit.
    if matches!(of, "u8" | "i8" | "u16" | "i16") && value.kind() == "identifier" {
        report.say(
            at.node,
            format!("When `{text}` does not fit into `{of}`, this cuts it off. `{of}::try_from({text})` says so."),
        );
    }
}

pub(super) fn float_equality(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node).filter(|_| matches!(operator(at.node), "==" | "!=")) else { return };
    let is_fraction =
        |node: Node| node.kind() == "float_literal" && tree.text(node).parse().is_ok_and(|x: f64| x.fract() != 0.0);
    if is_fraction(left) || is_fraction(right) {
        let (a, b) = (tree.text(left), tree.text(right));
        report.say(at.node, format!("`{a}` may differ from `{b}` in its last digit. Try `({a} - {b}).abs() < 1e-9`."));
    }
}

pub(super) fn passes_errors_on(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let tries: Vec<_> = inside.iter().filter(|inside| inside.node.kind() == "try_expression").collect();
    let unwraps = || short_text(tree, at.node).is_none_or(|text| mentions(text, "unwrap"));
    if let Some(first) = tries.first().filter(|_| tries.len() > 1 && !unwraps()) {
        report.say(first.node, format!("{} calls can fail here, and `?` passes each failure on.", tries.len()));
    }
}

pub(super) fn iterator_chain(tree: &Tree, at: At, report: &mut Report) {
    let Some((of, "collect" | "sum" | "count")) = method(tree, at.node) else { return };
    let mut steps = Vec::new();
    let mut call = of;
    while let Some((of, name)) = method(tree, call).filter(|_| steps.len() < 8) {
        if matches!(name, "map" | "filter" | "filter_map" | "zip" | "take" | "skip" | "enumerate" | "take_while") {
            steps.push(name);
        } else if matches!(name, "collect" | "sum" | "count") {
            return;
        }
        call = of;
    }
    if steps.len() > 1 {
        steps.reverse();
        report.say(at.node, format!("`{}` say step by step what comes out, without an index.", steps.join("`, `")));
    }
}
