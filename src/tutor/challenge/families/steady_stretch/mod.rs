//! The longest stretch whose highest and lowest entries are close to each other.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 36_000, 40_000);
    let far = g.by_level(1_000_000, 1_000_000, 1_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("far", far);
    g.say("widest", 2 * far);
    let readings = g.ints(6, 10..=20);
    let spread = g.int(4..=6);
    g.example(args![readings, spread]);
    let readings = g.ints(8, -9..=9);
    let spread = g.int(5..=9);
    g.example(args![readings, spread]);
    g.edge("an empty list", args![Vec::<i64>::new(), 5]);
    let x = g.int(-40..=40);
    g.edge("one entry", args![[x], 0]);
    g.edge("a spread of nothing", args![[x, x, x + 1, x + 1, x + 1, x], 0]);
    g.edge("a slow drift", args![[x, x + 1, x + 2, x + 3, x + 4, x + 5], 2]);
    g.edge("the best one begins within the one before", args![[x, x + 2, x + 2, x + 4, x + 4], 2]);
    g.edge("above and below the first entry", args![[x, x + 2, x - 2], 2]);
    g.edge("two of the same length", args![[x, x + 1, x + 20, x + 21], 5]);
    g.edge("as far apart as can be, and all is allowed", args![[-far, far, -far, far], 2 * far]);
    for reach in [6, 30, 200, far] {
        let size = g.size(20..=80);
        let readings = walk(g, size, reach);
        let spread = g.int(reach / 3..=reach);
        g.hidden(args![readings, spread]);
    }
    if g.by_level(false, false, false, true) {
        // Numbers of which few differ.
        let readings = g.ints(90, -2..=2);
        g.hidden(args![readings, 2]);
    }
    // It rises all the time: the window is long, and moves at every step.
    let count = i64::from(most);
    let gap = 2 * far / count;
    let mut readings: Vec<_> = (0..count).map(|place| place * gap - far + g.int(0..=gap - 1)).collect();
    if g.chance(50) {
        readings.reverse();
    }
    let spread = gap * g.int(count * 9 / 20..=count * 11 / 20);
    g.large(args![readings, spread]);
}

/// Numbers each of which is near the one before.
fn walk(g: &mut Generator, size: usize, reach: i64) -> Vec<i64> {
    let mut at = 0;
    let step = (reach / 3).max(2);
    let steps = g.ints(size, -step..=step);
    steps.into_iter().map(|step| {
        at = if (at + step).abs() > reach { at - step } else { at + step };
        at
    }).collect()
}

fn solve(args: &Args) -> Value {
    let (readings, spread) = (args.ints(0), args.int(1));
    // What is in the window, by value.
    let mut within = std::collections::BTreeMap::new();
    let (mut start, mut best) = (0, (0, 0));
    for (end, reading) in readings.iter().enumerate() {
        *within.entry(*reading).or_insert(0) += 1;
        while within.last_key_value().zip(within.first_key_value()).is_some_and(|(high, low)| high.0 - low.0 > spread) {
            if let Some(count) = within.get_mut(&readings[start]) {
                *count -= 1;
                if *count == 0 {
                    within.remove(&readings[start]);
                }
            }
            start += 1;
        }
        if end + 1 - start > best.1 {
            best = (start, end + 1 - start);
        }
    }
    if readings.is_empty() { json!([]) } else { json!([best.0, best.1]) }
}

fn explain(args: &Args, answer: &Value) -> String {
    let (readings, answer) = (args.ints(0), Args(std::slice::from_ref(answer)).ints(0));
    let [start, length] = answer[..] else { return "There is no stretch in an empty list.".into() };
    let [from, count] = [start, length].map(|n| usize::try_from(n).unwrap_or_default());
    let stretch: Vec<_> = readings.iter().skip(from).take(count).copied().collect();
    match (count, stretch.iter().min(), stretch.iter().max()) {
        (2.., Some(low), Some(high)) => {
            let apart = high - low;
            format!("The {length} entries from place {start} on are all from {low} to {high}, which is {apart} apart.")
        }
        _ => "Any two neighbours are too far apart, so one entry is all there is.".into(),
    }
}
