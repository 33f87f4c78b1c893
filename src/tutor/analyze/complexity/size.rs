//! How big things are: numbers by their value, collections by their length.

use tree_sitter::Node;

use super::calls::{self, Gives, On};
use super::cost::{Cost, Symbol};
use super::facts::What;
use super::form::Form;
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
        match self.read(node) {
            Form::Number(_) | Form::Text => Some(Cost::one()),
            Form::Same(within) => self.size(function, within),
            Form::Name("NULL" | "INT_MAX" | "INT_MIN" | "None" | "Infinity") => Some(Cost::one()),
            Form::Name(_) => self.size_of_place(function, &self.place(node)?),
            Form::Attribute { of, name: "length" | "size" } => self.size(function, of),
            Form::Attribute { of, name } => {
                let path = self.place(node)?;
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
                let path = self.place(node)?;
                if self.has_definitions(function, &path) && !self.is_only_keyed(function, &path) {
                    self.size_of_place(function, &path)
                } else {
                    self.element(function, of)
                }
            }
            Form::Slice { of, from, to } => match (to.map(|to| self.read(to)), self.width(from, to)) {
                (Some(Form::Number(_)), _) => Some(Cost::one()),
                (_, Some(width)) => self.size(function, width),
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

    /// `k` of `[i:i + k]`.
    fn width(&self, from: Option<Node<'t>>, to: Option<Node<'t>>) -> Option<Node<'t>> {
        match self.read(to?) {
            Form::Binary { left, operator: "+", right } => {
                (self.tree.text(left) == self.tree.text(from?)).then_some(right)
            }
            _ => None,
        }
    }

    fn size_of_binary(&mut self, function: usize, left: Node<'t>, operator: &str, right: Node<'t>) -> Option<Cost> {
        let is_number = |node| matches!(self.read(node), Form::Number(_));
        let (left_number, right_number) = (is_number(left), is_number(right));
        match operator {
            "+" | "or" | "||" | "|" | "^" | "and" | "&&" | "??" => {
                sum(self.size(function, left), self.size(function, right))
            }
            // Downwards, the first bound is the greater one.
            ".." | "..=" => {
                let end = self.size(function, right)?;
                if end.is_one() { self.size(function, left) } else { Some(end) }
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
        match self.read(node) {
            Form::Same(within) => self.element(function, within),
            Form::Slice { of, .. } => self.element(function, of),
            Form::Comprehension { body, .. } => self.size(function, body),
            Form::Choice { yes, no } => sum(self.element(function, yes), self.element(function, no)),
            Form::New { class, arguments } if calls::kind_of_type(class).is_some() => match arguments.first() {
                // A copy of another one; a number is how many there is room for.
                Some(from) => self.element(function, *from).or(Some(Cost::one())),
                None => Some(Cost::one()),
            },
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
                let path = self.place(node)?;
                self.element_of_place(function, &path)
            }
            Form::Text => Some(Cost::one()),
            _ => None,
        }
    }

    fn element_of_place(&mut self, function: usize, path: &str) -> Option<Cost> {
        let inner = format!("{path}[]");
        if self.has_definitions(function, &inner) && !self.is_only_keyed(function, &inner) {
            return self.size_of_place(function, &inner);
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
        let mut size = match self.doubling(owner, path) {
            // Each round makes some of them longer by one.
            Some(within) => self.rounds_in_total(owner, Some(within)),
            None => Some(Cost::one()),
        };
        for index in 0..self.functions[owner].definitions[path].len() {
            let part = match &self.functions[owner].definitions[path][index].what {
                What::Parameter if self.kind_of_place(owner, path) == Some("text") => Some(Cost::one()),
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

    /// Whether all that happens to a place is that its elements are set, which says nothing about how many there are: a row of a matrix.
    fn is_only_keyed(&self, function: usize, path: &str) -> bool {
        path.ends_with("[]")
            && self.kind_of_place(function, path).is_none()
            && self.owner(function, path).is_some_and(|owner| {
                self.functions[owner].definitions[path].iter().all(|of| matches!(of.what, What::Keyed))
            })
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

    /// The size of a variable of a loop.
    pub(super) fn size_of_part(&mut self, owner: usize, iterable: Node<'t>, part: Option<usize>) -> Option<Cost> {
        match (self.read(iterable), part) {
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

    /// `x` of `len(x)`, `x.length`, `x.size()`.
    pub(super) fn length_of(&self, node: Node<'t>) -> Option<String> {
        match self.read(self.plain(node)) {
            Form::Attribute { of, name: "length" | "size" } => self.place(of),
            Form::Call { name: "len", receiver: None, arguments } => self.place(*arguments.first()?),
            Form::Call {
                name: "size" | "length" | "isEmpty" | "empty" | "is_empty" | "len",
                receiver: Some(of),
                ..
            } => self.place(of),
            _ => None,
        }
    }

    /// Without brackets and signs.
    pub(super) fn plain(&self, node: Node<'t>) -> Node<'t> {
        let mut node = node;
        while let Form::Same(within) = self.read(node) {
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
}
