//! Cyclomatic and cognitive complexity and nesting, of each function and of the file.

use tree_sitter::Node;

use crate::api::FunctionMetrics;
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::{At, Tree, Visitor};

/// What there is in a file.
pub(super) struct Counted {
    pub functions: Vec<FunctionMetrics>,
    pub cyclomatic: usize,
    pub cognitive: usize,
    pub max_nesting: usize,
}

pub(super) fn count(tree: &Tree) -> Counted {
    let file = Frame::new(FrameKind::File, None, 0);
    let mut counter = Counter { tree, frames: vec![file], functions: Vec::new(), decisions: 0, nesting: Vec::new() };
    tree.walk(&mut counter);
    let Counter { frames, functions, decisions, .. } = counter;
    let file = &frames[0];
    let deepest = functions.iter().map(|function| function.max_nesting).max().unwrap_or(0);
    Counted {
        cyclomatic: decisions + 1,
        cognitive: file.cognitive,
        max_nesting: file.max_nesting.max(deepest),
        functions,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum FrameKind {
    File,
    Type,
    /// With its place in the list of functions.
    Function(usize),
}

/// A function, class or file that the walk is in.
struct Frame<'a> {
    kind: FrameKind,
    name: Option<&'a str>,
    decisions: usize,
    /// Cognitive complexity, as if nothing were around it.
    cognitive: usize,
    /// How many parts of it grow with what is around.
    structures: usize,
    recursive: bool,
    /// Structures around it.
    outside: usize,
    /// Control structures at this point, and at most.
    depth: usize,
    max_nesting: usize,
    statements: usize,
}

impl<'a> Frame<'a> {
    fn new(kind: FrameKind, name: Option<&'a str>, outside: usize) -> Self {
        Self {
            kind,
            name,
            decisions: 0,
            cognitive: 0,
            structures: 0,
            recursive: false,
            outside,
            depth: 0,
            max_nesting: 0,
            statements: 0,
        }
    }
}

struct Counter<'t, 'a> {
    tree: &'t Tree<'a>,
    frames: Vec<Frame<'a>>,
    functions: Vec<FunctionMetrics>,
    /// Of the whole file.
    decisions: usize,
    /// For each node around that counts as nesting: whether it is a control structure too.
    nesting: Vec<(usize, bool)>,
}

/// What breaks the flow, and what is within it is nested.
const STRUCTURES: Kinds = Kinds::IF.or(Kinds::LOOP).or(Kinds::SWITCH).or(Kinds::CATCH).or(Kinds::CONDITIONAL);

impl<'t> Visitor<'t> for Counter<'t, '_> {
    fn enter(&mut self, at: At<'t>) -> bool {
        let At { node, kinds, .. } = at;
        if kinds.is(Kinds::FUNCTION) && self.has_body(node) {
            self.enter_function(at);
            return true;
        }
        if kinds.is(Kinds::TYPE) {
            let name = node.child_by_field_name("name").or_else(|| node.child_by_field_name("type"));
            let outside = self.nesting.len();
            self.frames.push(Frame::new(FrameKind::Type, name.map(|name| self.tree.text(name)), outside));
        }
        if kinds.is(Kinds::STATEMENT) {
            self.frame().statements += 1;
        }
        self.decide(at);
        self.think(at);
        if kinds.is(STRUCTURES) && !self.is_else_if(at) || kinds.is(Kinds::LAMBDA) {
            let controls = !kinds.is(Kinds::LAMBDA.or(Kinds::CONDITIONAL));
            self.nesting.push((node.id(), controls));
            if controls {
                let frame = self.frame();
                frame.depth += 1;
                frame.max_nesting = frame.max_nesting.max(frame.depth);
            }
        }
        // radon does not look into them.
        !kinds.is(Kinds::ASSERT)
    }

    fn leave(&mut self, At { node, kinds, .. }: At<'t>) {
        if self.nesting.last().is_some_and(|(id, _)| *id == node.id())
            && let Some((_, controls)) = self.nesting.pop()
        {
            self.frame().depth -= usize::from(controls);
        }
        let ends = match self.frame().kind {
            FrameKind::File => false,
            FrameKind::Type => kinds.is(Kinds::TYPE),
            FrameKind::Function(_) => kinds.is(Kinds::FUNCTION) && self.has_body(node),
        };
        if ends && let Some(frame) = self.frames.pop() {
            self.end(&frame);
        }
    }
}

impl<'t, 'a> Counter<'t, 'a> {
    fn frame(&mut self) -> &mut Frame<'a> {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Whether it is more than a declaration.
    fn has_body(&self, function: Node) -> bool {
        function.child_by_field_name("body").is_some() || self.tree.language.name == "cpp"
    }

    fn enter_function(&mut self, At { node, parent, kinds, .. }: At<'t>) {
        if kinds.is(Kinds::STATEMENT) {
            self.frame().statements += 1;
        }
        let name = self.tree.function_name(node, parent);
        let qualified = match (self.frames.last(), name) {
            (Some(Frame { kind: FrameKind::Type, name: Some(class), .. }), Some(name)) => format!("{class}.{name}"),
            (_, Some(name)) => name.to_owned(),
            _ => "(anonymous)".to_owned(),
        };
        let (line, end_line) = (node.start_position().row + 1, node.end_position().row + 1);
        let outside = self.nesting.len();
        self.frames.push(Frame::new(FrameKind::Function(self.functions.len()), name, outside));
        // What is in a function within another structure is nested once more.
        self.nesting.push((node.id(), false));
        self.functions.push(FunctionMetrics {
            name: qualified,
            line,
            end_line,
            parameters: self.tree.parameters(node).len(),
            logical_lines: 0,
            cyclomatic: 1,
            cognitive: 0,
            max_nesting: 0,
        });
    }

    /// Counts decisions.
    fn decide(&mut self, At { node, kinds, parent, field }: At<'t>) {
        let parent_is = |kind: &str| parent.is_some_and(|parent| parent.kind() == kind);
        let always = Kinds::IF
            .or(Kinds::ELSE_IF)
            .or(Kinds::LOOP)
            .or(Kinds::COMPREHENSION)
            .or(Kinds::CATCH)
            .or(Kinds::CONDITIONAL)
            .or(Kinds::ASSERT);
        let decides = kinds.is(always) && !(kinds.is(Kinds::LOOP) && node.kind() == "loop_expression")
            || kinds.is(Kinds::BRANCH)
                && !parent_is("case_clause")
                && (!node.kind().starts_with("preproc_") || matches!(self.frame().kind, FrameKind::Function(_)))
            || field == Some("value") && ["optional_parameter", "required_parameter"].into_iter().any(parent_is)
            || field == Some("alternative") && parent_is("let_declaration")
            || kinds.is(Kinds::CASE) && !self.takes_everything(node)
            || kinds.is(Kinds::BINARY) && self.tree.logical_operator(node).is_some()
            || kinds.is(Kinds::ELSE)
                && ["for_statement", "while_statement", "try_statement"].into_iter().any(parent_is);
        if decides {
            self.frame().decisions += 1;
            self.decisions += 1;
        }
    }

    /// Counts what makes code hard to follow.
    fn think(&mut self, at: At<'t>) {
        let At { node, kinds, parent, .. } = at;
        if kinds.is(Kinds::ELSE_IF.or(Kinds::ELSE)) || self.is_else(at) {
            // `else if` is one thing: the `else` around the `if` does not count again.
            let around = kinds.is(Kinds::ELSE)
                && node
                    .named_child(node.named_child_count().saturating_sub(1) as u32)
                    .is_some_and(|last| self.tree.kinds(last).is(Kinds::IF));
            if !around {
                self.frame().cognitive += 1;
            }
        } else if self.is_else_if(at) {
            self.frame().cognitive += 1;
        } else if kinds.is(STRUCTURES) {
            let nesting = self.nesting.len();
            let frame = self.frame();
            // The function itself is one of them, and nests nothing of its own.
            let own = usize::from(matches!(frame.kind, FrameKind::Function(_)));
            frame.cognitive += 1 + nesting - frame.outside - own;
            frame.structures += 1;
        }
        if kinds.is(Kinds::BINARY)
            && let Some(operator) = self.tree.logical_operator(node)
        {
            let same = parent.is_some_and(|parent| {
                self.tree.kinds(parent).is(Kinds::BINARY) && self.tree.logical_operator(parent) == Some(operator)
            });
            self.frame().cognitive += usize::from(!same);
        }
        if kinds.is(Kinds::JUMP) && node.named_child_count() > 0 && node.kind() != "break_expression" {
            self.frame().cognitive += 1;
        }
        if kinds.is(Kinds::CALL) {
            let called = node.child_by_field_name("function").or_else(|| node.child_by_field_name("name"));
            let called = called.map(|called| self.tree.text(called)).unwrap_or_default();
            let called = ["self.", "this.", "Self::"].iter().find_map(|own| called.strip_prefix(own)).unwrap_or(called);
            if let Some(frame) = self.frames.iter_mut().rev().find(|frame| matches!(frame.kind, FrameKind::Function(_)))
                && frame.name == Some(called)
                && !frame.recursive
            {
                frame.recursive = true;
                frame.cognitive += 1;
            }
        }
    }

    /// An `if` that goes on from an `else`.
    fn is_else_if(&self, At { kinds, field, parent, .. }: At) -> bool {
        kinds.is(Kinds::IF)
            && (field == Some("alternative") || parent.is_some_and(|parent| self.tree.kinds(parent).is(Kinds::ELSE)))
    }

    /// An `else` that has no node of its own.
    fn is_else(&self, At { kinds, field, parent, .. }: At) -> bool {
        field == Some("alternative")
            && !kinds.is(Kinds::IF.or(Kinds::ELSE).or(Kinds::ELSE_IF))
            && parent.is_some_and(|parent| self.tree.kinds(parent).is(Kinds::IF))
    }

    /// A case that is none: `default`, `_`, a mere name. In Rust the last one, as there always is one that fits.
    fn takes_everything(&self, case: Node) -> bool {
        if self.tree.language.name == "rust" {
            return std::iter::successors(case.next_named_sibling(), Node::next_named_sibling)
                .all(|sibling| self.tree.kinds(sibling).is(Kinds::COMMENT));
        }
        let pattern = case.child_by_field_name("pattern").or_else(|| case.named_child(0));
        let is_name = |text: &str| text == "_" || self.tree.language.name == "python" && is_identifier(text);
        case.child(0).is_some_and(|first| first.kind() == "default")
            || pattern.is_some_and(|pattern| is_name(self.tree.text(pattern)))
    }

    fn end(&mut self, frame: &Frame<'a>) {
        if let FrameKind::Function(index) = frame.kind {
            let function = &mut self.functions[index];
            function.cyclomatic = 1 + frame.decisions;
            function.cognitive = frame.cognitive;
            function.max_nesting = frame.max_nesting;
            function.logical_lines = frame.statements;
        }
        // Functions and classes within a function are part of how hard it is to follow, as far in as they stand; what a function holds
        // is one level further in.
        let outer = self.frame();
        let is_function = |kind| matches!(kind, FrameKind::Function(_));
        let inside = usize::from(is_function(outer.kind));
        let around = (frame.outside - outer.outside).saturating_sub(inside);
        let deeper = around + if is_function(frame.kind) { inside } else { 0 };
        outer.cognitive += frame.cognitive + frame.structures * deeper;
        outer.structures += frame.structures;
        outer.statements += frame.statements;
    }
}

fn is_identifier(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || c == '_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(text, "None" | "True" | "False")
}
