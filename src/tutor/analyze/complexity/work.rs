//! What the expressions of a function cost.

use tree_sitter::Node;

use super::calls::{self, Gives, Known, On, Time};
use super::cost::Cost;
use super::facts::{Rounds, Step, What, place};
use super::form::{Form, read};
use super::{Estimator, Note, Summary, sum};
use crate::tutor::analyze::tree::children;

/// What a function costs without its calls of itself.
pub(super) struct Own {
    pub time: Option<Cost>,
    /// The part that does not get less as the arguments of calls of itself do.
    pub lasting: Option<Cost>,
    /// Memory that is free again after the call.
    pub frame: Option<Cost>,
    /// Memory that stays.
    pub kept: Option<Cost>,
    pub notes: Vec<Note>,
    pub advice: Vec<(usize, String)>,
}

impl Own {
    fn note(&mut self, node: Node, text: impl Into<String>, cost: Option<Cost>) {
        if cost.as_ref().is_none_or(|cost| !cost.is_one()) {
            self.notes.push(Note { line: node.start_position().row + 1, text: text.into(), cost });
        }
    }

    fn spend(&mut self, time: Option<Cost>) {
        self.time = sum(self.time.take(), time);
    }

    fn allocate(&mut self, space: Option<Cost>) {
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
            notes: Vec::new(),
            advice: Vec::new(),
        };
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
        self.solve(function, own)
    }

    /// An index is at most as big as what it is an index of, so that `n` and the length of `a` are one size.
    fn find_equal_sizes(&mut self, function: usize) {
        for index in 0..self.functions[function].steps.len() {
            let step = self.functions[function].steps[index];
            let Form::Index { of, at } = read(self.tree, step.node) else { continue };
            if matches!(read(self.tree, at), Form::Number(_)) {
                continue;
            }
            let Some(collection) = self.size(function, of).and_then(|size| size.symbol()) else { continue };
            let Some(number) = self.size(function, at).and_then(|size| size.symbol()) else { continue };
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

    fn names_itself(&self, of: Node<'t>) -> bool {
        place(self.tree, of).is_some()
    }

    fn spend_on(&mut self, function: usize, step: Step<'t>, own: &mut Own) {
        let node = step.node;
        let rounds = self.rounds_in_total(function, step.within);
        let times = |cost: Option<Cost>| cost.and_then(|cost| cost.times(rounds.as_ref()?));
        match read(self.tree, node) {
            Form::Call { name, receiver, arguments } => {
                self.spend_on_call(function, step, name, receiver, &arguments, own)
            }
            Form::New { arguments, .. } => {
                let size =
                    arguments.iter().try_fold(Cost::one(), |product, of| product.times(&self.size(function, *of)?));
                own.spend(times(size.clone()));
                let kept = self.retained(function, step, size);
                own.allocate(kept);
            }
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
                    let size = sum(self.size(function, left), self.size(function, right));
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
                    own.allocate(kept);
                }
            }
            Form::Binary { operator: "*", left, right } if self.kind(function, left) == Some("list") => {
                let size = self.size(function, left).and_then(|left| left.times(&self.size(function, right)?));
                own.note(node, "This list is filled", times(size.clone()));
                own.spend(times(size.clone()));
                let kept = self.retained(function, step, size);
                own.allocate(kept);
            }
            Form::Several(kind, _) if !kind.is_empty() => {
                let size = self.size(function, node);
                own.spend(times(size.clone()));
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
            let Some(path) = place(self.tree, *target) else { continue };
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
            if let Form::Index { of, .. } = read(self.tree, *target)
                && let Some(map) = place(self.tree, of)
                && self.kind_of_place(function, &map) == Some("map")
            {
                let added = self.times_added(function, step.within, step.guard);
                own.allocate(added);
            }
        }
        // C++: `vector<int> v(n)` and `int a[n]`.
        self.spend_on_declared(function, step, pairs, own);
    }

    fn spend_on_declared(
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
    fn product(&mut self, function: usize, list: Node<'t>) -> Option<Cost> {
        let mut size = Cost::one();
        for (index, argument) in children(list).into_iter().enumerate() {
            match read(self.tree, argument) {
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

    fn is_same_sum(&self, parent: Node<'t>) -> bool {
        matches!(read(self.tree, parent), Form::Binary { operator: "+", .. })
    }

    /// `text = text + part`.
    fn grows_in_loop(&self, function: usize, step: Step<'t>, left: Node<'t>) -> bool {
        step.within.is_some()
            && place(self.tree, left).is_some_and(|path| {
                self.functions[function].definitions.get(&path).is_some_and(|all| {
                    all.iter().any(|definition| matches!(definition.what, What::Set(Some(value)) if value == step.node))
                })
            })
    }

    /// Memory of a new value: once for each element of what keeps it, and once where nothing does.
    fn retained(&mut self, function: usize, step: Step<'t>, size: Option<Cost>) -> Option<Cost> {
        let Some(parent) = step.parent else { return size };
        let mut size = size?;
        let is_kept_by_call = parent.kind().starts_with("argument")
            && parent.parent().is_some_and(|call| {
                matches!(
                    read(self.tree, call),
                    Form::Call { name: "append" | "push" | "add" | "push_back" | "appendleft", receiver: Some(_), .. }
                )
            });
        if is_kept_by_call {
            return size.times(&self.rounds_in_total(function, step.within)?);
        }
        let mut within = step.within;
        while let Some(index) = within {
            let known = &self.functions[function].loops[index];
            within = known.around;
            match (read(self.tree, known.node), &known.rounds) {
                (Form::Comprehension { kind, body, .. }, Rounds::Each(each))
                    if !kind.is_empty() && body.byte_range().contains(&step.node.start_byte()) =>
                {
                    for (_, iterable) in each.clone() {
                        size = size.times(&self.size(function, iterable)?)?;
                    }
                }
                _ => break,
            }
        }
        if matches!(read(self.tree, parent), Form::Assign { pairs, .. } if pairs.iter().any(|(target, _)| matches!(read(self.tree, *target), Form::Index { .. })))
        {
            size = size.times(&self.rounds_in_total(function, step.within)?)?;
        }
        Some(size)
    }

    /// What kind of collection a parameter is, by what else is done with it.
    fn guess_look_up(&mut self, function: usize, of: Node<'t>) -> Option<Cost> {
        let path = place(self.tree, of)?;
        let known = &self.functions[function];
        let is_keyed =
            known.definitions.get(&path).is_some_and(|all| all.iter().any(|of| matches!(of.what, What::Keyed)));
        let has_method = |names: &[&str]| {
            known.steps.iter().any(|step| {
                matches!(read(self.tree, step.node), Form::Call { name, receiver: Some(receiver), .. }
                    if names.contains(&name) && place(self.tree, receiver).as_deref() == Some(path.as_str()))
            })
        };
        let is_noted = is_keyed || has_method(&["add", "keys", "items", "values", "get", "discard"]);
        let is_list = has_method(&["append", "sort", "index"]) || known.steps.iter().any(|step| matches!(read(self.tree, step.node), Form::Slice { of, .. } if place(self.tree, of).as_deref() == Some(path.as_str())));
        if is_noted {
            Some(Cost::one())
        } else if is_list {
            self.size(function, of)
        } else {
            None
        }
    }

    fn spend_on_call(
        &mut self,
        function: usize,
        step: Step<'t>,
        name: &'t str,
        receiver: Option<Node<'t>>,
        arguments: &[Node<'t>],
        own: &mut Own,
    ) {
        let node = step.node;
        let rounds = self.rounds_in_total(function, step.within);
        if let Some(called) = self.called(function, name, receiver) {
            if called == function {
                return;
            }
            let (time, space) = self.cost_of_function(function, called, arguments);
            let total = time.and_then(|time| time.times(rounds.as_ref()?));
            own.note(node, format!("Calls `{name}`"), total.clone());
            own.lasting = sum(own.lasting.take(), total.clone());
            own.spend(total);
            own.allocate(space);
            return;
        }
        let Some(known) = self.known(function, name, receiver) else {
            let mut all = arguments.iter().copied().chain(receiver.filter(|of| !self.is_library(Some(*of))));
            let is_small = all.all(|of| self.size(function, of).is_some_and(|size| size.is_one()));
            if !is_small {
                own.note(node, format!("What `{name}` costs is not known"), None);
                own.time = None;
                own.frame = None;
                own.lasting = None;
            }
            return;
        };
        let of =
            if known.on == On::Receiver && !self.is_library(receiver) { receiver } else { arguments.first().copied() };
        let size = match of {
            Some(of) if !matches!(name, "max" | "min" | "Math") || arguments.len() < 2 => {
                self.size_for_call(function, name, of)
            }
            _ => Some(Cost::one()),
        };
        let is_first = arguments.first().is_some_and(|first| matches!(read(self.tree, *first), Form::Number("0")));
        let kind = receiver.and_then(|receiver| self.kind(function, receiver));
        // Python: `pop(0)` moves all others.
        let shifts = self.tree.language.name == "python" && name == "pop" && is_first && kind != Some("map");
        let advises = step.within.is_some()
            && (shifts
                || name == "shift"
                || name == "unshift"
                || name == "insert" && is_first && self.tree.language.name == "python");
        if advises {
            let line = node.start_position().row + 1;
            let text = match name {
                "insert" | "unshift" => {
                    "puts a value in front, and all others move: O(n) each time. Adding at the end and reversing once, or a deque, is O(1) each time"
                }
                _ => {
                    "takes the first value, and all others move: O(n) each time. A deque, or an index that moves on, is O(1)"
                }
            };
            own.advice.push((line, format!("Line {line}: `{name}` {text}.")));
        }
        let time = match known.time {
            _ if shifts => size.clone(),
            Time::One => Some(Cost::one()),
            Time::Log => size.as_ref().map(Cost::log),
            Time::Linear => size.clone(),
            Time::Sort => size.as_ref().and_then(|size| size.times(&size.log())),
        };
        let total = time.and_then(|time| time.times(rounds.as_ref()?));
        let text = match known.time {
            Time::Sort => format!("`{name}` sorts"),
            _ => format!("`{name}`"),
        };
        if known.time != Time::One || shifts {
            own.note(node, text, total.clone());
        }
        if !of.is_some_and(|of| self.shrinks(function, of)) {
            own.lasting = sum(own.lasting.take(), total.clone());
        }
        own.spend(total);
        let space = match known.gives {
            Gives::Fresh => {
                let kept = size.clone();
                self.retained(function, step, kept)
            }
            Gives::Grow => {
                self.space_of_growth(function, step, receiver.filter(|of| !self.is_library(Some(*of))).or(of), own)
            }
            Gives::Extend => size.and_then(|size| size.times(rounds.as_ref()?)),
            _ if known.time == Time::Sort
                && matches!(self.tree.language.name, "python" | "javascript" | "typescript") =>
            {
                size
            }
            _ if known.time == Time::Sort => size.as_ref().map(Cost::log),
            _ => Some(Cost::one()),
        };
        own.allocate(space);
    }

    /// Memory of an element that is added.
    fn space_of_growth(
        &mut self,
        function: usize,
        step: Step<'t>,
        receiver: Option<Node<'t>>,
        own: &mut Own,
    ) -> Option<Cost> {
        let Some(path) = receiver.and_then(|receiver| place(self.tree, receiver)) else {
            return self.rounds_in_total(function, step.within);
        };
        let all = self.functions[function].definitions.get(&path);
        let is_taken = all.is_some_and(|all| all.iter().any(|of| matches!(of.what, What::Take)));
        let base = path.split(['.', '[']).next().unwrap_or(&path);
        if self.is_self_recursive(function) && !self.functions[function].owns(base)
            || self.functions[function].parameters.contains(&base) && self.is_self_recursive(function)
        {
            if !is_taken {
                let added = self.rounds_in_total(function, step.within);
                let each = self.size_of_added(function, step);
                own.kept = sum(own.kept.take(), added.and_then(|added| added.times(&each?)));
            }
            return Some(Cost::one());
        }
        if is_taken {
            return self.size_of_place(function, &path);
        }
        let value = match read(self.tree, step.node) {
            Form::Call { arguments, .. } => arguments.last().copied(),
            _ => None,
        };
        self.values_added(function, &path, value, step)
    }

    fn size_of_added(&mut self, function: usize, step: Step<'t>) -> Option<Cost> {
        let Form::Call { arguments, .. } = read(self.tree, step.node) else { return Some(Cost::one()) };
        let Some(value) = arguments.last() else { return Some(Cost::one()) };
        match read(self.tree, *value) {
            Form::Slice { .. } | Form::Call { .. } | Form::New { .. } => self.size(function, *value),
            Form::Several(_, parts) => match parts.first().map(|part| read(self.tree, *part)) {
                Some(Form::Same(_)) => self.size(function, parts[0]),
                _ => Some(Cost::one()),
            },
            // C++ copies what it adds.
            Form::Name(_) if self.tree.language.name == "cpp" && self.kind(function, *value).is_some() => {
                self.size(function, *value)
            }
            _ => Some(Cost::one()),
        }
    }

    /// What a call works on, by its size: a heap or a sorted tree counts as what it can hold.
    fn size_for_call(&mut self, function: usize, name: &str, of: Node<'t>) -> Option<Cost> {
        match read(self.tree, of) {
            // C++: `sort(v.begin(), v.end())`, C: `sort(a, a + n)`.
            Form::Call { name: "begin" | "rbegin", receiver: Some(of), .. } => self.size(function, of),
            _ if name == "print" => Some(Cost::one()),
            _ => self.size(function, of),
        }
    }

    /// Whether a receiver is a module or a class: `Math`, `heapq`.
    pub(super) fn is_library(&self, receiver: Option<Node<'t>>) -> bool {
        let Some(receiver) = receiver else { return true };
        const MODULES: [&str; 22] = [
            "Math",
            "console",
            "Array",
            "Object",
            "Number",
            "String",
            "Arrays",
            "Collections",
            "Integer",
            "Character",
            "Long",
            "Double",
            "Boolean",
            "Objects",
            "System",
            "System.out",
            "heapq",
            "math",
            "bisect",
            "collections",
            "itertools",
            "functools",
        ];
        MODULES.contains(&self.tree.text(receiver))
    }

    /// The row of the table for a call.
    pub(super) fn known(&self, function: usize, name: &str, receiver: Option<Node<'t>>) -> Option<&'static Known> {
        let language = self.tree.language;
        match receiver {
            None => calls::find(language, name, None),
            Some(of) if self.is_library(Some(of)) => {
                let module = self.tree.text(of).rsplit('.').next().unwrap_or_default();
                let rows = calls::of(language).iter();
                let is_of = |known: &&Known| {
                    known.of.split(' ').any(|kind| kind == module) && known.names.split(' ').any(|known| known == name)
                };
                rows.clone().find(is_of).or_else(|| calls::find(language, name, None))
            }
            Some(of) => calls::find(language, name, Some(self.kind(function, of).unwrap_or("*"))),
        }
    }

    /// The function of this file that a call is of.
    pub(super) fn called(&self, function: usize, name: &str, receiver: Option<Node<'t>>) -> Option<usize> {
        let is_own = receiver.is_none_or(|of| {
            let text = self.tree.text(of);
            matches!(text, "self" | "this" | "cls")
                || self.functions[function]
                    .name
                    .strip_suffix(self.functions[function].plain)
                    .is_some_and(|class| class.trim_end_matches('.') == text && !text.is_empty())
        });
        let is_class = |index: &usize| {
            receiver.is_some_and(|of| self.functions[*index].name == format!("{}.{name}", self.tree.text(of)))
        };
        // A name that so many functions have says nothing.
        let all = self.by_name.get(name).filter(|all| all.len() <= 16)?;
        let found: Vec<_> = all.iter().copied().filter(|index| is_own || is_class(index)).collect();
        match found[..] {
            [] => None,
            [one] => Some(one),
            // The same name in another scope: the nearest one, from here outwards.
            _ => std::iter::successors(Some(function), |of| (*of != 0).then(|| self.functions[*of].outer))
                .find_map(|scope| {
                    found
                        .iter()
                        .copied()
                        .find(|index| *index == scope || self.functions[*index].outer == scope && scope != 0)
                })
                .or_else(|| {
                    found.iter().copied().find(|index| {
                        self.functions[*index].name.split('.').next() == self.functions[function].name.split('.').next()
                    })
                }),
        }
    }

    /// What a call of a function of this file costs, in the sizes of the one that calls it.
    fn cost_of_function(
        &mut self,
        function: usize,
        called: usize,
        arguments: &[Node<'t>],
    ) -> (Option<Cost>, Option<Cost>) {
        let summary = self.summary(called);
        let time = summary.time.and_then(|time| self.translate(function, called, arguments, &time));
        let space = summary.space.and_then(|space| self.translate(function, called, arguments, &space));
        (time, space)
    }

    /// A cost in the sizes of the arguments in place of the parameters'.
    fn translate(&mut self, function: usize, called: usize, arguments: &[Node<'t>], cost: &Cost) -> Option<Cost> {
        let mut replaced = Vec::new();
        for symbol in cost.symbols() {
            let root = self.resolve(symbol);
            // Of the parameters that are the same size, the one whose argument is known.
            let equal: Vec<_> = (0..self.symbols.len()).filter(|other| self.resolve(*other) == root).collect();
            // A size from further out stays what it is.
            if let Some(free) = equal.iter().find(|of| self.symbols[**of].function != called) {
                replaced.push((symbol, Some(Cost::of(*free))));
                continue;
            }
            let mut best: Option<Cost> = None;
            let mut is_parameter = false;
            for other in equal.into_iter().filter(|other| self.symbols[*other].function == called).collect::<Vec<_>>() {
                let path = self.symbols[other].place.clone();
                let depth = path.matches("[]").count();
                let base = path.trim_end_matches("[]");
                let Some(position) = self.functions[called].parameters.iter().position(|name| *name == base) else {
                    continue;
                };
                is_parameter = true;
                let Some(argument) = arguments.get(position) else { continue };
                let size = match depth {
                    0 => self.size(function, *argument),
                    1 => self.element(function, *argument),
                    _ => None,
                };
                // What is the same size there is the same size here.
                if let (Some(one), Some(other)) =
                    (best.as_ref().and_then(Cost::symbol), size.as_ref().and_then(Cost::symbol))
                {
                    self.unite(one, other);
                }
                if best.is_none() || best.as_ref().is_some_and(Cost::is_one) {
                    best = size.or(best);
                }
            }
            replaced.push((symbol, if is_parameter { best } else { Some(Cost::of(symbol)) }));
        }
        cost.map(|symbol| replaced.iter().find(|(of, _)| *of == symbol).and_then(|(_, size)| size.clone()))
    }

    /// The size of what a function returns.
    pub(super) fn size_of_result(&mut self, function: usize, called: usize, arguments: &[Node<'t>]) -> Option<Cost> {
        // Divide and conquer: what comes back for a part is as big as the part.
        if called == function && self.is_divided(function) {
            return arguments.iter().try_fold(Cost::one(), |size, of| Some(size.plus(&self.size(function, *of)?)));
        }
        if called == function || self.busy_calls.contains(&called) {
            return None;
        }
        let mut size = Some(Cost::one());
        for value in self.functions[called].returns.clone() {
            size = sum(size, self.size(called, value));
        }
        let size = size?;
        self.translate(function, called, arguments, &size)
    }
}
