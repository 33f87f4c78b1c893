//! What a walk over the program finds out about each function: its loops, what happens to its variables, and what it evaluates.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use super::calls::{self, Gives};
use super::form::{Form, place, read};
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

    fn record(&mut self, index: usize, step: Step<'t>) {
        let node = step.node;
        // What a loop runs over is evaluated once, before it.
        if let Some(within) = step.within {
            let rounds = &self.functions[index].loops[within].rounds;
            if let Rounds::Each(each) = rounds
                && each.first().is_some_and(|(_, iterable)| *iterable == node)
            {
                let around = self.functions[index].loops[within].around;
                self.contexts.push((node, around));
                return self.record_form(index, Step { within: around, ..step });
            }
        }
        self.record_form(index, step);
    }

    fn record_form(&mut self, index: usize, step: Step<'t>) {
        let (node, tree) = (step.node, self.tree);
        let form = read(tree, node);
        match &form {
            Form::Assign { pairs, operator } => {
                if let Some(kind) = node.child_by_field_name("type").and_then(|of| type_kind(tree.text(of)))
                    && let [(target, _)] = pairs[..]
                    && let Some(place) = place(tree, target)
                {
                    self.functions[index].kinds.insert(place, kind);
                }
                for (target, value) in pairs {
                    if let Some(what) =
                        value.filter(|_| operator.is_empty()).and_then(|value| moved(tree, *target, value))
                    {
                        self.define(index, *target, what, step);
                        continue;
                    }
                    if let Form::Index { of, .. } = read(tree, *target) {
                        self.define(index, of, What::Keyed, step);
                    }
                    let is_declared = value.is_none() && node.kind() == "var_spec";
                    let changed = match operator {
                        _ if is_declared => What::Declared,
                        &"" => What::Set(*value),
                        operator => What::Change(operator, *value),
                    };
                    self.define(index, *target, changed, step);
                }
            }
            Form::ForEach { target, iterable } => {
                let inner = Some(self.functions[index].loops.len());
                self.open_loop(index, node, step.within, Rounds::Each(vec![(*target, *iterable)]));
                self.define_elements(index, *target, *iterable, Step { within: inner, ..step });
            }
            Form::Comprehension { clauses, .. } => {
                let inner = Some(self.functions[index].loops.len());
                self.open_loop(index, node, step.within, Rounds::Each(clauses.clone()));
                for (target, iterable) in clauses {
                    self.define_elements(index, *target, *iterable, Step { within: inner, ..step });
                }
            }
            Form::While { condition } => self.open_loop(index, node, step.within, Rounds::While(*condition)),
            Form::Call { name, receiver, arguments } => {
                // Python: `heappush(heap, x)`, `insort(items, x)`.
                let is_heap = name.starts_with("heap") || name.starts_with("insort");
                let receiver = receiver.or_else(|| arguments.first().copied().filter(|_| is_heap));
                if let Some(receiver) = receiver {
                    let (of, value) = if is_heap && !arguments.is_empty() {
                        (arguments[0], arguments.get(1))
                    } else {
                        (receiver, arguments.last())
                    };
                    let kind = place(tree, receiver).and_then(|place| self.functions[index].kinds.get(&place).copied());
                    let known = calls::find(tree.language, name, Some(kind.unwrap_or("*"))).or_else(|| {
                        calls::of(tree.language)
                            .iter()
                            .find(|known| !known.of.is_empty() && known.names.split(' ').any(|of| of == *name))
                    });
                    let known = if is_heap { calls::find(tree.language, name, None) } else { known };
                    match known.map(|known| known.gives) {
                        // JavaScript: `items.splice(at, 1)`.
                        _ if *name == "splice" && arguments.len() == 2 => self.define(index, of, What::Take, step),
                        Some(Gives::Grow) => self.define(index, of, What::Grow(value.copied()), step),
                        Some(Gives::Take) => self.define(index, of, What::Take, step),
                        Some(Gives::Extend) if !arguments.is_empty() => {
                            self.define(index, of, What::Extend(arguments[0]), step);
                        }
                        _ => {}
                    }
                }
            }
            Form::Lambda => {
                if let Some(call) = step.parent.and_then(|list| list.parent())
                    && let Form::Call { name, receiver: Some(receiver), .. } = read(tree, call)
                    && CALLBACKS.contains(&name)
                {
                    // What is summed up comes first.
                    let sums = usize::from(matches!(name, "reduce" | "reduceRight" | "fold"));
                    let parameters = tree.parameters(node);
                    let parameter = parameters.get(sums).or_else(|| parameters.first()).copied().unwrap_or(node);
                    let inner = Some(self.functions[index].loops.len());
                    if let Some(sum) = parameters.first().filter(|_| sums > 0) {
                        // `(all, x) => [...all, x]`
                        let name = tree.text(*sum);
                        let grows = tree.text(node).contains(&format!("...{name}"));
                        if grows {
                            self.functions[index].kinds.insert(name.to_owned(), "list");
                        }
                        self.define(index, *sum, if grows { What::Declared } else { What::Set(None) }, step);
                        if grows {
                            self.define(index, *sum, What::Grow(None), Step { within: inner, ..step });
                        }
                    }
                    self.open_loop(index, node, step.within, Rounds::Each(vec![(parameter, receiver)]));
                    self.define(index, parameter, What::Element(receiver, None), Step { within: inner, ..step });
                }
            }
            _ => self.record_statement(index, step),
        }
        if !matches!(form, Form::Other | Form::Same(_) | Form::Number(_) | Form::Text) {
            let function = &mut self.functions[index];
            function.is_beyond |= function.steps.len() >= MAX_STEPS;
            if !function.is_beyond {
                function.steps.push(step);
            }
        }
    }

    fn record_statement(&mut self, index: usize, step: Step<'t>) {
        let (node, tree) = (step.node, self.tree);
        match node.kind() {
            "return_statement" => self.functions[index].returns.extend(node.named_child(0)),
            "local_variable_declaration" | "declaration" | "field_declaration" => {
                let kind = node.child_by_field_name("type").and_then(|of| type_kind(tree.text(of)));
                let mut cursor = node.walk();
                for declarator in node.children_by_field_name("declarator", &mut cursor) {
                    let mut named = declarator;
                    while let Some(within) =
                        ["declarator", "name"].iter().find_map(|field| named.child_by_field_name(field))
                    {
                        named = within;
                    }
                    let mut sized = declarator;
                    if declarator.kind() == "init_declarator"
                        && let Some(within) = declarator.child_by_field_name("declarator")
                    {
                        sized = within;
                    }
                    let is_array = sized.kind() == "array_declarator";
                    // C++: `vector<int> v(n)` looks like a function.
                    if is_array || declarator.kind() == "function_declarator" {
                        self.define(index, named, What::Set(Some(sized)), step);
                    } else if declarator == named {
                        self.define(index, named, What::Declared, step);
                    }
                    let kind = if is_array { Some("list") } else { kind };
                    if let (Some(kind), Some(place)) = (kind, place(tree, named)) {
                        self.functions[index].kinds.insert(place, kind);
                    }
                }
            }
            _ => {}
        }
    }

    /// The variables of a loop; C and Java declare `j` in `a, j`.
    fn define_elements(&mut self, index: usize, target: Node<'t>, iterable: Node<'t>, step: Step<'t>) {
        match read(self.tree, target) {
            Form::Several(_, targets) => {
                for (part, target) in targets.into_iter().enumerate() {
                    match read(self.tree, target) {
                        // `for i, (a, b) in enumerate(pairs)`
                        Form::Several(_, inner) => {
                            for target in inner {
                                self.define(index, target, What::Element(iterable, Some(part)), step);
                            }
                        }
                        _ => self.define(index, target, What::Element(iterable, Some(part)), step),
                    }
                }
            }
            _ => self.define(index, target, What::Element(iterable, None), step),
        }
    }
}

/// Go: `queue = append(queue, x)` and `queue = queue[1:]`.
fn moved<'t>(tree: &'t Tree, target: Node<'t>, value: Node<'t>) -> Option<What<'t>> {
    let is_target = |node: Node<'t>| tree.text(node) == tree.text(target);
    if tree.language.name != "go" {
        return None;
    }
    match read(tree, value) {
        Form::Call { name: "append", receiver: None, arguments }
            if arguments.first().copied().is_some_and(is_target) =>
        {
            let value = arguments.get(1).copied();
            let spread = value.filter(|value| value.next_sibling().is_some_and(|next| next.kind() == "..."));
            Some(spread.map_or(What::Grow(value), What::Extend))
        }
        Form::Slice { of, from, to } if is_target(of) => {
            let is_part = from.is_some_and(|from| matches!(read(tree, from), Form::Number("1")))
                || to.is_some_and(|to| matches!(read(tree, to), Form::Binary { operator: "-", .. }));
            is_part.then_some(What::Take)
        }
        _ => None,
    }
}

fn type_kind(text: &str) -> Option<&'static str> {
    calls::kind_of_type(text.trim_start_matches([':', ' ']))
}
