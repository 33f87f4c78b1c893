//! How variables move in loops, and how many rounds that takes.

use tree_sitter::Node;

use super::Estimator;
use super::cost::Cost;
use super::facts::{Definition, What};
use super::form::Form;

/// How a variable moves in a loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Move {
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

impl<'t> Estimator<'t, '_> {
    /// Whether a place is the upper bound of a condition, and only gets less: the loop ends the sooner.
    pub(super) fn is_nearing_bound(
        &self,
        function: usize,
        index: usize,
        part: Node<'t>,
        path: &str,
        within: &[usize],
    ) -> bool {
        let Form::Binary { left, operator: "<" | "<=", right } = self.read(part) else { return false };
        let moves_down = |at: &usize| {
            let moved = self.movement(function, index, path, &self.functions[function].definitions[path][*at]);
            matches!(moved, Some(Move::Down | Move::Halved))
        };
        let other_moves =
            || self.names_in(left).into_iter().any(|name| !self.definitions_within(function, index, name).is_empty());
        self.tree.text(self.plain(right)) == path
            && !self.mentions(left, path)
            && within.iter().all(moves_down)
            && !within
                .iter()
                .any(|at| self.is_in_every_round(function, index, &self.functions[function].definitions[path][*at]))
            && other_moves()
    }

    pub(super) fn rounds_by_moves(
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
                let squared = own.is_some_and(|own| match self.read(self.plain(own)) {
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
            [Move::Next] => {
                let start = self.before(function, index, path)?;
                if start.is_one() { self.links(function, index, path) } else { Some(start) }
            }
            [Move::Back] => {
                let around = self.functions[function].loops[index].around?;
                self.is_shared(function, index, around, &[path.to_owned()]).then_some(())?;
                self.rounds_in_total(function, Some(around))
            }
            _ => None,
        }
    }

    /// How long a chain can be that starts here: as many links as are made.
    fn links(&mut self, function: usize, index: usize, path: &str) -> Option<Cost> {
        let known = &self.functions[function];
        let next = self.definitions_within(function, index, path).into_iter().find_map(|at| {
            let What::Set(Some(value)) = known.definitions[path][at].what else { return None };
            Some(self.place(value)?.strip_prefix(path)?.to_owned())
        });
        let Some(next) = next.filter(|next| next.starts_with('.')) else { return Some(Cost::one()) };
        let made = |(of, all): (&String, &Vec<Definition<'t>>)| -> Vec<Option<usize>> {
            let is_link = |of: &&Definition<'t>| {
                matches!(of.what, What::Set(Some(value)) if !matches!(self.tree.text(value), "null" | "nullptr" | "NULL" | "None"))
                    && !known.is_within(of.step.within, index)
            };
            if of.ends_with(&next) { all.iter().filter(is_link).map(|of| of.step.within).collect() } else { Vec::new() }
        };
        let made: Vec<_> = known.definitions.iter().flat_map(made).collect();
        made.into_iter().try_fold(Cost::one(), |size, within| Some(size.plus(&self.rounds_in_total(function, within)?)))
    }

    /// Whether nothing keeps a change from happening in each round.
    pub(super) fn is_in_every_round(&self, function: usize, index: usize, definition: &Definition) -> bool {
        let node = self.functions[function].loops[index].node;
        let is_free = definition.step.guard.is_none_or(|guard| guard.start_byte() < node.start_byte());
        is_free && definition.step.within == Some(index)
    }

    /// How a place moves.
    pub(super) fn movement(
        &self,
        function: usize,
        index: usize,
        path: &str,
        definition: &Definition<'t>,
    ) -> Option<Move> {
        let is_number = |node: Node<'t>| matches!(self.read(self.plain(node)), Form::Number(_));
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
                "+" if self.place(by?).as_deref() == Some(path) => Some(Move::Doubled),
                "+" => {
                    let around = self.functions[function].loops[index].around?;
                    self.counts(function, around, &self.place(by?)?).then_some(Move::Harmonic)
                }
                _ => None,
            }
        };
        let is_less = |node: Node<'t>| {
            matches!(self.read(self.plain(node)), Form::Binary { left, operator: "-", right }
                if self.tree.text(left) == path && is_number(right))
        };
        match definition.what {
            What::Change(operator, by) => change(operator, by),
            What::Grow(_) => Some(Move::Grown),
            What::Take => Some(Move::Taken),
            What::Set(Some(value)) => {
                let value = self.only_value_within(function, index, self.plain(value), path);
                match self.read(value) {
                    Form::Binary { left, operator, right } if self.tree.text(self.plain(left)) == path => {
                        match operator {
                            "%" => None,
                            _ => change(operator, Some(right)),
                        }
                    }
                    Form::Binary { operator: "%", .. } => Some(Move::Remainder),
                    // `i = (i - 1) / 2`, and `child = 2 * i + 1` where `i = child`.
                    Form::Binary { left, operator: "/" | "//" | ">>", right } if is_number(right) && is_less(left) => {
                        Some(Move::Halved)
                    }
                    Form::Binary { .. } if self.is_next_child(function, index, value, path) => Some(Move::Doubled),
                    Form::Binary { left, operator: "+" | "-", right }
                        if is_number(right) && self.is_middle(function, left) =>
                    {
                        Some(Move::Middle)
                    }
                    Form::Call { name: "floor" | "int" | "trunc", arguments, .. } => {
                        let inner = self.plain(*arguments.first()?);
                        match self.read(inner) {
                            Form::Binary { left, operator: "/", .. } if self.tree.text(left) == path => {
                                Some(Move::Halved)
                            }
                            _ => None,
                        }
                    }
                    Form::Name(_) if self.is_middle(function, value) => Some(Move::Middle),
                    Form::Name(_) if self.is_heap_child(function, value, path) => Some(Move::Doubled),
                    Form::Name(other) if self.runs_ahead(function, index, path, other) => Some(Move::Up),
                    Form::Name(other) => {
                        // Euclid: `a, b = b, a % b`.
                        let other = self.functions[function].definitions.get(other)?;
                        let is_remainder = |definition: &Definition<'t>| matches!(definition.what, What::Set(Some(value)) if matches!(self.read(self.plain(value)), Form::Binary { operator: "%", .. }));
                        other.iter().any(is_remainder).then_some(Move::Remainder)
                    }
                    Form::Attribute { .. } => {
                        let start = self.place(value)?;
                        start.strip_prefix(path).is_some_and(|rest| rest.starts_with('.')).then_some(Move::Next)
                    }
                    Form::Choice { yes, no } => {
                        let is_next = |node| self.place(node).is_some_and(|to| to.starts_with(&format!("{path}.")));
                        (is_next(yes) && is_next(no)).then_some(Move::Next)
                    }
                    Form::Index { at, .. } => self.mentions(at, path).then_some(Move::Back),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `j = i`, then `j` is counted up, then `i = j`: both only move up, each from where the other one was.
    pub(super) fn runs_ahead(&self, function: usize, index: usize, path: &str, other: &str) -> bool {
        let known = &self.functions[function];
        let (of_path, of_other) =
            (self.definitions_within(function, index, path), self.definitions_within(function, index, other));
        let follows = |of: &str, at: &usize, to: &str| match known.definitions[of][*at].what {
            What::Change("+", None) => true,
            What::Change("+", Some(by)) => matches!(self.read(self.plain(by)), Form::Number(_)),
            What::Set(Some(value)) => match self.read(self.plain(value)) {
                Form::Name(name) => name == to,
                Form::Binary { left, operator: "+", right } => {
                    self.tree.text(left) == to && matches!(self.read(right), Form::Number(_))
                }
                _ => false,
            },
            _ => false,
        };
        // Each round, both go to where the other one is; and something counts, so that they do not stand still.
        let is_set = |of: &str, at: &usize| {
            matches!(known.definitions[of][*at].what, What::Set(_))
                && self.is_in_every_round(function, index, &known.definitions[of][*at])
        };
        let counts = |of: &str, at: &usize| matches!(known.definitions[of][*at].what, What::Change(..));
        of_path.iter().all(|at| follows(path, at, other))
            && of_other.iter().all(|at| follows(other, at, path))
            && of_path.iter().any(|at| is_set(path, at))
            && of_other.iter().any(|at| is_set(other, at))
            && (of_path.iter().any(|at| counts(path, at)) || of_other.iter().any(|at| counts(other, at)))
    }

    pub(super) fn lowest_bit(&self, by: Node<'t>, path: &str) -> bool {
        matches!(self.read(self.plain(by)), Form::Binary { left, operator: "&", right }
            if self.tree.text(left) == path && self.mentions(right, path))
    }

    /// The value of a name that the loop sets once, where that says more.
    pub(super) fn only_value_within(&self, function: usize, index: usize, value: Node<'t>, path: &str) -> Node<'t> {
        let Form::Name(name) = self.read(value) else { return value };
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

    pub(super) fn mentions_start(&self, node: Node<'t>, path: &str) -> bool {
        self.place(node).is_some_and(|to| to.starts_with(&format!("{path}.")))
            || matches!(self.read(self.plain(node)), Form::Binary { left, operator: "/" | "//" | ">>" | "%", .. } if self.is_about(left, path))
    }

    /// `path`, or `path - 1`.
    fn is_about(&self, node: Node<'t>, path: &str) -> bool {
        let node = self.plain(node);
        self.tree.text(node) == path
            || matches!(self.read(node), Form::Binary { left, operator: "-", right }
                if self.tree.text(left) == path && matches!(self.read(right), Form::Number(_)))
    }

    /// Whether an index is that of a child in a heap: `2 * path + 1`, or a variable that is such a one, or stays at the path.
    pub(super) fn is_heap_child(&self, function: usize, node: Node<'t>, path: &str) -> bool {
        let (mut open, mut seen, mut doubles) = (vec![node], vec![path], false);
        while let Some(node) = open.pop() {
            match self.read(self.plain(node)) {
                _ if self.is_doubled(node, path) => doubles = true,
                Form::Name(name) if seen.contains(&name) => {}
                Form::Name(name) => {
                    seen.push(name);
                    let all = self.functions[function].definitions.get(name).filter(|_| seen.len() < 8);
                    for definition in all.map(Vec::as_slice).unwrap_or_default() {
                        match definition.what {
                            What::Set(Some(value)) => open.push(value),
                            What::Change("+", by) if by.is_none_or(|by| matches!(self.read(by), Form::Number(_))) => {}
                            What::Declared => {}
                            _ => return false,
                        }
                    }
                    if all.is_none() {
                        return false;
                    }
                }
                // `left + 1`
                Form::Binary { left, operator: "+", right } if matches!(self.read(right), Form::Number(_)) => {
                    open.push(left);
                }
                Form::Choice { yes, no } => open.extend([yes, no]),
                _ => return false,
            }
        }
        doubles
    }

    /// `2 * path`, `2 * path + 1`.
    fn is_doubled(&self, node: Node<'t>, path: &str) -> bool {
        let node = self.plain(node);
        let is_factor = |node: Node<'t>| matches!(self.read(self.plain(node)), Form::Number(_));
        let is_path = |node: Node<'t>| self.tree.text(self.plain(node)) == path;
        match self.read(node) {
            Form::Binary { left, operator: "*", right } => {
                is_factor(left) && is_path(right) || is_factor(right) && is_path(left)
            }
            Form::Binary { left, operator: "<<", right } => is_factor(right) && is_path(left),
            Form::Binary { left, operator: "+" | "|", right } => is_factor(right) && self.is_doubled(left, path),
            _ => false,
        }
    }

    /// `child = 2 * i + 1`, where the loop sets `i = child`.
    fn is_next_child(&self, function: usize, index: usize, value: Node<'t>, path: &str) -> bool {
        self.names_in(value).into_iter().any(|parent| {
            let within = self.definitions_within(function, index, parent);
            self.is_doubled(value, parent)
                && !within.is_empty()
                && within.iter().all(|at| {
                    matches!(self.functions[function].definitions[parent][*at].what, What::Set(Some(of)) if self.tree.text(of) == path)
                })
        })
    }

    /// Whether a name is the middle of a range.
    pub(super) fn is_middle(&self, function: usize, node: Node<'t>) -> bool {
        let Form::Name(name) = self.read(self.plain(node)) else { return false };
        let Some(all) = self.functions[function].definitions.get(name) else { return false };
        all.iter().all(|definition| matches!(definition.what, What::Set(Some(value)) if self.is_half(value)))
    }

    /// Whether an expression is the half of something.
    pub(super) fn is_half(&self, node: Node<'t>) -> bool {
        let mut node = self.plain(node);
        for _ in 0..6 {
            node = self.plain(match self.read(node) {
                Form::Binary { operator: "//" | "/" | ">>" | ">>>", right, .. } => {
                    return matches!(self.read(right), Form::Number("2" | "1"));
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
}
