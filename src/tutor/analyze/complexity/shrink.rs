//! Calls of a function by itself, and how their arguments shrink.

use super::Estimator;
use super::cost::Cost;
use super::facts::{Rounds, Step, What};
use super::form::Form;
use tree_sitter::Node;

/// How an argument of a call of itself differs from the parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shrink {
    Same,
    /// One less, or one nearer to the end.
    Step,
    /// A part of unknown size; the parts of one call do not overlap.
    Part,
    Half,
    Unclear,
}

/// A call of itself.
pub(super) struct Again<'t> {
    pub(super) step: Step<'t>,
    pub(super) arguments: Vec<Node<'t>>,
    pub(super) shrinks: Vec<Shrink>,
}

impl Again<'_> {
    /// What makes it end.
    pub(super) fn strongest(&self) -> Shrink {
        let ends =
            self.shrinks.iter().copied().filter(|shrink| !matches!(shrink, Shrink::Same | Shrink::Unclear)).max();
        ends.unwrap_or(Shrink::Unclear)
    }
}

impl<'t> Estimator<'t, '_> {
    pub(super) fn calls_of_itself(&self, function: usize) -> Vec<Again<'t>> {
        let known = &self.functions[function];
        let mut all = Vec::new();
        for step in &known.steps {
            if let Form::Call { name, receiver, arguments } = self.read(step.node)
                && name == known.plain
                && self.called(function, name, receiver) == Some(function)
            {
                let parameters = known.parameters.iter().enumerate();
                let shrinks = parameters.map(|(at, parameter)| match arguments.get(at) {
                    Some(argument) => self.shrink(function, *argument, parameter),
                    None => Shrink::Same,
                });
                let shrinks = shrinks.collect();
                all.push(Again { step: *step, arguments, shrinks });
            }
        }
        all
    }

    pub(super) fn is_self_recursive(&self, function: usize) -> bool {
        let known = &self.functions[function];
        let is_again = |step: &Step<'t>| {
            matches!(self.read(step.node), Form::Call { name, receiver, .. }
                if name == known.plain && self.called(function, name, receiver) == Some(function))
        };
        *known.is_recursive.get_or_init(|| known.steps.iter().any(is_again))
    }

    /// Whether all calls of itself are for parts of its input.
    pub(super) fn is_divided(&self, function: usize) -> bool {
        let calls = self.calls_of_itself(function);
        calls.iter().all(|call| matches!(call.strongest(), Shrink::Half | Shrink::Part))
    }

    fn shrink(&self, function: usize, argument: Node<'t>, parameter: &str) -> Shrink {
        let argument = self.plain(argument);
        if self.tree.text(argument) == parameter {
            return Shrink::Same;
        }
        let value = self.only_value(function, argument);
        let is_number = |node: Node<'t>| matches!(self.read(self.plain(node)), Form::Number(_));
        let is_parameter = |node: Node<'t>| self.tree.text(self.plain(node)) == parameter;
        match self.read(value) {
            _ if self.is_middle(function, value) => Shrink::Half,
            _ if self.is_heap_child(function, argument, parameter) => Shrink::Half,
            Form::Binary { left, operator: "+" | "-", right } if is_number(right) && self.is_middle(function, left) => {
                Shrink::Half
            }
            Form::Binary { left, operator: "-", right } if is_parameter(left) && self.is_middle(function, right) => {
                Shrink::Half
            }
            Form::Binary { left, operator: "-" | "+", right } if is_parameter(left) && is_number(right) => Shrink::Step,
            // A text that grows to a length.
            Form::Binary { left, operator: "+", right }
                if is_parameter(left) && matches!(self.read(right), Form::Text) =>
            {
                Shrink::Step
            }
            Form::Binary { left, operator: "//" | "/" | ">>", right } if is_parameter(left) && is_number(right) => {
                Shrink::Half
            }
            Form::Call { name: "floor" | "int", arguments, .. } if arguments.len() == 1 => {
                match self.read(self.plain(arguments[0])) {
                    Form::Binary { left, operator: "/", right } if is_parameter(left) && is_number(right) => {
                        Shrink::Half
                    }
                    _ => Shrink::Unclear,
                }
            }
            Form::Binary { operator: "%", .. } => Shrink::Half,
            Form::Binary { left, operator: "+" | "-", right } if is_number(right) => {
                match self.read(self.plain(left)) {
                    // Next to a pivot; or `i + 1` in a loop over `i` from the parameter on.
                    Form::Name(name) if self.is_pivot(function, name, parameter) => Shrink::Part,
                    Form::Name(name) if self.runs_from(function, name, parameter) => Shrink::Step,
                    Form::Name(name) if self.comes_from_call(function, name) => Shrink::Part,
                    _ => Shrink::Unclear,
                }
            }
            Form::Slice { of, from, to } if is_parameter(of) => self.shrink_of_slice(function, from, to),
            Form::Call { name: "slice" | "substring" | "substr" | "copyOfRange" | "subList", receiver, arguments } => {
                let of = receiver
                    .filter(|of| is_parameter(*of))
                    .or_else(|| arguments.first().copied().filter(|of| is_parameter(*of)));
                match of {
                    Some(_) if arguments.iter().any(|of| self.is_middle(function, *of)) => Shrink::Half,
                    Some(_)
                        if !arguments.is_empty()
                            && arguments.iter().all(|of| is_number(*of) || self.is_near_end(*of, parameter)) =>
                    {
                        Shrink::Step
                    }
                    _ => Shrink::Unclear,
                }
            }
            Form::Binary { left, operator: "+", right }
                if self.is_slice_of(left, parameter) && self.is_slice_of(right, parameter) =>
            {
                Shrink::Step
            }
            Form::Attribute { of, name } if is_parameter(of) => {
                if name.starts_with("next") {
                    Shrink::Step
                } else {
                    Shrink::Part
                }
            }
            Form::Comprehension { clauses, .. } if clauses.iter().any(|(_, of)| self.mentions(*of, parameter)) => {
                Shrink::Part
            }
            Form::Name(name) if self.is_element_of(function, name, parameter) => Shrink::Part,
            Form::Name(name) if self.comes_from_call(function, name) || self.is_pivot(function, name, parameter) => {
                Shrink::Part
            }
            _ => Shrink::Unclear,
        }
    }

    /// Whether a variable parts a range in two: `sort(low, p - 1)` and `sort(p + 1, high)`, and the parameter is `low` or `high`.
    fn is_pivot(&self, function: usize, name: &str, parameter: &str) -> bool {
        let known = &self.functions[function];
        let Some(at) = known.parameters.iter().position(|of| *of == parameter) else { return false };
        // Where another call hands on the parameter as it is, and the variable, or its partner, in another place.
        let is_moved = |node: Node<'t>| {
            let node = self.plain(node);
            let base = match self.read(node) {
                Form::Binary { left, operator: "+" | "-", right } if matches!(self.read(right), Form::Number(_)) => {
                    left
                }
                _ => node,
            };
            matches!(self.read(base), Form::Name(other)
                if known.owns(other) && !known.parameters.contains(&other) && (other == name || self.nears(function, name, other)))
        };
        !known.parameters.contains(&name)
            && known.owns(name)
            && known.steps.iter().any(|step| match self.read(step.node) {
                Form::Call { name, receiver, arguments } => {
                    name == known.plain
                        && arguments.get(at).is_some_and(|argument| self.tree.text(*argument) == parameter)
                        && arguments.iter().enumerate().any(|(other, argument)| other != at && is_moved(*argument))
                        && self.called(function, name, receiver) == Some(function)
                }
                _ => false,
            })
    }

    /// Whether two indices move towards one another, in a loop that compares them, as in Hoare's partition.
    fn nears(&self, function: usize, one: &str, other: &str) -> bool {
        self.functions[function].loops.iter().any(|known| match known.rounds {
            Rounds::While(Some(condition)) => {
                matches!(self.read(self.plain(condition)), Form::Binary { left, operator: "<" | "<=" | ">" | ">=", right }
                    if [left, right].map(|side| self.tree.text(side)).iter().all(|side| *side == one || *side == other))
            }
            _ => false,
        })
    }

    fn shrink_of_slice(&self, function: usize, from: Option<Node<'t>>, to: Option<Node<'t>>) -> Shrink {
        // `mid + 1` is next to the middle.
        let beside = |node: Node<'t>| match self.read(self.plain(node)) {
            Form::Binary { left, operator: "+" | "-", right }
                if matches!(self.read(self.plain(right)), Form::Number(_)) && self.is_middle(function, left) =>
            {
                left
            }
            _ => node,
        };
        let ends: Vec<_> = [from, to].into_iter().flatten().map(beside).collect();
        if ends.iter().any(|end| self.is_middle(function, *end) || self.is_half(*end)) {
            Shrink::Half
        } else if ends.iter().all(|end| matches!(self.read(self.plain(*end)), Form::Number(_))) && !ends.is_empty() {
            Shrink::Step
        } else {
            Shrink::Part
        }
    }

    /// `text.length() - 1`.
    fn is_near_end(&self, node: Node<'t>, parameter: &str) -> bool {
        matches!(self.read(self.plain(node)), Form::Binary { left, operator: "-", right }
            if matches!(self.read(right), Form::Number(_)) && self.length_of(left).as_deref() == Some(parameter))
    }

    fn is_slice_of(&self, node: Node<'t>, parameter: &str) -> bool {
        match self.read(node) {
            Form::Slice { of, .. } => self.tree.text(of) == parameter,
            Form::Call { name: "slice" | "substring" | "substr", receiver: Some(of), .. } => {
                self.tree.text(of) == parameter
            }
            _ => false,
        }
    }

    /// The value of a name that is set once.
    pub(super) fn only_value(&self, function: usize, node: Node<'t>) -> Node<'t> {
        let Form::Name(name) = self.read(node) else { return node };
        match self.functions[function].definitions.get(name).map(Vec::as_slice) {
            Some([only]) => match only.what {
                What::Set(Some(value)) if !self.is_half(value) => self.plain(value),
                _ => node,
            },
            _ => node,
        }
    }

    fn comes_from_call(&self, function: usize, name: &str) -> bool {
        let Some(all) = self.functions[function].definitions.get(name) else { return false };
        all.iter().any(|of| matches!(of.what, What::Set(Some(value)) if matches!(self.read(self.plain(value)), Form::Call { name, receiver, .. } if self.called(function, name, receiver).is_some())))
    }

    /// Whether a name counts a loop that starts at the parameter.
    pub(super) fn runs_from(&self, function: usize, name: &str, parameter: &str) -> bool {
        let Some(all) = self.functions[function].definitions.get(name) else { return false };
        all.iter().any(|of| match of.what {
            What::Element(iterable, None) => match self.read(iterable) {
                Form::Call { name: "range", receiver: None, arguments } => {
                    arguments.len() > 1 && self.tree.text(arguments[0]) == parameter
                }
                _ => false,
            },
            What::Set(Some(value)) => self.tree.text(self.plain(value)) == parameter,
            _ => false,
        })
    }

    /// Whether a name is one of the parameter's children or neighbours.
    fn is_element_of(&self, function: usize, name: &str, parameter: &str) -> bool {
        let Some(all) = self.functions[function].definitions.get(name) else { return false };
        all.iter().any(|of| match of.what {
            What::Element(iterable, _) => {
                self.mentions(iterable, parameter) && !matches!(self.read(iterable), Form::Call { name: "range", .. })
            }
            _ => false,
        })
    }

    /// Whether something is a parameter that calls of itself get a part of.
    pub(super) fn shrinks(&self, function: usize, node: Node<'t>) -> bool {
        if !self.is_self_recursive(function) {
            return false;
        }
        let Form::Name(name) = self.read(self.plain(node)) else { return false };
        let Some(at) = self.functions[function].parameters.iter().position(|parameter| *parameter == name) else {
            return false;
        };
        let calls = self.calls_of_itself(function);
        !calls.is_empty()
            && !self.grows_by_calls(function, name)
            && calls.iter().all(|call| !matches!(call.shrinks[at], Shrink::Same | Shrink::Unclear))
    }

    /// Whether calls of itself get a parameter with a text added: `prefix + "0"`.
    pub(super) fn grows_by_calls(&self, function: usize, parameter: &str) -> bool {
        let known = &self.functions[function];
        let Some(at) = known.parameters.iter().position(|name| *name == parameter) else { return false };
        self.calls_of_itself(function).iter().any(|call| {
            call.arguments.get(at).is_some_and(|argument| {
                matches!(self.read(*argument), Form::Binary { left, operator: "+", right }
                    if self.tree.text(left) == parameter && matches!(self.read(right), Form::Text))
            })
        })
    }

    /// Whether a loop gets shorter with each call of itself: it starts at a parameter that moves on.
    pub(super) fn is_absorbed(&self, function: usize, index: usize) -> bool {
        match &self.functions[function].loops[index].rounds {
            Rounds::Each(each) => match self.read(each[0].1) {
                Form::Call { name: "range", receiver: None, arguments } if arguments.len() > 1 => {
                    matches!(self.read(arguments[0]), Form::Name(name) if self.functions[function].parameters.contains(&name))
                }
                _ => self.shrinks(function, each[0].1),
            },
            Rounds::While(_) => self.functions[function].definitions.iter().any(|(_, all)| {
                all.iter().any(|of| matches!(of.what, What::Set(Some(value))
                    if self.functions[function].loops[index].node.byte_range().contains(&of.step.node.start_byte())
                        && of.step.within == self.functions[function].loops[index].around
                        && matches!(self.read(self.plain(value)), Form::Name(name) if self.functions[function].parameters.contains(&name))))
            }),
        }
    }

    /// How deep calls of itself go.
    pub(super) fn depth_of_recursion(&mut self, function: usize) -> Option<Cost> {
        let calls = self.calls_of_itself(function);
        let symbol = self.shrinking_size(function, &calls)?;
        let size = Cost::of(symbol);
        if calls.iter().all(|call| call.strongest() == Shrink::Half) { Some(size.log()) } else { Some(size) }
    }
}
