//! Names: where each is declared, read and written.

use std::collections::HashMap;
use std::rc::Rc;

use tree_sitter::Node;

use super::syntax::{field, is_function};
use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::tree::{At, Tree, Visitor};

/// How a name is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tutor::analyze::rules) enum Kind {
    Var,
    Let,
    Const,
    Function,
    Class,
    Import,
    Parameter,
    /// The error of a `catch`, a function expression's own name, an enum, a namespace.
    Other,
}

/// A declared name.
pub(in crate::tutor::analyze::rules) struct Binding<'t> {
    pub(super) name: &'t str,
    pub(super) kind: Kind,
    /// The name where it is declared.
    pub(super) node: Node<'t>,
    /// The node around the name: a declarator, a pattern, a function.
    pub(super) parent: Node<'t>,
    /// The node around that one: a list of declarators.
    pub(super) list: Option<Node<'t>>,
    /// What it starts as.
    pub(super) value: Option<Node<'t>>,
    /// The function that it is local to.
    pub(super) function: Option<Node<'t>>,
    /// At the top of the file.
    pub(super) top: bool,
    /// Others may use it.
    pub(super) exported: bool,
    /// A name further out that it hides.
    pub(super) hides: Option<usize>,
    /// Indices of its uses.
    pub(super) uses: Vec<usize>,
}

/// What a use does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tutor::analyze::rules) enum Access {
    Read,
    Write,
    /// Both, as `+=` and `++` do.
    Update,
    /// `export { name }`, which reads nothing yet.
    Export,
    /// In a type.
    Type,
}

/// A name that is used.
pub(in crate::tutor::analyze::rules) struct Use<'t> {
    pub(super) node: Node<'t>,
    pub(super) parent: Node<'t>,
    pub(super) access: Access,
    pub(super) function: Option<Node<'t>>,
    /// None where the file does not declare it.
    pub(super) binding: Option<usize>,
}

/// The names of a file.
#[derive(Default)]
pub(in crate::tutor::analyze::rules) struct Names<'t> {
    pub(super) bindings: Vec<Binding<'t>>,
    pub(super) uses: Vec<Use<'t>>,
    /// It imports or exports.
    pub(super) module: bool,
    /// It has `eval` or `with`, which may use any name.
    pub(super) dynamic: bool,
}

impl<'t> Report<'t> {
    /// The names of the file, which are read once.
    pub(super) fn names(&self) -> Rc<Names<'t>> {
        Rc::clone(self.memo.names.get_or_init(|| Rc::new(Names::of(self.tree))))
    }
}

impl<'t> Names<'t> {
    /// The names of a whole file.
    pub(super) fn of(tree: &'t Tree) -> Self {
        let mut collector = Collector {
            tree,
            names: Names::default(),
            known: HashMap::new(),
            scopes: Vec::new(),
            open: Vec::new(),
            functions: Vec::new(),
            around: Vec::new(),
            ambient: 0,
            events: Vec::new(),
        };
        tree.walk(&mut collector);
        collector.resolve()
    }

    /// The uses of a name.
    pub(super) fn uses_of(&self, binding: &Binding<'t>) -> impl Iterator<Item = &Use<'t>> {
        binding.uses.iter().filter_map(|index| self.uses.get(*index))
    }

    /// Whether its value is ever looked at.
    pub(super) fn is_read(&self, binding: &Binding<'t>) -> bool {
        self.uses_of(binding).any(|used| used.access != Access::Write)
    }

    /// Whether it ever gets another value.
    pub(super) fn is_written(&self, binding: &Binding<'t>) -> bool {
        self.uses_of(binding).any(|used| matches!(used.access, Access::Write | Access::Update))
    }
}

/// What a name means at this place of the tree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Declare(Kind),
    Use(Access),
    /// A parameter of a type, which is no variable.
    Signature,
    Ignore,
}

enum Event {
    Enter(usize),
    Leave(usize),
    Use(usize),
}

struct Collector<'t, 'a> {
    tree: &'t Tree<'a>,
    names: Names<'t>,
    /// By scope and name.
    known: HashMap<(usize, &'t str), usize>,
    /// The bindings of each scope.
    scopes: Vec<Vec<usize>>,
    /// Scopes around this place: index, and the node that opened it.
    open: Vec<(usize, Node<'t>)>,
    /// Functions around this place, and their scopes.
    functions: Vec<(usize, Option<Node<'t>>)>,
    /// Nodes around this place.
    around: Vec<(Node<'t>, Mode)>,
    /// Namespaces and `declare` around this place.
    ambient: usize,
    events: Vec<Event>,
}

impl<'t> Collector<'t, '_> {
    /// A second pass, as names can be used before they are declared.
    fn resolve(self) -> Names<'t> {
        let Self { mut names, scopes, events, .. } = self;
        let mut visible: HashMap<&str, Vec<usize>> = HashMap::new();
        for event in events {
            match event {
                Event::Enter(scope) => {
                    for &index in &scopes[scope] {
                        let binding = &mut names.bindings[index];
                        let hidden = visible.entry(binding.name).or_default();
                        binding.hides = hidden.last().copied();
                        hidden.push(index);
                    }
                }
                Event::Leave(scope) => {
                    for &index in &scopes[scope] {
                        visible.entry(names.bindings[index].name).and_modify(|hidden| {
                            hidden.pop();
                        });
                    }
                }
                Event::Use(index) => {
                    let name = self.tree.text(names.uses[index].node);
                    let binding = visible.get(name).and_then(|all| all.last()).copied();
                    names.uses[index].binding = binding;
                    if let Some(binding) = binding {
                        names.bindings[binding].uses.push(index);
                    }
                }
            }
        }
        names
    }

    fn open_scope(&mut self, node: Node<'t>) {
        let scope = self.scopes.len();
        self.scopes.push(Vec::new());
        self.events.push(Event::Enter(scope));
        self.open.push((scope, node));
    }

    fn declare(&mut self, kind: Kind, node: Node<'t>, parent: Node<'t>, value: Option<Node<'t>>) {
        let inner = self.open.last().map_or(0, |open| open.0);
        let (outer, function) = self.functions.last().copied().unwrap_or((0, None));
        let scope = if kind == Kind::Var { outer } else { inner };
        let name = self.tree.text(node);
        if self.known.contains_key(&(scope, name)) {
            // Declared again: that gives it another value.
            return self.use_name(Access::Write, node, parent);
        }
        let exports = self.around.get(1).is_some_and(|(node, _)| node.kind() == "export_statement");
        let exported = self.ambient > 0 || (scope == 0 && exports);
        let index = self.names.bindings.len();
        let list = self.around.iter().rev().nth(1).map(|around| around.0);
        let (top, hides, uses) = (scope == 0, None, Vec::new());
        self.names.bindings.push(Binding {
            name,
            kind,
            node,
            parent,
            list,
            value,
            function,
            top,
            exported,
            hides,
            uses,
        });
        self.known.insert((scope, name), index);
        if let Some(bindings) = self.scopes.get_mut(scope) {
            bindings.push(index);
        }
    }

    fn use_name(&mut self, access: Access, node: Node<'t>, parent: Node<'t>) {
        let function = self.functions.last().and_then(|function| function.1);
        self.events.push(Event::Use(self.names.uses.len()));
        self.names.uses.push(Use { node, parent, access, function, binding: None });
    }

    fn mode(&self, at: At<'t>) -> Mode {
        use Mode::{Declare, Ignore, Signature};
        let Some(parent) = at.parent else { return Mode::Use(Access::Read) };
        let inherited = self.around.last().map_or(Mode::Use(Access::Read), |around| around.1);
        let (node, plain) = (at.node.kind(), Mode::Use(Access::Read));
        if node.ends_with("_signature") || matches!(node, "function_type" | "constructor_type") {
            return Signature;
        }
        if inherited == Signature || inherited == Ignore {
            return if node == "type_query" { plain } else { inherited };
        }
        match (parent.kind(), at.field) {
            ("variable_declarator", Some("name")) => {
                let around = self.around.iter().rev().nth(1).and_then(|around| around.0.child(0));
                Declare(around.map_or(Kind::Let, |keyword| declared_by(keyword.kind())))
            }
            ("for_in_statement", Some("left")) => match field(parent, "kind") {
                Some(keyword) => Declare(declared_by(keyword.kind())),
                None if at.node.kind() == "member_expression" => plain,
                None => Mode::Use(Access::Write),
            },
            ("formal_parameters", _) | ("arrow_function", Some("parameter")) => Declare(Kind::Parameter),
            ("catch_clause", Some("parameter")) => Declare(Kind::Other),
            ("import_clause" | "namespace_import" | "import_require_clause", _) if node == "identifier" => {
                Declare(Kind::Import)
            }
            ("export_specifier", Some("name")) => Mode::Use(Access::Export),
            ("export_specifier" | "import_specifier", _) => Ignore,
            ("assignment_expression", Some("left")) => Mode::Use(Access::Write),
            ("augmented_assignment_expression", Some("left")) | ("update_expression", Some("argument")) => {
                Mode::Use(Access::Update)
            }
            // Declared when their parent was entered.
            (kind, Some("name"))
                if kind.ends_with("_declaration")
                    || matches!(kind, "function_expression" | "generator_function" | "class" | "type_parameter")
                    || kind.ends_with("module") =>
            {
                Ignore
            }
            ("assignment_pattern" | "object_assignment_pattern", Some("right")) | ("pair_pattern", Some("key")) => {
                plain
            }
            ("required_parameter" | "optional_parameter", Some("pattern")) => inherited,
            (kind, _) if kind.ends_with("_pattern") || kind == "parenthesized_expression" => inherited,
            _ => plain,
        }
    }

    fn declare_own_name(&mut self, node: Node<'t>) {
        let kind = match node.kind() {
            "function_declaration" | "generator_function_declaration" => Kind::Function,
            "class_declaration" | "abstract_class_declaration" => Kind::Class,
            "enum_declaration" | "internal_module" => Kind::Other,
            "import_specifier" => Kind::Import,
            _ => return,
        };
        let name = field(node, "alias").or_else(|| field(node, "name"));
        if let Some(name) = name.filter(|name| name.kind().ends_with("identifier")) {
            self.declare(kind, name, node, Some(node));
        }
    }
}

fn declared_by(keyword: &str) -> Kind {
    match keyword {
        "var" => Kind::Var,
        "let" => Kind::Let,
        _ => Kind::Const,
    }
}

fn opens_scope(node: Node, parent: Option<Node>) -> bool {
    match node.kind() {
        "program" | "for_statement" | "for_in_statement" | "catch_clause" | "switch_body" | "class_static_block" => {
            true
        }
        "statement_block" => !parent.is_some_and(is_function),
        _ => is_function(node),
    }
}

/// `[key]` of a method: it is evaluated outside of it.
fn is_computed_name(node: Node, parent: Option<Node>) -> bool {
    node.kind() == "computed_property_name" && parent.is_some_and(|parent| parent.kind() == "method_definition")
}

fn is_ambient(node: Node) -> bool {
    matches!(node.kind(), "ambient_declaration" | "internal_module" | "module")
}

impl<'t> Visitor<'t> for Collector<'t, '_> {
    fn enter(&mut self, at: At<'t>) -> bool {
        let At { node, parent, .. } = at;
        self.declare_own_name(node);
        self.ambient += usize::from(is_ambient(node) && node.is_named());
        if opens_scope(node, parent) {
            self.open_scope(node);
        }
        let scope = self.open.last().map_or(0, |open| open.0);
        if is_computed_name(node, parent) {
            self.events.push(Event::Leave(scope));
        }
        match node.kind() {
            "program" => self.functions.push((scope, None)),
            // What a field starts as is evaluated later, too.
            "field_definition" | "public_field_definition" | "class_static_block" => {
                self.functions.push((scope, Some(node)));
            }
            _ if is_function(node) => {
                self.functions.push((scope, Some(node)));
                let own = field(node, "name").filter(|_| node.kind().ends_with("expression"));
                if let Some(name) = own {
                    self.declare(Kind::Other, name, node, None);
                }
            }
            "import_statement" | "export_statement" => self.names.module = true,
            "with_statement" => self.names.dynamic = true,
            "export_clause" if parent.is_some_and(|parent| field(parent, "source").is_some()) => {
                self.around.push((node, Mode::Ignore));
                return false;
            }
            _ => {}
        }
        let mode = self.mode(at);
        if let (true, Some(parent)) = (node.kind().contains("identifier"), parent) {
            match (node.kind(), mode) {
                ("type_identifier", Mode::Use(_) | Mode::Signature) => self.use_name(Access::Type, node, parent),
                ("identifier" | "shorthand_property_identifier_pattern", Mode::Declare(kind)) => {
                    let value = if parent.kind() == "variable_declarator" { field(parent, "value") } else { None };
                    self.declare(kind, node, parent, value);
                }
                (
                    "identifier" | "shorthand_property_identifier" | "shorthand_property_identifier_pattern",
                    Mode::Use(access),
                ) => {
                    self.names.dynamic |= self.tree.text(node) == "eval";
                    let of_type = self.around.last().is_some_and(|around| around.0.kind() == "type_query");
                    self.use_name(if of_type { Access::Type } else { access }, node, parent);
                }
                _ => {}
            }
        }
        self.around.push((node, mode));
        true
    }

    fn leave(&mut self, at: At<'t>) {
        self.around.pop();
        self.ambient -= usize::from(is_ambient(at.node) && at.node.is_named());
        if self.functions.last().is_some_and(|function| function.1 == Some(at.node)) {
            self.functions.pop();
        }
        if is_computed_name(at.node, at.parent) {
            self.events.push(Event::Enter(self.open.last().map_or(0, |open| open.0)));
        }
        if let Some((scope, _)) = self.open.pop_if(|open| open.1 == at.node) {
            self.events.push(Event::Leave(scope));
        }
    }
}
