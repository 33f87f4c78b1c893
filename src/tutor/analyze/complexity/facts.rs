//! What a walk over the program finds out about each function: its loops, what happens to its variables, and what it evaluates.

mod record;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::calls;
use super::form::place;
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::children;
use crate::tutor::analyze::tree::{At, Tree, Visitor};

/// Deeper functions are not estimated, so that looking into an expression needs little stack.
const MAX_DEPTH: usize = 120;
const MAX_LOOPS: usize = 60;
const MAX_DEFINITIONS: usize = 100;
const MAX_STEPS: usize = 1500;

/// A function; the first one of a file is the code outside all functions.
pub(super) struct Function<'t> {
    /// With its class before it.
    pub name: String,
    /// As it is called.
    pub plain: &'t str,
    pub node: Node<'t>,
    /// The function around it.
    pub outer: usize,
    pub parameters: Vec<&'t str>,
    pub loops: Vec<Loop<'t>>,
    /// What happens to each place.
    pub definitions: HashMap<String, Vec<Definition<'t>>>,
    /// What kind of collection a place is.
    pub kinds: HashMap<String, &'static str>,
    /// Its expressions in the order of the text, functions within it left out.
    pub steps: Vec<Step<'t>>,
    pub returns: Vec<Node<'t>>,
    /// What each `if` asks.
    pub conditions: Vec<Node<'t>>,
    /// Whether it calls itself, once that has been looked for.
    pub is_recursive: OnceCell<bool>,
    /// Python: answers are kept by a decorator.
    pub is_cached: bool,
    /// Whether it is too big to be looked into.
    pub is_beyond: bool,
}

/// A loop, or a part of an expression that is one.
pub(super) struct Loop<'t> {
    pub node: Node<'t>,
    /// The loop around it.
    pub around: Option<usize>,
    pub rounds: Rounds<'t>,
}

pub(super) enum Rounds<'t> {
    /// One for each element of each of these.
    Each(Vec<(Node<'t>, Node<'t>)>),
    /// As long as this holds.
    While(Option<Node<'t>>),
}

/// An expression, and the loop that it is evaluated in.
#[derive(Clone, Copy)]
pub(super) struct Step<'t> {
    pub node: Node<'t>,
    pub within: Option<usize>,
    /// The condition of the nearest `if` around it.
    pub guard: Option<Node<'t>>,
    pub parent: Option<Node<'t>>,
}

/// Something that happens to a variable.
pub(super) struct Definition<'t> {
    pub what: What<'t>,
    pub step: Step<'t>,
}

pub(super) enum What<'t> {
    Parameter,
    /// It comes into being, without a value.
    Declared,
    /// A new value, unless that cannot be told.
    Set(Option<Node<'t>>),
    /// `+=` and its like; no value is 1.
    Change(&'t str, Option<Node<'t>>),
    /// An element of a collection: the whole, or the part of it with this number.
    Element(Node<'t>, Option<usize>),
    /// One element more.
    Grow(Option<Node<'t>>),
    /// All elements of another one.
    Extend(Node<'t>),
    /// One element less.
    Take,
    /// `place[key] = value`.
    Keyed,
}

/// Collects all functions of a program.
pub(super) fn collect<'t>(tree: &'t Tree) -> Vec<Function<'t>> {
    let root = tree.root();
    let mut collector = Collector {
        tree,
        functions: vec![Function::new("(file)".to_owned(), "", root, 0)],
        open: vec![Open { function: 0, node: root, depth: 0 }],
        types: Vec::new(),
        contexts: Vec::new(),
        guards: Vec::new(),
        depth: 0,
        cached: HashSet::new(),
    };
    tree.walk(&mut collector);
    collector.functions
}

impl<'t> Function<'t> {
    fn new(name: String, plain: &'t str, node: Node<'t>, outer: usize) -> Self {
        Self {
            name,
            plain,
            node,
            outer,
            parameters: Vec::new(),
            loops: Vec::new(),
            definitions: HashMap::new(),
            kinds: HashMap::new(),
            steps: Vec::new(),
            returns: Vec::new(),
            conditions: Vec::new(),
            is_recursive: OnceCell::new(),
            is_cached: false,
            is_beyond: false,
        }
    }

    /// Whether a loop is another one or within it.
    pub fn is_within(&self, inner: Option<usize>, outer: usize) -> bool {
        std::iter::successors(inner, |of| self.loops[*of].around).any(|around| around == outer)
    }

    /// Whether a name is a variable of this function's own.
    pub fn owns(&self, name: &str) -> bool {
        let gives = |definition: &Definition| {
            matches!(definition.what, What::Parameter | What::Declared | What::Set(_) | What::Element(..))
        };
        self.definitions.get(name).is_some_and(|all| all.iter().any(gives))
    }
}

struct Open<'t> {
    function: usize,
    node: Node<'t>,
    depth: usize,
}

struct Collector<'t, 'a> {
    tree: &'t Tree<'a>,
    functions: Vec<Function<'t>>,
    open: Vec<Open<'t>>,
    types: Vec<(Node<'t>, &'t str)>,
    /// Which loop a node and what is in it belong to.
    contexts: Vec<(Node<'t>, Option<usize>)>,
    guards: Vec<(Node<'t>, Node<'t>)>,
    depth: usize,
    /// Python: function nodes with a decorator that keeps answers.
    cached: HashSet<usize>,
}

/// Methods that call their argument for each element.
const CALLBACKS: [&str; 13] = [
    "map",
    "filter",
    "forEach",
    "reduce",
    "some",
    "every",
    "find",
    "findIndex",
    "flatMap",
    "for_each",
    "any",
    "all",
    "fold",
];

impl<'t> Visitor<'t> for Collector<'t, '_> {
    fn enter(&mut self, at: At<'t>) -> bool {
        let At { node, kinds, parent, field } = at;
        self.depth += 1;
        if !node.is_named() || kinds.is(Kinds::COMMENT) {
            return true;
        }
        if kinds.is(Kinds::TYPE)
            && let Some(name) = node.child_by_field_name("name")
        {
            self.types.push((node, self.tree.text(name)));
        }
        if node.kind() == "decorated_definition" {
            let decorators = children(node).into_iter().filter(|child| child.kind() == "decorator");
            let keeps =
                |text: &str| ["@cache", "@lru_cache", "@functools.cache", "@functools.lru_cache"].contains(&text);
            let is_cached =
                decorators.map(|child| self.tree.text(child)).any(|text| keeps(text.split('(').next().unwrap_or(text)));
            if is_cached && let Some(definition) = node.child_by_field_name("definition") {
                self.cached.insert(definition.id());
            }
        }
        // C++: `auto visit = [&](int node) { ... };` is a function like any other.
        let lambda = parent.filter(|parent| node.kind() == "lambda_expression" && parent.kind() == "init_declarator");
        let named = match lambda {
            Some(declared) => declared.child_by_field_name("declarator").map(|name| self.tree.text(name)),
            None if kinds.is(Kinds::FUNCTION) => self.tree.function_name(node, parent),
            None => None,
        };
        if let Some(name) = named {
            self.open_function(node, name);
            return true;
        }
        let top = self.open.len() - 1;
        let (index, base) = (self.open[top].function, self.open[top].depth);
        if self.depth - base > MAX_DEPTH {
            self.functions[index].is_beyond = true;
            return true;
        }
        let within = self.contexts.last().and_then(|(_, within)| *within);
        let within = if self.context_is_outside() { None } else { within };
        let guard = self.guards.last().map(|(_, condition)| *condition);
        let guard = guard.filter(|guard| guard.start_byte() >= self.open[top].node.start_byte());
        let step = Step { node, within, guard, parent };
        if kinds.is(Kinds::IF.or(Kinds::ELSE_IF))
            && let Some(condition) = node.child_by_field_name("condition")
        {
            self.guards.push((node, condition));
            self.functions[index].conditions.push(condition);
        }
        if field == Some("initializer") || field == Some("init") {
            // It belongs to what is around the loop.
            let around = within.and_then(|within| self.functions[index].loops[within].around);
            self.contexts.push((node, around));
            let step = Step { within: around, ..step };
            self.record(index, step);
            return true;
        }
        self.record(index, step);
        true
    }

    fn leave(&mut self, At { node, .. }: At<'t>) {
        self.depth -= 1;
        while self.contexts.last().is_some_and(|(of, _)| *of == node) {
            self.contexts.pop();
        }
        if self.guards.last().is_some_and(|(of, _)| *of == node) {
            self.guards.pop();
        }
        if self.types.last().is_some_and(|(of, _)| *of == node) {
            self.types.pop();
        }
        if self.open.len() > 1 && self.open.last().is_some_and(|open| open.node == node) {
            self.open.pop();
        }
    }
}

impl<'t> Collector<'t, '_> {
    /// Whether the innermost loop is one around the function.
    fn context_is_outside(&self) -> bool {
        let (Some((node, _)), Some(open)) = (self.contexts.last(), self.open.last()) else { return true };
        node.start_byte() < open.node.start_byte()
    }

    fn open_function(&mut self, node: Node<'t>, name: &'t str) {
        let outer = self.open.last().map_or(0, |open| open.function);
        let in_type = self.types.last().filter(|(of, _)| of.start_byte() >= self.functions[outer].node.start_byte());
        let qualified = in_type.map_or_else(|| name.to_owned(), |(_, class)| format!("{class}.{name}"));
        let mut function = Function::new(qualified, name, node, outer);
        function.is_cached = self.cached.contains(&node.id());
        for parameter in self.tree.parameters(node) {
            let fields = ["name", "pattern", "declarator", "left"];
            let mut named = parameter;
            while let Some(within) = fields.iter().find_map(|field| named.child_by_field_name(field)) {
                named = within;
            }
            while !matches!(named.kind(), "identifier" | "field_identifier") {
                let Some(last) = named.named_child(0) else { break };
                named = last;
            }
            let name = self.tree.text(named);
            function.parameters.push(name);
            let step = Step { node: parameter, within: None, guard: None, parent: None };
            function.definitions.insert(name.to_owned(), vec![Definition { what: What::Parameter, step }]);
            if let Some(kind) = parameter.child_by_field_name("type").and_then(|of| type_kind(self.tree.text(of))) {
                function.kinds.insert(name.to_owned(), kind);
            }
        }
        // Rust: the last expression is what a function gives.
        if self.tree.language.name == "rust"
            && let Some(last) = node.child_by_field_name("body").and_then(|body| children(body).pop())
            && !last.kind().ends_with("_statement")
            && !matches!(last.kind(), "let_declaration" | "macro_invocation")
        {
            function.returns.push(last);
        }
        self.open.push(Open { function: self.functions.len(), node, depth: self.depth });
        self.functions.push(function);
    }

    fn open_loop(&mut self, index: usize, node: Node<'t>, around: Option<usize>, rounds: Rounds<'t>) {
        let function = &mut self.functions[index];
        if function.loops.len() >= MAX_LOOPS {
            function.is_beyond = true;
            return;
        }
        self.contexts.push((node, Some(function.loops.len())));
        function.loops.push(Loop { node, around, rounds });
    }

    fn define(&mut self, index: usize, target: Node<'t>, what: What<'t>, step: Step<'t>) {
        let Some(place) = place(self.tree, target) else { return };
        let function = &mut self.functions[index];
        let all = function.definitions.entry(place).or_default();
        if all.len() >= MAX_DEFINITIONS {
            function.is_beyond = true;
            return;
        }
        all.push(Definition { what, step });
    }
}

fn type_kind(text: &str) -> Option<&'static str> {
    calls::kind_of_type(text.trim_start_matches([':', ' ']))
}
