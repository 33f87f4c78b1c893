//! How big things are: numbers by their value, collections by their length.

use tree_sitter::Node;

use super::calls::{self, Gives, On};
use super::cost::{Cost, Symbol};
use super::facts::{Definition, Step, What, place};
use super::form::{Form, read};
use super::{Estimator, sum};
use crate::tutor::analyze::tree::children;

/// Expressions within one another are looked into to this depth.
const MAX_DEPTH: usize = 40;

impl<'t> Estimator<'t, '_> {
    /// The symbol of a place that the function gets from outside.
    pub(super) fn symbol(&mut self, function: usize, place: &str) -> Symbol {
        let key = (function, place.to_owned());
        let next = self.symbols.len();
        let (symbol, is_new) = self.symbol_of.get(&key).map_or((next, true), |symbol| (*symbol, false));
        if is_new {
            self.symbols.push(super::Symbol { function, place: place.to_owned(), same_as: next });
            self.symbol_of.insert(key, next);
        }
        symbol
    }

    /// The size of an expression; `None` where it cannot be told.
    pub(super) fn size(&mut self, function: usize, node: Node<'t>) -> Option<Cost> {
        if self.depth > MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let size = self.size_of_form(function, node);
        self.depth -= 1;
        size
    }

    fn size_of_form(&mut self, function: usize, node: Node<'t>) -> Option<Cost> {
        match read(self.tree, node) {
            Form::Number(_) | Form::Text => Some(Cost::one()),
            Form::Same(within) => self.size(function, within),
            Form::Name("NULL" | "INT_MAX" | "INT_MIN" | "None" | "Infinity") => Some(Cost::one()),
            Form::Name(_) => self.size_of_place(function, &place(self.tree, node)?),
            Form::Attribute { of, name: "length" | "size" } => self.size(function, of),
            Form::Attribute { of, name } => {
                let path = place(self.tree, node)?;
                if self.functions[function].definitions.contains_key(&path)
                    || matches!(self.tree.text(of), "self" | "this")
                {
                    return self.size_of_place(function, &path);
                }
                if name.starts_with("MAX") || name.starts_with("MIN") || name == "inf" {
                    return Some(Cost::one());
                }
                // A part of a linked structure is at most as big.
                self.size(function, of)
            }
            Form::Index { of, .. } => {
                let path = place(self.tree, node)?;
                if self.has_definitions(function, &path) {
                    self.size_of_place(function, &path)
                } else {
                    self.element(function, of)
                }
            }
            Form::Slice { of, to, .. } => match to.map(|to| read(self.tree, to)) {
                Some(Form::Number(_)) => Some(Cost::one()),
                _ => self.size(function, of),
            },
            Form::Binary { left, operator, right } => self.size_of_binary(function, left, operator, right),
            Form::Choice { yes, no } => sum(self.size(function, yes), self.size(function, no)),
            Form::Several(_, parts) => {
                let mut spread =
                    parts.into_iter().filter(|part| matches!(part.kind(), "spread_element" | "list_splat"));
                spread.try_fold(Cost::one(), |size, part| Some(size.plus(&self.size(function, part)?)))
            }
            Form::Comprehension { clauses, .. } => {
                let mut product = Cost::one();
                for (_, iterable) in clauses {
                    product = product.times(&self.size(function, iterable)?)?;
                }
                Some(product)
            }
            Form::New { class, arguments } => match calls::kind_of_type(class) {
                _ if class == "[]" || class == "Array" => {
                    arguments.first().map_or(Some(Cost::one()), |n| self.size(function, *n))
                }
                Some(_) => arguments.first().map_or(Some(Cost::one()), |from| self.size(function, *from)),
                None => Some(Cost::one()),
            },
            Form::Call { name, receiver, arguments } => self.size_of_call(function, node, name, receiver, &arguments),
            Form::Assign { pairs, .. } => {
                let (target, value) = *pairs.first()?;
                self.size(function, value.unwrap_or(target))
            }
            Form::Lambda => Some(Cost::one()),
            _ => match node.kind() {
                "argument_list" if node.named_child_count() == 0 => Some(Cost::one()),
                "argument_list" => self.size(function, node.named_child(0)?),
                "array_declarator" => match node.child_by_field_name("size") {
                    Some(size) => self.size(function, size),
                    None => Some(Cost::one()),
                },
                "function_declarator" => {
                    let first = node.child_by_field_name("parameters")?.named_child(0);
                    first.map_or(Some(Cost::one()), |first| self.size_of_place(function, self.tree.text(first)))
                }
                "slice" => None,
                _ => Some(Cost::one()),
            },
        }
    }

    fn size_of_binary(&mut self, function: usize, left: Node<'t>, operator: &str, right: Node<'t>) -> Option<Cost> {
        let is_number = |node| matches!(read(self.tree, node), Form::Number(_));
        let (left_number, right_number) = (is_number(left), is_number(right));
        match operator {
            "+" | "or" | "||" | "|" | "^" | "and" | "&&" | "??" | ".." | "..=" => {
                sum(self.size(function, left), self.size(function, right))
            }
            "-" | "//" | "/" | ">>" => self.size(function, left),
            "*" => self.size(function, left)?.times(&self.size(function, right)?),
            "%" => self.size(function, right),
            "&" => self.size(function, if right_number { right } else { left }),
            "**" => match (self.tree.text(left), self.tree.text(right)) {
                (_, "0.5") => self.size(function, left)?.power(50),
                (_, "2") => self.size(function, left)?.power(200),
                (_, "3") => self.size(function, left)?.power(300),
                ("2", _) => self.size(function, right)?.exponential(2),
                _ if left_number && right_number => Some(Cost::one()),
                _ => None,
            },
            "<<" if left_number => self.size(function, right)?.exponential(2),
            "<<" => right_number.then(|| self.size(function, left)).flatten(),
            _ => Some(Cost::one()),
        }
    }

    fn size_of_call(
        &mut self,
        function: usize,
        node: Node<'t>,
        name: &str,
        receiver: Option<Node<'t>>,
        arguments: &[Node<'t>],
    ) -> Option<Cost> {
        if receiver.is_none() && name == "range" {
            // Downwards, the first bound is the greater one.
            let last = arguments.get(1).or_else(|| arguments.first());
            let end = last.map_or(Some(Cost::one()), |end| self.size(function, *end))?;
            return match arguments.first() {
                Some(first) if end.is_one() => self.size(function, *first),
                _ => Some(end),
            };
        }
        if receiver.is_none() && matches!(name, "input" | "nextInt") {
            let line = format!("input at line {}", node.start_position().row + 1);
            return Some(Cost::of(self.symbol(0, &line)));
        }
        if let Some(called) = self.called(function, name, receiver) {
            return self.size_of_result(function, called, arguments);
        }
        let known = self.known(function, name, receiver)?;
        let of =
            if known.on == On::Receiver && !self.is_library(receiver) { receiver } else { arguments.first().copied() };
        match (known.gives, of) {
            (Gives::Small | Gives::Grow | Gives::Extend, _) | (_, None) => Some(Cost::one()),
            (Gives::Fresh | Gives::View | Gives::Size, Some(of)) => {
                let all = if matches!(name, "zip" | "max" | "min") { arguments } else { &[of] };
                all.iter().try_fold(Cost::one(), |size, of| Some(size.plus(&self.size(function, *of)?)))
            }
            (Gives::Element, Some(_)) if arguments.len() > 1 => {
                arguments.iter().try_fold(Cost::one(), |size, of| Some(size.plus(&self.size(function, *of)?)))
            }
            (Gives::Element | Gives::Take, Some(of)) => self.element(function, of),
            (Gives::Root, Some(of)) => self.size(function, of)?.power(50),
        }
    }

    /// The size of the elements of a collection, or of what a range counts.
    pub(super) fn element(&mut self, function: usize, node: Node<'t>) -> Option<Cost> {
        self.depth += 1;
        let size = if self.depth > MAX_DEPTH { None } else { self.element_of_form(function, node) };
        self.depth -= 1;
        size
    }

    fn element_of_form(&mut self, function: usize, node: Node<'t>) -> Option<Cost> {
        match read(self.tree, node) {
            Form::Same(within) => self.element(function, within),
            Form::Slice { of, .. } => self.element(function, of),
            Form::Comprehension { body, .. } => self.size(function, body),
            Form::Several(_, parts) => parts
                .into_iter()
                .take(20)
                .try_fold(Cost::one(), |size, part| Some(size.plus(&self.size(function, part)?))),
            Form::Binary { left, operator: "*" | "+", .. } => self.element(function, left),
            Form::Binary { operator: ".." | "..=", .. } => self.size(function, node),
            Form::Call { name: "range", receiver: None, .. } => self.size(function, node),
            Form::Call { name, receiver, arguments } => {
                let of = if self.is_library(receiver) { None } else { receiver };
                match of.or_else(|| arguments.first().copied()) {
                    Some(of) if self.known(function, name, receiver).is_some() => self.element(function, of),
                    _ => None,
                }
            }
            Form::Name(_) | Form::Attribute { .. } | Form::Index { .. } => {
                let path = place(self.tree, node)?;
                self.element_of_place(function, &path)
            }
            Form::Text => Some(Cost::one()),
            _ => None,
        }
    }

    fn element_of_place(&mut self, function: usize, path: &str) -> Option<Cost> {
        let inner = format!("{path}[]");
        if self.has_definitions(function, &inner) {
            let own = self.size_of_place(function, &inner);
            return own;
        }
        let key = (function, inner.clone());
        if let Some(known) = self.sizes.get(&key) {
            return known.clone();
        }
        if !self.busy.insert(key.clone()) {
            return Some(Cost::one());
        }
        let size = self.element_by_definitions(function, path);
        self.busy.remove(&key);
        self.sizes.insert(key, size.clone());
        size
    }

    fn element_by_definitions(&mut self, function: usize, path: &str) -> Option<Cost> {
        let Some(owner) = self.owner(function, path) else {
            return Some(Cost::of(self.symbol_of_place(function, &format!("{path}[]"))));
        };
        let mut size = Some(Cost::one());
        for index in 0..self.functions[owner].definitions[path].len() {
            let part = match &self.functions[owner].definitions[path][index].what {
                What::Parameter => Some(Cost::of(self.symbol(owner, &format!("{path}[]")))),
                What::Set(Some(value)) | What::Extend(value) | What::Change("+", Some(value)) => {
                    let value = *value;
                    self.element(owner, value)
                }
                What::Grow(Some(value)) => {
                    let value = *value;
                    self.size(owner, value)
                }
                What::Element(..) => Some(Cost::one()),
                What::Set(None) => None,
                _ => Some(Cost::one()),
            };
            size = sum(size, part);
        }
        size
    }

    /// The function, from this one outwards, that something happens to the place in.
    pub(super) fn owner(&self, function: usize, path: &str) -> Option<usize> {
        let base = path.split(['.', '[']).next().unwrap_or(path);
        let mut at = function;
        loop {
            if at == 0 || self.functions[at].owns(path) || self.functions[at].owns(base) {
                return self.functions[at].definitions.contains_key(path).then_some(at);
            }
            at = self.functions[at].outer;
        }
    }

    fn has_definitions(&self, function: usize, path: &str) -> bool {
        self.owner(function, path).is_some()
    }

    /// The symbol of a place, in the function that its first name belongs to.
    fn symbol_of_place(&mut self, function: usize, path: &str) -> Symbol {
        let base = path.split(['.', '[']).next().unwrap_or(path);
        let mut at = function;
        while at != 0 && !self.functions[at].owns(base) {
            at = self.functions[at].outer;
        }
        self.symbol(at, path)
    }

    /// The size of a variable.
    pub(super) fn size_of_place(&mut self, function: usize, path: &str) -> Option<Cost> {
        let Some(owner) = self.owner(function, path) else {
            let parent = path.strip_suffix("[]");
            return match parent {
                Some(parent) if self.has_definitions(function, parent) => self.element_of_place(function, parent),
                _ => Some(Cost::of(self.symbol_of_place(function, path))),
            };
        };
        let key = (owner, path.to_owned());
        if let Some(known) = self.sizes.get(&key) {
            return known.clone();
        }
        if !self.busy.insert(key.clone()) {
            return Some(Cost::one());
        }
        let size = self.size_by_definitions(owner, path);
        // What grows in a function within, grows there.
        let size = if owner == function { size } else { sum(size, self.growth_within(function, path)) };
        self.busy.remove(&key);
        self.sizes.insert(key, size.clone());
        size
    }

    /// How much an inner function adds to a collection of an outer one.
    fn growth_within(&mut self, function: usize, path: &str) -> Option<Cost> {
        let mut size = Some(Cost::one());
        let Some(all) = self.functions[function].definitions.get(path) else { return size };
        let takes = all.iter().any(|definition| matches!(definition.what, What::Take));
        let grows = all.iter().any(|definition| matches!(definition.what, What::Grow(_)));
        if grows {
            size = if takes { self.depth_of_recursion(function) } else { None };
        }
        size
    }

    fn size_by_definitions(&mut self, owner: usize, path: &str) -> Option<Cost> {
        if let Some(limit) = self.limit(owner, path) {
            return self.size(owner, limit);
        }
        let is_collection = self.kind_of_place(owner, path).is_some();
        let is_parameter =
            matches!(self.functions[owner].definitions[path].first().map(|first| &first.what), Some(What::Parameter));
        let mut size = Some(Cost::one());
        for index in 0..self.functions[owner].definitions[path].len() {
            let definition = &self.functions[owner].definitions[path][index];
            let step = definition.step;
            let part = match definition.what {
                What::Parameter => Some(Cost::of(self.symbol(owner, path))),
                What::Set(Some(value)) => {
                    if self.mentions(value, path) {
                        self.size_of_change(owner, path, step.within, Some(value), is_collection)
                    } else {
                        self.size(owner, value)
                    }
                }
                // A part of a tuple: a number or a node as a rule, and at most as big as the parameters that it is made of.
                What::Set(None) => None,
                What::Change("+" | "|", value) => self.size_of_change(owner, path, step.within, value, is_collection),
                What::Change("*" | "<<" | "**", _) => self.size_of_change(owner, path, step.within, None, false),
                What::Declared | What::Change(..) | What::Take => Some(Cost::one()),
                What::Element(iterable, part) => self.size_of_part(owner, iterable, part),
                What::Grow(_) if is_parameter && self.is_self_recursive(owner) => Some(Cost::one()),
                What::Grow(value) => self.values_added(owner, path, value, step),
                What::Extend(value) => {
                    let rounds = self.rounds_in_total(owner, step.within);
                    rounds.and_then(|rounds| rounds.times(&self.size(owner, value)?))
                }
                What::Keyed if self.kind_of_place(owner, path) == Some("map") => {
                    self.times_added(owner, step.within, step.guard)
                }
                What::Keyed => Some(Cost::one()),
            };
            size = sum(size, part);
        }
        size
    }

    /// How many values are added to a collection, in all.
    pub(super) fn values_added(
        &mut self,
        owner: usize,
        path: &str,
        value: Option<Node<'t>>,
        step: Step<'t>,
    ) -> Option<Cost> {
        let added = self.times_added(owner, step.within, step.guard);
        match (added, self.different_values(owner, path, value, step.guard)) {
            (Some(added), Some(different)) if added.rank() <= different.rank() => Some(added),
            (added, different) => different.or(added),
        }
    }

    /// How many values a collection can take where it takes each of them once: as many as the parameter has that they are elements of.
    fn different_values(
        &mut self,
        owner: usize,
        path: &str,
        value: Option<Node<'t>>,
        guard: Option<Node<'t>>,
    ) -> Option<Cost> {
        let value = value?;
        let text = self.tree.text(value);
        let guard = guard.map(|guard| self.tree.text(self.plain(guard))).unwrap_or_default();
        let is_new = guard == format!("{text} not in {path}")
            || ["includes", "contains", "has"].iter().any(|method| guard == format!("!{path}.{method}({text})"));
        if !is_new && self.kind_of_place(owner, path) != Some("set") {
            return None;
        }
        let of = match read(self.tree, value) {
            Form::Index { of, .. } => of,
            Form::Name(name) => match self.functions[owner].definitions.get(name)?[..] {
                [Definition { what: What::Element(of, None), .. }] => of,
                _ => return None,
            },
            _ => return None,
        };
        let Form::Name(name) = read(self.tree, of) else { return None };
        let is_parameter =
            matches!(self.functions[owner].definitions.get(name)?[..], [Definition { what: What::Parameter, .. }]);
        if is_parameter { self.size(owner, of) } else { None }
    }

    /// What a variable grows to that is counted up.
    fn size_of_change(
        &mut self,
        owner: usize,
        path: &str,
        within: Option<usize>,
        by: Option<Node<'t>>,
        is_collection: bool,
    ) -> Option<Cost> {
        // The condition of its loop is its bound.
        if let Some(bound) = self.bound_by_condition(owner, path, within) {
            return Some(bound);
        }
        let rounds = self.rounds_in_total(owner, within)?;
        match by {
            None => Some(rounds),
            Some(by) => {
                let shrinks =
                    matches!(read(self.tree, by), Form::Binary { operator: "-" | "//" | "/" | ">>" | "&" | "%", .. });
                let own = place(self.tree, by).is_some_and(|of| of.starts_with(path))
                    || shrinks
                    || matches!(read(self.tree, by), Form::Slice { .. });
                if own {
                    return Some(Cost::one());
                }
                // A name that is added to a text is a letter as a rule.
                let is_letter = self.kind_of_place(owner, path) == Some("text")
                    && matches!(read(self.tree, self.plain(by)), Form::Name(_));
                let by = if is_letter { Cost::one() } else { self.size(owner, by)? };
                if is_collection || !by.is_one() { rounds.times(&by) } else { Some(rounds) }
            }
        }
    }

    /// The size of a variable of a loop.
    fn size_of_part(&mut self, owner: usize, iterable: Node<'t>, part: Option<usize>) -> Option<Cost> {
        match (read(self.tree, iterable), part) {
            (Form::Call { name: "enumerate", receiver: None, arguments }, Some(part)) => {
                let of = *arguments.first()?;
                if part == 0 { self.size(owner, of) } else { self.element(owner, of) }
            }
            (Form::Call { name: "zip", receiver: None, arguments }, Some(part)) => {
                self.element(owner, *arguments.get(part)?)
            }
            _ => self.element(owner, iterable),
        }
    }

    /// `if len(heap) > k: pop` keeps a collection at `k`.
    fn limit(&self, owner: usize, path: &str) -> Option<Node<'t>> {
        let takes =
            self.functions[owner].definitions[path].iter().filter(|definition| matches!(definition.what, What::Take));
        takes.filter_map(|take| take.step.guard).find_map(|guard| {
            let Form::Binary { left, operator: ">" | ">=" | "==", right } = read(self.tree, self.plain(guard)) else {
                return None;
            };
            (self.length_of(left).as_deref() == Some(path) && !matches!(read(self.tree, right), Form::Number(_)))
                .then_some(right)
        })
    }

    /// `x` of `len(x)`, `x.length`, `x.size()`.
    pub(super) fn length_of(&self, node: Node<'t>) -> Option<String> {
        match read(self.tree, self.plain(node)) {
            Form::Attribute { of, name: "length" | "size" } => place(self.tree, of),
            Form::Call { name: "len", receiver: None, arguments } => place(self.tree, *arguments.first()?),
            Form::Call {
                name: "size" | "length" | "isEmpty" | "empty" | "is_empty" | "len",
                receiver: Some(of),
                ..
            } => place(self.tree, of),
            _ => None,
        }
    }

    /// Without brackets and signs.
    pub(super) fn plain(&self, node: Node<'t>) -> Node<'t> {
        let mut node = node;
        while let Form::Same(within) = read(self.tree, node) {
            node = within;
        }
        node
    }

    /// Whether a variable is in an expression.
    pub(super) fn mentions(&self, node: Node<'t>, path: &str) -> bool {
        let mut nodes = vec![node];
        let mut looked = 0;
        while let Some(node) = nodes.pop() {
            looked += 1;
            if looked > 200 {
                return true;
            }
            if node.named_child_count() == 0 {
                if self.tree.text(node) == path {
                    return true;
                }
            } else if self.tree.text(node) == path {
                return true;
            } else {
                nodes.extend(children(node));
            }
        }
        false
    }

    /// What kind of collection an expression is.
    pub(super) fn kind(&self, function: usize, node: Node<'t>) -> Option<&'static str> {
        self.kind_at(function, node, 0)
    }

    fn kind_at(&self, function: usize, node: Node<'t>, depth: usize) -> Option<&'static str> {
        if depth > 8 {
            return None;
        }
        match read(self.tree, node) {
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
            Form::Call { name, receiver: None, .. } => calls::kind_of_type(name),
            Form::Call { name: "slice", receiver: Some(of), .. } => self.kind_at(function, of, depth + 1),
            Form::Call { name: "Counter" | "defaultdict" | "OrderedDict" | "deque", .. } => {
                calls::kind_of_type(match read(self.tree, node) {
                    Form::Call { name, .. } => name,
                    _ => "",
                })
            }
            Form::Name("heapq" | "Math" | "Arrays" | "Collections" | "System" | "console") => Some("module"),
            Form::Name(_) | Form::Attribute { .. } | Form::Index { .. } => {
                self.kind_of_place_at(function, &place(self.tree, node)?, depth + 1)
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
        known.definitions.get(path)?.iter().find_map(|definition| match definition.what {
            What::Set(Some(value)) if !self.mentions(value, path) => self.kind_at(owner, value, depth + 1),
            What::Change("+", Some(value)) => self.kind_at(owner, value, depth + 1),
            What::Extend(_) => Some("list"),
            _ => None,
        })
    }
}
