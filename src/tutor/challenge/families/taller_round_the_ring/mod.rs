//! How far it is to the next higher entry, on a ring.

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 40_000, 40_000);
    let highest = g.by_level(10_000, 10_000, 1_000_000_000, 1_000_000_000);
    let hard = g.level() >= Difficulty::Hard;
    g.say("most", most);
    g.say("highest", highest);
    // The tallest is last: nothing goes past the end.
    let mut heights = g.distinct(5, 1..=30);
    let tallest = (0..heights.len()).max_by_key(|place| heights[*place]).unwrap_or_default();
    heights.rotate_left(tallest + 1);
    g.example(args![heights]);
    // The tallest is first: something does.
    let mut heights = g.ints(6, 1..=30);
    heights[0] = 31;
    g.example(args![heights]);

    g.edge("nothing on the ring", args![Vec::<i64>::new()]);
    let only = g.int(-20..=20);
    g.edge("one alone", args![[only]]);
    let height = g.int(-9..=9);
    let count = g.size(2..=9);
    g.edge("all of the same height", args![vec![height; count]]);
    let low = g.int(1..=20);
    g.edge("the same height again before a taller one", args![[low + 2, low + 1, low + 2, low, low + 5, low + 1]]);
    g.edge("the tallest height twice", args![[low, low + 9, low + 1, low + 4, low + 9, low + 3]]);
    let mut heights = g.distinct(8, -100..=0);
    heights.sort_unstable_by_key(|height| -height);
    g.edge("lower and lower, and all negative", args![heights]);
    if hard {
        g.edge(
            "the largest and the smallest numbers",
            args![[0, -highest, highest, 1 - highest, highest - 1, -highest, 0]],
        );
        let mut waves: Vec<_> = (0..60).map(|place| if place % 2 == 0 { 100 - place / 4 } else { place / 6 }).collect();
        waves.rotate_left(g.size(1..=59));
        g.edge("waves that become flatter, with repeats", args![waves]);
    }
    let sizes = if hard { [30, 60, 120, 250, 320] } else { [7, 12, 25, 40, 100] };
    for size in sizes {
        // Few different heights make many equal ones.
        let range = if g.chance(50) { -5..=5 } else { -highest..=highest };
        let mut heights = g.ints(size, range);
        if hard && g.chance(50) {
            heights.sort_unstable_by_key(|height| -height);
            heights.rotate_left(g.size(1..=size - 1));
        }
        g.hidden(args![heights]);
    }
    // Lower and lower: the next taller one is nearly a round away.
    let mut heights = g.ints(most, -highest..=highest);
    heights.sort_unstable_by_key(|height| -height);
    heights.rotate_left(g.size(1..=most - 1));
    g.large(args![heights]);
}

fn steps(heights: &[i64]) -> Vec<usize> {
    let count = heights.len();
    let mut steps = vec![0; count];
    // From the end to the beginning, twice round: the taller ones ahead, the nearest on top.
    let mut ahead: Vec<usize> = Vec::new();
    for place in (0..2 * count).rev() {
        while ahead.last().is_some_and(|top| heights[top % count] <= heights[place % count]) {
            ahead.pop();
        }
        if place < count {
            steps[place] = ahead.last().map_or(0, |top| top - place);
        }
        ahead.push(place);
    }
    steps
}

fn solve(args: &Args) -> Value {
    json!(steps(&args.ints(0)))
}

fn explain(args: &Args, _: &Value) -> String {
    let heights = args.ints(0);
    let (steps, count) = (steps(&heights), heights.len());
    let past = (0..count).find(|place| steps[*place] > 0 && place + steps[*place] >= count);
    match past {
        None => "Nobody has to go on past the end of the list here.".into(),
        Some(place) => {
            let target = (place + steps[place]) % count;
            format!(
                "From place {place} (height {}) the way leads past the end of the list to place {target} (height {}).",
                heights[place], heights[target]
            )
        }
    }
}
