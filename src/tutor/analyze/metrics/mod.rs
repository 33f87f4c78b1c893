//! What can be counted in code, each by its published definition.
//!
//! - **Cyclomatic complexity** (McCabe 1976): decisions and one. In Python the decisions are those of radon: `if`, `elif`, `for`, `while`,
//!   `except`, `assert`, the `else` of a loop or of `try`, each `and` and `or`, each `for` and `if` of a comprehension, and cases but the one
//!   that takes everything. Elsewhere they are those of lizard: `if`, loops, cases, `catch`, `?:` and operators that evaluate their second
//!   half at need; in JavaScript default values, in C `#if` within a function, in Rust `?`, `let … else` and all arms but the last one.
//!   A function within another one has its own.
//! - **Cognitive complexity** (Campbell, SonarSource 2023): structures that break the flow, one more for each that they are within; runs of the same
//!   logical operator; `else`; labelled jumps; recursion.
//! - **Halstead's measures** (1977): names and values are operands, everything else operators, a pair of brackets one.
//! - **Maintainability index** (Coleman and others 1994, brought to 0 to 100 as Visual Studio does):
//!   `(171 - 5.2 ln(volume) - 0.23 cyclomatic - 16.2 ln(logical lines)) * 100 / 171`.
//! - **Readability**: 100, less up to 20 for each of: lines of over 80 columns (all of it from a fifth of the lines on); nesting of over 3 (5 a level);
//!   functions of over 30 statements, and functions with a cognitive complexity of over 15 (by their share); names of one letter (by their share
//!   of all names, but those that are usual: `i`, `j`, `k`, `n`, `x`, `y`, `_`).

mod functions;
mod halstead;

use std::collections::HashSet;

use super::languages::Kinds;
use super::tree::{At, Tree, Visitor};
use crate::api::{FunctionMetrics, Lines, Metrics};

/// Columns of a line that fits everywhere.
const LONG_LINE: usize = 80;
const DEEP: usize = 3;
const LONG_FUNCTION: usize = 30;
const HARD_FUNCTION: usize = 15;
const USUAL_NAMES: [&str; 7] = ["i", "j", "k", "n", "x", "y", "_"];

/// Counts everything.
pub fn measure(tree: &Tree) -> Metrics {
    let functions::Counted { functions, cyclomatic, cognitive, max_nesting } = functions::count(tree);
    let (halstead, names) = halstead::count(tree);
    let lines = lines(tree);
    #[allow(clippy::cast_precision_loss)]
    let maintainability = {
        let ln = |x: f64| x.max(1.0).ln();
        let index = 171.0 - 5.2 * ln(halstead.volume) - 0.23 * cyclomatic as f64 - 16.2 * ln(lines.logical as f64);
        (index * 100.0 / 171.0).clamp(0.0, 100.0)
    };
    let readability = readability(tree, &functions, max_nesting, &names);
    Metrics { lines, cyclomatic, cognitive, max_nesting, halstead, maintainability, readability, functions }
}

/// From 0 to 100: how little there is to follow. 100 for code without decisions, 50 where the hardest function has the cognitive
/// complexity that is still bearable.
#[must_use]
pub fn simplicity(metrics: &Metrics) -> f64 {
    let hardest = metrics.functions.iter().map(|function| function.cognitive).max().unwrap_or(metrics.cognitive);
    #[allow(clippy::cast_precision_loss)]
    let (hardest, bearable) = (hardest as f64, HARD_FUNCTION as f64);
    100.0 * bearable / (bearable + hardest)
}

fn readability(tree: &Tree, functions: &[FunctionMetrics], max_nesting: usize, names: &HashSet<&str>) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let lines = tree.source.lines();
    let long = (1..=lines).filter(|line| tree.source.line(*line).chars().nth(LONG_LINE).is_some()).count();
    let of_functions = |bad: fn(&FunctionMetrics) -> bool| {
        share(functions.iter().filter(|function| bad(function)).count(), functions.len())
    };
    let short = names.iter().filter(|name| name.chars().nth(1).is_none() && !USUAL_NAMES.contains(name)).count();
    #[allow(clippy::cast_precision_loss)]
    let penalties = [
        share(long, lines) * 5.0,
        max_nesting.saturating_sub(DEEP) as f64 / 4.0,
        of_functions(|function| function.logical_lines > LONG_FUNCTION),
        of_functions(|function| function.cognitive > HARD_FUNCTION),
        share(short, names.len()),
    ];
    100.0 - penalties.into_iter().map(|penalty| penalty.min(1.0) * 20.0).sum::<f64>()
}

fn lines(tree: &Tree) -> Lines {
    struct Counter<'t, 'a> {
        tree: &'t Tree<'a>,
        logical: usize,
        comment: usize,
        /// The last line that has a comment.
        last: usize,
    }
    impl<'t> Visitor<'t> for Counter<'_, '_> {
        fn enter(&mut self, At { node, kinds, .. }: At) -> bool {
            self.logical += usize::from(kinds.is(Kinds::STATEMENT));
            if kinds.is(Kinds::COMMENT) {
                let (first, end) = (node.start_position().row + 1, node.end_position());
                // Some grammars take the line break in.
                let last = if end.column == 0 && end.row + 1 > first { end.row } else { end.row + 1 };
                self.comment += (last + 1).saturating_sub(first.max(self.last + 1));
                self.last = self.last.max(last);
            }
            !self.tree.kinds(node).is(Kinds::OPERAND)
        }
    }
    let mut counter = Counter { tree, logical: 0, comment: 0, last: 0 };
    tree.walk(&mut counter);
    let physical = tree.source.lines();
    let blank = (1..=physical).filter(|line| tree.source.line(*line).trim().is_empty()).count();
    Lines { physical, logical: counter.logical, comment: counter.comment, blank }
}

#[cfg(test)]
mod tests;
