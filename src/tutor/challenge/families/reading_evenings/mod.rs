//! The smallest limit for which consecutive chapters fit into some evenings.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(0, 10_000, 20_000, 0);
    let bound = g.by_level(0, 10_000, 100_000, 0);
    g.say("most", most);
    g.say("bound", bound);
    // Sometimes there are evenings enough for the longest chapter to decide.
    let (pages, evenings) = (g.ints(4, 1..=12), g.int(2..=4));
    g.example(args![pages, evenings]);
    let (pages, evenings) = (g.ints(6, 5..=20), g.int(2..=3));
    g.example(args![pages, evenings]);
    let evenings = g.int(1..=5);
    g.edge("no chapters", args![Vec::<i64>::new(), evenings]);
    let (only, evenings) = (g.int(2..=99), g.int(2..=9));
    g.edge("one chapter and more evenings than that", args![[only], evenings]);
    let pages = g.ints(9, 1..=60);
    g.edge("one evening only", args![pages, 1]);
    let (pages, more) = (g.ints(7, 3..=60), g.int(2..=20));
    g.edge("more evenings than chapters", args![pages, 7 + more]);
    let pages = g.ints(8, 10..=60);
    g.edge("an evening for each chapter", args![pages, 8]);
    let (length, long) = (g.int(2..=9), g.int(400..=900));
    let pages = [length, length + 1, long, length, length, 1];
    g.edge("one chapter that is longer than all the others together", args![pages, 3]);
    let length = g.int(5..=50);
    g.edge("chapters of the same length that cannot be shared out evenly", args![vec![length; 7], 3]);
    if g.by_level(false, false, true, false) {
        let pages = g.ints(300, bound - 50..=bound);
        let evenings = g.int(140..=170);
        g.edge("long chapters, about two an evening", args![pages, evenings]);
    }
    for (size, longest) in [(8, 20), (15, 50), (30, 100), (80, 1000), (200, bound)] {
        let (pages, evenings) = (g.ints(size, 1..=longest), g.int(2..=12));
        g.hidden(args![pages, evenings]);
    }
    let (pages, evenings) = (g.ints(most, bound / 2..=bound), g.int(2..=4));
    g.large(args![pages, evenings]);
}

/// The chapters, evening by evening, with this limit.
fn evenings(pages: &[i64], limit: i64) -> Vec<Vec<i64>> {
    let (mut evenings, mut read) = (vec![Vec::new()], 0);
    for page in pages {
        if read + page > limit {
            evenings.push(Vec::new());
            read = 0;
        }
        read += page;
        if let Some(last) = evenings.last_mut() {
            last.push(*page);
        }
    }
    evenings
}

fn solve(args: &Args) -> Value {
    let (pages, most) = (args.ints(0), usize::try_from(args.int(1)).unwrap_or(1));
    let (mut low, mut high) = (pages.iter().copied().max().unwrap_or_default(), pages.iter().sum::<i64>());
    while low < high {
        let middle = low.midpoint(high);
        if evenings(&pages, middle).len() <= most {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    json!(low)
}

fn explain(args: &Args, answer: &Value) -> String {
    let (pages, limit) = (args.ints(0), answer.as_i64().unwrap_or_default());
    let told: Vec<_> = evenings(&pages, limit)
        .iter()
        .map(|pages| pages.iter().map(i64::to_string).collect::<Vec<_>>().join(" + "))
        .collect();
    format!("For example: {}. With a smaller limit it takes more evenings.", told.join(" | "))
}
