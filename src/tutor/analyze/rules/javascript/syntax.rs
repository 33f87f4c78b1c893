//! What the rules ask of the syntax tree.

use tree_sitter::Node;

use crate::tutor::analyze::tree::Tree;
pub(super) use crate::tutor::analyze::tree::{bare, children, within};

pub(super) const FUNCTIONS: &[&str] = &[
    "arrow_function",
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
    "method_definition",
];

pub(super) const LOOPS: &[&str] = &["do_statement", "for_in_statement", "for_statement", "while_statement"];

pub(super) fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    node.child_by_field_name(name)
}

pub(super) fn is_function(node: Node) -> bool {
    FUNCTIONS.contains(&node.kind())
}

pub(super) fn is_async(function: Node) -> bool {
    let mut cursor = function.walk();
    function.children(&mut cursor).take(3).any(|child| child.kind() == "async")
}

/// The condition of an `if` or a loop, without its parentheses.
pub(super) fn condition(node: Node) -> Option<Node> {
    field(node, "condition").map(bare)
}

/// The operator between or before operands.
pub(super) fn operator<'t>(node: Node<'t>) -> &'t str {
    field(node, "operator").map(|operator| operator.kind()).unwrap_or_default()
}

/// Both sides of a binary expression, and what is between them.
pub(super) fn binary<'t>(node: Node<'t>) -> Option<(Node<'t>, &'t str, Node<'t>)> {
    if node.kind() != "binary_expression" {
        return None;
    }
    Some((bare(field(node, "left")?), operator(node), bare(field(node, "right")?)))
}

/// Whether something is within a node.
pub(super) fn any<'t>(node: Node<'t>, mut is: impl FnMut(Node<'t>) -> bool) -> bool {
    let mut found = false;
    within(node, |inner| {
        found = found || is(inner);
        !found
    });
    found
}

/// Whether something is within a node, functions in it left out.
pub(super) fn any_own<'t>(node: Node<'t>, mut is: impl FnMut(Node<'t>) -> bool) -> bool {
    let mut found = false;
    within(node, |inner| {
        found = found || is(inner);
        !found && !is_function(inner)
    });
    found
}

/// A call of a method.
pub(super) struct MethodCall<'t> {
    pub(super) object: Node<'t>,
    pub(super) method: &'t str,
    pub(super) list: Node<'t>,
    pub(super) arguments: Vec<Node<'t>>,
}

/// A node as a call of a method.
pub(super) fn method_call<'t>(tree: &'t Tree, node: Node<'t>) -> Option<MethodCall<'t>> {
    if node.kind() != "call_expression" {
        return None;
    }
    let function = field(node, "function").filter(|function| function.kind() == "member_expression")?;
    let list = field(node, "arguments").filter(|list| list.kind() == "arguments")?;
    let (object, method) = (field(function, "object")?, tree.text(field(function, "property")?));
    Some(MethodCall { object: bare(object), method, list, arguments: children(list) })
}

/// The arguments of a call of a plain name, or of `new` with it.
pub(super) fn arguments_of<'t>(tree: &Tree, node: Node<'t>, name: &str) -> Option<Vec<Node<'t>>> {
    let callee = match node.kind() {
        "call_expression" => field(node, "function")?,
        "new_expression" => field(node, "constructor")?,
        _ => return None,
    };
    let list = field(node, "arguments").filter(|list| list.kind() == "arguments")?;
    (tree.text(callee) == name).then(|| children(list))
}

/// A number or text that is written out.
pub(super) fn is_literal(node: Node) -> bool {
    matches!(node.kind(), "number" | "string" | "true" | "false" | "null" | "undefined")
}

/// Whether evaluating it again may give something else, or do something.
pub(super) fn has_effects(node: Node) -> bool {
    let effect = |node: Node| {
        let effects =
            ["call_expression", "new_expression", "await_expression", "yield_expression", "update_expression"];
        effects.contains(&node.kind()) || node.kind().ends_with("assignment_expression")
    };
    effect(node) || any(node, effect)
}

/// Text that fits into a message.
pub(super) fn short<'t>(tree: &'t Tree, node: Node) -> &'t str {
    let text = tree.text(node);
    let line = text.lines().next().unwrap_or_default();
    &line[..line.floor_char_boundary(40)]
}
