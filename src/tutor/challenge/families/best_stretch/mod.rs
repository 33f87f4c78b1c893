//! The stretch with the largest sum; the shortest such one, and then the earliest.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 40_000, 40_000);
    let far = g.by_level(1_000, 1_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("far", far);
    // One stretch is far better than all others.
    let mut changes = Vec::new();
    for _ in 0..g.size(1..=2) {
        changes.extend([g.int(1..=5), g.int(-30..=-20)]);
    }
    changes.extend([g.int(6..=9), g.int(-4..=-1), g.int(8..=12), g.int(-30..=-20), g.int(1..=5)]);
    g.example(args![changes]);
    let changes = g.ints(7, -9..=9);
    g.example(args![changes]);
    g.edge("an empty list", args![Vec::<i64>::new()]);
    let only = g.int(-99..=-1);
    g.edge("one entry, and that negative", args![[only]]);
    let changes = g.distinct(6, -60..=-2);
    g.edge("only negative numbers", args![changes]);
    let (small, large) = (g.int(1..=20), g.int(21..=50));
    g.edge("a start that adds up to nothing", args![[small, -small, large]]);
    let (x, y) = (g.int(1..=20), g.int(1..=20));
    g.edge("the same sum again, shorter and later", args![[x, y, -90, x + y]]);
    g.edge("the same stretch twice", args![[x, -50, x, -80, 1]]);
    g.edge("nothing but zeros", args![[0, 0, 0, 0]]);
    let near = g.by_level(20, 20, 2, 2);
    for _ in 0..4 {
        let size = g.size(12..=50);
        let changes = g.ints(size, -near..=near);
        g.hidden(args![changes]);
    }
    let changes = g.ints(60, -far..=far);
    g.hidden(args![changes]);
    let changes = g.ints(most, -far..=far);
    g.large(args![changes]);
}

fn solve(args: &Args) -> Value {
    let changes = args.ints(0);
    // The largest sum: of a prefix, less the smallest prefix before it. Of equally small ones the last counts, so that
    // the stretch is short.
    let (mut sum, mut smallest, mut after) = (0, 0, 0);
    let mut best: Option<(i64, usize, usize)> = None;
    for (end, change) in (1..).zip(&changes) {
        sum += change;
        let (found, length) = (sum - smallest, end - after);
        if best.is_none_or(|(most, _, shortest)| found > most || found == most && length < shortest) {
            best = Some((found, after, length));
        }
        if sum <= smallest {
            (smallest, after) = (sum, end);
        }
    }
    best.map_or(json!([]), |(_, start, length)| json!([start, length]))
}

fn explain(args: &Args, answer: &Value) -> String {
    let (changes, answer) = (args.ints(0), Args(std::slice::from_ref(answer)).ints(0));
    match answer[..] {
        [start, length] => {
            let [from, count] = [start, length].map(|n| usize::try_from(n).unwrap_or_default());
            let sum: i64 = changes.iter().skip(from).take(count).sum();
            if count == 1 {
                format!("The entry at place {start} alone comes to {sum}, and no stretch has more.")
            } else {
                format!("The {length} entries from place {start} on add up to {sum}, and no stretch has more.")
            }
        }
        _ => "There is no stretch in an empty list.".into(),
    }
}
