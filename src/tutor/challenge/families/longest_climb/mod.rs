//! The longest choice of entries, in order, each at least a step higher than the one before.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 40_000;
    let bound = g.by_level(1_000_000, 1_000_000, 1_000_000, 2_147_483_647);
    g.say("most", most);
    g.say("bound", bound);
    let start = g.int(1..=9);
    let heights = [start + 20, start, start + g.int(3..=6), start + g.int(10..=15)];
    g.example(args![heights, 2]);
    let heights = g.distinct(7, 1..=30);
    let step = g.int(2..=4);
    g.example(args![heights, step]);
    let heights = g.ints(6, 1..=4);
    g.example(args![heights, 0]);
    g.edge("an empty list", args![Vec::<i64>::new(), 1]);
    let (same, count) = (g.int(-50..=50), g.size(4..=9));
    g.edge("equal heights, which a step of 0 allows", args![vec![same; count], 0]);
    let mut falling = g.distinct(6, -90..=90);
    falling.sort_unstable_by(|a, b| b.cmp(a));
    g.edge("a list that only falls", args![falling, 1]);
    let (start, step, count) = (g.int(-50..=50), g.int(1..=9), g.int(5..=9));
    let exact: Vec<_> = (0..count).map(|n| start + n * step).collect();
    g.edge("each exactly one step higher", args![exact, step]);
    // The second is higher than the first, but not by a step: the first has to stay the better end.
    let (start, step) = (g.int(-50..=50), 2 * g.int(2..=20));
    g.edge("one that is higher, but not by a step", args![[start, start + step / 2, start + step], step]);
    let middle = g.int(-1000..=1000);
    g.edge("the widest range", args![[bound, -bound, middle, bound], bound - 1000]);
    for (size, highest, step) in g.by_level([(12, 50, 4); 5], [(12, 50, 4); 5], HARD, EXPERT) {
        let step = g.int(1..=step);
        let heights = if g.chance(50) { wave(g, size, highest) } else { g.ints(size, -highest..=highest) };
        g.hidden(args![heights, step]);
    }
    let step = g.int(1..=bound / 2000);
    let heights = g.ints(most, -bound..=bound);
    g.large(args![heights, step]);
}

/// Size, highest height and highest step of the tests.
const HARD: [(usize, i64, i64); 5] = [(8, 20, 3), (15, 50, 5), (25, 50, 4), (40, 400, 20), (60, 1000, 30)];
const EXPERT: [(usize, i64, i64); 5] =
    [(20, 40, 6), (60, 300, 20), (120, 1000, 60), (250, 100_000, 2000), (300, 2_000_000_000, 40_000_000)];

/// Heights that rise on the whole, with much noise.
fn wave(g: &mut Generator, size: usize, highest: i64) -> Vec<i64> {
    let noise = (highest / 2).max(1);
    (0..size as i64).map(|n| -noise + n * noise / size as i64 + g.int(-noise..=noise)).collect()
}

fn solve(args: &Args) -> Value {
    let (heights, step) = (args.ints(0), args.int(1));
    // ends[n]: the lowest end of a climb of n + 1.
    let mut ends: Vec<i64> = Vec::new();
    for height in heights {
        let longer = ends.partition_point(|end| end + step <= height);
        match ends.get_mut(longer) {
            Some(end) => *end = height.min(*end),
            None => ends.push(height),
        }
    }
    json!(ends.len())
}

fn explain(args: &Args, _: &Value) -> String {
    let (heights, step) = (args.ints(0), args.int(1));
    // The longest climb that ends at each place.
    let mut climbs: Vec<Vec<i64>> = Vec::new();
    for (place, height) in heights.iter().enumerate() {
        let before = (0..place).filter(|other| heights[*other] + step <= *height);
        let before = before.max_by_key(|other| climbs[*other].len());
        let mut climb = before.map(|other| climbs[other].clone()).unwrap_or_default();
        climb.push(*height);
        climbs.push(climb);
    }
    let longest = climbs.into_iter().max_by_key(Vec::len).unwrap_or_default();
    let told: Vec<_> = longest.iter().map(i64::to_string).collect();
    let rule = if step == 0 { "none is lower".into() } else { format!("each is at least {step} higher") };
    match &told[..] {
        [] | [_] => format!("No entry has one at least {step} higher behind it."),
        [first @ .., last] => {
            format!("One such choice is {} and {last}: {rule} than the one before.", first.join(", "))
        }
    }
}
