//! What each expression and statement says about variables and loops.

use tree_sitter::Node;

use super::{CALLBACKS, Collector, MAX_STEPS, Rounds, Step, What, type_kind};
use crate::tutor::analyze::complexity::calls::{self, Gives};
use crate::tutor::analyze::complexity::form::{Form, place, read};
use crate::tutor::analyze::tree::Tree;

impl<'t> Collector<'t, '_> {
    pub(super) fn record(&mut self, index: usize, step: Step<'t>) {
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
