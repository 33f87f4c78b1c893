//! What a call costs: of the library, by its table, or of a function of the same file.

use super::calls::{self, Gives, Known, On, Time};
use super::cost::Cost;
use super::facts::{Step, What};
use super::form::Form;
use super::work::Own;
use super::{Estimator, sum};
use tree_sitter::Node;

impl<'t> Estimator<'t, '_> {
    pub(super) fn spend_on_call(
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
            let shares = self.shares_table(function, step, called, arguments);
            let total = time.and_then(|time| {
                let rounds = rounds.as_ref()?;
                if shares { Some(time.plus(rounds)) } else { time.times(rounds) }
            });
            own.note(node, format!("Calls `{name}`"), total.clone());
            own.lasting = sum(own.lasting.take(), total.clone());
            own.spend(total);
            // What it takes is free again before the next call of this one, unless it is in what it gives.
            let gives_number = self.gives_number(called)
                || self.size_of_result(function, called, arguments).is_some_and(|size| size.is_one());
            if gives_number {
                own.joined = sum(own.joined.take(), space);
            } else {
                own.allocate(space);
            }
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
            // `max(a, b)`, and Rust's `a.max(b)`.
            Some(_)
                if matches!(name, "max" | "min")
                    && (arguments.len() > 1
                        || known.of == "*" && !arguments.is_empty() && self.tree.language.name == "rust") =>
            {
                Some(Cost::one())
            }
            Some(of) => self.size_for_call(function, name, of),
            None => Some(Cost::one()),
        };
        let is_first = arguments.first().is_some_and(|first| matches!(self.read(*first), Form::Number("0")));
        let kind = receiver.and_then(|receiver| self.kind(function, receiver));
        // Python: `pop(0)` moves all others.
        let is_inside = arguments.first().is_some_and(|first| self.tree.text(*first) != "-1");
        let shifts = self.tree.language.name == "python"
            && name == "pop"
            && (is_first && kind != Some("map") || is_inside && kind == Some("list"));
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
                && (matches!(self.tree.language.name, "python" | "javascript" | "typescript")
                    || self.tree.language.name == "rust" && !name.contains("unstable")) =>
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
        let Some(path) = receiver.and_then(|receiver| self.place(receiver)) else {
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
                own.keeps = true;
            }
            return Some(Cost::one());
        }
        if is_taken {
            return self.size_of_place(function, &path);
        }
        let value = match self.read(step.node) {
            Form::Call { arguments, .. } => arguments.last().copied(),
            _ => None,
        };
        let added = self.values_added(function, &path, value, step)?;
        let is_copied = |value: Node<'t>| {
            self.tree.language.name == "cpp"
                && matches!(self.read(value), Form::Name(_))
                && matches!(self.kind(function, value), Some("list" | "text" | "set" | "map"))
        };
        match value {
            Some(value) if is_copied(value) || self.is_new_in_loop(function, step, value) => {
                added.times(&self.size(function, value)?)
            }
            _ => Some(added),
        }
    }

    /// Whether a value is a collection that is made anew in each round, so that what keeps it keeps all of them.
    fn is_new_in_loop(&self, function: usize, step: Step<'t>, value: Node<'t>) -> bool {
        let Form::Name(name) = self.read(self.plain(value)) else { return false };
        matches!(self.kind(function, value), Some("list" | "set" | "map" | "treemap" | "deque"))
            && self.owner(function, name) == Some(function)
            && self.reset(function, name, step.within).is_some()
    }

    fn size_of_added(&mut self, function: usize, step: Step<'t>) -> Option<Cost> {
        let Form::Call { arguments, .. } = self.read(step.node) else { return Some(Cost::one()) };
        let Some(value) = arguments.last() else { return Some(Cost::one()) };
        match self.read(*value) {
            Form::Slice { .. } | Form::Call { .. } | Form::New { .. } => self.size(function, *value),
            Form::Several(_, parts) => match parts.first().map(|part| self.read(*part)) {
                Some(Form::Same(_)) => self.size(function, parts[0]),
                _ => Some(Cost::one()),
            },
            // A new text for each call.
            Form::Name(name) if self.grows_by_calls(function, name) => self.size(function, *value),
            // C++ copies what it adds.
            Form::Name(_) if self.tree.language.name == "cpp" && self.kind(function, *value).is_some() => {
                self.size(function, *value)
            }
            _ => Some(Cost::one()),
        }
    }

    /// What a call works on, by its size: a heap or a sorted tree counts as what it can hold.
    fn size_for_call(&mut self, function: usize, name: &str, of: Node<'t>) -> Option<Cost> {
        match self.read(of) {
            // C++: `sort(v.begin(), v.end())`, C: `sort(a, a + n)`.
            Form::Call { name: "begin" | "rbegin", receiver: Some(of), .. } => self.size(function, of),
            _ if name == "print" => Some(Cost::one()),
            _ => self.size(function, of),
        }
    }

    /// Whether a receiver is a module or a class: `Math`, `heapq`.
    pub(super) fn is_library(&self, receiver: Option<Node<'t>>) -> bool {
        let Some(receiver) = receiver else { return true };
        const GO: [&str; 10] =
            ["fmt", "sort", "slices", "math", "strings", "strconv", "unicode", "heap", "errors", "bytes"];
        if self.tree.language.name == "go" {
            return GO.contains(&self.tree.text(receiver));
        }
        const MODULES: [&str; 23] = [
            "Math",
            "console",
            "Array",
            "Object",
            "Number",
            "String",
            "Arrays",
            "Collections",
            "Comparator",
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

    /// Whether all calls in a loop note their answers, or what they have seen, in the same table.
    fn shares_table(&mut self, function: usize, step: Step<'t>, called: usize, arguments: &[Node<'t>]) -> bool {
        let Some(table) = self.summary(called).table else { return false };
        let base = table.split(['.', '[']).next().unwrap_or(&table).to_owned();
        let path = match self.functions[called].parameters.iter().position(|name| *name == base) {
            Some(at) => arguments.get(at).and_then(|argument| self.place(*argument)),
            None => Some(base),
        };
        path.is_some_and(|path| {
            self.owner(function, &path).is_none_or(|owner| {
                owner != function
                    || self.functions[owner].definitions[&path].iter().all(|definition| {
                        !matches!(definition.what, What::Set(_) | What::Declared)
                            || std::iter::successors(step.within, |at| self.functions[function].loops[*at].around)
                                .all(|around| definition.step.within != Some(around))
                    })
            })
        })
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

    /// Whether all that a function returns is numbers, as far as can be seen.
    fn gives_number(&self, function: usize) -> bool {
        let returns = &self.functions[function].returns;
        let mut open: Vec<_> = returns.clone();
        while let Some(value) = open.pop() {
            let is_number = match self.read(self.plain(value)) {
                Form::Number(_) | Form::Name("True" | "False" | "true" | "false") => true,
                Form::Binary { left, operator: "+" | "-" | "*", right } => {
                    [left, right].iter().any(|side| matches!(self.read(self.plain(*side)), Form::Number(_)))
                }
                Form::Binary { operator, .. } => {
                    matches!(operator, "<" | ">" | "<=" | ">=" | "==" | "!=" | "===" | "!==")
                }
                Form::Call { name, .. } => matches!(name, "max" | "min" | "abs" | "len"),
                Form::Choice { yes, no } if open.len() < 20 => {
                    open.extend([yes, no]);
                    true
                }
                _ => false,
            };
            if !is_number {
                return false;
            }
        }
        !returns.is_empty()
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
