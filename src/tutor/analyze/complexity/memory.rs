//! Memory: what new values take, and for how long they are kept.

use tree_sitter::Node;

use super::Estimator;
use super::calls::{self, Gives};
use super::cost::Cost;
use super::facts::{Rounds, Step, What};
use super::form::Form;
use super::work::Own;
use crate::tutor::analyze::tree::children;

impl<'t> Estimator<'t, '_> {
    /// C++: the collections among the parameters that each call gets a copy of.
    pub(super) fn by_value(&self, function: usize) -> Vec<&'t str> {
        let known = &self.functions[function];
        if self.tree.language.name != "cpp" {
            return Vec::new();
        }
        let is_copied = |name: &&&'t str| {
            known.kinds.contains_key(**name)
                && known.definitions.get(**name).is_some_and(|all| {
                    all.iter().any(|of| {
                        let declarator = of.step.node.child_by_field_name("declarator");
                        matches!(of.what, What::Parameter) && declarator.is_some_and(|of| of.kind() == "identifier")
                    })
                })
        };
        known.parameters.iter().filter(is_copied).copied().collect()
    }

    /// C and C++: `int a[n]`, and `vector<int> v(n)`, which looks like a function.
    pub(super) fn spend_on_arrays(&mut self, function: usize, own: &mut Own) {
        let all = self.functions[function].definitions.values().flatten();
        let declared = all.filter_map(|of| match of.what {
            What::Set(Some(value)) if matches!(value.kind(), "array_declarator" | "function_declarator") => {
                Some((value, of.step.within))
            }
            _ => None,
        });
        for (declarator, within) in declared.collect::<Vec<_>>() {
            let size = self.size(function, declarator);
            own.spend(size.clone().and_then(|size| size.times(&self.rounds_in_total(function, within)?)));
            own.allocate(size);
        }
    }

    pub(super) fn spend_on_declared(
        &mut self,
        function: usize,
        step: Step<'t>,
        pairs: &[(Node<'t>, Option<Node<'t>>)],
        own: &mut Own,
    ) {
        for value in pairs.iter().filter_map(|(_, value)| *value).filter(|value| value.kind() == "argument_list") {
            let size = self.product(function, value);
            own.spend(size.clone().and_then(|size| size.times(&self.rounds_in_total(function, step.within)?)));
            own.allocate(size);
        }
    }

    /// `(n, vector<int>(m))`: the lengths multiply.
    pub(super) fn product(&mut self, function: usize, list: Node<'t>) -> Option<Cost> {
        let mut size = Cost::one();
        for (index, argument) in children(list).into_iter().enumerate() {
            match self.read(argument) {
                Form::Call { receiver: None, arguments, name }
                    if calls::kind_of_type(name).is_some() || name == "vector" =>
                {
                    if let Some(first) = arguments.first() {
                        size = size.times(&self.size(function, *first)?)?;
                    }
                }
                _ if index == 0 => size = self.size(function, argument)?,
                _ => {}
            }
        }
        Some(size)
    }

    /// Memory of a new value: once for each element of what keeps it, and once where nothing does.
    pub(super) fn retained(&mut self, function: usize, step: Step<'t>, size: Option<Cost>) -> Option<Cost> {
        let Some(parent) = step.parent else { return size };
        // `new Array(n).fill(0)` is the array.
        let chained = |node: Node<'t>| {
            let call = node.parent().filter(|_| matches!(node.kind(), "member_expression" | "field_expression"))?;
            call.parent()
        };
        let parent =
            if parent.kind() == "expression_list" { parent.parent() } else { chained(parent) }.unwrap_or(parent);
        let mut size = size?;
        let call = parent.parent().filter(|_| parent.kind().starts_with("argument")).map(|call| self.read(call));
        if let Some(Form::Call { name, receiver, .. }) = call {
            if receiver.is_some() && matches!(name, "append" | "push" | "add" | "push_back" | "appendleft") {
                return size.times(&self.rounds_in_total(function, step.within)?);
            }
            let gives = self.known(function, name, receiver).map(|known| known.gives);
            if matches!(gives, Some(Gives::Small | Gives::Size | Gives::Element | Gives::Root)) {
                return Some(size);
            }
        }
        let mut within = step.within;
        while let Some(index) = within {
            let known = &self.functions[function].loops[index];
            within = known.around;
            let Rounds::Each(each) = &known.rounds else { break };
            let keeps = match self.read(known.node) {
                Form::Comprehension { kind, body, .. } => {
                    !kind.is_empty() && body.byte_range().contains(&step.node.start_byte())
                }
                Form::Lambda => self.gives_to_map(known.node, step.node),
                _ => false,
            };
            if !keeps {
                break;
            }
            for (_, iterable) in each.clone() {
                size = size.times(&self.size(function, iterable)?)?;
            }
        }
        let Form::Assign { pairs, .. } = self.read(parent) else { return Some(size) };
        let is_kept = |target: Node<'t>| match self.read(target) {
            // `[a[i], a[j]] = [a[j], a[i]]` keeps nothing.
            Form::Index { .. } => pairs.len() == 1,
            // `tail.next = new Node(x); tail = tail.next`
            Form::Attribute { of, .. } => step.within.is_some_and(|index| {
                self.place(of).is_some_and(|path| !self.definitions_within(function, index, &path).is_empty())
            }),
            Form::Name(name) => step.within.is_some_and(|index| self.is_linked(function, index, name)),
            _ => false,
        };
        if pairs.iter().any(|(target, _)| is_kept(*target)) {
            size = size.times(&self.rounds_in_total(function, step.within)?)?;
        }
        Some(size)
    }

    /// Whether a new value is what the function returns.
    pub(super) fn is_returned(&self, function: usize, step: Step<'t>) -> bool {
        let Some(parent) = step.parent else { return false };
        let name = match self.read(parent) {
            Form::Assign { pairs, .. } => match pairs[..] {
                [(target, _)] => match self.place(target) {
                    Some(name) => name,
                    None => return false,
                },
                _ => return false,
            },
            _ => return parent.kind() == "return_statement",
        };
        self.functions[function].returns.iter().any(|value| self.tree.text(*value) == name)
    }

    /// Whether a value is what a callback of `map` gives: `rows.map((row) => row.slice())`.
    fn gives_to_map(&self, lambda: Node<'t>, value: Node<'t>) -> bool {
        let call = lambda.parent().and_then(|list| list.parent());
        let is_map = call.is_some_and(|call| matches!(self.read(call), Form::Call { name: "map" | "from", .. }));
        let is_result = lambda.child_by_field_name("body").is_some_and(|body| self.plain(body) == value)
            || value.parent().is_some_and(|parent| parent.kind() == "return_statement");
        is_map && is_result
    }

    /// Whether each round hangs what a variable holds on to a structure: `node = new Node(x); node.next = head; head = node`.
    fn is_linked(&self, function: usize, index: usize, name: &str) -> bool {
        let known = &self.functions[function];
        known.definitions.iter().any(|(path, all)| {
            let hangs = all.iter().any(|of| {
                known.is_within(of.step.within, index)
                    && matches!(of.what, What::Set(Some(value)) if self.tree.text(value) == name)
            });
            let leads_to = || {
                known.definitions.iter().any(|(link, all)| {
                    link.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
                        && all
                            .iter()
                            .any(|of| matches!(of.what, What::Set(Some(value)) if self.tree.text(value) == path))
                })
            };
            hangs && path != name && (path.contains('.') || leads_to())
        })
    }
}
