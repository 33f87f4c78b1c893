//! How time and memory grow with the input, from the code alone.
//!
//! One walk collects what each function does (`facts`), in forms that all languages share (`form`). From that come the sizes of variables
//! (`size`, `growth`, `kinds`) and how often loops go round (`loops`, `moves`; `worklists` and `amortized` where that is bounded by all that
//! they do together). Each expression costs what the table of its language says (`calls`), as often as its loop runs (`work`, `memory`);
//! calls of itself make a recurrence, which is solved by its pattern (`recursion`, `remembered`). Sizes that come from outside are symbols, and what
//! cannot be told makes the answer unknown.
//!
//! Time is the worst case; a look-up in a hash table counts as constant, and so does what is amortized. Memory is what the function takes
//! besides its input, its result included.

mod amortized;
mod called;
mod calls;
mod cost;
mod facts;
mod form;
mod growth;
mod kinds;
mod loops;
mod memory;
mod moves;
mod recursion;
mod remembered;
mod shrink;
mod size;
mod work;
mod worklists;

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};

use tree_sitter::Node;

use cost::Cost;
use facts::Function;
use form::{Form, place_by, read};

use super::tree::Tree;
use crate::api::{Evidence, FunctionPerformance, Performance};

/// Functions that call one another to this depth are looked into.
const MAX_CALLS: usize = 12;
const MAX_EVIDENCE: usize = 12;
/// How often the forms of a function may be asked for: three times what the most entangled one of Python's and Java's libraries takes.
const MAX_LOOKS: usize = 100_000;
/// The same for a program, so that its time grows with its length. Theirs take up to 10.
const LOOKS_A_BYTE: usize = 30;
const UNKNOWN: &str = "unknown";

/// Estimates a program.
pub fn estimate(tree: &Tree) -> Performance {
    estimate_within(tree, MAX_LOOKS)
}

/// Estimates a program, where the forms of a function may be asked for so often.
fn estimate_within(tree: &Tree, max_looks: usize) -> Performance {
    let mut estimator = Estimator::new(tree, max_looks);
    let summaries: Vec<Summary> = (0..estimator.functions.len()).map(|function| estimator.summary(function)).collect();
    let mut opportunities: Vec<(usize, String)> = summaries.iter().flat_map(|summary| summary.advice.clone()).collect();
    opportunities.sort();
    opportunities.dedup();
    let mut functions = Vec::new();
    for (function, summary) in estimator.functions.iter().zip(&summaries).skip(1) {
        functions.push(estimator.report(function, summary));
    }
    // The code outside of functions counts where it does something, and a function that others call counts as a part of them.
    let file = &summaries[0];
    let has_code = file.time.as_ref().is_none_or(|time| !time.is_one()) || functions.is_empty();
    estimator.looks_end = usize::MAX;
    let helpers = estimator.helpers();
    let is_whole = |index: &usize| if *index == 0 { has_code } else { !helpers.contains(index) };
    let mut all: Vec<&Summary> = (0..summaries.len()).filter(is_whole).map(|index| &summaries[index]).collect();
    if all.is_empty() {
        all = summaries.iter().skip(1).collect();
    }
    let whole = estimator.report(&estimator.functions[0], slowest(&all));
    Performance {
        time_complexity: whole.time_complexity,
        space_complexity: biggest(&all).map_or_else(
            || UNKNOWN.to_owned(),
            |summary| estimator.report(&estimator.functions[0], summary).space_complexity,
        ),
        evidence: whole.evidence,
        opportunities: opportunities.into_iter().map(|(_, text)| text).collect(),
        functions,
    }
}

/// The summary of the slowest part: an unknown one, if there is one.
fn slowest<'s>(all: &[&'s Summary]) -> &'s Summary {
    let rank = |summary: &&&Summary| summary.time.as_ref().map(Cost::rank).map_or((1, None), |rank| (0, Some(rank)));
    all.iter().max_by_key(rank).copied().unwrap_or(&NOTHING)
}

fn biggest<'s>(all: &[&'s Summary]) -> Option<&'s Summary> {
    if all.iter().any(|summary| summary.space.is_none()) {
        return None;
    }
    all.iter().max_by_key(|summary| summary.space.as_ref().map(Cost::rank)).copied()
}

static NOTHING: Summary = Summary { time: None, space: None, table: None, notes: Vec::new(), advice: Vec::new() };

/// What a function costs, in the sizes of its parameters.
#[derive(Clone, Default)]
struct Summary {
    time: Option<Cost>,
    space: Option<Cost>,
    /// What it notes its answers in, so that many calls together take no longer than this.
    table: Option<String>,
    notes: Vec<Note>,
    /// With its line.
    advice: Vec<(usize, String)>,
}

/// What says so.
#[derive(Clone)]
struct Note {
    line: usize,
    text: String,
    cost: Option<Cost>,
}

/// A size from outside.
struct Symbol {
    /// The function that it comes into.
    function: usize,
    place: String,
    /// Another one that it equals, or itself.
    same_as: cost::Symbol,
}

struct Estimator<'t, 'a> {
    tree: &'t Tree<'a>,
    functions: Vec<Function<'t>>,
    by_name: HashMap<&'t str, Vec<usize>>,
    symbols: Vec<Symbol>,
    symbol_of: HashMap<(usize, String), cost::Symbol>,
    /// Sizes of places, of their elements (`x[]`), and how often loops run: as far as they are known.
    sizes: HashMap<(usize, String), Option<Cost>>,
    busy: HashSet<(usize, String)>,
    totals: HashMap<(usize, usize), Option<Cost>>,
    /// Of loops that end with the first of two bounds, the other one.
    fewer: HashMap<(usize, usize), Cost>,
    /// Of loops whose runs share their rounds, the loop around that starts them anew.
    starts: HashMap<(usize, usize), Option<usize>>,
    /// How often a loop runs within one round of another one around it.
    parts: HashMap<(usize, usize, usize), Option<Cost>>,
    busy_loops: HashSet<(usize, usize)>,
    summaries: HashMap<usize, Summary>,
    busy_calls: Vec<usize>,
    depth: usize,
    /// What nodes say, as far as they have been read.
    forms: RefCell<HashMap<usize, Form<'t>>>,
    /// What kind of collection places are, as far as that has been asked.
    kinds: RefCell<HashMap<(usize, String), Option<&'static str>>>,
    /// How often forms have been asked for, where the function at hand has to come to an end, and where all of them have to.
    looks: Cell<usize>,
    looks_end: usize,
    looks_a_function: usize,
    looks_in_all: usize,
}

impl<'t, 'a> Estimator<'t, 'a> {
    fn new(tree: &'t Tree<'a>, max_looks: usize) -> Self {
        let functions = facts::collect(tree);
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, function) in functions.iter().enumerate().skip(1) {
            by_name.entry(function.plain).or_default().push(index);
        }
        Self {
            tree,
            functions,
            by_name,
            symbols: Vec::new(),
            symbol_of: HashMap::new(),
            sizes: HashMap::new(),
            busy: HashSet::new(),
            totals: HashMap::new(),
            fewer: HashMap::new(),
            starts: HashMap::new(),
            parts: HashMap::new(),
            busy_loops: HashSet::new(),
            summaries: HashMap::new(),
            busy_calls: Vec::new(),
            depth: 0,
            forms: RefCell::default(),
            kinds: RefCell::default(),
            looks: Cell::new(0),
            looks_end: 0,
            looks_a_function: max_looks,
            looks_in_all: max_looks + LOOKS_A_BYTE * tree.root().end_byte(),
        }
    }

    /// Reads a node; each is read once.
    fn read(&self, node: Node<'t>) -> Form<'t> {
        if self.is_tired() {
            return Form::Other;
        }
        self.looks.set(self.looks.get() + 1);
        self.forms.borrow_mut().entry(node.id()).or_insert_with(|| read(self.tree, node)).clone()
    }

    /// Whether the function at hand has taken all the time that it may.
    fn is_tired(&self) -> bool {
        self.looks.get() >= self.looks_end
    }

    /// The name of what is read or written.
    fn place(&self, node: Node<'t>) -> Option<String> {
        place_by(|node| self.read(node), node)
    }

    /// The functions that other functions of the file call.
    fn helpers(&self) -> HashSet<usize> {
        let mut helpers = HashSet::new();
        for (index, function) in self.functions.iter().enumerate().skip(1) {
            for step in &function.steps {
                if let Form::Call { name, receiver, .. } = self.read(step.node) {
                    helpers.extend(self.called(index, name, receiver).filter(|called| *called != index));
                }
            }
        }
        helpers
    }

    /// What a function costs; unknown while it is being found out.
    fn summary(&mut self, function: usize) -> Summary {
        if let Some(summary) = self.summaries.get(&function) {
            return summary.clone();
        }
        if self.busy_calls.contains(&function) || self.busy_calls.len() > MAX_CALLS {
            return Summary::default();
        }
        let known = &self.functions[function];
        if known.is_beyond || known.node.has_error() {
            let line = known.node.start_position().row + 1;
            let text =
                if known.is_beyond { "This is too big to be followed" } else { "This has a syntax error" }.to_owned();
            return Summary { notes: vec![Note { line, text, cost: None }], ..Summary::default() };
        }
        let is_first = self.busy_calls.is_empty();
        if is_first {
            self.looks_end = self.looks_in_all.min(self.looks.get() + self.looks_a_function);
        }
        self.busy_calls.push(function);
        let mut summary = self.work(function);
        self.busy_calls.pop();
        if self.is_tired() {
            let line = self.functions[function].node.start_position().row + 1;
            let text = "This is too entangled to be followed".to_owned();
            summary = Summary { notes: vec![Note { line, text, cost: None }], ..Summary::default() };
            // What was found on the way is not to be relied on.
            self.sizes.clear();
            self.totals.clear();
            self.fewer.clear();
            self.starts.clear();
            self.parts.clear();
            self.kinds.borrow_mut().clear();
            if !is_first {
                return summary;
            }
        }
        self.summaries.insert(function, summary.clone());
        summary
    }

    /// The symbol that stands for a size and all that equal it.
    fn resolve(&self, symbol: cost::Symbol) -> cost::Symbol {
        let mut symbol = symbol;
        while self.symbols[symbol].same_as != symbol {
            symbol = self.symbols[symbol].same_as;
        }
        symbol
    }

    /// Says that two sizes are the same.
    fn unite(&mut self, one: cost::Symbol, other: cost::Symbol) {
        let (one, other) = (self.resolve(one), self.resolve(other));
        // The one that comes first in the parameters stays.
        let (first, second) = if self.order(one) <= self.order(other) { (one, other) } else { (other, one) };
        self.symbols[second].same_as = first;
    }

    fn order(&self, symbol: cost::Symbol) -> (usize, usize, &str) {
        let Symbol { function, place, .. } = &self.symbols[symbol];
        let base = place.split(['.', '[']).next().unwrap_or(place);
        let parameters = &self.functions[*function].parameters;
        let position = parameters.iter().position(|name| *name == base).unwrap_or(parameters.len());
        (*function, position, place)
    }

    fn resolved(&self, cost: &Cost) -> Option<Cost> {
        cost.map(|symbol| Some(Cost::of(self.resolve(symbol))))
    }

    fn report(&self, function: &Function, summary: &Summary) -> FunctionPerformance {
        let (time, space) = (
            summary.time.as_ref().and_then(|time| self.resolved(time)),
            summary.space.as_ref().and_then(|space| self.resolved(space)),
        );
        let mut symbols: Vec<_> = [&time, &space].into_iter().flatten().flat_map(Cost::symbols).collect();
        symbols.sort_by(|one, other| self.order(*one).cmp(&self.order(*other)));
        symbols.dedup();
        let name = |symbol: cost::Symbol| {
            let known = symbols.iter().position(|of| *of == symbol);
            match known {
                Some(at) if at < NAMES.len() => NAMES[at].to_owned(),
                _ => self.symbols[symbol].place.clone(),
            }
        };
        let write = |cost: &Option<Cost>| cost.as_ref().map_or_else(|| UNKNOWN.to_owned(), |cost| cost.big_o(name));
        let line = function.node.start_position().row + 1;
        let mut evidence = Vec::new();
        for (symbol, name) in symbols.iter().zip(NAMES) {
            evidence.push(Evidence { line, reason: format!("`{name}` is {}.", self.meaning(*symbol)) });
        }
        for note in &summary.notes {
            let cost = note.cost.as_ref().and_then(|cost| self.resolved(cost));
            let reason =
                cost.map_or_else(|| format!("{}.", note.text), |cost| format!("{}: {}.", note.text, cost.big_o(name)));
            evidence.push(Evidence { line: note.line, reason });
        }
        evidence.sort_by_key(|evidence| evidence.line);
        evidence.dedup();
        evidence.truncate(MAX_EVIDENCE);
        FunctionPerformance {
            name: function.name.clone(),
            line,
            time_complexity: write(&time),
            space_complexity: write(&space),
            evidence,
        }
    }

    /// What a symbol stands for, in words.
    fn meaning(&self, symbol: cost::Symbol) -> String {
        let place = &self.symbols[symbol].place;
        match place.strip_suffix("[]") {
            Some(of) => format!("the size of what is in `{of}`"),
            None => format!("the size of `{place}` (its length, or its value if it is a number)"),
        }
    }
}

/// The names of the sizes, in the order of the parameters that they come from.
const NAMES: [&str; 5] = ["n", "m", "k", "p", "q"];

/// Both, if both are known.
fn sum(one: Option<Cost>, other: Option<Cost>) -> Option<Cost> {
    Some(one?.plus(&other?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tutor::analyze::{languages, source::Source};

    #[test]
    fn what_takes_too_long_is_unknown_and_says_so() {
        let source = Source::new(
            "def total(items):\n    sum = 0\n    for item in items:\n        sum += item\n    return sum\n",
        );
        let tree = Tree::parse(&source, languages::find("python").unwrap()).unwrap();
        let answer = |looks| {
            let function = estimate_within(&tree, looks).functions.remove(0);
            (function.time_complexity, function.evidence.iter().any(|of| of.reason.contains("too entangled")))
        };
        assert_eq!(answer(MAX_LOOKS), ("O(n)".to_owned(), false));
        assert_eq!(answer(3), (UNKNOWN.to_owned(), true));
    }
}
