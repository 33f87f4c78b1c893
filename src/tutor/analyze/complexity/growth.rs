//! How big variables grow, by all that happens to them.

use std::collections::HashSet;

use tree_sitter::Node;

use super::cost::Cost;
use super::facts::{Definition, Rounds, Step, What};
use super::form::Form;
use super::{Estimator, sum};
use crate::tutor::analyze::tree::children;

impl<'t> Estimator<'t, '_> {
    /// How much an inner function adds to a collection of an outer one.
    pub(super) fn growth_within(&mut self, function: usize, path: &str) -> Option<Cost> {
        let mut size = Some(Cost::one());
        let Some(all) = self.functions[function].definitions.get(path) else { return size };
        let takes = all.iter().any(|definition| matches!(definition.what, What::Take));
        let grows = all.iter().any(|definition| matches!(definition.what, What::Grow(_)));
        if grows {
            size = if takes {
                self.depth_of_recursion(function)
            } else {
                // A search that sees each vertex once adds so much for each.
                let grows = all.iter().filter(|of| matches!(of.what, What::Grow(_)));
                let in_loop = grows.clone().any(|of| of.step.within.is_some());
                self.vertices_seen(function).filter(|_| !in_loop)
            };
        }
        size
    }

    pub(super) fn size_by_definitions(&mut self, owner: usize, path: &str) -> Option<Cost> {
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
            if let Some(doubling) = self.doubling(owner, path) {
                return self.rounds_in_total(owner, Some(doubling))?.exponential(2);
            }
            if let What::Extend(value) | What::Change("+", Some(value)) = definition.what
                && is_collection
                && step.within.is_some()
                && self.feeds(owner, path, value, step.within)
            {
                return None;
            }
            let part = match definition.what {
                What::Parameter => Some(Cost::of(self.symbol(owner, path))),
                // `level = next`, where `next` is made of `level`: each can be longer than the one before, unless all together are the
                // nodes of a tree or a graph, which are counted where they are added.
                What::Set(Some(_)) if let Some(around) = self.makes_levels(owner, path, step.within) => {
                    match self.functions[owner].loops[around].rounds {
                        Rounds::While(_) => Some(Cost::one()),
                        Rounds::Each(_) => None,
                    }
                }
                What::Set(Some(value)) => {
                    if self.mentions(value, path) {
                        let by = self.added_by(value, path).unwrap_or(value);
                        self.size_of_change(owner, path, step.within, Some(by), is_collection)
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
                What::Grow(_) if self.is_taken_back(owner, path, step.within) => Some(Cost::one()),
                What::Grow(value) => self.values_added(owner, path, value, step),
                What::Extend(value) => {
                    let rounds = self.rounds_in_total(owner, step.within);
                    rounds.and_then(|rounds| rounds.times(&self.size(owner, value)?))
                }
                What::Keyed if matches!(self.kind_of_place(owner, path), Some("map" | "treemap")) => {
                    self.times_added(owner, step)
                }
                What::Keyed => Some(Cost::one()),
            };
            size = sum(size, part);
        }
        size
    }

    /// `x` of `path + x` and `x + path`.
    fn added_by(&self, value: Node<'t>, path: &str) -> Option<Node<'t>> {
        let Form::Binary { left, operator: "+", right } = self.read(self.plain(value)) else { return None };
        let is_own = |node| self.tree.text(self.plain(node)) == path;
        match (is_own(left), is_own(right)) {
            (true, false) => Some(right),
            (false, true) => Some(left),
            _ => None,
        }
    }

    /// The loop in whose rounds a collection gets once more what it has: `subsets += [s + [x] for s in subsets]`.
    pub(super) fn doubling(&self, function: usize, path: &str) -> Option<usize> {
        let known = &self.functions[function];
        let mut grows = known.definitions.get(path)?.iter().filter(|of| of.step.within.is_some());
        let only = grows.next().filter(|_| grows.next().is_none())?;
        let within = only.step.within.filter(|within| known.loops[*within].around.is_none())?;
        let (What::Extend(value) | What::Change("+", Some(value))) = only.what else { return None };
        let is_again = match self.read(self.plain(value)) {
            Form::Comprehension { clauses, .. } => match clauses[..] {
                [(_, of)] => self.place(of).as_deref() == Some(path),
                _ => false,
            },
            // A list that a loop over it has filled.
            Form::Name(name) => {
                let mut grows = known.definitions.get(name)?.iter().filter(|of| matches!(of.what, What::Grow(_)));
                let only = grows.next().filter(|_| grows.next().is_none())?;
                let inner = only.step.within.filter(|inner| known.loops[*inner].around == Some(within))?;
                matches!(&known.loops[inner].rounds, Rounds::Each(each) if self.place(each[0].1).as_deref() == Some(path))
            }
            _ => false,
        };
        is_again.then_some(within)
    }

    /// Whether what is added to a collection in a loop comes from the collection, as in `subsets += [s + [x] for s in subsets]`.
    pub(super) fn feeds(&self, function: usize, path: &str, value: Node<'t>, within: Option<usize>) -> bool {
        const MOST: usize = 40;
        let known = &self.functions[function];
        let mut open = vec![value];
        let mut seen: HashSet<&str> = HashSet::new();
        while let Some(node) = open.pop() {
            if let Form::Index { of, .. } = self.read(self.plain(node))
                && self.tree.text(of) == path
            {
                // One element.
                continue;
            }
            if self.mentions(node, path) {
                return true;
            }
            let names = self.names_in(node);
            for name in names.into_iter().filter(|name| seen.len() < MOST && seen.insert(name)) {
                for definition in known.definitions.get(name).map(Vec::as_slice).unwrap_or_default() {
                    match definition.what {
                        What::Set(Some(value)) | What::Extend(value) | What::Change("+", Some(value)) => {
                            open.push(value)
                        }
                        _ => {}
                    }
                    // How much it grows is how often the loops around go round.
                    let mut at =
                        definition.step.within.filter(|_| matches!(definition.what, What::Grow(_) | What::Extend(_)));
                    while let Some(index) = at.filter(|at| Some(*at) != within) {
                        if let Rounds::Each(each) = &known.loops[index].rounds {
                            open.extend(each.iter().map(|(_, iterable)| *iterable));
                        }
                        at = known.loops[index].around;
                    }
                }
            }
        }
        false
    }

    /// The variables in an expression.
    pub(super) fn names_in(&self, node: Node<'t>) -> Vec<&'t str> {
        let mut open = vec![node];
        let mut names = Vec::new();
        while let Some(node) = open.pop() {
            match self.read(node) {
                Form::Name(name) => names.push(name),
                _ if names.len() < 20 && open.len() < 50 => open.extend(children(node)),
                _ => {}
            }
        }
        names
    }

    /// Whether each round takes out as many values as it adds.
    fn is_taken_back(&self, function: usize, path: &str, within: Option<usize>) -> bool {
        within.is_some_and(|index| {
            let all = &self.functions[function].definitions[path];
            let takes = all.iter().filter(|definition| {
                matches!(definition.what, What::Take) && self.is_in_every_round(function, index, definition)
            });
            let grows = all
                .iter()
                .filter(|definition| matches!(definition.what, What::Grow(_)) && definition.step.within == Some(index));
            takes.count() >= grows.count().max(1)
        })
    }

    /// How many values are added to a collection, in all.
    pub(super) fn values_added(
        &mut self,
        owner: usize,
        path: &str,
        value: Option<Node<'t>>,
        step: Step<'t>,
    ) -> Option<Cost> {
        let added = match self.reset(owner, path, step.within) {
            Some(reset) => match self.times_visited(owner, step) {
                Some(visited) => Some(visited),
                None => self.rounds_in_round(owner, step.within, reset),
            },
            None => self.times_added(owner, step),
        };
        match (added, self.different_values(owner, path, value, step.guard)) {
            (Some(added), Some(different)) if added.rank() <= different.rank() => Some(added),
            (added, different) => different.or(added),
        }
    }

    /// How many values a collection can take where it takes each of them once: as many as the parameter has that they are elements of.
    pub(super) fn different_values(
        &mut self,
        owner: usize,
        path: &str,
        value: Option<Node<'t>>,
        guard: Option<Node<'t>>,
    ) -> Option<Cost> {
        let value = value?;
        let text = self.tree.text(value);
        let mut guards = Vec::new();
        if let Some(guard) = guard {
            self.split(guard, &mut guards);
        }
        let is_new = guards.into_iter().map(|guard| self.tree.text(self.plain(guard))).any(|guard| {
            guard == format!("{text} not in {path}")
                || ["includes", "contains", "has"].iter().any(|method| guard == format!("!{path}.{method}({text})"))
        });
        if !is_new && self.kind_of_place(owner, path) != Some("set") {
            return None;
        }
        if let Form::Name(name) = self.read(value)
            && self.is_counter(owner, name)
        {
            return self.size(owner, value);
        }
        let of = match self.read(value) {
            Form::Index { of, .. } => of,
            Form::Name(name) => match self.functions[owner].definitions.get(name)?[..] {
                [Definition { what: What::Element(of, None), .. }] => of,
                _ => return None,
            },
            _ => return None,
        };
        let Form::Name(name) = self.read(of) else { return None };
        let is_parameter =
            matches!(self.functions[owner].definitions.get(name)?[..], [Definition { what: What::Parameter, .. }]);
        if is_parameter { self.size(owner, of) } else { None }
    }

    /// Whether a variable is nothing but the number of the round of a loop.
    pub(super) fn is_counter(&self, function: usize, name: &str) -> bool {
        let Some(all) = self.functions[function].definitions.get(name) else { return false };
        let is_number = |definition: &Definition<'t>| {
            let What::Element(of, part) = definition.what else { return false };
            matches!(
                (self.read(of), part),
                (Form::Call { name: "range", receiver: None, .. } | Form::Binary { operator: ".." | "..=", .. }, None)
                    | (Form::Call { name: "enumerate", receiver: None, .. }, Some(0))
            )
        };
        all.iter().all(is_number)
            || (0..self.functions[function].loops.len()).any(|index| {
                self.counts(function, index, name)
                    && all.iter().all(|definition| match definition.what {
                        What::Set(Some(value)) => matches!(self.read(self.plain(value)), Form::Number(_)),
                        What::Change("+", None) | What::Declared => true,
                        _ => false,
                    })
            })
    }

    /// What a variable grows to that is counted up.
    pub(super) fn size_of_change(
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
                    matches!(self.read(by), Form::Binary { operator: "-" | "//" | "/" | ">>" | "&" | "%", .. });
                let own = self.place(by).is_some_and(|of| of.starts_with(path))
                    || shrinks
                    || matches!(self.read(by), Form::Slice { .. });
                if own {
                    return Some(Cost::one());
                }
                // A name that is added to a text is a letter as a rule.
                let is_letter = self.kind_of_place(owner, path) == Some("text")
                    && matches!(self.read(self.plain(by)), Form::Name(_));
                let by = if is_letter { Cost::one() } else { self.size(owner, by)? };
                if is_collection || !by.is_one() { rounds.times(&by) } else { Some(rounds) }
            }
        }
    }

    /// `if len(heap) > k: pop` keeps a collection at `k`.
    pub(super) fn limit(&self, owner: usize, path: &str) -> Option<Node<'t>> {
        let takes =
            self.functions[owner].definitions[path].iter().filter(|definition| matches!(definition.what, What::Take));
        takes.filter_map(|take| take.step.guard).find_map(|guard| {
            let Form::Binary { left, operator: ">" | ">=" | "==", right } = self.read(self.plain(guard)) else {
                return None;
            };
            (self.length_of(left).as_deref() == Some(path) && !matches!(self.read(right), Form::Number(_)))
                .then_some(right)
        })
    }
}
