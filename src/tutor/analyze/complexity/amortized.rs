//! Loops whose runs are bounded together, by what they use up: a search visits each vertex once, wherever it starts.

use super::Estimator;
use super::cost::{Cost, Growth};
use super::facts::{Rounds, What};
use super::form::Form;
use super::loops::Progress;
use tree_sitter::Node;

/// What is written into a table to say that something has not been there yet.
const NOT_YET: [&str; 7] = ["0", "-1", "False", "false", "None", "null", "nullptr"];

impl<'t> Estimator<'t, '_> {
    /// Whether nothing makes a table anew in the rounds of a loop.
    pub(super) fn lasts(&self, function: usize, path: &str, index: usize) -> bool {
        let known = &self.functions[function];
        let within = |path: &str| {
            let all = known.definitions.get(path).map(Vec::as_slice).unwrap_or_default();
            all.iter().filter(|definition| known.is_within(definition.step.within, index))
        };
        let is_new = within(path).any(|of| matches!(of.what, What::Set(_) | What::Declared | What::Element(..)));
        let not_yet = self.asked_for(function, path);
        let is_emptied = within(&format!("{path}[]")).chain(within(&format!("{path}[][]"))).any(|of| match of.what {
            What::Set(Some(value)) if not_yet.is_empty() => NOT_YET.contains(&self.tree.text(value)),
            What::Set(Some(value)) => not_yet.contains(&self.tree.text(value)),
            _ => false,
        });
        !is_new && !is_emptied
    }

    /// What the elements of a table are compared with: `-1` of `colour[vertex] == -1`.
    fn asked_for(&self, function: usize, path: &str) -> Vec<&'t str> {
        let mut parts = Vec::new();
        for condition in &self.functions[function].conditions {
            self.split(*condition, &mut parts);
        }
        let mut values = Vec::new();
        for part in parts {
            if let Form::Binary { left, operator: "==" | "!=" | "===" | "!==", right } = self.read(part)
                && self.place(left).is_some_and(|of| of.trim_end_matches("[]") == path && of.ends_with(']'))
            {
                values.push(self.tree.text(right));
            }
        }
        values
    }

    /// The loop around a search that starts it anew, where the loop at hand goes over the neighbours of a vertex.
    pub(super) fn start_of_search(&mut self, function: usize, index: usize) -> Option<Option<usize>> {
        let around = self.functions[function].loops[index].around?;
        self.rounds_in_total(function, Some(around));
        let next = self.functions[function].loops[around].around;
        Some(self.starts.get(&(function, around)).copied().unwrap_or(next))
    }

    /// What ends a loop other than a variable that moves on.
    pub(super) fn progress_by_use(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        if let Form::Call { name: "next_permutation", arguments, .. } = self.read(part) {
            let Form::Call { name: "begin", receiver: Some(of), .. } = self.read(*arguments.first()?) else {
                return None;
            };
            let symbol = self.size(function, of)?.symbol()?;
            return Some(Progress::certain(
                Cost::with(symbol, Growth { factorial: 1, ..Growth::default() }),
                Vec::new(),
            ));
        }
        self.progress_of_count(function, index, part)
            .or_else(|| self.progress_of_run(function, index, part))
            .or_else(|| self.progress_of_swaps(function, index, part))
            .or_else(|| self.progress_of_levels(function, index, part))
            .or_else(|| self.progress_of_walk(function, index, part))
    }

    /// The stack that each round of a walk down a tree pushes the node on, to go on from there later.
    pub(super) fn pushes(&self, function: usize, index: usize, node: &str) -> Option<String> {
        let known = &self.functions[function];
        let around = known.loops[index].around?;
        let mut stacks = known.definitions.iter().filter(|(_, all)| {
            let pushed = all.iter().any(|of| {
                matches!(of.what, What::Grow(Some(value)) if self.tree.text(value) == node)
                    && self.is_in_every_round(function, index, of)
            });
            let popped =
                all.iter().any(|of| matches!(of.what, What::Take) && self.is_in_every_round(function, around, of));
            pushed && popped
        });
        stacks.next().map(|(path, _)| path.clone())
    }

    /// `while node or stack: while node: push, go left; pop, go right`: each node is pushed once.
    fn progress_of_walk(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        let node = (0..self.functions[function].loops.len()).find_map(|inner| {
            let known = &self.functions[function].loops[inner];
            let Rounds::While(Some(condition)) = known.rounds else { return None };
            let node = self.names_in(condition).into_iter().next().filter(|_| known.around == Some(index))?;
            let stack = self.pushes(function, inner, node)?;
            (self.mentions(part, node) || self.mentions(part, &stack)).then_some(node)
        })?;
        let rounds = self.before(function, index, node)?;
        Some(Progress::certain(rounds, vec![node.to_owned()]))
    }

    /// `while count[key] > 0`, which counts down again what was counted up, one by one.
    fn progress_of_count(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        let Form::Binary { left, operator: ">" | "!=", right } = self.read(part) else { return None };
        let Form::Index { of, .. } = self.read(left) else { return None };
        let (table, path) = (self.place(of)?, self.place(left)?);
        let within = self.definitions_within(function, index, &path);
        let all = &self.functions[function].definitions.get(&path)?;
        let is_step = |by: Option<Node<'t>>| by.is_none_or(|by| matches!(self.read(by), Form::Number(_)));
        let is_down = |at: &usize| matches!(all[*at].what, What::Change("-", by) if is_step(by));
        if self.tree.text(right) != "0"
            || !within.iter().all(is_down)
            || !within.iter().any(|at| self.is_in_every_round(function, index, &all[*at]))
        {
            return None;
        }
        let outside = (0..all.len()).filter(|at| !within.contains(at)).map(|at| (&all[at].what, all[at].step.within));
        let mut counted = Vec::new();
        for (what, loop_around) in outside {
            match what {
                What::Change("+", by) if is_step(*by) => counted.push(loop_around),
                What::Set(Some(value)) if matches!(self.read(*value), Form::Number(_)) => {}
                _ => return None,
            }
        }
        let mut rounds = Cost::one();
        for within in counted {
            rounds = rounds.plus(&self.rounds_in_total(function, within)?);
        }
        let progress = Progress::certain(rounds, vec![path]);
        Some(Progress { used_up: Some(table), ..progress })
    }

    /// `while number + 1 in numbers`: a run ends where the set does. Runs that start with their first number have each of them once.
    fn progress_of_run(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        let (sought, of) = match self.read(self.plain(part)) {
            Form::Binary { left, operator: "in", right } => (left, right),
            Form::Call { name: "has" | "contains" | "count" | "includes", receiver: Some(of), arguments } => {
                (*arguments.first()?, of)
            }
            _ => return None,
        };
        let set = self.place(of)?;
        let is_set = self.kind(function, of) == Some("set");
        let known = &self.functions[function];
        let moves = self.names_in(sought).into_iter().any(|name| {
            let within = self.definitions_within(function, index, name);
            !within.is_empty()
                && within.iter().all(|at| {
                    let definition = &known.definitions[name][*at];
                    matches!(definition.what, What::Change("+" | "-", by) if by.is_none_or(|by| matches!(self.read(by), Form::Number(_))))
                        && self.is_in_every_round(function, index, definition)
                })
        });
        let changes = !self.definitions_within(function, index, &set).is_empty();
        if !is_set || !moves || changes {
            return None;
        }
        // `if number - 1 not in numbers`, around it or with `continue` before it.
        let starts = known.conditions.iter().any(|condition| {
            self.mentions(*condition, &set) && self.tree.text(*condition).replace(' ', "").contains("-1")
        });
        let rounds = self.size(function, of)?;
        let progress = Progress::certain(rounds, vec![set.clone()]);
        Some(Progress { used_up: starts.then_some(set), ..progress })
    }

    /// `while swapped`: neighbours change places until all are in order, which takes a round for each element at most.
    fn progress_of_swaps(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        let flag = self.names_in(part).into_iter().next()?;
        let within = self.definitions_within(function, index, flag);
        let all = self.functions[function].definitions.get(flag)?;
        let is_word = |at: &usize| matches!(all[*at].what, What::Set(Some(value)) if matches!(self.tree.text(value), "true" | "false" | "True" | "False" | "0" | "1"));
        if within.len() < 2 || !within.iter().all(is_word) {
            return None;
        }
        let is_first = |at: &&usize| self.is_in_every_round(function, index, &all[**at]);
        let mut swapped = None;
        for at in within.iter().filter(|at| !is_first(at)) {
            let guard = self.plain(all[*at].step.guard?);
            let Form::Binary { left, operator: "<" | ">" | "<=" | ">=", right } = self.read(guard) else { return None };
            let (Form::Index { of, at: one }, Form::Index { of: same, at: other }) =
                (self.read(left), self.read(right))
            else {
                return None;
            };
            let is_next = |one: Node<'t>, other: Node<'t>| {
                matches!(self.read(other), Form::Binary { left, operator: "+" | "-", right }
                    if self.tree.text(left) == self.tree.text(one) && self.tree.text(right) == "1")
            };
            if self.tree.text(of) != self.tree.text(same) || !is_next(one, other) && !is_next(other, one) {
                return None;
            }
            swapped = Some(of);
        }
        if !within.iter().any(|at| is_first(&at)) {
            return None;
        }
        let rounds = self.size(function, swapped?)?;
        Some(Progress::certain(rounds, vec![flag.to_owned()]))
    }

    /// `while level: next = []; for node in level: ...; level = next`: all nodes, or all that have not been seen.
    fn progress_of_levels(&mut self, function: usize, index: usize, part: Node<'t>) -> Option<Progress> {
        let path = self.names_in(part).into_iter().find(|path| self.next_level(function, index, path).is_some())?;
        let next = self.next_level(function, index, path)?;
        let all = &self.functions[function].definitions[&next];
        let grows: Vec<_> = all.iter().filter(|of| matches!(of.what, What::Grow(_))).collect();
        let is_tree =
            grows.iter().all(|of| matches!(of.what, What::Grow(Some(value)) if self.is_child(function, value)));
        let seen: Option<Vec<_>> = grows.iter().map(|of| self.visited_before(function, index, of.step)).collect();
        let rounds = match seen {
            Some(_) => self.vertices(function, index)?,
            None if is_tree => self.nodes_in(function, index, path)?,
            None => return None,
        };
        let used_up = seen.and_then(|seen| seen.into_iter().next());
        Some(Progress { used_up, ..Progress::certain(rounds, vec![path.to_owned()]) })
    }

    /// The list that the next level is collected in, by a loop over this one.
    fn next_level(&self, function: usize, index: usize, path: &str) -> Option<String> {
        let known = &self.functions[function];
        let within = self.definitions_within(function, index, path);
        let [at] = within[..] else { return None };
        let What::Set(Some(value)) = known.definitions[path][at].what else { return None };
        let Form::Name(next) = self.read(self.plain(value)) else { return None };
        let is_over = |of: usize| match &known.loops[of].rounds {
            Rounds::Each(each) => self.place(each[0].1).as_deref() == Some(path),
            Rounds::While(_) => false,
        };
        let is_grown = |of: &super::facts::Definition<'t>| {
            std::iter::successors(of.step.within, |at| known.loops[*at].around)
                .take_while(|at| *at != index)
                .any(is_over)
        };
        let mut grows = known.definitions.get(next)?.iter().filter(|of| matches!(of.what, What::Grow(_))).peekable();
        grows.peek()?;
        (grows.all(is_grown) && self.reset(function, next, Some(index)) == Some(index)).then(|| next.to_owned())
    }

    /// The loop in whose rounds a list is made of itself.
    pub(super) fn makes_levels(&self, function: usize, path: &str, within: Option<usize>) -> Option<usize> {
        within.filter(|within| self.next_level(function, *within, path).is_some())
    }

    /// Whether a loop over a list goes over one level of many.
    pub(super) fn goes_by_levels(&self, function: usize, around: usize, iterable: Node<'t>) -> bool {
        matches!(self.functions[function].loops[around].rounds, Rounds::While(_))
            && matches!(self.read(iterable), Form::Name(path) if self.next_level(function, around, path).is_some())
    }

    /// `for multiple of i: marked[multiple] = true`, for those `i` alone that are not marked: the sum of 1/p over primes p is log log n.
    pub(super) fn is_sieve(&self, function: usize, index: usize) -> bool {
        let known = &self.functions[function];
        let of_loop = known.loops[index].node;
        let Some(step) = known.steps.iter().find(|step| step.node == of_loop) else { return false };
        let skips = known.loops[index].around.map(|around| self.skips_before(function, around, of_loop));
        step.guard.into_iter().chain(skips.unwrap_or_default()).any(|guard| {
            known.definitions.iter().any(|(path, all)| {
                self.mentions(guard, path)
                    && all.iter().any(|of| matches!(of.what, What::Keyed) && known.is_within(of.step.within, index))
            })
        })
    }
}
