//! What kind of collection things are.

use tree_sitter::Node;

use super::Estimator;
use super::calls;
use super::facts::What;
use super::form::Form;

impl<'t> Estimator<'t, '_> {
    /// What kind of collection an expression is.
    pub(super) fn kind(&self, function: usize, node: Node<'t>) -> Option<&'static str> {
        self.kind_at(function, node, 0)
    }

    fn kind_at(&self, function: usize, node: Node<'t>, depth: usize) -> Option<&'static str> {
        if depth > 8 {
            return None;
        }
        match self.read(node) {
            Form::Same(within) => self.kind_at(function, within, depth + 1),
            Form::Text => Some("text"),
            Form::Several(kind, _) => (!kind.is_empty()).then_some(kind),
            Form::Comprehension { kind, .. } => (!kind.is_empty()).then_some(kind),
            Form::New { class: "[]", .. } => Some("list"),
            Form::New { class, .. } => calls::kind_of_type(class),
            Form::Slice { of, .. } => self.kind_at(function, of, depth + 1).or(Some("list")),
            Form::Binary { left, operator: "+" | "*", right } => {
                self.kind_at(function, left, depth + 1).or_else(|| self.kind_at(function, right, depth + 1))
            }
            Form::Choice { yes, no } => {
                self.kind_at(function, yes, depth + 1).or_else(|| self.kind_at(function, no, depth + 1))
            }
            Form::Call {
                name: "sorted" | "split" | "toCharArray" | "splice" | "concat" | "map" | "filter", ..
            } => Some("list"),
            Form::Call {
                name: "str" | "join" | "String" | "substring" | "substr" | "toLowerCase" | "lower" | "upper",
                ..
            } => Some("text"),
            // Rust: `HashMap::new()`.
            Form::Call { name: "new" | "with_capacity" | "from", receiver: None, .. } => {
                let path = node.child_by_field_name("function").map(|of| self.tree.text(of)).unwrap_or_default();
                calls::kind_of_type(path.rsplit("::").nth(1).unwrap_or_default())
            }
            Form::Call { name: "collect" | "to_vec", .. } if self.tree.language.name == "rust" => Some("list"),
            Form::Call { name, receiver: None, .. } => calls::kind_of_type(name),
            Form::Call { name: "slice" | "fill" | "reverse" | "append" | "sort", receiver: Some(of), .. } => {
                self.kind_at(function, of, depth + 1)
            }
            Form::Call { name: "Counter" | "defaultdict" | "OrderedDict" | "deque", .. } => {
                calls::kind_of_type(match self.read(node) {
                    Form::Call { name, .. } => name,
                    _ => "",
                })
            }
            Form::Name("heapq" | "Math" | "Arrays" | "Collections" | "System" | "console") => Some("module"),
            Form::Name(_) | Form::Attribute { .. } | Form::Index { .. } => {
                self.kind_of_place_at(function, &self.place(node)?, depth + 1)
            }
            _ => match node.kind() {
                "array_declarator" => Some("list"),
                _ => None,
            },
        }
    }

    /// What kind of collection a variable is.
    pub(super) fn kind_of_place(&self, function: usize, path: &str) -> Option<&'static str> {
        self.kind_of_place_at(function, path, 0)
    }

    fn kind_of_place_at(&self, function: usize, path: &str, depth: usize) -> Option<&'static str> {
        if depth > 8 {
            return None;
        }
        let owner = self.owner(function, path).unwrap_or(function);
        let known = &self.functions[owner];
        if let Some(kind) = known.kinds.get(path) {
            return Some(kind);
        }
        // A field is declared outside of the function.
        let field = path.trim_start_matches("this.");
        if let Some(kind) = self.functions[0].kinds.get(field) {
            return Some(kind);
        }
        let definitions = known.definitions.get(path)?;
        let key = (owner, path.to_owned());
        if let Some(kind) = self.kinds.borrow().get(&key) {
            return *kind;
        }
        // Not known while it is being found out: variables that are set from one another would be followed again and again.
        self.kinds.borrow_mut().insert(key.clone(), None);
        let kind = definitions.iter().find_map(|definition| match definition.what {
            What::Set(Some(value)) if !self.mentions(value, path) => self.kind_at(owner, value, depth + 1),
            What::Change("+", Some(value)) => self.kind_at(owner, value, depth + 1),
            What::Extend(_) => Some("list"),
            _ => None,
        });
        self.kinds.borrow_mut().insert(key, kind);
        kind
    }
}
