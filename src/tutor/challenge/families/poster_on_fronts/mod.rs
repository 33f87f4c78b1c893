//! The largest rectangle on a row of house fronts of different heights and widths.

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 36_000, 40_000);
    let highest = g.by_level(1_000, 1_000, 100_000, 1_000_000_000);
    let widest = g.by_level(50, 50, 50, 200);
    let expert = g.level() == Difficulty::Expert;
    g.say("most", most);
    g.say("highest", highest);
    g.say("widest", widest);
    // Higher and higher, and a low one at the end.
    let mut heights: Vec<i64> = g.distinct(4, 3..=12);
    heights.sort_unstable();
    heights.push(1);
    let widths = g.ints(5, 1..=4);
    g.example(args![heights, widths]);
    let low = g.int(3..=7);
    let widths = g.ints(3, 2..=5);
    g.example(args![[low + 1, low, low + 2], widths]);

    g.edge("no fronts at all", args![Vec::<i64>::new(), Vec::<i64>::new()]);
    let (height, width) = (g.int(1..=highest), g.int(1..=widest));
    g.edge("one front", args![[height], [width]]);
    let widths = g.ints(6, 1..=9);
    g.edge("all of the same height", args![[low; 6], widths]);
    g.edge("nothing but gaps", args![[0, 0, 0], [2, 1, 3]]);
    let high = g.int(5..=9);
    g.edge("a gap, with the tallest front on its worse side", args![[high + 5, 0, high, high, high], [2, 1, 2, 2, 2]]);
    let mut heights = g.distinct(7, 20..=60);
    heights.sort_unstable();
    let widths = g.ints(7, 1..=9);
    g.edge("higher and higher up to the end", args![heights, widths]);
    let widths = g.ints(5, 3..=9);
    g.edge("a valley", args![[20, 19, 18, 19, 20], widths]);
    g.edge("one very tall and narrow front", args![[1, 2, highest, 2, 1], [3, widest, 1, 2, 1]]);
    if expert {
        g.edge("the largest numbers", args![vec![highest; 100], vec![widest; 100]]);
        g.edge("steps down and up again", args![[9, 7, 5, 3, 1, 3, 5, 7, 9], [1, 2, 1, 3, 1, 2, 1, 4, 1]]);
    }
    let sizes = if expert { [20, 60, 120, 200, 250] } else { [8, 15, 30, 60, 100] };
    for size in sizes {
        let widths = g.ints(size, 1..=widest);
        let range = if g.chance(50) { 0..=12 } else { 0..=highest };
        let mut heights = g.ints(size, range);
        if expert && g.chance(50) {
            // A mountain on a high plain: wide and low, or tall and narrow?
            heights.sort_unstable();
            let middle = g.size(1..=size - 1);
            heights[middle..].reverse();
            heights.iter_mut().for_each(|height| *height = highest / 2 + *height / 2);
        }
        g.hidden(args![heights, widths]);
    }
    let (heights, widths) = (g.ints(most, 0..=highest), g.ints(most, 1..=widest));
    g.large(args![heights, widths]);
}

fn solve(args: &Args) -> Value {
    let (heights, widths) = (args.ints(0), args.ints(1));
    // Steps that go up: where each begins, and its height.
    let (mut steps, mut at, mut best): (Vec<(i64, i64)>, i64, i64) = (Vec::new(), 0, 0);
    for (height, width) in heights.into_iter().zip(widths).chain([(0, 0)]) {
        let mut begin = at;
        while let Some((from, top)) = steps.pop_if(|step| step.1 >= height) {
            best = best.max(top * (at - from));
            begin = from;
        }
        steps.push((begin, height));
        at += width;
    }
    json!(best)
}

fn explain(args: &Args, answer: &Value) -> String {
    let (heights, widths, area) = (args.ints(0), args.ints(1), answer.as_i64().unwrap_or_default());
    for from in 0..heights.len() {
        let (mut low, mut wide) = (i64::MAX, 0);
        for (to, (height, width)) in heights.iter().zip(&widths).enumerate().skip(from) {
            low = low.min(*height);
            wide += width;
            if low * wide == area {
                let fronts = if from == to { format!("front {from} alone") } else { format!("fronts {from} to {to}") };
                return format!("On {fronts}, {wide} wide and {low} high: {wide} × {low} = {area}.");
            }
        }
    }
    "There is no place for any.".into()
}
