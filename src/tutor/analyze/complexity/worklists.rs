//! `while queue`: how often loops go round that take from what they add to, and how much is added to a collection.

use super::cost::Cost;
use super::facts::{Definition, Rounds, Step, What};
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
        // Without taking anything out, an index may go on through it.
        if takes == 0 && grows.is_empty() {
            return None;
        }
        if grows.is_empty() {
            return self.size_of_place(function, path);
        }
        if takes > grows.len() {
            return self.before(function, index, path);
        }
        let is_once = grows.iter().all(|at| {
            let step = self.functions[function].definitions[path][*at].step;
            self.visited_before(function, index, step).is_some()
        });
        let checks_late = self.skipped(function, index).is_some();
        if is_once || checks_late {
            let vertices = self.vertices(function, index)?;
            let edges = if is_once { None } else { self.edges(function, index) };
            return Some(edges.map_or(vertices.clone(), |edges| vertices.plus(&edges)));
        }
        let is_tree = takes > 0
            && grows.iter().all(|at| match self.functions[function].definitions[path][*at].what {
                What::Grow(Some(value)) => self.is_child(function, value),
                _ => false,
            });
        if is_tree { self.nodes_in(function, index, path) } else { None }
    }

    /// What the work starts with: the root of a tree.
    pub(super) fn nodes_in(&mut self, function: usize, index: usize, path: &str) -> Option<Cost> {
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

    /// What a loop notes in what it sees, where a condition asks for that: `seen`, and `grid` of `grid[row][column]`.
    pub(super) fn visited(&self, function: usize, index: usize, guard: Node<'t>) -> Option<String> {
        let known = &self.functions[function];
        let is_noted = |path: &str, all: &[Definition<'t>]| {
            let notes = all.iter().any(|definition| {
                matches!(definition.what, What::Grow(_) | What::Keyed) && known.is_within(definition.step.within, index)
            });
            notes && self.mentions(guard, path) && !self.compares(guard, path)
        };
        let mut found: Vec<_> = known
            .definitions
            .iter()
            .map(|(path, all)| (path.strip_suffix("[]").unwrap_or(path), all))
            .filter(|(path, all)| !path.contains('[') && is_noted(path, all))
            .map(|(path, _)| path.to_owned())
            .collect();
        found.sort();
        found.into_iter().next()
    }

    /// What a loop notes in what it sees, where it is asked before something is done.
    pub(super) fn visited_before(&self, function: usize, index: usize, step: Step<'t>) -> Option<String> {
        let by_guard = step.guard.and_then(|guard| self.visited(function, index, guard));
        by_guard.or_else(|| {
            self.skips_before(function, index, step.node)
                .into_iter()
                .find_map(|skip| self.visited(function, index, skip))
        })
    }

    /// The conditions of `if ...: continue` before a node, within a loop.
    pub(super) fn skips_before(&self, function: usize, index: usize, node: Node<'t>) -> Vec<Node<'t>> {
        const MOST: usize = 40;
        let end = self.functions[function].loops[index].node;
        let (mut skips, mut at, mut looked) = (Vec::new(), node, 0);
        while at != end && looked < MOST {
            let mut before = at.prev_named_sibling();
            while let Some(sibling) = before.filter(|_| looked < MOST) {
                looked += 1;
                before = sibling.prev_named_sibling();
                if self.tree.kinds(sibling).is(Kinds::IF)
                    && let Some(then) = sibling.child_by_field_name("consequence")
                    && self.tree.text(then).contains("continue")
                {
                    skips.extend(sibling.child_by_field_name("condition"));
                }
            }
            let Some(parent) = at.parent() else { break };
            looked += 1;
            at = parent;
        }
        skips
    }

    /// What the loop of a search notes its visits in.
    pub(super) fn visits(&self, function: usize, index: usize, queue: &str) -> Option<String> {
        let within = self.definitions_within(function, index, queue);
        let all = &self.functions[function].definitions[queue];
        let mut grows = within.iter().map(|at| &all[*at]).filter(|of| matches!(of.what, What::Grow(_))).peekable();
        grows.peek()?;
        let by_guard: Option<Vec<_>> = grows.map(|of| self.visited_before(function, index, of.step)).collect();
        match by_guard {
            Some(mut paths) => {
                paths.dedup();
                if paths.len() == 1 { paths.pop() } else { None }
            }
            None => self.skipped(function, index),
        }
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

    /// What is asked by `if node in seen: continue` at the top of a loop.
    fn skipped(&self, function: usize, index: usize) -> Option<String> {
        let body = self.functions[function].loops[index].node.child_by_field_name("body")?;
        children(body).into_iter().filter(|child| self.tree.kinds(*child).is(Kinds::IF)).find_map(|child| {
            let condition = child.child_by_field_name("condition")?;
            let then = child.child_by_field_name("consequence").map(|then| self.tree.text(then)).unwrap_or_default();
            if then.contains("continue") { self.visited(function, index, condition) } else { None }
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
    pub(super) fn times_added(&mut self, function: usize, step: Step<'t>) -> Option<Cost> {
        match self.times_visited(function, step) {
            Some(visited) => Some(visited),
            None => self.rounds_in_total(function, step.within),
        }
    }

    /// How many vertices a search visits that asks before it adds one.
    pub(super) fn times_visited(&mut self, function: usize, step: Step<'t>) -> Option<Cost> {
        let mut at = step.within;
        while let Some(index) = at {
            let known = &self.functions[function].loops[index];
            at = known.around;
            if matches!(known.rounds, Rounds::While(_))
                && self.visited_before(function, index, step).is_some()
                && let Some(vertices) = self.vertices(function, index)
            {
                return Some(vertices);
            }
        }
        None
    }

    /// `for _ in range(len(queue))` within `while queue`, where each round takes one out: the loop around has counted it.
    pub(super) fn is_round_of_queue(&self, function: usize, index: usize) -> bool {
        let known = &self.functions[function];
        let Some(around) = known.loops[index].around else { return false };
        if !matches!(known.loops[around].rounds, Rounds::While(Some(_))) {
            return false;
        }
        let bound = match &known.loops[index].rounds {
            Rounds::Each(each) => match self.read(each[0].1) {
                Form::Call { name: "range", receiver: None, arguments } if arguments.len() == 1 => arguments[0],
                _ => return false,
            },
            Rounds::While(Some(condition)) => match self.read(self.plain(*condition)) {
                Form::Binary { right, .. } => right,
                _ => return false,
            },
            Rounds::While(None) => return false,
        };
        let length = self.length_of(bound).or_else(|| {
            let all = known.definitions.get(&self.place(bound)?)?;
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
    pub(super) fn total_over_neighbours(&mut self, function: usize, index: usize, iterable: Node<'t>) -> Option<Cost> {
        if let Some(graph) = self.edges_of_graph(function, index, iterable) {
            let outer = self.start_of_search(function, index)?;
            return self.element(function, graph)?.times(&self.rounds_in_total(function, outer)?);
        }
        let of = self.neighbours_of(iterable)?;
        let around = self.functions[function].loops[index].around?;
        let outer = self.start_of_search(function, index)?;
        let is_graph = match &self.functions[function].loops[around].rounds {
            Rounds::While(_) => true,
            Rounds::Each(_) => self.looks_up_its_elements(function, index),
        };
        if !is_graph {
            return None;
        }
        self.element(function, of)?.times(&self.rounds_in_total(function, outer)?)
    }

    /// `for edges in graph: for vertex in edges`, where another loop goes over `graph[vertex]`.
    pub(super) fn edges_of_graph(&self, function: usize, index: usize, iterable: Node<'t>) -> Option<Node<'t>> {
        let known = &self.functions[function];
        let Form::Name(name) = self.read(self.plain(iterable)) else { return None };
        let [Definition { what: What::Element(graph, None), .. }] = known.definitions.get(name)?[..] else {
            return None;
        };
        let is_graph = known.loops.iter().any(|other| match &other.rounds {
            Rounds::Each(each) => {
                self.neighbours_of(each[0].1).is_some_and(|of| self.tree.text(of) == self.tree.text(graph))
            }
            Rounds::While(_) => false,
        });
        (is_graph && self.looks_up_its_elements(function, index)).then_some(graph)
    }

    /// `graph` of `graph[vertex]` and `graph.get(vertex)`.
    pub(super) fn neighbours_of(&self, iterable: Node<'t>) -> Option<Node<'t>> {
        match self.read(self.plain(iterable)) {
            Form::Index { of, at } if !matches!(self.read(at), Form::Number(_)) => Some(of),
            Form::Call { name: "get" | "getOrDefault", receiver: Some(of), .. } => Some(of),
            _ => None,
        }
    }

    /// Whether the elements of a loop are vertices: they are looked up elsewhere.
    pub(super) fn looks_up_its_elements(&self, function: usize, index: usize) -> bool {
        let Rounds::Each(each) = &self.functions[function].loops[index].rounds else { return false };
        let target = self.tree.text(each[0].0);
        let target = target.trim_matches(['(', ')']).split(',').next().unwrap_or(target);
        let steps =
            self.functions[function].steps.iter().filter(|step| self.functions[function].is_within(step.within, index));
        steps.into_iter().any(|step| match self.read(step.node) {
            Form::Index { at, .. } => self.tree.text(at) == target,
            Form::Binary { left, operator: "in" | "not in", .. } => self.tree.text(left) == target,
            Form::Call { name: "has" | "contains" | "count" | "containsKey", arguments, .. } => {
                arguments.first().is_some_and(|first| self.tree.text(*first) == target)
            }
            _ => false,
        })
    }
}
