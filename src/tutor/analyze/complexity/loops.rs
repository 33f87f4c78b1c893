//! How often loops go round.

use tree_sitter::Node;

use super::cost::{Cost, Growth};
use super::facts::{Definition, Rounds, What, place};
use super::form::{Form, read};
use super::{Estimator, sum};
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::children;

/// How a variable moves in a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// By a constant.
    Up,
    Down,
    /// By a factor.
    Halved,
    Doubled,
    /// To the middle of a range.
    Middle,
    /// To the remainder of a division, as Euclid did.
    Remainder,
    /// To the next node.
    Next,
    /// Back along a table: `j = table[j - 1]`.
    Back,
    /// Up by the variable of the loop around.
    Harmonic,
    Grown,
    Taken,
}

/// What ends a loop.
struct Progress {
    rounds: Cost,
    places: Vec<String>,
    /// Whether each round makes some.
    is_certain: bool,
    is_harmonic: bool,
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
                let mut rounds = Cost::one();
                for (_, iterable) in &each {
                    if let Form::Call { name: "range", receiver: None, arguments } = read(self.tree, *iterable)
                        && let Some(step) = arguments.get(2)
                        && !matches!(read(self.tree, self.plain(*step)), Form::Number(_))
                    {
                        return self.harmonic(function, index, *step, arguments[1]);
                    }
                    rounds = rounds.times(&self.size(function, *iterable)?)?;
                }
                rounds.times(&self.rounds_in_total(function, around)?)
            }
            Rounds::While(condition) => {
                let condition = *condition;
                let progress = self.progress(function, index, condition)?;
                if progress.is_harmonic {
                    let outer = around.and_then(|around| self.functions[function].loops[around].around);
                    let log = progress.rounds.times(&progress.rounds.log())?;
                    return log.times(&self.rounds_in_total(function, outer)?);
                }
                let mut outer = around;
                while let Some(of) = outer.filter(|of| self.is_shared(function, index, *of, &progress.places)) {
                    outer = self.functions[function].loops[of].around;
                }
                progress.rounds.times(&self.rounds_in_total(function, outer)?)
            }
        }
    }

    /// Whether a loop goes on, in each round of the one around it, from where it was.
    fn is_shared(&self, function: usize, index: usize, around: usize, places: &[String]) -> bool {
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
        let path = place(self.tree, step)?;
        if !self.counts(function, around, &path) || self.functions[function].loops[index].node.parent().is_none() {
            return None;
        }
        let size = self.size(function, end)?;
        let outer = self.functions[function].loops[around].around;
        size.times(&size.log())?.times(&self.rounds_in_total(function, outer)?)
    }

    /// Whether a variable counts the rounds of a loop.
    fn counts(&self, function: usize, index: usize, path: &str) -> bool {
        let Some(all) = self.functions[function].definitions.get(path) else { return false };
        let within = |definition: &&Definition| self.functions[function].is_within(definition.step.within, index);
        match &self.functions[function].loops[index].rounds {
            Rounds::Each(each) => {
                let is_range = matches!(read(self.tree, each[0].1), Form::Call { name: "range", .. });
                is_range && self.tree.text(each[0].0) == path
            }
            Rounds::While(_) => {
                let mut moves = all.iter().filter(within).peekable();
                moves.peek().is_some() && moves.all(|definition| matches!(definition.what, What::Change("+", None)))
            }
        }
    }

    /// `for _ in range(len(queue))` within `while queue`, where each round takes one out: the loop around has counted it.
    fn is_round_of_queue(&self, function: usize, index: usize) -> bool {
        let known = &self.functions[function];
        let Some(around) = known.loops[index].around else { return false };
        if !matches!(known.loops[around].rounds, Rounds::While(Some(_))) {
            return false;
        }
        let bound = match &known.loops[index].rounds {
            Rounds::Each(each) => match read(self.tree, each[0].1) {
                Form::Call { name: "range", receiver: None, arguments } if arguments.len() == 1 => arguments[0],
                _ => return false,
            },
            Rounds::While(Some(condition)) => match read(self.tree, self.plain(*condition)) {
                Form::Binary { right, .. } => right,
                _ => return false,
            },
            Rounds::While(None) => return false,
        };
        let length = self.length_of(bound).or_else(|| {
            let all = known.definitions.get(&place(self.tree, bound)?)?;
            match all.as_slice() {
                [Definition { what: What::Set(Some(value)), .. }] => self.length_of(*value),
                _ => None,
            }
        });
        let Some(all) = length.and_then(|path| known.definitions.get(&path)) else { return false };
        let takes = |definition: &Definition| {
            matches!(definition.what, What::Take) && known.is_within(definition.step.within, index)
        };
        all.iter().any(takes)
    }

    /// A loop over `graph[vertex]`, where the one around takes each vertex once: all edges in all.
    fn total_over_neighbours(&mut self, function: usize, index: usize, iterable: Node<'t>) -> Option<Cost> {
        let of = self.neighbours_of(iterable)?;
        let around = self.functions[function].loops[index].around?;
        let outer = self.functions[function].loops[around].around;
        let is_graph = match &self.functions[function].loops[around].rounds {
            Rounds::While(_) => true,
            Rounds::Each(_) => self.looks_up_its_elements(function, index),
        };
        if !is_graph {
            return None;
        }
        self.element(function, of)?.times(&self.rounds_in_total(function, outer)?)
    }

    /// `graph` of `graph[vertex]` and `graph.get(vertex)`.
    pub(super) fn neighbours_of(&self, iterable: Node<'t>) -> Option<Node<'t>> {
        match read(self.tree, self.plain(iterable)) {
            Form::Index { of, at } if !matches!(read(self.tree, at), Form::Number(_)) => Some(of),
            Form::Call { name: "get" | "getOrDefault", receiver: Some(of), .. } => Some(of),
            _ => None,
        }
    }

    /// Whether the elements of a loop are vertices: they are looked up elsewhere.
    fn looks_up_its_elements(&self, function: usize, index: usize) -> bool {
        let Rounds::Each(each) = &self.functions[function].loops[index].rounds else { return false };
        let target = self.tree.text(each[0].0);
        let target = target.trim_matches(['(', ')']).split(',').next().unwrap_or(target);
        let steps =
            self.functions[function].steps.iter().filter(|step| self.functions[function].is_within(step.within, index));
        steps.into_iter().any(|step| match read(self.tree, step.node) {
            Form::Index { at, .. } => self.tree.text(at) == target,
            Form::Binary { left, operator: "in" | "not in", .. } => self.tree.text(left) == target,
            Form::Call { name: "has" | "contains" | "count" | "containsKey", arguments, .. } => {
                arguments.first().is_some_and(|first| self.tree.text(*first) == target)
            }
            _ => false,
        })
    }

    fn progress(&mut self, function: usize, index: usize, condition: Option<Node<'t>>) -> Option<Progress> {
        let mut parts = Vec::new();
        let condition =
            condition.filter(|condition| !matches!(self.tree.text(self.plain(*condition)), "True" | "true" | "1"));
        match condition {
            Some(condition) => self.split(condition, &mut parts),
            None => self.ways_out(function, index, &mut parts),
        }
        let known: Vec<_> = parts.into_iter().filter_map(|part| self.progress_of_part(function, index, part)).collect();
        if known.is_empty() {
            return self.progress_of_index(function, index);
        }
        let certain = known.iter().position(|progress| progress.is_certain);
        if let Some(certain) = certain {
            return known.into_iter().nth(certain);
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
            match read(self.tree, node) {
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
                What::Element(..) | What::Change(..) => self.size_of_place(function, path),
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
            match read(self.tree, node) {
                Form::Name(name) => places.push(name.to_owned()),
                Form::Attribute { of, .. } => {
                    places.extend(place(self.tree, node));
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
        let sides = match read(self.tree, part) {
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
            if within.is_empty() {
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
            || kinds.windows(2).all(|pair| pair[0] == pair[1]);
        // A range that is halved, whichever half is taken.
        let is_certain = certain || one_kind(&[Move::Middle]);
        rounds.filter(|_| fits).map(|rounds| Progress {
            rounds,
            places,
            is_certain,
            is_harmonic: kinds.contains(&Move::Harmonic),
        })
    }

    fn rounds_by_moves(
        &mut self,
        function: usize,
        index: usize,
        path: &str,
        moves: &[Move],
        own: Option<Node<'t>>,
        other: Option<Node<'t>>,
    ) -> Option<Cost> {
        let has = |of: Move| moves.contains(&of);
        if has(Move::Grown) || has(Move::Taken) {
            return self.rounds_of_work(function, index, path);
        }
        match moves {
            [Move::Up] | [Move::Harmonic] => {
                let bound = self.size(function, other?)?;
                let squared = own.is_some_and(|own| match read(self.tree, self.plain(own)) {
                    Form::Binary { left, operator: "*", right } => self.tree.text(left) == self.tree.text(right),
                    _ => false,
                });
                if squared { bound.power(50) } else { Some(bound) }
            }
            [Move::Down] => self.before(function, index, path),
            [Move::Doubled] => Some(self.size(function, other?)?.log()),
            [Move::Halved] | [Move::Remainder] => Some(self.before(function, index, path)?.log()),
            [Move::Middle] => {
                let other = match other {
                    Some(other) => self.size(function, other)?,
                    None => return None,
                };
                Some(self.before(function, index, path)?.plus(&other).log())
            }
            [Move::Next] => self.before(function, index, path),
            [Move::Back] => {
                let around = self.functions[function].loops[index].around?;
                self.is_shared(function, index, around, &[path.to_owned()]).then_some(())?;
                self.rounds_in_total(function, Some(around))
            }
            _ => None,
        }
    }

    /// Whether nothing keeps a change from happening in each round.
    fn is_in_every_round(&self, function: usize, index: usize, definition: &Definition) -> bool {
        let node = self.functions[function].loops[index].node;
        let is_free = definition.step.guard.is_none_or(|guard| guard.start_byte() < node.start_byte());
        is_free && definition.step.within == Some(index)
    }

    /// How a place moves.
    fn movement(&self, function: usize, index: usize, path: &str, definition: &Definition<'t>) -> Option<Move> {
        let is_number = |node: Node| matches!(read(self.tree, self.plain(node)), Form::Number(_));
        let change = |operator: &str, by: Option<Node<'t>>| -> Option<Move> {
            let constant = by.is_none_or(is_number);
            match operator {
                "+" if constant => Some(Move::Up),
                "-" if constant => Some(Move::Down),
                "//" | "/" | ">>" if constant => Some(Move::Halved),
                "//" | "/" => Some(Move::Halved),
                "*" | "<<" if constant => Some(Move::Doubled),
                // The lowest bit goes, or moves up.
                "&" => self.mentions(by?, path).then_some(Move::Halved),
                "-" | "+" if self.lowest_bit(by?, path) => {
                    Some(if operator == "+" { Move::Doubled } else { Move::Halved })
                }
                "+" if place(self.tree, by?).as_deref() == Some(path) => Some(Move::Doubled),
                "+" => {
                    let around = self.functions[function].loops[index].around?;
                    self.counts(function, around, &place(self.tree, by?)?).then_some(Move::Harmonic)
                }
                _ => None,
            }
        };
        match definition.what {
            What::Change(operator, by) => change(operator, by),
            What::Grow(_) => Some(Move::Grown),
            What::Take => Some(Move::Taken),
            What::Set(Some(value)) => {
                let value = self.only_value_within(function, index, self.plain(value), path);
                match read(self.tree, value) {
                    Form::Binary { left, operator, right } if self.tree.text(self.plain(left)) == path => {
                        match operator {
                            "%" => None,
                            _ => change(operator, Some(right)),
                        }
                    }
                    Form::Binary { operator: "%", .. } => Some(Move::Remainder),
                    Form::Binary { left, operator: "+" | "-", right }
                        if is_number(right) && self.is_middle(function, left) =>
                    {
                        Some(Move::Middle)
                    }
                    Form::Call { name: "floor" | "int" | "trunc", arguments, .. } => {
                        let inner = self.plain(*arguments.first()?);
                        match read(self.tree, inner) {
                            Form::Binary { left, operator: "/", .. } if self.tree.text(left) == path => {
                                Some(Move::Halved)
                            }
                            _ => None,
                        }
                    }
                    Form::Name(_) if self.is_middle(function, value) => Some(Move::Middle),
                    Form::Name(other) => {
                        // Euclid: `a, b = b, a % b`.
                        let other = self.functions[function].definitions.get(other)?;
                        let is_remainder = |definition: &Definition<'t>| matches!(definition.what, What::Set(Some(value)) if matches!(read(self.tree, self.plain(value)), Form::Binary { operator: "%", .. }));
                        other.iter().any(is_remainder).then_some(Move::Remainder)
                    }
                    Form::Attribute { .. } => {
                        let start = place(self.tree, value)?;
                        start.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')).then_some(Move::Next)
                    }
                    Form::Choice { yes, no } => {
                        let is_next =
                            |node| place(self.tree, node).is_some_and(|to| to.starts_with(&format!("{path}.")));
                        (is_next(yes) && is_next(no)).then_some(Move::Next)
                    }
                    Form::Index { at, .. } => self.mentions(at, path).then_some(Move::Back),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn lowest_bit(&self, by: Node<'t>, path: &str) -> bool {
        matches!(read(self.tree, self.plain(by)), Form::Binary { left, operator: "&", right }
            if self.tree.text(left) == path && self.mentions(right, path))
    }

    /// The value of a name that the loop sets once, where that says more.
    fn only_value_within(&self, function: usize, index: usize, value: Node<'t>, path: &str) -> Node<'t> {
        let Form::Name(name) = read(self.tree, value) else { return value };
        let Some(all) = self.functions[function].definitions.get(name) else { return value };
        let mut within =
            all.iter().filter(|definition| self.functions[function].is_within(definition.step.within, index));
        match (within.next(), within.next()) {
            (Some(Definition { what: What::Set(Some(inner)), .. }), None) if self.mentions_start(*inner, path) => {
                self.plain(*inner)
            }
            _ => value,
        }
    }

    fn mentions_start(&self, node: Node<'t>, path: &str) -> bool {
        place(self.tree, node).is_some_and(|to| to.starts_with(&format!("{path}.")))
            || matches!(read(self.tree, self.plain(node)), Form::Binary { left, operator: "/" | "//" | ">>" | "%", .. } if self.tree.text(left) == path)
    }

    /// Whether a name is the middle of a range.
    pub(super) fn is_middle(&self, function: usize, node: Node<'t>) -> bool {
        let Form::Name(name) = read(self.tree, self.plain(node)) else { return false };
        let Some(all) = self.functions[function].definitions.get(name) else { return false };
        all.iter().all(|definition| matches!(definition.what, What::Set(Some(value)) if self.is_half(value)))
    }

    /// Whether an expression is the half of something.
    pub(super) fn is_half(&self, node: Node<'t>) -> bool {
        let mut node = self.plain(node);
        for _ in 0..6 {
            node = self.plain(match read(self.tree, node) {
                Form::Binary { operator: "//" | "/" | ">>" | ">>>", right, .. } => {
                    return matches!(read(self.tree, right), Form::Number("2" | "1"));
                }
                Form::Binary { operator: "+", right, .. } => right,
                Form::Call { name: "floor" | "int" | "trunc" | "size_t", arguments, .. } => match arguments.first() {
                    Some(first) => *first,
                    None => return false,
                },
                _ => return false,
            });
        }
        false
    }

    /// An index that only moves one way ends with what it is an index of.
    fn progress_of_index(&mut self, function: usize, index: usize) -> Option<Progress> {
        let known = &self.functions[function];
        let mut found = Vec::new();
        for step in known.steps.iter().filter(|step| known.is_within(step.within, index)) {
            if let Form::Index { of, at } = read(self.tree, step.node)
                && let Form::Name(name) = read(self.tree, at)
                && let within = self.definitions_within(function, index, name)
                && !within.is_empty()
                && within.iter().all(|at| {
                    let definition = &known.definitions[name][*at];
                    let moved = self.movement(function, index, name, definition);
                    matches!(moved, Some(Move::Up | Move::Down)) && definition.step.within == Some(index)
                })
                && within.iter().any(|at| self.is_in_every_round(function, index, &known.definitions[name][*at]))
            {
                found.push((of, name.to_owned()));
            }
        }
        let (of, name) = found.into_iter().next()?;
        let rounds = self.size(function, of)?;
        Some(Progress { rounds, places: vec![name], is_certain: true, is_harmonic: false })
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
                if let Form::Binary { left, operator: "<" | "<=" | "!=", right } = read(self.tree, part)
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
