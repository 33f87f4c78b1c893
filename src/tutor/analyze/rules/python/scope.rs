//! Which names a function, or a file, binds and uses.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use tree_sitter::Node;

use super::nodes::{called, children, is_scope, within};
use crate::tutor::analyze::rules::Report;
use crate::tutor::analyze::tree::Tree;

/// How a name gets its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tutor::analyze::rules) enum How {
    Parameter,
    /// `name = value`, or `name := value`.
    Assigned,
    /// `name: type`.
    Declared,
    /// One of several names on the left.
    Unpacked,
    /// `name += value`.
    Augmented,
    Loop,
    /// `with ... as name`.
    With,
    /// `except ... as name`.
    Except,
    Imported,
    /// A function or a class.
    Defined,
    /// By a pattern of `match`.
    Matched,
}

/// A name that gets a value.
pub(in crate::tutor::analyze::rules) struct Binding<'t, 'a> {
    pub name: &'a str,
    pub node: Node<'t>,
    pub how: How,
    /// What it gets, where that is in the code.
    pub value: Option<Node<'t>>,
}

/// The names of a function or a file.
#[derive(Default)]
pub(in crate::tutor::analyze::rules) struct Scope<'t, 'a> {
    /// In the order of the text.
    pub bindings: Vec<Binding<'t, 'a>>,
    /// Names that are read, also by functions within, and how often.
    pub uses: HashMap<&'a str, usize>,
    /// Names of `global` and `nonlocal`.
    pub outer: HashSet<&'a str>,
    /// Whether names are looked up by text (`locals()`), so that nothing is known about their use.
    pub dynamic: bool,
}

impl<'t> Report<'t> {
    /// The scope of a function or of the file, which is read once.
    pub(super) fn scope(&self, node: Node<'t>) -> Rc<Scope<'t, 't>> {
        let mut scopes = self.memo.scopes.borrow_mut();
        Rc::clone(scopes.entry(node.id()).or_insert_with(|| Rc::new(Scope::of(self.tree, node))))
    }
}

impl<'t, 'a> Scope<'t, 'a> {
    /// Reads a `function_definition` or a `module`.
    pub fn of(tree: &Tree<'a>, node: Node<'t>) -> Self {
        let mut reader = Reader { tree, scope: Self::default(), targets: HashSet::new(), inner: false };
        let mut inner_until = 0;
        within(node, |node| {
            reader.inner = node.start_byte() < inner_until;
            reader.read(node);
            if is_scope(node) {
                inner_until = inner_until.max(node.end_byte());
            }
            true
        });
        reader.scope
    }

    /// All that a name gets.
    pub fn of_name(&self, name: &str) -> impl Iterator<Item = &Binding<'t, 'a>> {
        self.bindings.iter().filter(move |binding| binding.name == name)
    }

    /// The bindings by name.
    pub fn by_name(&self) -> HashMap<&'a str, Vec<&Binding<'t, 'a>>> {
        let mut names: HashMap<_, Vec<_>> = HashMap::new();
        for binding in &self.bindings {
            names.entry(binding.name).or_default().push(binding);
        }
        names
    }

    /// Whether a name is read.
    pub fn uses(&self, name: &str) -> bool {
        self.dynamic || self.uses.contains_key(name)
    }
}

struct Reader<'r, 't, 'a> {
    tree: &'r Tree<'a>,
    scope: Scope<'t, 'a>,
    /// Identifiers that are no use.
    targets: HashSet<usize>,
    /// Within a function or a class of the scope.
    inner: bool,
}

impl<'t, 'a> Reader<'_, 't, 'a> {
    fn read(&mut self, node: Node<'t>) {
        let field = |name| node.child_by_field_name(name);
        match node.kind() {
            "identifier" if !self.targets.contains(&node.id()) => self.uses(self.tree.text(node)),
            "string" => self.names_in_text(node),
            "call" => {
                self.scope.dynamic |= matches!(called(self.tree, node), Some("locals" | "vars" | "eval" | "exec"))
            }
            "assignment" => {
                let value = field("right");
                let how = if value.is_some() { How::Assigned } else { How::Declared };
                self.bind(field("left"), how, value);
            }
            "named_expression" => self.bind(field("name"), How::Assigned, field("value")),
            "augmented_assignment" => {
                self.bind(field("left"), How::Augmented, field("right"));
                // It is read too, but by nobody else.
            }
            "for_statement" => self.bind(field("left"), How::Loop, field("right")),
            "for_in_clause" => self.skip(field("left")),
            "as_pattern" => {
                let how = match node.parent().map(|parent| parent.kind()) {
                    Some("with_item") => How::With,
                    Some("except_clause" | "except_group_clause") => How::Except,
                    _ => How::Matched,
                };
                let value = node.named_child(0);
                self.bind(field("alias").or_else(|| children(node).get(1).copied()), how, value);
            }
            "except_clause" if field("alias").is_some() => self.bind(field("alias"), How::Except, field("value")),
            "import_statement" | "import_from_statement" => self.import(node),
            "future_import_statement" => within(node, |name| {
                self.targets.insert(name.id());
                true
            }),
            "function_definition" | "class_definition" => self.bind(field("name"), How::Defined, None),
            "parameters" | "lambda_parameters" => self.parameters(node),
            "global_statement" | "nonlocal_statement" => {
                let names = children(node);
                self.scope.outer.extend(names.iter().map(|name| self.tree.text(*name)).filter(|_| !self.inner));
                if !self.inner {
                    self.targets.extend(names.iter().map(Node::id));
                }
            }
            "keyword_argument" => self.skip(field("name")),
            "attribute" => self.skip(field("attribute")),
            "keyword_pattern" => self.skip(node.named_child(0)),
            "case_pattern" | "splat_pattern" => {
                for pattern in children(node) {
                    let name = if pattern.kind() == "dotted_name" && pattern.named_child_count() == 1 {
                        pattern.named_child(0)
                    } else {
                        Some(pattern).filter(|_| node.kind() == "splat_pattern")
                    };
                    self.bind(name, How::Matched, None);
                }
            }
            _ => {}
        }
    }

    fn uses(&mut self, name: &'a str) {
        *self.scope.uses.entry(name).or_default() += 1;
    }

    fn skip(&mut self, target: Option<Node<'t>>) {
        self.targets.extend(target.map(names).unwrap_or_default().iter().map(Node::id));
    }

    fn bind(&mut self, target: Option<Node<'t>>, how: How, value: Option<Node<'t>>) {
        let names = target.map(names).unwrap_or_default();
        for &node in &names {
            self.targets.insert(node.id());
            let how = if how == How::Assigned && Some(node) != target { How::Unpacked } else { how };
            if !self.inner {
                self.scope.bindings.push(Binding { name: self.tree.text(node), node, how, value });
            }
        }
    }

    fn import(&mut self, node: Node<'t>) {
        let module = node.child_by_field_name("module_name");
        for path in children(node) {
            let alias = path.child_by_field_name("alias");
            let name = match path.kind() {
                _ if Some(path) == module => None,
                "aliased_import" => alias,
                "dotted_name" => path.named_child(0),
                _ => None,
            };
            within(path, |part| {
                self.targets.insert(part.id());
                true
            });
            if let Some(name) = name.filter(|_| !self.inner) {
                let binding = Binding { name: self.tree.text(name), node: name, how: How::Imported, value: Some(node) };
                self.scope.bindings.push(binding);
            }
        }
    }

    fn parameters(&mut self, list: Node<'t>) {
        for parameter in children(list) {
            let name = parameter.child_by_field_name("name").or_else(|| match parameter.kind() {
                "identifier" | "list_splat_pattern" | "dictionary_splat_pattern" => Some(parameter),
                "typed_parameter" => parameter.named_child(0),
                _ => None,
            });
            self.bind(name, How::Parameter, parameter.child_by_field_name("value"));
        }
    }

    /// A text that could be a type or a list of names (`"list[Node]"`) uses them.
    fn names_in_text(&mut self, string: Node<'t>) {
        let mut cursor = string.walk();
        for content in string.named_children(&mut cursor).filter(|part| part.kind() == "string_content") {
            let text = self.tree.text(content);
            let of_names = |c: char| c.is_alphanumeric() || "_.[], |".contains(c);
            if text.len() < 200 && text.chars().all(of_names) {
                for name in text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty()) {
                    self.uses(name);
                }
            }
        }
    }
}

/// The names that a target binds: those of `a, (b, *c)`, none of `a.b` and `a[0]`.
pub(super) fn names(target: Node) -> Vec<Node> {
    let (mut found, mut all) = (Vec::new(), vec![target]);
    while let Some(node) = all.pop() {
        match node.kind() {
            "identifier" => found.push(node),
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "list_splat_pattern"
            | "dictionary_splat_pattern"
            | "as_pattern_target"
            | "parenthesized_expression"
            | "tuple"
            | "list"
            | "list_splat" => {
                all.extend(children(node).into_iter().rev());
            }
            _ => {}
        }
    }
    found
}
