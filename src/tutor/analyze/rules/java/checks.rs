//! What the rules for Java look at.

use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::rules::shared::{
    self, Inside, Local, bare, children, inside, locals, names, only_child, operator, sides,
};
use crate::tutor::analyze::tree::{At, Tree};
use std::collections::HashMap;
use tree_sitter::Node;

type Locals<'a, 't> = HashMap<&'a str, Local<'t>>;

/// Whether a name is that of a local of one of these types.
pub(super) fn has_type(tree: &Tree, locals: &Locals, node: Node, types: &[&str]) -> bool {
    let local = locals.get(tree.text(node)).filter(|_| node.kind() == "identifier");
    local.and_then(|local| local.of).is_some_and(|of| {
        let text = tree.text(of);
        types.contains(&text.split_once('<').map_or(text, |(name, _)| name))
    })
}

/// The comparisons by `==` and `!=` of a function.
pub(super) fn equalities<'t>(inside: &[Inside<'t>]) -> impl Iterator<Item = (Node<'t>, Node<'t>, Node<'t>)> {
    inside.iter().filter(|inside| matches!(operator(inside.node), "==" | "!=")).filter_map(|inside| {
        let (left, right) = sides(inside.node)?;
        Some((inside.node, left, right))
    })
}

pub(super) fn string_equality(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (node, left, right) in equalities(&inside) {
        let is_literal = |node: Node| node.kind() == "string_literal";
        let is_string = |node: Node| is_literal(node) || has_type(tree, &locals, node, &["String"]);
        let not = if operator(node) == "!=" { "!" } else { "" };
        let (first, second) = if is_literal(right) { (right, left) } else { (left, right) };
        let (text, other) = (tree.text(first), tree.text(second));
        if is_shared(tree, &locals, second) || is_derived(tree, &locals, left, right) {
            continue;
        }
        if is_literal(first) && !matches!(second.kind(), "null_literal" | "binary_expression") {
            let says = format!(
                "`{}` asks for the same object, not the same letters. Try `{not}{text}.equals({other})`.",
                operator(node)
            );
            report.fix(node, says, "Compare the letters", node, format!("{not}{text}.equals({other})"));
        } else if is_string(left) && is_string(right) && !is_short_cut(tree, node) {
            let says = format!(
                "`{}` asks for the same object, not the same letters. Try `{not}{text}.equals({other})`.",
                operator(node)
            );
            report.say(node, says);
        }
    }
}

/// Whether a string comes from where there is one object for each text: `locale.getLanguage()`, `method.getName()`, `x.intern()`.
fn is_shared(tree: &Tree, locals: &Locals, node: Node) -> bool {
    let local = locals.get(tree.text(node)).filter(|_| node.kind() == "identifier").and_then(|local| local.value);
    let call = bare(local.unwrap_or(node));
    let name = call.child_by_field_name("name").filter(|_| call.kind() == "method_invocation");
    match name.map(|name| tree.text(name)) {
        Some("getLanguage" | "getCountry" | "getVariant" | "getScript" | "intern") => true,
        Some("getName" | "getSimpleName") => call
            .child_by_field_name("object")
            .is_some_and(|of| has_type(tree, locals, of, &["Class", "Constructor", "Field", "Method", "Member"])),
        _ => node.kind() == "cast_expression" && tree.text(node).starts_with("(Object)"),
    }
}

/// Whether one string is made of the other one: the same object says that nothing has changed.
fn is_derived(tree: &Tree, locals: &Locals, left: Node, right: Node) -> bool {
    let is_of = |one: Node, other: Node| {
        let value = locals.get(tree.text(one)).filter(|_| one.kind() == "identifier").and_then(|local| local.value);
        other.kind() == "identifier"
            && value.is_some_and(|value| {
                value.kind() == "method_invocation" && tree.text(value).starts_with(&format!("{}.", tree.text(other)))
            })
    };
    is_of(left, right) || is_of(right, left)
}

/// Whether the letters are compared too: the condition around asks for null (`a != null && a.equals(b) || a == b`), or the same object is
/// a short cut (`if (a == b) return true;`).
fn is_short_cut(tree: &Tree, node: Node) -> bool {
    let around = std::iter::successors(Some(node), Node::parent);
    let whole =
        around.take_while(|node| matches!(node.kind(), "binary_expression" | "parenthesized_expression")).last();
    let Some(whole) = whole else { return false };
    let then = whole.parent().and_then(|branch| branch.child_by_field_name("consequence"));
    tree.text(whole).contains("null")
        || then.is_some_and(|then| {
            matches!(tree.text(then).trim_matches(['{', '}', ' ', '\n', '\t']), "return true;" | "return 0;")
        })
}

pub(super) fn boxed_equality(tree: &Tree, at: At, report: &mut Report) {
    const BOXED: &[&str] = &["Integer", "Long", "Short", "Byte", "Double", "Float", "Character"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for (node, left, right) in equalities(&inside) {
        if has_type(tree, &locals, left, BOXED) && has_type(tree, &locals, right, BOXED) {
            let (a, b) = (tree.text(left), tree.text(right));
            report.say(
                node,
                format!(
                    "`{a}` and `{b}` are objects, and `{}` asks whether they are the same one. Try `{a}.equals({b})`.",
                    operator(node)
                ),
            );
        }
    }
}

pub(super) fn integer_division(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for local in locals.values() {
        let is_real = local.of.is_some_and(|of| of.kind() == "floating_point_type");
        let Some(value) = local.value.map(bare).filter(|value| is_real && operator(*value) == "/") else { continue };
        let Some((left, right)) = sides(value) else { continue };
        let is_whole = |node: Node| {
            node.kind() == "decimal_integer_literal" || has_type(tree, &locals, node, &["int", "long", "short", "byte"])
        };
        if is_whole(left) && is_whole(right) {
            let (a, b) = (tree.text(left), tree.text(right));
            let says = format!("`{a} / {b}` divides whole numbers and drops the rest. Try `(double) {a} / {b}`.");
            report.fix(value, says, "Divide as `double`", left, format!("(double) {a}"));
        }
    }
}

pub(super) fn ignored_result(tree: &Tree, at: At, report: &mut Report) {
    const PURE: &[&str] =
        &["concat", "repeat", "replace", "replaceAll", "strip", "substring", "toLowerCase", "toUpperCase", "trim"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, .. } in inside.iter().filter(|inside| inside.node.kind() == "expression_statement") {
        let Some(call) = only_child(*node).filter(|call| call.kind() == "method_invocation") else { continue };
        let parts = (call.child_by_field_name("object"), call.child_by_field_name("name"));
        let (Some(object), Some(name)) = parts else { continue };
        if PURE.contains(&tree.text(name)) && has_type(tree, &locals, object, &["String"]) {
            let (object, call_text) = (tree.text(object), tree.text(call));
            let says = format!(
                "`{call_text}` gives a new string and leaves `{object}` as it is. Try `{object} = {call_text};`."
            );
            report.say(*node, says);
        }
    }
}

pub(super) fn modified_while_iterating(tree: &Tree, at: At, report: &mut Report) {
    const COLLECTIONS: &[&str] = &["ArrayList", "Collection", "HashSet", "LinkedList", "List", "Set", "TreeSet"];
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, parent, .. } in &inside {
        let Some(within) = in_loop.filter(|outer| outer.kind() == "enhanced_for_statement") else { continue };
        let parts =
            (node.child_by_field_name("object"), node.child_by_field_name("name"), within.child_by_field_name("value"));
        let (Some(object), Some(name), Some(over)) = parts else { continue };
        let changes = ["add", "addAll", "clear", "remove", "removeAll"].contains(&tree.text(name));
        let of = tree.text(over);
        // After a change that ends the loop there is no next step.
        if !changes {
            continue;
        }
        let ends = parent
            .and_then(|statement| statement.next_named_sibling())
            .is_some_and(|next| ["return", "break", "throw"].iter().any(|word| next.kind().starts_with(word)));
        let is_fresh =
            locals.get(of).and_then(|local| local.value).is_some_and(|value| tree.text(value).contains("CopyOnWrite"));
        if tree.text(object) == of && has_type(tree, &locals, over, COLLECTIONS) && !ends && !is_fresh {
            let call = tree.text(name);
            report.say(*node, format!("`{of}.{call}` changes `{of}` while the loop goes over it. Try `{of}.removeIf(…)`, or collect the changes and make them afterwards."));
        }
    }
}

pub(super) fn equals_without_hash_code(tree: &Tree, at: At, report: &mut Report) {
    // The class that it extends may have it.
    if at.parent.is_some_and(|class| class.child_by_field_name("superclass").is_some()) {
        return;
    }
    let name = |node: &Node| node.child_by_field_name("name").map(|name| tree.text(name));
    let methods: Vec<_> =
        children(at.node).into_iter().filter(|member| member.kind() == "method_declaration").collect();
    let is_equals = |method: &&Node| {
        let parameters = method.child_by_field_name("parameters").map(|list| tree.text(list)).unwrap_or_default();
        name(method) == Some("equals")
            && parameters.trim_start_matches(['(', ' ']).trim_start_matches("final ").starts_with("Object ")
    };
    let Some(equals) = methods.iter().find(is_equals) else { return };
    // The hash code of an object that equals only itself is right as it is.
    let is_itself = equals.child_by_field_name("body").is_some_and(|body| {
        let body = tree.text(body).split_whitespace().collect::<String>();
        body.starts_with("{returnthis==") && body.matches(';').count() == 1
    });
    if !is_itself && !methods.iter().any(|method| name(method) == Some("hashCode")) {
        report.say(
            shared::header(*equals),
            "This class says when two of it are equal, and has no `hashCode`. Add one that uses the same fields.",
        );
    }
}

pub(super) fn unclosed_resource(tree: &Tree, at: At, report: &mut Report) {
    const OPENERS: [&str; 10] = [
        "BufferedReader",
        "BufferedWriter",
        "FileInputStream",
        "FileOutputStream",
        "FileReader",
        "FileWriter",
        "PrintWriter",
        "RandomAccessFile",
        "Scanner",
        "Socket",
    ];
    let inside = inside(tree, at.node);
    let names = names(tree, &inside);
    for (name, local) in locals(tree, &inside) {
        let Some(value) = local.value.filter(|value| value.kind() == "object_creation_expression") else { continue };
        let of = value.child_by_field_name("type").map(|of| tree.text(of)).unwrap_or_default();
        // The one of the keyboard stays open as long as the program, and one of a text needs no end.
        let opens = ["File", "Path", "Socket", "open"].iter().any(|word| tree.text(value).contains(word));
        // It may be closed, or handed on to who closes it.
        let is_handed_on = names.get(name).into_iter().flatten().any(|use_of| {
            let is_name = use_of.node != local.name;
            let parent = use_of.parent.map(|parent| parent.kind()).unwrap_or_default();
            is_name && (parent != "method_invocation" || use_of.field != Some("object"))
        });
        let closes = || tree.text(at.node).contains(&format!("{name}.close()"));
        if OPENERS.contains(&of) && opens && local.declaration.kind() != "resource" && !is_handed_on && !closes() {
            report.say(
                local.name,
                format!("`{name}` stays open. With `try ({of} {name} = …) {{ … }}` it closes at the end of the block."),
            );
        }
    }
}

pub(super) fn broad_catch(tree: &Tree, at: At, report: &mut Report) {
    let parameter = children(at.node).into_iter().find(|child| child.kind() == "catch_formal_parameter");
    let of = parameter.and_then(|parameter| children(parameter).into_iter().find(|child| child.kind() == "catch_type"));
    if let Some(of) = of.filter(|of| ["Exception", "Throwable"].contains(&tree.text(*of))) {
        let says = format!(
            "`catch ({})` also catches what is a mistake of the program. Name the exceptions that you expect here.",
            tree.text(of)
        );
        report.say(of, says);
    }
}

pub(super) fn raw_type(tree: &Tree, at: At, report: &mut Report) {
    const GENERIC: [&str; 14] = [
        "ArrayDeque",
        "ArrayList",
        "Collection",
        "Deque",
        "HashMap",
        "HashSet",
        "Iterator",
        "LinkedList",
        "List",
        "Map",
        "Queue",
        "Set",
        "TreeMap",
        "TreeSet",
    ];
    let Some(of) = at.node.child_by_field_name("type").filter(|of| of.kind() == "type_identifier") else { return };
    let name = tree.text(of);
    if GENERIC.contains(&name) {
        let of_what = if name.ends_with("Map") { "String, Integer" } else { "String" };
        report.say(of, format!("`{name}` does not say what is in it. Name the type, as in `{name}<{of_what}>`."));
    }
}

pub(super) fn string_building_in_loop(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    for Inside { node, in_loop, .. } in inside.iter().filter(|inside| inside.node.kind() == "assignment_expression") {
        let (Some(within), Some((left, right))) = (in_loop, sides(*node)) else { continue };
        let name = tree.text(left);
        let is_before = locals.get(name).is_some_and(|local| local.name.start_byte() < within.start_byte());
        let adds = operator(*node) == "+="
            || (operator(*node) == "="
                && operator(right) == "+"
                && tree.text(right).split('+').any(|part| part.trim() == name));
        if is_before && adds && has_type(tree, &locals, left, &["String"]) {
            report.say(*node, format!("Each step copies all of `{name}` into a new string. A `StringBuilder` with `append` adds at its end."));
        }
    }
}

pub(super) fn float_equality(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let is_fraction = |node: Node| {
        node.kind() == "decimal_floating_point_literal"
            && tree.text(node).trim_end_matches(['d', 'f']).parse().is_ok_and(|x: f64| x.fract() != 0.0)
    };
    if matches!(operator(at.node), "==" | "!=") && (is_fraction(left) || is_fraction(right)) {
        let (a, b) = (tree.text(left), tree.text(right));
        report
            .say(at.node, format!("`{a}` may differ from `{b}` in its last digit. Try `Math.abs({a} - {b}) < 1e-9`."));
    }
}

pub(super) fn boolean_comparison(tree: &Tree, at: At, report: &mut Report) {
    let Some((left, right)) = sides(at.node) else { return };
    let sign = operator(at.node);
    if !matches!(sign, "==" | "!=") || !matches!(tree.text(right), "true" | "false") {
        return;
    }
    let text = tree.text(left);
    let is_simple =
        matches!(left.kind(), "identifier" | "method_invocation" | "field_access" | "parenthesized_expression");
    let better = match (sign == "==") == (tree.text(right) == "true") {
        true => text.to_owned(),
        false if is_simple => format!("!{text}"),
        false => format!("!({text})"),
    };
    report.fix(
        at.node,
        format!("`{text}` already is true or false; `{better}` says the same."),
        "Leave the comparison out",
        at.node,
        better,
    );
}

pub(super) fn closes_resources(tree: &Tree, at: At, report: &mut Report) {
    if let Some(name) = at.node.child_by_field_name("name") {
        report.say(at.node, format!("`{}` is opened in `try (…)`, so it is closed whatever happens.", tree.text(name)));
    }
}

pub(super) fn builds_strings(tree: &Tree, at: At, report: &mut Report) {
    let inside = inside(tree, at.node);
    let locals = locals(tree, &inside);
    let appends = |inside: &&Inside| {
        let object = inside.node.child_by_field_name("object");
        let is_append = inside.node.child_by_field_name("name").is_some_and(|name| tree.text(name) == "append");
        is_append
            && inside.in_loop.is_some()
            && object.is_some_and(|object| has_type(tree, &locals, object, &["StringBuilder"]))
    };
    if let Some(object) = inside.iter().find(appends).and_then(|inside| inside.node.child_by_field_name("object")) {
        report.say(
            object,
            format!(
                "`{}` is a `StringBuilder`, so the loop adds to it without copying what is there.",
                tree.text(object)
            ),
        );
    }
}
