//! Small questions about nodes of the Python grammar.

use tree_sitter::Node;

use crate::tutor::analyze::tree::Tree;
pub(super) use crate::tutor::analyze::tree::{bare, children, within};

/// Whether one of the nodes within one is so; functions and classes in it are left out.
pub(super) fn has<'t>(node: Node<'t>, mut is: impl FnMut(Node<'t>) -> bool) -> bool {
    let mut found = false;
    within(node, |node| {
        found = found || is(node);
        !found && !is_scope(node)
    });
    found
}

/// Whether names within it are its own.
pub(super) fn is_scope(node: Node) -> bool {
    matches!(node.kind(), "function_definition" | "class_definition" | "lambda")
}

/// A child by its name, without parentheses.
pub(super) fn field<'t>(node: Node<'t>, name: &str) -> Option<Node<'t>> {
    node.child_by_field_name(name).map(bare)
}

/// The pairs that a comparison compares (`a < b < c` has two), each with its operator between.
pub(super) fn comparisons(node: Node) -> Vec<(Node, Node, Node)> {
    let mut cursor = node.walk();
    let parts: Vec<_> = node.children(&mut cursor).filter(|part| part.kind() != "comment").collect();
    let triples = parts.windows(3).step_by(2);
    triples.filter_map(|part| Some((bare(*part.first()?), *part.get(1)?, bare(*part.get(2)?)))).collect()
}

/// The name of the function that is called, where it is a plain name (`len`).
pub(super) fn called<'a>(tree: &Tree<'a>, node: Node) -> Option<&'a str> {
    let function = node.child_by_field_name("function").filter(|_| node.kind() == "call")?;
    (function.kind() == "identifier").then(|| tree.text(function))
}

/// The object and the name of the method that is called (`items` and `append`).
pub(super) fn method<'a, 't>(tree: &Tree<'a>, node: Node<'t>) -> Option<(Node<'t>, &'a str)> {
    let function = node.child_by_field_name("function").filter(|f| node.kind() == "call" && f.kind() == "attribute")?;
    Some((function.child_by_field_name("object")?, tree.text(function.child_by_field_name("attribute")?)))
}

/// The arguments of a call.
pub(super) fn arguments(call: Node) -> Vec<Node> {
    call.child_by_field_name("arguments").map(children).unwrap_or_default()
}

/// A number in the code.
pub(super) fn is_number(node: Node) -> bool {
    matches!(node.kind(), "integer" | "float")
}

/// The statements of a function, class or file.
pub(super) fn body(node: Node) -> Vec<Node> {
    children(node.child_by_field_name("body").unwrap_or(node))
}

/// Whether a block holds this statement and nothing else.
pub(super) fn only<'t>(block: Option<Node<'t>>, kind: &str) -> Option<Node<'t>> {
    match children(block?)[..] {
        [one] if one.kind() == kind => Some(one),
        _ => None,
    }
}

/// Whether what comes after a statement may be reached through its end.
pub(super) fn falls_through(tree: &Tree, statement: Node) -> bool {
    let mut all = vec![statement];
    while let Some(node) = all.pop() {
        match node.kind() {
            "return_statement" | "raise_statement" | "continue_statement" | "break_statement" => {}
            "block" => match children(node).last() {
                Some(last) => all.push(*last),
                None => return true,
            },
            "if_statement" => {
                let parts = children(node);
                if parts.last().is_none_or(|part| part.kind() != "else_clause") {
                    return true;
                }
                all.extend(parts.into_iter().skip(1));
            }
            "elif_clause" => all.extend(node.child_by_field_name("consequence")),
            "else_clause" | "with_statement" => all.extend(node.child_by_field_name("body")),
            "except_clause" => all.extend(children(node).last().copied().filter(|block| block.kind() == "block")),
            "try_statement" => {
                let parts = children(node);
                let otherwise = parts.iter().any(|part| part.kind() == "else_clause");
                let counts = |part: &Node| match part.kind() {
                    "finally_clause" => false,
                    "block" => !otherwise,
                    _ => true,
                };
                all.extend(parts.into_iter().filter(counts));
            }
            "while_statement" => {
                let endless = field(node, "condition").is_some_and(|c| matches!(tree.text(c), "True" | "1"));
                if !endless || leaves_loop(node) {
                    return true;
                }
            }
            // What takes everything is hard to see in a pattern.
            "match_statement" => {
                let cases = node.child_by_field_name("body").map(children).unwrap_or_default();
                if cases
                    .last()
                    .is_none_or(|case| !tree.text(*case).trim_start_matches("case").trim_start().starts_with("_:"))
                {
                    return true;
                }
                all.extend(cases.iter().filter_map(|case| case.child_by_field_name("consequence")));
            }
            "assert_statement" if matches!(node.named_child(0).map(|c| tree.text(c)), Some("False" | "0")) => {}
            "expression_statement" if node.named_child(0).is_some_and(|call| never_returns(tree, call)) => {}
            _ => return true,
        }
    }
    false
}

/// Whether a `break` of this loop is in it.
fn leaves_loop(loop_: Node) -> bool {
    let mut inner_until = 0;
    let mut found = false;
    within(loop_, |node| {
        if matches!(node.kind(), "for_statement" | "while_statement") {
            inner_until = inner_until.max(node.end_byte());
        }
        found |= node.kind() == "break_statement" && node.start_byte() >= inner_until;
        !is_scope(node)
    });
    // The `break` of the `else` of an inner loop is rare, and seen as the inner loop's.
    found
}

fn never_returns(tree: &Tree, call: Node) -> bool {
    if let Some(name) = called(tree, call) {
        return ["exit", "quit", "abort", "_exit"].contains(&name);
    }
    let Some((object, name)) = method(tree, call) else { return false };
    match name {
        "exit" => ["sys", "parser", "pytest"].contains(&tree.text(object)),
        "_exit" | "abort" => tree.text(object) == "os",
        "skipTest" => tree.text(object) == "self",
        // Of unittest, in a class that is made of a test case; other classes may report so and go on.
        "fail" => match tree.text(object) {
            "self" => std::iter::successors(call.parent(), Node::parent)
                .find(|node| node.kind() == "class_definition")
                .and_then(|class| class.child_by_field_name("superclasses"))
                .is_some_and(|bases| tree.text(bases).contains("Test")),
            object => object == "pytest",
        },
        // Of argparse; a logger's `error` goes on.
        "error" => tree.text(object).ends_with("parser"),
        _ => false,
    }
}

/// Whether a variable gets a list somewhere in the file, or is declared as one.
pub(super) fn is_known_list(tree: &Tree, object: Node) -> bool {
    let text = tree.text(object);
    let is_list = |value: Node| match value.kind() {
        "list" | "list_comprehension" => true,
        "call" => match (called(tree, value), method(tree, value)) {
            (Some(name), _) => matches!(name, "list" | "sorted"),
            (_, Some((_, name))) => matches!(name, "split" | "splitlines" | "readlines" | "tolist"),
            _ => false,
        },
        _ => false,
    };
    let is_typed = |node: Node| {
        node.child_by_field_name("type").is_some_and(|of| tree.text(of).to_lowercase().starts_with("list"))
    };
    let mut found = false;
    within(tree.root(), |node| {
        found |= match node.kind() {
            "assignment" => {
                field(node, "left").is_some_and(|left| tree.text(left) == text)
                    && (field(node, "right").is_some_and(is_list) || is_typed(node))
            }
            "default_parameter" | "typed_default_parameter" => {
                field(node, "name").is_some_and(|name| tree.text(name) == text)
                    && (field(node, "value").is_some_and(is_list) || is_typed(node))
            }
            "typed_parameter" => node.named_child(0).is_some_and(|name| tree.text(name) == text) && is_typed(node),
            _ => false,
        };
        !found
    });
    found
}
