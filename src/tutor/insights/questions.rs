//! What to ask a code model about a program.

use std::collections::HashSet;

use tree_sitter::Node;

use super::rename::{locals, says_little};
use super::{Bytes, Function, Gap, Name, Questions, Statement};
use crate::api::AnalyzeRequest;
use crate::error::Result;
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::{At, Tree, Visitor};
use crate::tutor::analyze::{self, is_valid};

/// Words of a statement that are masked: T5 was trained on spans of three tokens on average, 15% of a text.
const CORE_WORDS: usize = 3;
/// A statement of fewer words says nothing that could be unexpected.
const LEAST_WORDS: usize = 3;
/// What stands where something is still to be written.
const MARKS: [&str; 4] = ["TODO", "FIXME", "XXX", "your code here"];

/// What to ask. Of a program that does not parse only what is unexpected is asked.
///
/// # Errors
/// As [`analyze::analyze`].
pub fn ask(request: &AnalyzeRequest) -> Result<Questions> {
    analyze::with_tree(request, of_tree)
}

/// What to ask about a parsed program.
pub(super) fn of_tree(tree: &Tree) -> Questions {
    let mut reader =
        Reader { tree, statements: Vec::new(), gaps: Vec::new(), functions: Vec::new(), lines: HashSet::new() };
    tree.walk(&mut reader);
    let Reader { statements, mut gaps, mut functions, .. } = reader;
    let mut names = Vec::new();
    if is_valid(tree) {
        let poor = locals(tree).into_iter().filter(says_little);
        names.extend(
            poor.map(|local| Name { text: local.text.to_owned(), places: local.places.iter().map(bytes).collect() }),
        );
    } else {
        gaps.clear();
        functions.clear();
    }
    let (code, language) = (tree.source.text.to_owned(), tree.language.name.to_owned());
    Questions { code, language, names, statements, gaps, functions }
}

fn bytes(node: &Node) -> Bytes {
    (node.start_byte(), node.end_byte())
}

struct Reader<'t, 'a> {
    tree: &'t Tree<'a>,
    statements: Vec<Statement>,
    gaps: Vec<Gap>,
    functions: Vec<Function>,
    /// Those that have a statement already.
    lines: HashSet<usize>,
}

impl<'t> Visitor<'t> for Reader<'t, '_> {
    fn enter(&mut self, at: At<'t>) -> bool {
        if at.node.is_error() {
            return false;
        }
        if at.kinds.is(Kinds::FUNCTION) {
            self.function(at);
        } else if at.kinds.is(Kinds::COMMENT) {
            self.comment(at);
        } else if at.kinds.is(Kinds::STATEMENT) {
            self.statement(at.node);
        }
        true
    }
}

impl<'t> Reader<'t, '_> {
    fn line(&self, node: Node) -> usize {
        self.tree.source.line_at(node.start_byte())
    }

    fn statement(&mut self, node: Node<'t>) {
        let text = self.tree.text(node);
        if matches!(text.trim_end_matches(';'), "pass" | "...") {
            self.gaps.push(Gap { line: self.line(node), bytes: bytes(&node) });
        }
        let kind = node.kind();
        let tells_nothing =
            kind.contains("import") || kind.contains("class") || kind.contains("package") || is_text(node);
        if tells_nothing || !self.lines.insert(self.line(node)) {
            return;
        }
        // Of a statement with others in it, its first line.
        let first = text.lines().next().unwrap_or_default();
        let first = first.trim_end().trim_end_matches(['{', ':', ';']).trim_end();
        let words = words(first);
        if words.len() < LEAST_WORDS || node.has_error() && text.len() == first.len() {
            return;
        }
        let core = words[words.len().saturating_sub(CORE_WORDS).max(1)];
        let start = node.start_byte();
        self.statements.push(Statement { line: self.line(node), core: (start + core, start + first.len()) });
    }

    fn function(&mut self, at: At<'t>) {
        // The line that names it is no statement of its own.
        self.lines.insert(self.line(at.node));
        let Some(name) = self.tree.function_name(at.node, at.parent) else { return };
        let documented = self.documentation(at.node);
        self.functions.push(Function {
            name: name.to_owned(),
            line: self.line(at.node),
            bytes: bytes(&at.node),
            documented,
        });
        let Some(body) = at.node.child_by_field_name("body") else { return };
        if body.kind() != "block" && !body.kind().contains("statement") || body.named_child_count() > 0 {
            return;
        }
        // `{}`
        let inner = (body.start_byte() + 1, body.end_byte().saturating_sub(1));
        if self.tree.text(body).starts_with('{') && inner.0 <= inner.1 {
            self.gaps.push(Gap { line: self.line(body), bytes: inner });
        }
    }

    /// A docstring, or the comment right above.
    fn documentation(&self, function: Node<'t>) -> Option<String> {
        let body =
            function.child_by_field_name("body").and_then(|body| body.named_child(0)).filter(|first| is_text(*first));
        let above = function.prev_sibling().filter(|above| {
            self.tree.kinds(*above).is(Kinds::COMMENT) && above.end_position().row + 1 >= function.start_position().row
        });
        let text = self.tree.text(body.or(above)?);
        let is_mark = |c: char| c.is_whitespace() || "\"'*/#!;".contains(c);
        let lines = text.lines().map(|line| line.trim_matches(is_mark)).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join(" ");
        Some(text).filter(|text| !text.is_empty())
    }

    /// A comment that says that something is missing, where nothing follows it in its block.
    fn comment(&mut self, at: At<'t>) {
        let text = self.tree.text(at.node);
        let says_so = MARKS.iter().any(|mark| text.contains(mark));
        let is_last = std::iter::successors(at.node.next_named_sibling(), |next| next.next_named_sibling())
            .all(|next| self.tree.kinds(next).is(Kinds::COMMENT));
        let is_block = |kind: &str| ["block", "body", "compound_statement"].iter().any(|part| kind.contains(part));
        let is_in_block = at.parent.is_some_and(|parent| is_block(parent.kind()));
        if says_so && is_last && is_in_block {
            self.gaps.push(Gap { line: self.line(at.node), bytes: bytes(&at.node) });
        }
    }
}

/// Whether a statement is nothing but a text.
fn is_text(node: Node) -> bool {
    let mut node = node;
    while node.named_child_count() == 1 && node.kind() != "string" {
        let Some(child) = node.named_child(0) else { break };
        node = child;
    }
    node.kind().contains("string")
}

/// Where the words of a line start: names, numbers, operators.
fn words(line: &str) -> Vec<usize> {
    #[derive(PartialEq, Clone, Copy)]
    enum Is {
        Space,
        Word,
        Sign,
    }
    let mut starts = Vec::new();
    let mut last = Is::Space;
    for (at, c) in line.char_indices() {
        let now = match c {
            c if c.is_whitespace() => Is::Space,
            c if c.is_alphanumeric() || c == '_' => Is::Word,
            _ => Is::Sign,
        };
        if now != Is::Space && now != last {
            starts.push(at);
        }
        last = now;
    }
    starts
}
