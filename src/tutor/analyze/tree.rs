//! Code as a syntax tree that bears with mistakes, and a walk over it that no depth can overflow.

use std::ops::Range;

use tree_sitter::{InputEdit, Node, Parser, Point};

use super::languages::{Kinds, Language};
use super::source::Source;
use crate::error::{Error, Result};

/// Each further one costs the parser as much memory as all before it together.
const MAX_FOREIGN: usize = 200;

/// A parsed program.
pub struct Tree<'a> {
    /// Its text.
    pub source: &'a Source<'a>,
    /// Its language.
    pub language: &'static Language,
    tree: tree_sitter::Tree,
    kinds: &'static [Kinds],
}

/// A node on a walk.
#[derive(Clone, Copy)]
pub struct At<'t> {
    /// The node.
    pub node: Node<'t>,
    /// What it is.
    pub kinds: Kinds,
    /// Its name in its parent (`condition`).
    pub field: Option<&'t str>,
    /// Its parent; none of the root.
    pub parent: Option<Node<'t>>,
}

/// Who walks over a tree.
pub trait Visitor<'t> {
    /// Before the nodes within. False leaves them out.
    fn enter(&mut self, at: At<'t>) -> bool;

    /// After the nodes within, or in place of them.
    fn leave(&mut self, _at: At<'t>) {}
}

impl<'a> Tree<'a> {
    /// Parses, whatever the text is.
    ///
    /// # Errors
    /// `bad_request` where the text is of another language for sure, `internal` when the grammar is not one of this parser's.
    pub fn parse(source: &'a Source<'a>, language: &'static Language) -> Result<Self> {
        let grammar = (language.grammar)();
        let mut parser = Parser::new();
        let failed = || Error::internal(format!("The grammar of {} cannot be used.", language.title));
        parser.set_language(&grammar).map_err(|_| failed())?;
        let foreign = language.foreign;
        if !foreign.is_empty() && source.text.matches(foreign).nth(MAX_FOREIGN).is_some() {
            let text = format!("{} has no `{foreign}`, and this code has many. Choose its language.", language.title);
            return Err(Error::bad_request(text));
        }
        let tree = parser.parse(source.text, None).ok_or_else(failed)?;
        Ok(Self { source, language, tree, kinds: language.kinds() })
    }

    /// The tree of a text that differs in one place: these bytes were replaced. Only what is near them is parsed again.
    pub fn edited<'b>(&self, source: &'b Source<'b>, replaced: Range<usize>) -> Option<Tree<'b>> {
        let grown = replaced.end + source.text.len() - self.source.text.len();
        let point = |source: &Source, byte: usize| {
            let line = source.line_at(byte);
            Point::new(line - 1, byte - source.start(line))
        };
        let mut tree = self.tree.clone();
        tree.edit(&InputEdit {
            start_byte: replaced.start,
            old_end_byte: replaced.end,
            new_end_byte: grown,
            start_position: point(self.source, replaced.start),
            old_end_position: point(self.source, replaced.end),
            new_end_position: point(source, grown),
        });
        let mut parser = Parser::new();
        parser.set_language(&(self.language.grammar)()).ok()?;
        let tree = parser.parse(source.text, Some(&tree))?;
        Some(Tree { source, language: self.language, tree, kinds: self.kinds })
    }

    /// Lines that do not parse, or lack something.
    pub fn broken_lines(&self) -> usize {
        struct Counter {
            last: usize,
            count: usize,
        }
        impl<'t> Visitor<'t> for Counter {
            fn enter(&mut self, At { node, parent, .. }: At<'t>) -> bool {
                // What is whole within something broken is whole.
                let is_loose = node.child_count() == 0 && parent.is_some_and(|parent| parent.is_error());
                let line = node.start_position().row + 1;
                self.count += usize::from((is_loose || node.is_missing()) && line != self.last);
                if is_loose || node.is_missing() {
                    self.last = line;
                }
                node.has_error()
            }
        }
        let mut counter = Counter { last: 0, count: 0 };
        self.walk(&mut counter);
        counter.count
    }

    /// The whole program.
    pub fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// What a node is.
    pub fn kinds(&self, node: Node) -> Kinds {
        self.kinds.get(usize::from(node.kind_id())).copied().unwrap_or_default()
    }

    /// A node's text.
    pub fn text(&self, node: Node) -> &'a str {
        &self.source.text[node.byte_range()]
    }

    /// Walks over all nodes, in the order of the text.
    pub fn walk<'t>(&'t self, visitor: &mut impl Visitor<'t>) {
        let mut cursor = self.tree.walk();
        let mut parents: Vec<Node> = Vec::new();
        loop {
            let node = cursor.node();
            let at = |parents: &[Node<'t>], cursor: &tree_sitter::TreeCursor<'t>| {
                let node = cursor.node();
                At { node, kinds: self.kinds(node), field: cursor.field_name(), parent: parents.last().copied() }
            };
            if visitor.enter(at(&parents, &cursor)) && cursor.goto_first_child() {
                parents.push(node);
                continue;
            }
            loop {
                visitor.leave(at(&parents, &cursor));
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return;
                }
                parents.pop();
            }
        }
    }

    /// The operator of two expressions, where the second one is evaluated only at need.
    pub fn logical_operator(&self, node: Node) -> Option<&'static str> {
        let operator = node.child_by_field_name("operator").or_else(|| node.child(1))?.kind();
        self.language.nodes.logical_operators.iter().copied().find(|logical| *logical == operator)
    }

    /// The name of a function, or of what it is assigned to.
    pub fn function_name(&self, function: Node, parent: Option<Node>) -> Option<&'a str> {
        if let Some(name) = function.child_by_field_name("name") {
            return Some(self.text(name));
        }
        // C: the name is within pointers, references and parentheses.
        if let Some(name) = declarators(function).last() {
            // `C::\nf` would not be one word; `operator bool()` has no node of its own.
            let last = name.child_by_field_name("name").filter(|_| self.text(name).contains(char::is_whitespace));
            let text = self.text(last.unwrap_or(name));
            return Some(if text.starts_with("operator ") { text.split('(').next().unwrap_or(text) } else { text });
        }
        let parent = parent?;
        let names = ["name", "key", "property", "left"].into_iter();
        names.filter_map(|field| parent.child_by_field_name(field)).map(|node| self.text(node)).next()
    }

    /// A function's parameters, `self` left out.
    pub fn parameters<'t>(&'t self, function: Node<'t>) -> Vec<Node<'t>> {
        let of = declarators(function).filter(|node| node.child_by_field_name("parameters").is_some()).last();
        let of = of.unwrap_or(function);
        if let Some(one) = of.child_by_field_name("parameter") {
            return vec![one];
        }
        let Some(list) = of.child_by_field_name("parameters") else { return Vec::new() };
        let is_one = |(index, node): &(usize, Node)| {
            let text = self.text(*node);
            let is_self = *index == 0 && (node.kind() == "self_parameter" || text == "self" || text == "cls");
            !is_self && text != "void" && !self.kinds(*node).is(Kinds::COMMENT)
        };
        let mut cursor = list.walk();
        list.named_children(&mut cursor).enumerate().filter(is_one).map(|(_, node)| node).collect()
    }
}

/// What is declared in C, from the outside in: pointers, references and parentheses, and the name at last.
fn declarators(of: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(of.child_by_field_name("declarator"), |node| match node.kind() {
        "parenthesized_declarator" | "reference_declarator" => only_child(*node),
        _ => node.child_by_field_name("declarator"),
    })
}

/// The named nodes right within one, comments left out.
pub fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !child.is_extra()).collect()
}

/// The only named node right within one.
pub fn only_child(node: Node<'_>) -> Option<Node<'_>> {
    match children(node)[..] {
        [only] => Some(only),
        _ => None,
    }
}

/// An expression without the parentheses around it.
pub fn bare(mut node: Node<'_>) -> Node<'_> {
    while matches!(node.kind(), "parenthesized_expression" | "condition_clause") {
        let Some(within) = only_child(node) else { break };
        node = within;
    }
    node
}

/// Looks at the nodes within one, in the order of the text, and goes into those where `look` says so.
pub fn within<'t>(node: Node<'t>, mut look: impl FnMut(Node<'t>) -> bool) {
    let mut cursor = node.walk();
    if !cursor.goto_first_child() {
        return;
    }
    loop {
        if look(cursor.node()) && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}
