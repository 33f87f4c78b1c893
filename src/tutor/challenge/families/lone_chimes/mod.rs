//! Minutes in which exactly one of two bells rings.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let latest: i64 = g.by_level(2_000_000_000, 1_000_000_000_000, 1_000_000_000_000, 1_000_000_000_000);
    let slowest = g.by_level(1000, 1_000_000, 1_000_000, 1_000_000);
    g.say("latest", latest);
    g.say("slowest", slowest);
    // They do not meet yet, and it starts with silence.
    let (a, b) = (g.pick(&[3, 5, 7]), g.pick(&[4, 8]));
    g.example(args![1, a * b - 1, a, b]);
    let (a, b) = (g.int(2..=4), g.pick(&[6, 8, 12]));
    let end = g.int(24..=40);
    g.example(args![5, end, a, b]);
    let (first, a) = (g.int(3..=9), g.int(2..=5));
    g.example(args![first * a, first * a + g.by_level(20, 30, 30, 30), a, a + 1]);
    let every = g.int(2..=9);
    g.edge("two bells that always ring together", args![1, 100 * every, every, every]);
    let every = g.int(2..=9);
    let minute = every * g.int(2..=90);
    g.edge("one single minute, in which a bell rings", args![minute, minute, every, minute + 1]);
    let every = g.int(20..=90);
    g.edge("too short for any bell", args![every + 1, 2 * every - 1, every, 3 * every]);
    let every = g.int(2..=30);
    g.edge("a bell that rings every minute", args![every, 7 * every, 1, every]);
    let (common, times) = (g.int(6..=15), g.int(3..=9));
    let both = 6 * common;
    g.edge("both ring in the first minute and in the last", args![both, both * times, 2 * common, 3 * common]);
    let wide = [10_000, 1_000_000_000, latest, latest];
    for bound in g.by_level([100, 1000, 10_000, 1_000_000], wide, wide, wide) {
        let common = g.int(2..=12);
        let fastest = (slowest / 12).min(bound / 40);
        let (a, b) = (common * g.int(1..=fastest.max(2)), common * g.int(1..=fastest.max(2)));
        let first = g.int(1..=bound / 4);
        let last = g.int(bound / 2..=bound);
        g.hidden(args![first, last, a, b]);
    }
    let common = g.int(100..=slowest / 4);
    let first = g.int(1..=latest / 1000);
    let last = g.int(latest - latest / 10..=latest);
    g.large(args![first, last, 2 * common, 3 * common]);
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// How often the first rings, how often the second, and how often both at once.
fn rings(args: &Args) -> [i64; 3] {
    let [first, last, a, b] = [0, 1, 2, 3].map(|index| args.int(index));
    let together = a / greatest_common_divisor(a, b).max(1) * b;
    [a, b, together].map(|every| last / every.max(1) - (first - 1) / every.max(1))
}

fn solve(args: &Args) -> Value {
    let [a, b, together] = rings(args);
    json!(a + b - 2 * together)
}

fn explain(args: &Args, answer: &Value) -> String {
    let [a, b, both] = rings(args);
    let each = format!("One goes off in {a} of the minutes and the other one in {b}");
    match both {
        0 => format!("{each}, never in the same minute: {a} + {b} = {answer}."),
        _ => format!("{each}; in {both} of these minutes both do: {a} + {b} − 2 · {both} = {answer}."),
    }
}
