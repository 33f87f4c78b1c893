//! Functions that keep their answers, or what they have seen: each state is worked on once.

use tree_sitter::Node;

use super::cost::Cost;
use super::facts::{Function, Rounds, What};
use super::form::Form;
use super::shrink::{Again, Shrink};
use super::{Estimator, sum};

impl<'t> Estimator<'t, '_> {
    /// A function that keeps its answers, or what it has seen: each state is worked on once.
    #[allow(clippy::type_complexity)]
    pub(super) fn remembered(
        &mut self,
        function: usize,
        calls: &[Again<'t>],
        time: Option<Cost>,
        frame: Option<Cost>,
    ) -> Option<(Option<Cost>, Option<Cost>, String)> {
        let table = self.table(function);
        if !self.functions[function].is_cached && table.is_none() {
            return None;
        }
        let (time, frame) = (self.resolved(&time?)?, self.resolved(&frame?)?);
        let parameters = self.functions[function].parameters.clone();
        // A search of a graph: the states are its vertices, and the loops over neighbours are all edges in all.
        if let Some(graph) = self.graph_of_calls(function, calls) {
            let (vertices, edges) = (self.size(function, graph)?, self.element(function, graph)?);
            let time = vertices.clone().plus(&edges);
            return Some((
                self.resolved(&time),
                self.resolved(&vertices),
                "It calls itself once for each vertex, and looks at each edge".to_owned(),
            ));
        }
        if calls.iter().any(|call| call.step.within.is_some()) {
            // `for other in range(n): if not seen[other]: visit(other)`
            let [call] = calls else { return None };
            let mut others = call.arguments.iter().zip(&call.shrinks).filter(|(_, shrink)| **shrink != Shrink::Same);
            let (Some((argument, _)), None) = (others.next(), others.next()) else { return None };
            let argument = *argument;
            let Form::Name(name) = self.read(argument) else { return None };
            if !self.is_counter(function, name) {
                return None;
            }
            let states = self.size(function, argument).and_then(|size| self.resolved(&size))?;
            let text = "It calls itself once for each that it has not seen".to_owned();
            return Some((states.times(&time), sum(Some(states), Some(frame)), text));
        }
        let mut states = Cost::one();
        for (at, parameter) in parameters.iter().enumerate() {
            if calls.iter().all(|call| call.shrinks[at] == Shrink::Same) {
                continue;
            }
            let symbol = self.end_of(function, parameter).unwrap_or_else(|| self.symbol(function, parameter));
            states = states.times(&Cost::of(self.resolve(symbol)))?;
        }
        let text = "Each answer is kept, so that each state is worked on once".to_owned();
        Some((states.times(&time), sum(Some(states), Some(frame)), text))
    }

    /// The graph whose neighbours it calls itself for.
    pub(super) fn graph_of_calls(&self, function: usize, calls: &[Again<'t>]) -> Option<Node<'t>> {
        calls.iter().find_map(|call| {
            let Rounds::Each(each) = &self.functions[function].loops[call.step.within?].rounds else { return None };
            self.neighbours_of(each[0].1)
        })
    }

    /// How many vertices a search by calls of itself sees, each once.
    pub(super) fn vertices_seen(&mut self, function: usize) -> Option<Cost> {
        self.table(function)?;
        let calls = self.calls_of_itself(function);
        let graph = self.graph_of_calls(function, &calls)?;
        self.size(function, graph)
    }

    /// What a function keeps answers in, and looks them up: a map, a set or a table from outside.
    pub(super) fn table(&self, function: usize) -> Option<String> {
        let known = &self.functions[function];
        known.definitions.iter().find_map(|(path, all)| {
            let base = path.split(['.', '[']).next().unwrap_or(path);
            let is_outside = !known.owns(base) || known.parameters.contains(&base);
            let mut notes = all.iter().filter(|of| matches!(of.what, What::Keyed | What::Grow(_)));
            let is_noted = notes.next().is_some_and(|note| self.notes_arguments(function, note.step.node));
            // What is noted twice is taken back, as in a search that tries all ways; colours are not.
            let is_once = notes.next().is_none() || self.only_colours(known, path);
            let is_final = is_once && !all.iter().any(|of| matches!(of.what, What::Take));
            let is_removed = known.steps.iter().any(|step| {
                matches!(self.read(step.node), Form::Call { name: "remove" | "discard" | "delete" | "erase", receiver: Some(of), .. }
                    if self.place(of).as_deref() == Some(path))
            });
            // `known = memo.get(n)` and `if known is not None`.
            let is_from = |condition: Node<'t>| {
                known.definitions.iter().any(|(name, all)| {
                    !name.contains(['.', '['])
                        && self.mentions(condition, name)
                        && all.iter().any(|of| matches!(of.what, What::Set(Some(value)) if self.mentions(value, base)))
                })
            };
            let is_asked = known.conditions.iter().any(|condition| self.mentions(*condition, base) || is_from(*condition));
            (is_outside && is_noted && is_final && is_asked && !is_removed).then(|| path.clone())
        })
    }

    /// Whether all that is written into a table is numbers and words other than those for "not yet".
    pub(super) fn only_colours(&self, known: &Function<'t>, path: &str) -> bool {
        let Some(all) = known.definitions.get(&format!("{path}[]")) else { return false };
        all.iter().all(|definition| match definition.what {
            What::Set(Some(value)) => {
                let is_word = matches!(self.read(value), Form::Number(_) | Form::Name(_) | Form::Text);
                is_word && !matches!(self.tree.text(value), "0" | "False" | "false" | "None" | "null")
            }
            _ => false,
        })
    }

    /// Whether what is noted is the arguments of the call: `memo[n] = ...`, `seen.add(node)`.
    pub(super) fn notes_arguments(&self, function: usize, node: Node<'t>) -> bool {
        let known = &self.functions[function];
        let is_argument = |node: Node<'t>| match self.read(self.plain(node)) {
            Form::Name(name) => {
                known.parameters.contains(&name) || known.definitions.get(name).is_some_and(|all| all.len() == 1)
            }
            Form::Several(..) | Form::Text => true,
            _ => false,
        };
        match self.read(node) {
            Form::Call { name: "add" | "insert" | "set" | "put", arguments, .. } => {
                arguments.first().is_some_and(|key| is_argument(*key))
            }
            Form::Assign { pairs, .. } => pairs.iter().any(|(target, _)| match self.read(*target) {
                Form::Index { at, .. } => is_argument(at),
                _ => false,
            }),
            _ => false,
        }
    }
}
