//! `while queue`: how often loops go round that take from what they add to, and how much is added to a collection.

use super::cost::Cost;
use super::facts::{Rounds, What};
use super::form::Form;
use super::{Estimator, sum};
use crate::tutor::analyze::languages::Kinds;
use crate::tutor::analyze::tree::children;
use tree_sitter::Node;

impl<'t> Estimator<'t, '_> {
    /// `while queue`: how often, by what is put in and taken out.
    pub(super) fn rounds_of_work(&mut self, function: usize, index: usize, path: &str) -> Option<Cost> {
        let within = self.definitions_within(function, index, path);
        let all = &self.functions[function].definitions[path];
        let takes = within.iter().filter(|at| matches!(all[**at].what, What::Take)).count();
        let grows: Vec<_> = within.iter().copied().filter(|at| matches!(all[*at].what, What::Grow(_))).collect();
        if takes == 0 {
            return None;
        }
        if grows.is_empty() {
            return self.size_of_place(function, path);
        }
        if takes > grows.len() {
            return self.before(function, index, path);
        }
        let is_once = grows.iter().all(|at| {
            let guard = self.functions[function].definitions[path][*at].step.guard;
            guard.is_some_and(|guard| self.is_visited_check(function, index, guard))
        });
        let checks_late = self.skips_what_was_seen(function, index);
        if is_once || checks_late {
            let vertices = self.vertices(function, index)?;
            let edges = if is_once { None } else { self.edges(function, index) };
            return Some(edges.map_or(vertices.clone(), |edges| vertices.plus(&edges)));
        }
        let is_tree = grows.iter().all(|at| match self.functions[function].definitions[path][*at].what {
            What::Grow(Some(value)) => self.is_child(function, value),
            _ => false,
        });
        if is_tree { self.nodes_in(function, index, path) } else { None }
    }

    /// What the work starts with: the root of a tree.
    fn nodes_in(&mut self, function: usize, index: usize, path: &str) -> Option<Cost> {
        let within = self.definitions_within(function, index, path);
        let mut size = Some(Cost::one());
        for at in 0..self.functions[function].definitions[path].len() {
            if within.contains(&at) {
                continue;
            }
            let part = match self.functions[function].definitions[path][at].what {
                What::Set(Some(value)) => {
                    let elements = self.element(function, value);
                    Some(elements.unwrap_or_else(Cost::one))
                }
                What::Grow(Some(value)) => self.size(function, value),
                _ => Some(Cost::one()),
            };
            size = sum(size, part);
        }
        size.filter(|size| !size.is_one())
    }

    /// Whether a value is a part of another node: `node.left`, or one of `node.children`.
    pub(super) fn is_child(&self, function: usize, value: Node<'t>) -> bool {
        match self.read(self.plain(value)) {
            Form::Attribute { .. } => true,
            Form::Several(_, parts) => {
                parts.first().is_some_and(|first| matches!(self.read(*first), Form::Attribute { .. }))
            }
            Form::Name(name) => self.functions[function].definitions.get(name).is_some_and(|all| {
                all.iter().all(|definition| match definition.what {
                    What::Element(of, _) | What::Set(Some(of)) => {
                        matches!(self.read(self.plain(of)), Form::Attribute { .. })
                    }
                    _ => false,
                })
            }),
            _ => false,
        }
    }

    /// Whether a condition asks whether something was seen before, and the loop notes what it sees.
    pub(super) fn is_visited_check(&self, function: usize, index: usize, guard: Node<'t>) -> bool {
        let known = &self.functions[function];
        known.definitions.iter().any(|(path, all)| {
            let notes = all.iter().any(|definition| {
                matches!(definition.what, What::Grow(_) | What::Keyed) && known.is_within(definition.step.within, index)
            });
            notes && !path.contains('[') && self.mentions(guard, path) && !self.compares(guard, path)
        })
    }

    /// `<` and its like on an element say that it may be set again and again.
    fn compares(&self, guard: Node<'t>, path: &str) -> bool {
        let mut parts = Vec::new();
        self.split(guard, &mut parts);
        parts.into_iter().any(|part| {
            matches!(self.read(part), Form::Binary { left, operator: "<" | ">" | "<=" | ">=", right }
                if self.mentions(left, path) || self.mentions(right, path))
        })
    }

    /// `if node in seen: continue` at the top of a loop.
    fn skips_what_was_seen(&self, function: usize, index: usize) -> bool {
        let Some(body) = self.functions[function].loops[index].node.child_by_field_name("body") else { return false };
        children(body).into_iter().any(|child| {
            self.tree.kinds(child).is(Kinds::IF)
                && child.child_by_field_name("condition").is_some_and(|condition| {
                    let then =
                        child.child_by_field_name("consequence").map(|then| self.tree.text(then)).unwrap_or_default();
                    then.contains("continue") && self.is_visited_check(function, index, condition)
                })
        })
    }

    /// How many vertices a search can come by.
    pub(super) fn vertices(&mut self, function: usize, index: usize) -> Option<Cost> {
        if let Some(of) = self.graph(function, index) {
            let vertices = self.size(function, of)?;
            return if vertices.is_one() { self.element(function, of) } else { Some(vertices) };
        }
        // A grid: `grid[row][column]`.
        let steps =
            self.functions[function].steps.iter().filter(|step| self.functions[function].is_within(step.within, index));
        let cells = steps.filter_map(|step| match self.read(step.node) {
            Form::Index { of, .. } => match self.read(of) {
                Form::Index { of, .. } => Some(of),
                _ => None,
            },
            _ => None,
        });
        let grids: Vec<_> = cells.collect();
        grids.into_iter().find_map(|grid| self.size(function, grid)?.times(&self.element(function, grid)?))
    }

    /// How many edges it can come by.
    pub(super) fn edges(&mut self, function: usize, index: usize) -> Option<Cost> {
        let of = self.graph(function, index)?;
        self.element(function, of)
    }

    /// The graph that a loop looks up neighbours in.
    fn graph(&self, function: usize, index: usize) -> Option<Node<'t>> {
        let known = &self.functions[function];
        known.loops.iter().filter(|inner| known.is_within(inner.around, index)).find_map(|inner| match &inner.rounds {
            Rounds::Each(each) => self.neighbours_of(each[0].1),
            Rounds::While(_) => None,
        })
    }

    /// How often something is added, where each vertex comes once.
    pub(super) fn times_added(
        &mut self,
        function: usize,
        within: Option<usize>,
        guard: Option<Node<'t>>,
    ) -> Option<Cost> {
        let mut at = within;
        while let (Some(index), Some(guard)) = (at, guard) {
            let known = &self.functions[function].loops[index];
            at = known.around;
            if matches!(known.rounds, Rounds::While(_)) && self.is_visited_check(function, index, guard) {
                return self.vertices(function, index);
            }
        }
        self.rounds_in_total(function, within)
    }
}
