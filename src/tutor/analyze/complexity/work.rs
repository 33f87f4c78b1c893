//! What the expressions of a function cost.

use tree_sitter::Node;

use super::calls;
use super::cost::Cost;
use super::facts::{Definition, Rounds, Step, What};
use super::form::Form;
use super::{Estimator, Note, Summary, sum};

/// What a function costs without its calls of itself.
pub(super) struct Own {
    pub time: Option<Cost>,
    /// The part that does not get less as the arguments of calls of itself do.
    pub lasting: Option<Cost>,
    /// Memory that is free again after the call.
    pub frame: Option<Cost>,
    /// Memory that stays.
    pub kept: Option<Cost>,
    /// Whether there is any that stays.
    pub keeps: bool,
    /// Memory of what is made of the results of calls of itself: they are parts of it, and free again.
    pub joined: Option<Cost>,
    pub notes: Vec<Note>,
    pub advice: Vec<(usize, String)>,
}

impl Own {
    pub(super) fn note(&mut self, node: Node, text: impl Into<String>, cost: Option<Cost>) {
        if cost.as_ref().is_none_or(|cost| !cost.is_one()) {
            self.notes.push(Note { line: node.start_position().row + 1, text: text.into(), cost });
        }
    }

    pub(super) fn spend(&mut self, time: Option<Cost>) {
        self.time = sum(self.time.take(), time);
    }

    pub(super) fn allocate(&mut self, space: Option<Cost>) {
        self.frame = sum(self.frame.take(), space);
    }
}

impl<'t> Estimator<'t, '_> {
    /// What a function costs.
    pub(super) fn work(&mut self, function: usize) -> Summary {
        self.find_equal_sizes(function);
        let mut own = Own {
            time: Some(Cost::one()),
            lasting: Some(Cost::one()),
            frame: Some(Cost::one()),
            kept: Some(Cost::one()),
            keeps: false,
            joined: Some(Cost::one()),
            notes: Vec::new(),
            advice: Vec::new(),
        };
        if self.is_self_recursive(function) {
            for parameter in self.by_value(function) {
                let size = self.size_of_place(function, parameter);
                let node = self.functions[function].node;
                own.note(node, format!("Each call copies `{parameter}`"), size.clone());
                own.lasting = sum(own.lasting.take(), size.clone());
                own.spend(size.clone());
                own.allocate(size);
            }
        }
        for index in 0..self.functions[function].loops.len() {
            let total = self.rounds_in_total(function, Some(index));
            let node = self.functions[function].loops[index].node;
            match &total {
                Some(total) => own.note(node, "This loop runs, all in all", Some(total.clone())),
                None => own.note(node, "How often this loop runs cannot be told from the code", None),
            }
            if !self.is_absorbed(function, index) {
                own.lasting = sum(own.lasting.take(), total.clone());
            }
            own.spend(total);
        }
        for index in 0..self.functions[function].steps.len() {
            let step = self.functions[function].steps[index];
            self.spend_on(function, step, &mut own);
        }
        self.spend_on_arrays(function, &mut own);
        self.solve(function, own)
    }

    /// An index is at most as big as what it is an index of, so that `n` and the length of `a` are one size.
    fn find_equal_sizes(&mut self, function: usize) {
        // `if (a.length !== b.length) return false;`
        for condition in self.functions[function].conditions.clone() {
            if let Form::Binary { left, operator: "!=" | "!==", right } = self.read(self.plain(condition))
                && self.length_of(left).is_some()
                && self.length_of(right).is_some()
                && condition.parent().is_some_and(|branch| self.always_returns(branch))
                && let Some(one) = self.size(function, left).and_then(|size| size.symbol())
                && let Some(other) = self.size(function, right).and_then(|size| size.symbol())
            {
                self.unite(one, other);
            }
        }
        for index in 0..self.functions[function].steps.len() {
            let step = self.functions[function].steps[index];
            let Form::Index { of, at } = self.read(step.node) else { continue };
            if matches!(self.read(at), Form::Number(_)) {
                continue;
            }
            let Some(collection) = self.size(function, of).and_then(|size| size.symbol()) else { continue };
            let number = match self.counted_to(function, step, at) {
                Some(end) => Some(end),
                // A variable that goes back now and then may be counted up to anything.
                None if self.goes_back(function, at) => None,
                None => self.size(function, at),
            };
            let Some(number) = number.and_then(|size| size.symbol()) else { continue };
            let is_outer = |symbol: usize| {
                let place = &self.symbols[symbol].place;
                let known = &self.functions[self.symbols[symbol].function];
                known.parameters.contains(&place.as_str())
            };
            // A slot that is chosen by a value says nothing about how many there are.
            if is_outer(number) && self.names_itself(of) {
                self.unite(number, collection);
            }
        }
    }

    /// Whether an index is set to what is in a table, as in Knuth, Morris and Pratt's search.
    fn goes_back(&self, function: usize, at: Node<'t>) -> bool {
        let definitions = &self.functions[function].definitions;
        let is_set = |of: &Definition<'t>| matches!(of.what, What::Set(Some(value)) if matches!(self.read(value), Form::Index { .. }));
        self.names_in(at).into_iter().any(|name| definitions.get(name).is_some_and(|all| all.iter().any(is_set)))
    }

    /// What an index is counted up to by the loop around it, which may not be the only one that has its name.
    fn counted_to(&mut self, function: usize, step: Step<'t>, at: Node<'t>) -> Option<Cost> {
        let Form::Name(name) = self.read(at) else { return None };
        let mut around = step.within;
        while let Some(index) = around {
            let known = &self.functions[function].loops[index];
            around = known.around;
            let Rounds::Each(each) = &known.rounds else { continue };
            let [(target, iterable)] = each[..] else { continue };
            if self.tree.text(target) == name {
                let Form::Call { name: "range", receiver: None, arguments } = self.read(iterable) else { return None };
                return if arguments.len() == 1 { self.size(function, arguments[0]) } else { None };
            }
        }
        self.bound_by_condition(function, name, step.within)
    }

    fn names_itself(&self, of: Node<'t>) -> bool {
        self.place(of).is_some()
    }

    fn spend_on(&mut self, function: usize, step: Step<'t>, own: &mut Own) {
        let node = step.node;
        let rounds = self.rounds_in_total(function, step.within);
        let times = |cost: Option<Cost>| cost.and_then(|cost| cost.times(rounds.as_ref()?));
        match self.read(node) {
            Form::Call { name, receiver, arguments } => {
                self.spend_on_call(function, step, name, receiver, &arguments, own)
            }
            Form::New { class, arguments } => {
                // A node is as big as any other, whatever is in it.
                let is_collection = matches!(class, "[]" | "Array") || calls::kind_of_type(class).is_some();
                let arguments: &[_] = if is_collection { &arguments } else { &[] };
                let size =
                    arguments.iter().try_fold(Cost::one(), |product, of| product.times(&self.size(function, *of)?));
                let total = times(size.clone());
                own.lasting = sum(own.lasting.take(), total.clone());
                own.spend(total);
                let kept = self.retained(function, step, size);
                if !is_collection && self.is_self_recursive(function) && self.is_returned(function, step) {
                    own.kept = sum(own.kept.take(), kept);
                    own.keeps = true;
                } else {
                    own.allocate(kept);
                }
            }
            // Go's slices and Rust's share their memory with what they are a part of.
            Form::Slice { .. } if matches!(self.tree.language.name, "go" | "rust") => {}
            Form::Slice { of, .. } => {
                let size = self.size(function, node);
                let total = times(size.clone());
                own.note(node, "This slice copies", total.clone());
                if !self.shrinks(function, of) {
                    own.lasting = sum(own.lasting.take(), total.clone());
                }
                own.spend(total);
                let kept = self.retained(function, step, size);
                own.allocate(kept);
            }
            Form::Binary { left: _, operator: "in" | "not in", right } => {
                let size = self.size(function, right);
                let cost = match self.kind(function, right) {
                    Some("set" | "map") => Some(Cost::one()),
                    Some("module") => Some(Cost::one()),
                    Some(_) => size,
                    None if size.as_ref().is_some_and(Cost::is_one) => Some(Cost::one()),
                    None => self.guess_look_up(function, right),
                };
                let total = times(cost.clone());
                if self.kind(function, right) == Some("list")
                    && step.within.is_some()
                    && cost.as_ref().is_some_and(|cost| !cost.is_one())
                {
                    let (line, text) = (node.start_position().row + 1, self.tree.text(right));
                    own.advice.push((line, format!("Line {line}: `in` looks through the list `{text}` from its start, O(n) each time. A set finds it in O(1).")));
                }
                match cost {
                    Some(_) => own.note(node, "Looking it up goes through the whole list", total.clone()),
                    None => own.note(node, "Whether this is looked up in a list or a set cannot be told", None),
                }
                own.spend(total);
            }
            Form::Binary { operator: "+", left, right } => {
                let is_text = |of| self.kind(function, of);
                if is_text(left).or_else(|| is_text(right)).is_some()
                    && step.parent.is_none_or(|parent| !self.is_same_sum(parent))
                {
                    let size = self.length_of_sum(function, node);
                    let grows = self.grows_in_loop(function, step, left);
                    let total = times(size.clone());
                    if !grows || self.tree.language.name != "javascript" && self.tree.language.name != "typescript" {
                        own.note(node, "Both parts are copied", total.clone());
                        own.lasting = sum(
                            own.lasting.take(),
                            if self.shrinks(function, left) { Some(Cost::one()) } else { total.clone() },
                        );
                        own.spend(total);
                    }
                    let kept = self.retained(function, step, size);
                    if self.is_self_recursive(function)
                        && self.is_divided(function)
                        && self.joins_results(function, node)
                    {
                        own.joined = sum(own.joined.take(), kept);
                    } else {
                        own.allocate(kept);
                    }
                }
            }
            Form::Binary { operator: "*", left, right } if self.kind(function, left) == Some("list") => {
                let size = self.size(function, left).and_then(|left| left.times(&self.size(function, right)?));
                own.note(node, "This list is filled", times(size.clone()));
                own.spend(times(size.clone()));
                let kept = self.retained(function, step, size);
                own.allocate(kept);
            }
            // A C++ map is a tree.
            Form::Index { of, .. } if self.kind(function, of) == Some("treemap") => {
                let depth = self.size(function, of).map(|size| size.log());
                let total = times(depth);
                own.note(node, "Each look-up goes down a tree", total.clone());
                own.lasting = sum(own.lasting.take(), total.clone());
                own.spend(total);
            }
            Form::Several(kind, _) if !kind.is_empty() => {
                let size = self.size(function, node);
                let total = times(size.clone());
                own.lasting = sum(own.lasting.take(), total.clone());
                own.spend(total);
                let kept = self.retained(function, step, size);
                own.allocate(kept);
            }
            Form::Comprehension { kind, .. } if !kind.is_empty() => {
                let size = self.size(function, node);
                let kept = self.retained(function, step, size);
                own.allocate(kept);
            }
            Form::Assign { pairs, operator } => self.spend_on_assignment(function, step, &pairs, operator, own),
            _ => {}
        }
    }

    fn spend_on_assignment(
        &mut self,
        function: usize,
        step: Step<'t>,
        pairs: &[(Node<'t>, Option<Node<'t>>)],
        operator: &str,
        own: &mut Own,
    ) {
        let rounds = self.rounds_in_total(function, step.within);
        for (target, value) in pairs {
            let Some(path) = self.place(*target) else { continue };
            let kind = self.kind_of_place(function, &path);
            if operator == "+" && kind == Some("text") {
                let size = self.size_of_place(function, &path);
                let copies = matches!(self.tree.language.name, "python" | "java" | "go") && step.within.is_some();
                let part = value.map_or(Some(Cost::one()), |value| self.size(function, value));
                let each = if copies { size.clone() } else { part };
                let total = each.and_then(|each| each.times(rounds.as_ref()?));
                if copies && size.as_ref().is_some_and(|size| !size.is_one()) {
                    let line = step.node.start_position().row + 1;
                    own.advice.push((line, format!("Line {line}: each `+=` copies all of `{path}` again, O(n^2) in all. Collect the parts and join them once: O(n).")));
                }
                own.note(step.node, "The text is copied each time that it grows", total.clone());
                own.spend(total);
                own.allocate(size);
            } else if operator == "+" && kind == Some("list") {
                let part = value.map_or(Some(Cost::one()), |value| self.size(function, value));
                own.spend(part.clone().and_then(|part| part.times(rounds.as_ref()?)));
                let size = self.size_of_place(function, &path);
                own.allocate(size);
            }
            // A new entry of a map; the entries of a parameter were there before, as far as can be told.
            if let Form::Index { of, .. } = self.read(*target)
                && let Some(map) = self.place(of)
                && matches!(self.kind_of_place(function, &map), Some("map" | "treemap"))
            {
                let added = self.times_added(function, step);
                own.allocate(added);
            }
        }
        // C++: `vector<int> v(n)` and `int a[n]`.
        self.spend_on_declared(function, step, pairs, own);
        // C++: `vector<int> copy = items`.
        for (target, value) in pairs {
            if let Some(value) =
                value.filter(|_| step.node.kind() == "init_declarator" && target.kind() == "identifier")
                && self.tree.language.name == "cpp"
                && matches!(self.read(value), Form::Name(_) | Form::Index { .. } | Form::Attribute { .. })
                && self.kind(function, value).is_some()
            {
                let is_nested = step.parent.and_then(|declaration| declaration.child_by_field_name("type"));
                let is_nested = is_nested.is_some_and(|of| self.tree.text(of).contains("vector<vector"));
                let size = self.size(function, value).and_then(|size| match is_nested {
                    true => size.times(&self.element(function, value)?),
                    false => Some(size),
                });
                let total = size.clone().and_then(|size| size.times(rounds.as_ref()?));
                own.note(step.node, "This copies", total.clone());
                own.spend(total);
                own.allocate(size);
            }
        }
    }

    /// How long texts and lists are together; numbers among them are short.
    fn length_of_sum(&mut self, function: usize, node: Node<'t>) -> Option<Cost> {
        let mut length = Some(Cost::one());
        let mut open = vec![node];
        while let Some(part) = open.pop() {
            match self.read(self.plain(part)) {
                Form::Binary { left, operator: "+", right } if open.len() < 50 => open.extend([left, right]),
                Form::Name(name) if self.is_number(function, name) || self.is_letter(function, name) => {}
                _ => length = sum(length, self.size(function, part)),
            }
        }
        length
    }

    /// Whether a sum has the result of a call of itself in it.
    fn joins_results(&self, function: usize, node: Node<'t>) -> bool {
        let is_own = |node: Node<'t>| {
            matches!(self.read(self.only_value(function, node)), Form::Call { name, receiver, .. }
                if self.called(function, name, receiver) == Some(function))
        };
        let mut open = vec![node];
        while let Some(part) = open.pop() {
            let part = self.plain(part);
            match self.read(part) {
                Form::Binary { left, operator: "+", right } if open.len() < 50 => open.extend([left, right]),
                _ if is_own(part) => return true,
                _ => {}
            }
        }
        false
    }

    /// Whether a variable is an element of what may be a text: a letter, as a rule, where it is added to a text.
    fn is_letter(&self, function: usize, name: &str) -> bool {
        self.functions[function].definitions.get(name).is_some_and(|all| {
            all.iter().all(|of| matches!(of.what, What::Element(of, None) if matches!(self.kind(function, of), None | Some("text"))))
        })
    }

    /// Whether something is done with a variable that is done with numbers alone.
    fn is_number(&self, function: usize, name: &str) -> bool {
        self.kind_of_place(function, name).is_none()
            && self.functions[function].steps.iter().any(|step| match self.read(step.node) {
                Form::Binary { left, operator: "-" | "/" | "//" | "%", right } => {
                    [left, right].iter().any(|of| self.tree.text(*of) == name)
                }
                Form::Binary { left, operator: "<" | ">" | "<=" | ">=" | "==" | "===", right } => {
                    self.tree.text(left) == name && matches!(self.read(right), Form::Number(_))
                }
                _ => false,
            })
    }

    fn is_same_sum(&self, parent: Node<'t>) -> bool {
        matches!(self.read(parent), Form::Binary { operator: "+", .. })
    }

    /// `text = text + part`.
    fn grows_in_loop(&self, function: usize, step: Step<'t>, left: Node<'t>) -> bool {
        step.within.is_some()
            && self.place(left).is_some_and(|path| {
                self.functions[function].definitions.get(&path).is_some_and(|all| {
                    all.iter().any(|definition| matches!(definition.what, What::Set(Some(value)) if value == step.node))
                })
            })
    }

    /// What kind of collection a parameter is, by what else is done with it.
    fn guess_look_up(&mut self, function: usize, of: Node<'t>) -> Option<Cost> {
        let path = self.place(of)?;
        let known = &self.functions[function];
        let is_keyed =
            known.definitions.get(&path).is_some_and(|all| all.iter().any(|of| matches!(of.what, What::Keyed)));
        let has_method = |names: &[&str]| {
            known.steps.iter().any(|step| {
                matches!(self.read(step.node), Form::Call { name, receiver: Some(receiver), .. }
                    if names.contains(&name) && self.place(receiver).as_deref() == Some(path.as_str()))
            })
        };
        let is_noted = is_keyed || has_method(&["add", "keys", "items", "values", "get", "discard"]);
        let is_list = has_method(&["append", "sort", "index"]) || known.steps.iter().any(|step| matches!(self.read(step.node), Form::Slice { of, .. } if self.place(of).as_deref() == Some(path.as_str())));
        if is_noted {
            Some(Cost::one())
        } else if is_list {
            self.size(function, of)
        } else {
            None
        }
    }
}
