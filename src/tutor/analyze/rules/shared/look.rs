//! Ways to look at a syntax tree that rules share.

use std::collections::HashMap;

use tree_sitter::Node;

use crate::tutor::analyze::languages::Kinds;
pub use crate::tutor::analyze::source::{mentions, words};
use crate::tutor::analyze::tree::Tree;
pub use crate::tutor::analyze::tree::{bare, children, only_child};

/// A node within a function.
#[derive(Clone, Copy)]
pub struct Inside<'t> {
    /// The node.
    pub node: Node<'t>,
    /// What it is.
    pub kinds: Kinds,
    /// Its name in its parent.
    pub field: Option<&'t str>,
    /// Its parent; none of the function.
    pub parent: Option<Node<'t>>,
    /// The loop whose body it is in, if any.
    pub in_loop: Option<Node<'t>>,
}

/// The named nodes of a function, in the order of the text. Functions and classes within it are left out.
pub fn inside<'t>(tree: &'t Tree, function: Node<'t>) -> Vec<Inside<'t>> {
    let mut cursor = function.walk();
    let mut around: Vec<Inside> = Vec::new();
    let mut all = Vec::new();
    loop {
        let node = cursor.node();
        let (kinds, field) = (tree.kinds(node), cursor.field_name());
        let in_loop = around.last().and_then(|outer| match field {
            _ if kinds.is(Kinds::LAMBDA) => None,
            Some("body") if outer.kinds.is(Kinds::LOOP) => Some(outer.node),
            _ => outer.in_loop,
        });
        let here = Inside { node, kinds, field, parent: around.last().map(|outer| outer.node), in_loop };
        if node.is_named() {
            all.push(here);
        }
        let is_other = !around.is_empty() && kinds.is(Kinds::FUNCTION.or(Kinds::TYPE));
        if !is_other && cursor.goto_first_child() {
            around.push(here);
            continue;
        }
        loop {
            if around.is_empty() {
                return all;
            }
            if cursor.goto_next_sibling() {
                break;
            }
            cursor.goto_parent();
            around.pop();
        }
    }
}

/// A variable or parameter of a function.
#[derive(Clone, Copy)]
pub struct Local<'t> {
    /// Its name.
    pub name: Node<'t>,
    /// Its type, where it is written; in C without stars and brackets.
    pub of: Option<Node<'t>>,
    /// What it is declared with.
    pub value: Option<Node<'t>>,
    /// The declaration, which may be one of more.
    pub declaration: Node<'t>,
    /// C: what is around the name, as `*name` or `name[10]`; elsewhere the name.
    pub declarator: Node<'t>,
}

impl Local<'_> {
    /// Whether it is a parameter.
    pub fn is_parameter(&self) -> bool {
        self.declaration.kind().contains("parameter")
    }

    /// Whether C has it as a value of its type: no pointer, array or reference.
    pub fn is_plain(&self) -> bool {
        self.declarator == self.name
    }
}

/// The variables and parameters of a function by their names. A name that is declared twice could be either, and is left out.
pub fn locals<'t, 'a>(tree: &'t Tree<'a>, inside: &[Inside<'t>]) -> HashMap<&'a str, Local<'t>> {
    let mut found: HashMap<&str, Option<Local>> = HashMap::new();
    for Inside { node, field, parent, .. } in inside {
        let declared = match node.kind() {
            // Java
            "variable_declarator" | "formal_parameter" | "enhanced_for_statement" | "resource" => {
                let name = node.child_by_field_name("name");
                let of = if node.kind() == "variable_declarator" { *parent } else { None }.unwrap_or(*node);
                let is_array = node.child_by_field_name("dimensions").is_some();
                let value = node.child_by_field_name("value").filter(|_| node.kind() == "variable_declarator");
                let of_type = of.child_by_field_name("type").filter(|_| !is_array);
                name.map(|name| Local { name, of: of_type, value, declaration: of, declarator: name })
            }
            // Go and Rust; C has parameters of this kind too.
            "var_spec" | "short_var_declaration" | "let_declaration" | "parameter" | "parameter_declaration"
                if node.child_by_field_name("declarator").is_none() =>
            {
                let name = ["name", "left", "pattern"].into_iter().find_map(|name| node.child_by_field_name(name));
                let only =
                    |node: Node<'t>| if node.kind() == "expression_list" { only_child(node) } else { Some(node) };
                let value = ["value", "right"].into_iter().find_map(|name| node.child_by_field_name(name));
                let declare = |name| Local {
                    name,
                    of: node.child_by_field_name("type"),
                    value: value.and_then(only),
                    declaration: *node,
                    declarator: name,
                };
                name.and_then(only).filter(|name| name.kind() == "identifier").map(declare)
            }
            // C and C++
            _ if *field == Some("declarator") => parent
                .filter(|parent| matches!(parent.kind(), "declaration" | "parameter_declaration" | "for_range_loop"))
                .and_then(|parent| declared_in_c(parent, *node)),
            _ => None,
        };
        if let Some(local) = declared {
            found.entry(tree.text(local.name)).and_modify(|known| *known = None).or_insert(Some(local));
        }
    }
    found.into_iter().filter_map(|(name, local)| Some((name, local?))).collect()
}

fn declared_in_c<'t>(declaration: Node<'t>, declarator: Node<'t>) -> Option<Local<'t>> {
    let value = declarator.child_by_field_name("value").filter(|_| declarator.kind() == "init_declarator");
    let declarator =
        if declarator.kind() == "init_declarator" { declarator.child_by_field_name("declarator")? } else { declarator };
    let mut name = declarator;
    while name.kind() != "identifier" {
        name = match name.kind() {
            "function_declarator" => return None,
            "reference_declarator" => name.named_child(0)?,
            _ => name.child_by_field_name("declarator")?,
        };
    }
    Some(Local { name, of: declaration.child_by_field_name("type"), value, declaration, declarator })
}

/// The statements of a block, or the one statement that takes its place.
pub fn statements<'t>(body: Node<'t>) -> Vec<Node<'t>> {
    match body.kind() {
        "block" | "compound_statement" => {
            let within = children(body);
            match within[..] {
                [list] if list.kind() == "statement_list" => children(list),
                _ => within,
            }
        }
        "else_clause" => only_child(body).map(statements_of_else).unwrap_or_default(),
        _ => vec![body],
    }
}

fn statements_of_else(body: Node) -> Vec<Node> {
    if matches!(body.kind(), "block" | "compound_statement") { children(body) } else { vec![body] }
}

/// The operator of an expression.
pub fn operator<'t>(node: Node<'t>) -> &'t str {
    node.child_by_field_name("operator").map_or("", |operator| operator.kind())
}

/// Both sides.
pub fn sides<'t>(node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    Some((node.child_by_field_name("left")?, node.child_by_field_name("right")?))
}

/// The arguments of a call.
pub fn arguments<'t>(call: Node<'t>) -> Vec<Node<'t>> {
    call.child_by_field_name("arguments").map(children).unwrap_or_default()
}

/// The name of the function that is called, with what is before it: `free`, `strings.Repeat`.
pub fn callee<'a>(tree: &Tree<'a>, call: Node) -> &'a str {
    let is_call = matches!(call.kind(), "call_expression");
    call.child_by_field_name("function").filter(|_| is_call).map(|name| tree.text(name)).unwrap_or_default()
}

/// The text of a node, if it is not too long to be read as a whole: what is within one another is read once for each level.
pub fn short_text<'a>(tree: &Tree<'a>, node: Node) -> Option<&'a str> {
    const LONG: usize = 20_000;
    Some(tree.text(node)).filter(|text| text.len() <= LONG)
}

/// A text as part of a message: one line, and no long one.
pub fn brief(text: &str) -> String {
    const LONG: usize = 60;
    let line = text.lines().next().unwrap_or_default();
    let end = line.floor_char_boundary(LONG);
    if end < text.len() { format!("{} …", line[..end].trim_end()) } else { line.to_owned() }
}

/// The names of a function, each with the places where it is.
pub fn names<'t, 'a>(tree: &'t Tree<'a>, inside: &[Inside<'t>]) -> HashMap<&'a str, Vec<Inside<'t>>> {
    let mut names: HashMap<&str, Vec<Inside>> = HashMap::new();
    for name in inside.iter().filter(|inside| inside.node.kind() == "identifier") {
        names.entry(tree.text(name.node)).or_default().push(*name);
    }
    names
}

/// How often each word comes.
pub fn count_words(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in words(text) {
        *counts.entry(word).or_insert(0) += 1;
    }
    counts
}

/// The letters of a `printf` format (`d`, `s`), one for each value that it takes; none where that is not certain. In C, some letters say
/// how long a number is.
pub fn format_verbs(format: &str, lengths: &str) -> Option<Vec<char>> {
    let mut verbs = Vec::new();
    let mut rest = format;
    while let Some((_, after)) = rest.split_once('%') {
        let after = after.trim_start_matches(|c: char| "-+ #0123456789.".contains(c) || lengths.contains(c));
        let verb = after.chars().next()?;
        match verb {
            '%' => {}
            // The text of `errno`, which is no argument.
            'm' => return None,
            'a'..='z' | 'A'..='Z' => verbs.push(verb),
            // A width of its own argument, an index, a macro between two texts.
            _ => return None,
        }
        rest = &after[verb.len_utf8()..];
    }
    Some(verbs)
}
