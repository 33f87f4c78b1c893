//! How often loops go round.

use tree_sitter::Node;

use super::cost::{Cost, Growth};
use super::facts::{Definition, Rounds, What};
use super::form::Form;
use super::moves::Move;
use super::{Estimator, sum};
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::children;

/// What ends a loop.
pub(super) struct Progress {
    pub rounds: Cost,
    pub places: Vec<String>,
    /// What its rounds use up: all its runs together go round no more often, until that is made anew.
    pub used_up: Option<String>,
    /// Whether each round makes some.
    pub is_certain: bool,
    pub is_harmonic: bool,
    /// Another bound, where it ends with the first of two.
    pub or_fewer: Option<Cost>,
}

impl Progress {
    /// Each round makes some.
    pub fn certain(rounds: Cost, places: Vec<String>) -> Self {
        Self { rounds, places, used_up: None, is_certain: true, is_harmonic: false, or_fewer: None }
    }
}

impl<'t> Estimator<'t, '_> {
    /// How often the body of a loop runs in one call of the function.
    pub(super) fn rounds_in_total(&mut self, function: usize, within: Option<usize>) -> Option<Cost> {
        let Some(index) = within else { return Some(Cost::one()) };
        let key = (function, index);
        if let Some(total) = self.totals.get(&key) {
            return total.clone();
        }
        if !self.busy_loops.insert(key) {
            return Some(Cost::one());
        }
        let total = self.total_of_loop(function, index);
        self.busy_loops.remove(&key);
        self.totals.insert(key, total.clone());
        total
    }

    /// How often a loop runs within one round of one around it.
    pub(super) fn rounds_in_round(&mut self, function: usize, within: Option<usize>, of: usize) -> Option<Cost> {
        let Some(index) = within.filter(|index| *index != of) else { return Some(Cost::one()) };
        let key = (function, index, of);
        if let Some(known) = self.parts.get(&key) {
            return known.clone();
        }
        // Asked again on the way to its own answer, it is unknown.
        self.parts.insert(key, None);
        let totals = std::mem::take(&mut self.totals);
        let sizes = std::mem::take(&mut self.sizes);
        self.totals.insert((function, of), Some(Cost::one()));
        let part = self.rounds_in_total(function, within);
        self.totals = totals;
        self.sizes = sizes;
        self.parts.insert(key, part.clone());
        part
    }

    /// The loop around that gives a collection a new value in each round.
    pub(super) fn reset(&self, function: usize, path: &str, within: Option<usize>) -> Option<usize> {
        let all = self.functions[function].definitions.get(path)?;
        std::iter::successors(within, |at| self.functions[function].loops[*at].around).find(|around| {
            all.iter().any(|definition| {
                let is_new = match definition.what {
                    What::Set(Some(value)) => !self.mentions(value, path),
                    What::Declared => true,
                    _ => false,
                };
                is_new && self.is_in_every_round(function, *around, definition)
            })
        })
    }

    fn total_of_loop(&mut self, function: usize, index: usize) -> Option<Cost> {
        let around = self.functions[function].loops[index].around;
        if self.is_round_of_queue(function, index) {
            return self.rounds_in_total(function, around);
        }
        match &self.functions[function].loops[index].rounds {
            Rounds::Each(each) => {
                let each = each.clone();
                if let Some(total) = self.total_over_neighbours(function, index, each[0].1) {
                    return Some(total);
                }
                // 1, 2, 4, and so on, are as many as the last one twice.
                if let Some(path) = self.place(each[0].1)
                    && each.len() == 1
                    && around.is_some()
                    && self.doubling(function, &path) == around
                {
                    return self.size_of_place(function, &path);
                }
                if let Some(around) = around.filter(|around| self.goes_by_levels(function, *around, each[0].1)) {
                    // Each node is in one level.
                    return self.rounds_in_total(function, Some(around));
                }
                let mut rounds = Cost::one();
                for (_, iterable) in &each {
                    if let Form::Call { name: "range", receiver: None, arguments } = self.read(*iterable)
                        && let Some(step) = arguments.get(2)
                        && !matches!(self.read(self.plain(*step)), Form::Number(_))
                    {
                        return self.harmonic(function, index, *step, arguments[1]);
                    }
                    rounds = rounds.times(&self.size(function, *iterable)?)?;
                }
                self.times_around(function, rounds, around)
            }
            Rounds::While(condition) => {
                let condition = *condition;
                let progress = self.progress(function, index, condition)?;
                if progress.is_harmonic {
                    let outer = around.and_then(|around| self.functions[function].loops[around].around);
                    let log = progress.rounds.log();
                    let log = if self.is_sieve(function, index) { log.log() } else { log };
                    return progress.rounds.times(&log)?.times(&self.rounds_in_total(function, outer)?);
                }
                let mut outer = around;
                let shares = |of: &usize| match &progress.used_up {
                    Some(path) => self.lasts(function, path, *of),
                    None => self.is_shared(function, index, *of, &progress.places),
                };
                while let Some(of) = outer.filter(shares) {
                    outer = self.functions[function].loops[of].around;
                }
                self.starts.insert((function, index), outer);
                if let Some(other) = progress.or_fewer {
                    self.fewer.insert((function, index), other);
                }
                self.times_around(function, progress.rounds, outer)
            }
        }
    }

    /// So many rounds for each of a loop around. One that ends with the first of two bounds goes round no more often than either says:
    /// `n` steps in each of at most `n` and at most `m` rounds are `n * m`.
    fn times_around(&mut self, function: usize, rounds: Cost, around: Option<usize>) -> Option<Cost> {
        let total = self.rounds_in_total(function, around)?;
        let fewer = around.and_then(|around| self.fewer.get(&(function, around)));
        rounds.times(fewer.filter(|_| rounds == total).unwrap_or(&total))
    }

    /// Whether a loop goes on, in each round of the one around it, from where it was.
    pub(super) fn is_shared(&self, function: usize, index: usize, around: usize, places: &[String]) -> bool {
        places.iter().all(|path| {
            let all = self.functions[function].definitions.get(path).map(Vec::as_slice).unwrap_or_default();
            let of_loop = &self.functions[function].loops[around];
            all.iter().all(|definition| {
                let known = &self.functions[function];
                let is_outside = !known.is_within(definition.step.within, around);
                let node = definition.step.node;
                let is_header =
                    node.start_byte() < of_loop.node.start_byte() || node.end_byte() > of_loop.node.end_byte();
                is_outside
                    || is_header
                    || known.is_within(definition.step.within, index)
                    || self.movement(function, around, path, definition).is_some()
            })
        })
    }

    fn harmonic(&mut self, function: usize, index: usize, step: Node<'t>, end: Node<'t>) -> Option<Cost> {
        let around = self.functions[function].loops[index].around?;
        let path = self.place(step)?;
        if !self.counts(function, around, &path) || self.functions[function].loops[index].node.parent().is_none() {
            return None;
        }
        let size = self.size(function, end)?;
        let outer = self.functions[function].loops[around].around;
        let log = if self.is_sieve(function, index) { size.log().log() } else { size.log() };
        size.times(&log)?.times(&self.rounds_in_total(function, outer)?)
    }

    /// Whether a variable counts the rounds of a loop.
    pub(super) fn counts(&self, function: usize, index: usize, path: &str) -> bool {
        let Some(all) = self.functions[function].definitions.get(path) else { return false };
        let within = |definition: &&Definition| self.functions[function].is_within(definition.step.within, index);
        match &self.functions[function].loops[index].rounds {
            Rounds::Each(each) => {
                let is_range = matches!(self.read(each[0].1), Form::Call { name: "range", .. });
                is_range && self.tree.text(each[0].0) == path
            }
            Rounds::While(_) => {
                let mut moves = all.iter().filter(within).peekable();
                let is_step = |definition: &Definition<'t>| match definition.what {
                    What::Change("+", by) => by.is_none_or(|by| self.tree.text(by) == "1"),
                    _ => false,
                };
                moves.peek().is_some() && moves.all(is_step)
            }
        }
    }

    fn progress(&mut self, function: usize, index: usize, condition: Option<Node<'t>>) -> Option<Progress> {
        let mut parts = Vec::new();
        let condition =
            condition.filter(|condition| !matches!(self.tree.text(self.plain(*condition)), "True" | "true" | "1"));
        match condition {
            Some(condition) => self.split(condition, &mut parts),
            None => self.ways_out(function, index, &mut parts),
        }
        let known: Vec<_> = parts
            .into_iter()
            .filter_map(|part| {
                self.progress_of_part(function, index, part).or_else(|| self.progress_by_use(function, index, part))
            })
            .collect();
        if known.is_empty() {
            return self.progress_of_index(function, index);
        }
        let mut certain = known.iter().filter(|progress| progress.is_certain);
        let (first, second) = (certain.next(), certain.next());
        if let Some(first) = first {
            let or_fewer = second.filter(|second| second.rounds != first.rounds).map(|second| second.rounds.clone());
            let Progress { rounds, places, used_up, is_harmonic, .. } = first;
            let (rounds, places, used_up) = (rounds.clone(), places.clone(), used_up.clone());
            return Some(Progress { rounds, places, used_up, is_certain: true, is_harmonic: *is_harmonic, or_fewer });
        }
        // Each round brings one of them on.
        let mut known = known.into_iter();
        let mut all = known.next()?;
        for more in known {
            all.rounds = all.rounds.plus(&more.rounds);
            all.places.extend(more.places);
        }
        Some(all)
    }

    /// The parts of a condition.
    pub(super) fn split(&self, condition: Node<'t>, parts: &mut Vec<Node<'t>>) {
        let mut open = vec![condition];
        while let Some(node) = open.pop() {
            match self.read(node) {
                Form::Same(within) => open.push(within),
                Form::Binary { left, operator: "and" | "&&" | "or" | "||", right } => open.extend([right, left]),
                _ => parts.push(node),
            }
            if parts.len() > 10 {
                return;
            }
        }
    }

    /// The conditions under which an endless loop is left.
    fn ways_out(&self, function: usize, index: usize, parts: &mut Vec<Node<'t>>) {
        let Some(body) = self.functions[function].loops[index].node.child_by_field_name("body") else { return };
        for child in children(body) {
            if self.tree.kinds(child).is(Kinds::IF)
                && let Some(condition) = child.child_by_field_name("condition")
                && let Some(then) = child.child_by_field_name("consequence")
                && ["break", "return"].iter().any(|word| self.tree.text(then).contains(word))
            {
                self.split(condition, parts);
            }
        }
    }

    /// What happens to a place within a loop, its start left out.
    pub(super) fn definitions_within(&self, function: usize, index: usize, path: &str) -> Vec<usize> {
        let known = &self.functions[function];
        let Some(all) = known.definitions.get(path) else { return Vec::new() };
        let moves = |at: &usize| {
            !matches!(all[*at].what, What::Keyed | What::Declared) && known.is_within(all[*at].step.within, index)
        };
        (0..all.len()).filter(moves).collect()
    }

    /// What a place is before a loop.
    pub(super) fn before(&mut self, function: usize, index: usize, path: &str) -> Option<Cost> {
        let within = self.definitions_within(function, index, path);
        let Some(count) = self.functions[function].definitions.get(path).map(Vec::len) else {
            return self.size_of_place(function, path);
        };
        let mut size = Some(Cost::one());
        for at in (0..count).filter(|at| !within.contains(at)) {
            let part = match self.functions[function].definitions[path][at].what {
                What::Parameter => Some(Cost::of(self.symbol(function, path))),
                What::Set(Some(value)) if !self.mentions(value, path) => self.size(function, value),
                What::Set(None) => None,
                What::Element(..) | What::Change(..) | What::Extend(_) => self.size_of_place(function, path),
                What::Grow(value) => {
                    let step = self.functions[function].definitions[path][at].step;
                    self.values_added(function, path, value, step)
                }
                _ => Some(Cost::one()),
            };
            size = sum(size, part);
        }
        if count == within.len() {
            return self.size_of_place(function, path);
        }
        size
    }

    fn places_in(&self, node: Node<'t>) -> Vec<String> {
        let mut nodes = vec![node];
        let mut places = Vec::new();
        while let Some(node) = nodes.pop() {
            match self.read(node) {
                Form::Name(name) => places.push(name.to_owned()),
                Form::Attribute { of, .. } => {
                    places.extend(self.place(node));
                    nodes.push(of);
                }
                // What is looked up does not move.
                Form::Index { .. } => {}
                Form::Call { receiver: Some(of), .. } => nodes.push(of),
                _ => nodes.extend(children(node)),
            }
            if places.len() > 10 {
                break;
            }
        }
        places.dedup();
        places
    }

    fn progress_of_part(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        let sides = match self.read(part) {
            Form::Binary {
                left,
                operator: "<" | "<=" | ">" | ">=" | "!=" | "==" | "!==" | "===" | "is not",
                right,
            } => Some((left, right)),
            Form::Binary { .. } => return None,
            Form::Assign { .. } => return None,
            _ => None,
        };
        let mut rounds: Option<Cost> = None;
        let (mut places, mut certain, mut kinds) = (Vec::new(), false, Vec::new());
        for path in self.places_in(part) {
            let within = self.definitions_within(function, index, &path);
            if within.is_empty() || self.is_nearing_bound(function, index, part, &path, &within) {
                continue;
            }
            let mut moves = Vec::new();
            for at in &within {
                let definition = &self.functions[function].definitions[&path][*at];
                let moved = self.movement(function, index, &path, definition)?;
                let is_free = self.is_in_every_round(function, index, definition);
                certain |= is_free;
                moves.push(moved);
            }
            moves.dedup();
            kinds.extend(moves.iter().copied());
            let other = sides.map(|(left, right)| if self.mentions(left, &path) { right } else { left });
            let own = sides.map(|(left, right)| if self.mentions(left, &path) { left } else { right });
            let bound = self.rounds_by_moves(function, index, &path, &moves, own, other)?;
            rounds = Some(match rounds {
                Some(rounds) => rounds.plus(&bound),
                None => bound,
            });
            places.push(path);
        }
        let one_kind = |of: &[Move]| kinds.iter().all(|kind| of.contains(kind));
        let fits = one_kind(&[Move::Up, Move::Down])
            || one_kind(&[Move::Halved, Move::Doubled])
            || one_kind(&[Move::Middle, Move::Halved])
            || one_kind(&[Move::Grown, Move::Taken])
            // `while i < items.length`: `i` goes on, or an item goes.
            || one_kind(&[Move::Up, Move::Taken])
            || one_kind(&[Move::Up, Move::Grown])
            || kinds.windows(2).all(|pair| pair[0] == pair[1]);
        // A range that is halved, whichever half is taken.
        let is_certain = certain || one_kind(&[Move::Middle]);
        let used_up = places.first().and_then(|path| match kinds[..] {
            [Move::Next] => self.pushes(function, index, path),
            _ if kinds.contains(&Move::Taken) => self.visits(function, index, path),
            _ => None,
        });
        rounds.filter(|_| fits).map(|rounds| Progress {
            rounds,
            places,
            used_up,
            is_certain,
            is_harmonic: kinds.contains(&Move::Harmonic),
            or_fewer: None,
        })
    }

    /// An index that only moves one way ends with what it is an index of.
    fn progress_of_index(&mut self, function: usize, index: usize) -> Option<Progress> {
        let known = &self.functions[function];
        let mut found = Vec::new();
        for step in known.steps.iter().filter(|step| known.is_within(step.within, index)) {
            if let Form::Index { of, at } = self.read(step.node)
                && let Form::Name(name) = self.read(at)
                && let within = self.definitions_within(function, index, name)
                && let mut moves = Vec::new()
                && !within.is_empty()
                && within.iter().all(|at| {
                    let definition = &known.definitions[name][*at];
                    let moved = self.movement(function, index, name, definition);
                    moves.push(moved);
                    matches!(moved, Some(Move::Up | Move::Down | Move::Doubled))
                        && definition.step.within == Some(index)
                })
                && within.iter().any(|at| self.is_in_every_round(function, index, &known.definitions[name][*at]))
            {
                found.push((of, name.to_owned(), moves.contains(&Some(Move::Doubled))));
            }
        }
        let (of, name, doubles) = found.into_iter().next()?;
        let size = self.size(function, of)?;
        Some(Progress::certain(if doubles { size.log() } else { size }, vec![name]))
    }

    /// The other side of the condition of a loop, which a variable that is counted up stays below.
    pub(super) fn bound_by_condition(&mut self, function: usize, path: &str, within: Option<usize>) -> Option<Cost> {
        let mut at = within;
        while let Some(index) = at {
            let known = &self.functions[function].loops[index];
            at = known.around;
            let Rounds::While(Some(condition)) = known.rounds else { continue };
            let mut parts = Vec::new();
            self.split(condition, &mut parts);
            for part in parts {
                if let Form::Binary { left, operator: "<" | "<=" | "!=", right } = self.read(part)
                    && self.mentions(left, path)
                {
                    return self.size(function, right);
                }
            }
        }
        None
    }
}

/// Growth of a power.
pub(super) fn power(hundredths: u32, log: u32) -> Growth {
    Growth { power: hundredths, log, ..Growth::default() }
}
