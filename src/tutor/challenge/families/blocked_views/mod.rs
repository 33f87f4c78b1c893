//! Pairs in which the earlier one is larger by more than a gap.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 36_000;
    let bound = g.by_level(0, 0, 1_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("bound", bound);
    let (heights, gap) = (g.distinct(4, 1..=20), g.int(0..=2));
    g.example(args![heights, gap]);
    let mut heights = g.ints(2, 1..=9);
    heights.extend([heights[0] - 4, heights[1] + 3, heights[0] - 5]);
    g.example(args![heights, 3]);
    let gap = g.int(0..=9);
    g.edge("nobody at all", args![Vec::<i64>::new(), gap]);
    let height = g.int(-50..=50);
    g.edge("one only", args![[height], 0]);
    let count = g.size(4..=9);
    g.edge("all alike, with a gap of 0", args![vec![height; count], 0]);
    let mut heights = g.distinct(10, -90..=90);
    heights.sort_unstable();
    g.edge("from the lowest to the highest", args![heights, 2]);
    heights.reverse();
    g.edge("from the highest to the lowest", args![heights, 2]);
    let (gap, count) = (g.int(1..=9), g.int(5..=9));
    let heights: Vec<_> = (0..count).rev().map(|step| height + step * gap).collect();
    g.edge("differences of exactly the gap", args![heights, gap]);
    let heights: Vec<_> = [bound, -bound, g.int(-bound..=bound), bound - 1, -bound].into();
    g.edge("the largest differences that can be", args![heights, bound]);
    for (size, widest) in [(8, 10), (16, 9), (30, 40), (80, 60), (200, 5000)] {
        let (heights, gap) = (g.ints(size, -widest..=widest), g.int(0..=widest / 3));
        g.hidden(args![heights, gap]);
    }
    if g.by_level(false, false, false, true) {
        // Two rising runs with many ties: what is counted one at a time is counted wrongly.
        let mut heights = g.ints(40, -12..=12);
        heights[..20].sort_unstable();
        heights[20..].sort_unstable();
        g.hidden(args![heights, 1]);
    }
    let (heights, gap) = (g.ints(most, -bound..=bound), g.int(1..=bound / 1000));
    g.large(args![heights, gap]);
}

fn solve(args: &Args) -> Value {
    let (heights, gap) = (args.ints(0), args.int(1));
    let mut levels = heights.clone();
    levels.sort_unstable();
    levels.dedup();
    // A Fenwick tree over the heights: how many of each came so far.
    let mut tree = vec![0_i64; levels.len() + 1];
    let mut pairs = 0;
    for (seen, height) in (0_i64..).zip(&heights) {
        let mut at = levels.partition_point(|level| *level <= height + gap);
        pairs += seen;
        while at > 0 {
            pairs -= tree[at];
            at &= at - 1;
        }
        at = levels.partition_point(|level| level <= height);
        while at < tree.len() {
            tree[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
    json!(pairs)
}

fn explain(args: &Args, _: &Value) -> String {
    let (heights, gap) = (args.ints(0), args.int(1));
    let behind =
        |(i, height): (usize, &i64)| heights[i + 1..].iter().filter(|other| height - **other > gap).count().to_string();
    let counts: Vec<_> = heights.iter().enumerate().map(behind).collect();
    format!("For each entry, from the first on, the number of those behind that are too small: {}.", counts.join(", "))
}
