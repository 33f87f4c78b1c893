//! Functions that call themselves: the recurrence, and its solution by pattern.

use tree_sitter::Node;

use super::cost::{Cost, Growth, Symbol};
use super::facts::{Definition, Rounds, What};
use super::form::Form;
use super::loops::power;
use super::shrink::{Again, Shrink};
use super::work::Own;
use super::{Estimator, Note, Summary, sum};
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::children;

impl<'t> Estimator<'t, '_> {
    /// The size that gets less.
    pub(super) fn shrinking_size(&mut self, function: usize, calls: &[Again<'t>]) -> Option<Symbol> {
        let first = calls.first()?;
        let strongest = first.strongest();
        let parameters = self.functions[function].parameters.clone();
        let mut found = None;
        for (at, shrink) in first.shrinks.iter().enumerate() {
            if *shrink == strongest && strongest != Shrink::Unclear {
                let moves = calls.iter().all(|call| !matches!(call.shrinks[at], Shrink::Unclear));
                let symbol = self.symbol(function, parameters[at]);
                if moves && found.is_none() {
                    found = Some(self.end_of(function, parameters[at]).unwrap_or(symbol));
                }
            }
        }
        if strongest == Shrink::Unclear { self.end_of_path(function, calls) } else { found }
    }

    /// The length at which a path ends that each call adds one element to, and takes it away again: `len(path) == len(items)`.
    fn end_of_path(&mut self, function: usize, calls: &[Again<'t>]) -> Option<Symbol> {
        let [call] = calls else { return None };
        let within = call.step.within?;
        let mut parts = Vec::new();
        for condition in &self.functions[function].conditions {
            self.split(*condition, &mut parts);
        }
        let ends = parts.into_iter().find_map(|part| {
            let Form::Binary { left, operator: "==" | "===" | ">=", right } = self.read(part) else { return None };
            let path = self.length_of(left)?;
            let all = self.functions[function].definitions.get(&path)?;
            let is_in_loop = |of: &&Definition<'t>| of.step.within == Some(within);
            let grows = all.iter().filter(is_in_loop).any(|of| matches!(of.what, What::Grow(_)));
            let takes = all.iter().filter(is_in_loop).any(|of| matches!(of.what, What::Take));
            (grows && takes).then_some(right)
        })?;
        self.size(function, ends)?.symbol()
    }

    /// `i` of `if i == len(items)` ends with `items`, and `lo` of `lo > hi` with `hi`.
    pub(super) fn end_of(&mut self, function: usize, parameter: &str) -> Option<Symbol> {
        let mut compared = Vec::new();
        let mut parts = Vec::new();
        for guard in &self.functions[function].conditions {
            self.split(*guard, &mut parts);
        }
        let is_own =
            |node: Node<'t>| self.tree.text(node) == parameter || self.length_of(node).as_deref() == Some(parameter);
        for part in parts {
            if let Form::Binary { left, operator: "==" | ">=" | ">" | "===" | "<" | "<=", right } = self.read(part) {
                if is_own(left) {
                    compared.push(right);
                } else if is_own(right) {
                    compared.push(left);
                } else if self.is_heap_child(function, left, parameter) {
                    compared.push(right);
                }
            }
        }
        for known in &self.functions[function].loops {
            if let Rounds::Each(each) = &known.rounds
                && let Form::Call { name: "range", receiver: None, arguments } = self.read(each[0].1)
                && arguments.len() > 1
                && self.tree.text(arguments[0]) == parameter
            {
                compared.push(arguments[1]);
            }
        }
        for end in compared {
            if let Some(symbol) = self.size(function, end).and_then(|size| size.symbol()) {
                let own = self.symbol(function, parameter);
                self.unite(own, symbol);
                return Some(symbol);
            }
        }
        None
    }

    /// What a function costs, its calls of itself included.
    pub(super) fn solve(&mut self, function: usize, own: Own) -> Summary {
        let calls = self.calls_of_itself(function);
        let Own { time, lasting, frame, kept, keeps, joined, mut notes, advice } = own;
        if calls.is_empty() {
            return Summary { time, space: sum(sum(frame, kept), joined), table: None, notes, advice };
        }
        let line = calls[0].step.node.start_position().row + 1;
        let table = self.table(function);
        let solved = self.recurrence(function, &calls, time, lasting, frame, kept, keeps);
        let (time, space, text) =
            solved.unwrap_or((None, None, "How often it calls itself cannot be told from the code".to_owned()));
        notes.push(Note { line, text, cost: time.clone() });
        let space = sum(space, joined);
        Summary { time, space, table, notes, advice }
    }

    #[allow(clippy::too_many_arguments, clippy::type_complexity)]
    fn recurrence(
        &mut self,
        function: usize,
        calls: &[Again<'t>],
        time: Option<Cost>,
        lasting: Option<Cost>,
        frame: Option<Cost>,
        kept: Option<Cost>,
        keeps: bool,
    ) -> Option<(Option<Cost>, Option<Cost>, String)> {
        if let Some(solved) = self.remembered(function, calls, time.clone(), frame.clone()) {
            return Some(solved);
        }
        let strongest: Vec<_> = calls.iter().map(Again::strongest).collect();
        if strongest.contains(&Shrink::Unclear) && calls.len() > 1 {
            return None;
        }
        let symbol = self.shrinking_size(function, calls)?;
        // What each call adds something to, and takes it away again, is as long as the calls are deep.
        for parameter in self.functions[function].parameters.clone() {
            let all = &self.functions[function].definitions[parameter];
            if all.iter().any(|of| matches!(of.what, What::Grow(_)))
                && all.iter().any(|of| matches!(of.what, What::Take))
            {
                let path = self.symbol(function, parameter);
                self.unite(path, symbol);
            }
        }
        let symbol = self.resolve(symbol);
        let size = Cost::of(symbol);
        let resolve = |estimator: &Self, cost: Option<Cost>| cost.and_then(|cost| estimator.resolved(&cost));
        let (time, lasting) = (resolve(self, time)?, resolve(self, lasting));
        let (frame, kept) = (resolve(self, frame), resolve(self, kept));
        let in_loops: Vec<_> = calls.iter().filter(|call| call.step.within.is_some()).collect();
        let all = |shrink: Shrink| strongest.iter().all(|of| *of == shrink);
        if in_loops.is_empty() {
            let count = self.calls_on_a_path(function);
            if all(Shrink::Half) {
                return self.halving(symbol, count, &time, frame.as_ref(), kept, keeps);
            }
            if all(Shrink::Part) || count == 1 && strongest.iter().all(|of| matches!(of, Shrink::Part | Shrink::Step)) {
                let text =
                    "It calls itself for parts that do not overlap, in the worst case one element less each time";
                let time = size.times(&time);
                return Some((
                    time,
                    frame.and_then(|frame| sum(size.times(&frame), kept.and_then(|kept| kept.times(&size)))),
                    text.to_owned(),
                ));
            }
            if !strongest.iter().all(|of| matches!(of, Shrink::Step)) {
                return None;
            }
            if count == 1 {
                let text = "It calls itself once, with one element less";
                let space = frame.and_then(|frame| sum(size.times(&frame), kept.and_then(|kept| kept.times(&size))));
                return Some((size.times(&time), space, text.to_owned()));
            }
            let exponent = self.sizes_that_step(function, calls)?;
            // Steps in all directions: what ends it cannot be told.
            if count > 3 && exponent.symbols().len() > 1 {
                return None;
            }
            let leaves = exponent.exponential(u32::try_from(count).ok()?)?;
            let text = format!("It calls itself {count} times on one path, each time with a little less");
            let time = lasting.and_then(|lasting| leaves.times(&lasting));
            let space = frame.and_then(|frame| {
                sum(exponent.times(&frame), kept.and_then(|kept| if keeps { leaves.times(&kept) } else { Some(kept) }))
            });
            return Some((time, space, text));
        }
        if in_loops.len() == 1 && calls.len() == 1 {
            return self.branching(function, &calls[0], symbol, lasting, frame, kept, keeps);
        }
        None
    }

    /// The master theorem.
    #[allow(clippy::too_many_arguments, clippy::type_complexity)]
    fn halving(
        &self,
        symbol: Symbol,
        count: usize,
        time: &Cost,
        frame: Option<&Cost>,
        kept: Option<Cost>,
        keeps: bool,
    ) -> Option<(Option<Cost>, Option<Cost>, String)> {
        let growth = time.growth(symbol);
        if growth.base > 0 || growth.factorial > 0 {
            return None;
        }
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let critical = ((count as f64).log2() * 100.0).round() as u32;
        let solved = match growth.power.cmp(&critical) {
            std::cmp::Ordering::Less => Cost::with(symbol, power(critical, 0)),
            std::cmp::Ordering::Equal => Cost::with(symbol, power(critical, growth.log + 1)),
            std::cmp::Ordering::Greater => time.clone(),
        };
        let others = time.symbols().iter().any(|of| *of != symbol);
        let solved = if others && growth.power <= critical {
            solved.times(&time.map(|of| Some(if of == symbol { Cost::one() } else { Cost::of(of) }))?)?
        } else {
            solved
        };
        let space = frame.and_then(|frame| {
            if frame.growth(symbol).power > 0 { Some(frame.clone()) } else { Cost::of(symbol).log().times(frame) }
        });
        // What stays, stays of each call.
        let calls = if count > 1 { Cost::with(symbol, power(critical, 0)) } else { Cost::of(symbol).log() };
        let kept = if keeps { kept.and_then(|kept| kept.times(&calls)) } else { kept };
        let text = match count {
            1 => "It calls itself once, for a half".to_owned(),
            count => format!("It calls itself {count} times on one path, each time for a half"),
        };
        Some((Some(solved), sum(space, kept), text))
    }

    /// A call of itself in a loop.
    #[allow(clippy::too_many_arguments, clippy::type_complexity)]
    fn branching(
        &mut self,
        function: usize,
        call: &Again<'t>,
        symbol: Symbol,
        lasting: Option<Cost>,
        frame: Option<Cost>,
        kept: Option<Cost>,
        keeps: bool,
    ) -> Option<(Option<Cost>, Option<Cost>, String)> {
        let size = Cost::of(symbol);
        let within = call.step.within?;
        if call.strongest() == Shrink::Part {
            let is_tree = call.arguments.iter().any(|argument| self.is_child(function, *argument));
            if !is_tree {
                return None;
            }
            return Some((
                Some(size.clone()),
                frame.and_then(|frame| size.times(&frame)),
                "It calls itself once for each node of the tree".to_owned(),
            ));
        }
        if !matches!(call.strongest(), Shrink::Step | Shrink::Unclear) {
            return None;
        }
        let rounds = self.rounds_in_total(function, Some(within)).and_then(|rounds| self.resolved(&rounds))?;
        if rounds != size {
            return None;
        }
        let by_counter = call.arguments.iter().any(|argument| match self.read(self.plain(*argument)) {
            Form::Binary { left, operator: "+", .. } => self.functions[function].parameters.iter().any(|parameter| {
                self.tree.text(left) != *parameter && self.runs_from(function, self.tree.text(left), parameter)
            }),
            _ => false,
        });
        let leaves = if by_counter {
            size.exponential(2)?
        } else if self.is_absorbed(function, within) || self.chooses_unused(function, within, call) {
            Cost::with(symbol, Growth { factorial: 1, ..Growth::default() })
        } else {
            return None;
        };
        let time = lasting.and_then(|lasting| leaves.times(&lasting));
        let space = frame.and_then(|frame| {
            sum(size.times(&frame), kept.and_then(|kept| if keeps { leaves.times(&kept) } else { Some(kept) }))
        });
        let text = if by_counter {
            "It calls itself for each element that is left: all subsets"
        } else {
            "It calls itself for each element that is not used yet: all orders"
        };
        Some((time, space, text.to_owned()))
    }

    /// Whether a loop leaves out what has been used, or hands on what is left.
    fn chooses_unused(&self, function: usize, within: usize, call: &Again<'t>) -> bool {
        let is_rest = call.arguments.iter().any(|argument| {
            matches!(self.read(self.only_value(function, self.plain(*argument))), Form::Binary { operator: "+", left, .. } if matches!(self.read(left), Form::Slice { .. }))
        });
        let Some(body) = self.functions[function].loops[within].node.child_by_field_name("body") else {
            return is_rest;
        };
        is_rest
            || children(body).into_iter().any(|child| {
                self.tree.kinds(child).is(Kinds::IF)
                    && child.child_by_field_name("condition").is_some_and(|condition| {
                        self.functions[function].definitions.iter().any(|(path, all)| {
                            all.iter().any(|of| matches!(of.what, What::Keyed | What::Grow(_)))
                                && !path.contains('[')
                                && self.mentions(condition, path)
                        })
                    })
            })
    }

    /// The sizes that get less in some call, together; the one that does in all, if there is one.
    fn sizes_that_step(&mut self, function: usize, calls: &[Again<'t>]) -> Option<Cost> {
        let parameters = self.functions[function].parameters.clone();
        let mut together: Option<Cost> = None;
        for (at, parameter) in parameters.iter().enumerate() {
            let steps = calls.iter().filter(|call| call.shrinks[at] == Shrink::Step).count();
            if steps == 0 {
                continue;
            }
            let symbol = self.end_of(function, parameter).unwrap_or_else(|| self.symbol(function, parameter));
            let size = Cost::of(self.resolve(symbol));
            if steps == calls.len()
                && calls.iter().all(|call| {
                    call.shrinks.iter().enumerate().all(|(other, shrink)| other == at || *shrink != Shrink::Step)
                })
            {
                return Some(size);
            }
            together = Some(together.map_or(size.clone(), |sum| sum.plus(&size)));
        }
        together
    }

    /// How many calls of itself one call can make, where branches exclude one another.
    fn calls_on_a_path(&self, function: usize) -> usize {
        let Some(body) = self.functions[function].node.child_by_field_name("body") else { return 0 };
        self.most_calls(function, body, 0)
    }

    /// Bounded by the depth of what is looked into (`facts`).
    fn most_calls(&self, function: usize, node: Node<'t>, depth: usize) -> usize {
        if depth > 120 || self.tree.kinds(node).is(Kinds::FUNCTION) {
            return 0;
        }
        let inner = |node| self.most_calls(function, node, depth + 1);
        let known = &self.functions[function];
        match self.read(node) {
            Form::Call { name, receiver, arguments } => {
                let own = usize::from(name == known.plain && self.called(function, name, receiver) == Some(function));
                return own + arguments.into_iter().chain(receiver).map(inner).sum::<usize>();
            }
            Form::Choice { yes, no } => return inner(yes).max(inner(no)),
            _ => {}
        }
        if self.tree.kinds(node).is(Kinds::IF) {
            let condition = node.child_by_field_name("condition").map_or(0, inner);
            let then = node.child_by_field_name("consequence").map_or(0, inner);
            let mut cursor = node.walk();
            let otherwise = node.children_by_field_name("alternative", &mut cursor).map(inner).max().unwrap_or(0);
            return condition + then.max(otherwise);
        }
        // A branch that returns leaves out what comes after it.
        let (mut before, mut most) = (0, 0);
        for child in children(node) {
            let calls = inner(child);
            if self.tree.kinds(child).is(Kinds::IF)
                && child.child_by_field_name("alternative").is_none()
                && self.always_returns(child)
            {
                most = most.max(before + calls);
                // What it asks is asked in any case.
                before += child.child_by_field_name("condition").map_or(0, inner);
            } else {
                before += calls;
            }
        }
        most.max(before)
    }

    pub(super) fn always_returns(&self, branch: Node<'t>) -> bool {
        let Some(then) = branch.child_by_field_name("consequence") else { return false };
        let last = children(then).pop().unwrap_or(then);
        [then, last].iter().any(|node| node.kind() == "return_statement")
    }
}
