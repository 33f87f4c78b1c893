//! As many as possible get something that fits.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 20_000;
    let largest = g.by_level(1_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("largest", largest);
    let start = g.int(40..=50);
    let needs = [start, start + 4, start + 8];
    let sizes = [start + g.int(1..=2), start + 4 + g.int(1..=2), start + 8 + g.int(0..=2)];
    g.example(args![needs, sizes, 4]);
    let needs = g.ints(4, 40..=60);
    let sizes = g.ints(4, 42..=66);
    g.example(args![needs, sizes, 5]);
    let needs = g.ints(3, 50..=60);
    let sizes = g.ints(5, 40..=75);
    g.example(args![needs, sizes, 8]);
    let sizes = g.ints(4, 40..=60);
    g.edge("nobody is there", args![Vec::<i64>::new(), sizes, 3]);
    let needs = g.ints(4, 40..=60);
    g.edge("nothing to hand out", args![needs, Vec::<i64>::new(), 3]);
    let same = g.int(40..=60);
    g.edge("only the exact size fits", args![[same, same + 1, same, same], [same, same, same - 1, same + 2, same], 0]);
    let (need, slack) = (g.int(40..=60), g.int(2..=9));
    let largest_fit = need + slack;
    let sizes = [largest_fit + 1, largest_fit, largest_fit + 1];
    g.edge("all but one too large by one", args![[need, need, need], sizes, slack]);
    // Whoever comes first must not take what only the second can wear.
    let (need, slack) = (g.int(40..=60), g.int(4..=9));
    g.edge("no order at all", args![[need, need + 3], [need + 3, need], slack]);
    for size in g.by_level([6, 9, 12, 20], [12, 30, 80, 120], [12, 30, 80, 120], [12, 30, 80, 120]) {
        let (spread, other) = (g.int(15..=2 * size as i64 + 20), g.size(size / 2..=size + size / 2));
        let (needs, sizes) = (g.ints(size, 30..=30 + spread), g.ints(other, 32..=36 + spread));
        let slack = g.int(g.by_level(2, 0, 0, 0)..=g.by_level(8, 4, 4, 4));
        g.hidden(args![needs, sizes, slack]);
    }
    let (needs, sizes) = (g.ints(most, 1..=largest), g.ints(most, 1..=largest));
    let slack = g.int(largest / 20_000..=largest / 2000);
    g.large(args![needs, sizes, slack]);
}

/// Who gets which, from the smallest on.
fn pairs(args: &Args) -> Vec<(i64, i64)> {
    let (mut needs, mut sizes, slack) = (args.ints(0), args.ints(1), args.int(2));
    needs.sort_unstable();
    sizes.sort_unstable();
    let mut sizes = sizes.into_iter().peekable();
    let mut pairs = Vec::new();
    for need in needs {
        while sizes.next_if(|size| *size < need).is_some() {}
        if let Some(size) = sizes.next_if(|size| *size <= need + slack) {
            pairs.push((need, size));
        }
    }
    pairs
}

fn solve(args: &Args) -> Value {
    json!(pairs(args).len())
}

fn explain(args: &Args, _: &Value) -> String {
    let told: Vec<_> = pairs(args).iter().map(|(need, size)| format!("{size} to the one who needs {need}")).collect();
    match &told[..] {
        [] => "None of the sizes fits anyone.".into(),
        [one] => format!("One way: {one}. No way serves more."),
        [first @ .., last] => format!("One way: {}, and {last}. No way serves more.", first.join(", ")),
    }
}
