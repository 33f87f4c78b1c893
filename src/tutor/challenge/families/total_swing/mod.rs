//! The difference between the highest and the lowest entry, summed up over all stretches.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 36_000, 40_000);
    let far = g.by_level(1_000, 1_000, 1_000, 1_000_000);
    g.say("most", most);
    g.say("far", far);
    let mut readings = g.distinct(3, 1..=20);
    readings.sort_unstable();
    g.example(args![readings]);
    let readings = g.distinct(4, -9..=9);
    g.example(args![readings]);
    g.edge("an empty list", args![Vec::<i64>::new()]);
    let only = g.int(-far..=far);
    g.edge("one entry", args![[only]]);
    g.edge("equal entries only", args![[only, only, only, only]]);
    let (low, high) = (g.int(-50..=0), g.int(1..=50));
    g.edge("the highest and the lowest entry several times", args![[high, low, high, high, low, low, high]]);
    let mut readings = g.distinct(12, -far..=far);
    readings.sort_unstable_by(|a, b| b.cmp(a));
    g.edge("falling all the time", args![readings]);
    g.edge("as far apart as can be", args![[far, -far, far, -far]]);
    for few in [3, 9, 60, far, far] {
        let size = g.size(15..=80);
        let readings = g.ints(size, -few..=few);
        g.hidden(args![readings]);
    }
    let readings = g.ints(most, -far..=far);
    g.large(args![readings]);
}

fn solve(args: &Args) -> Value {
    let readings = args.ints(0);
    let turned: Vec<_> = readings.iter().map(|n| -n).collect();
    json!(sum_of_highest(&readings) + sum_of_highest(&turned))
}

/// Each entry as often as it is the highest one of a stretch; of equal ones the last counts.
fn sum_of_highest(readings: &[i64]) -> i64 {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut sum = 0;
    // Places of entries, each higher than the next one, with the number of places from which each is the highest.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for place in 0..=readings.len() {
        let mut from = 1;
        while let Some((top, wide)) = open.pop() {
            if place < readings.len() && readings[top] > readings[place] {
                open.push((top, wide));
                break;
            }
            sum += readings[top] * count(wide) * count(place - top);
            from = place - top + wide;
        }
        open.push((place, from));
    }
    sum
}

fn explain(args: &Args, answer: &Value) -> String {
    let readings = args.ints(0);
    let longer = (0..readings.len()).flat_map(|start| (start + 2..=readings.len()).map(move |end| (start, end)));
    let swings = longer.filter_map(|(start, end)| {
        let stretch = &readings[start..end];
        Some((stretch.iter().max()? - stretch.iter().min()?).to_string())
    });
    let swings = swings.collect::<Vec<_>>().join(" + ");
    format!("A single entry has no swing; the longer stretches, by their start, have {swings} = {answer} in all.")
}
