//! The number that is there an odd number of times, found by xor.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const LARGEST: i64 = (1 << 31) - 1;

fn generate(g: &mut Generator) {
    let most = g.by_level(30_000, 40_000, 40_000, 40_000);
    g.say("most", most);
    // The first one has its pairs side by side.
    let kinds = g.distinct(3, 1..=9);
    let mut pairs = vec![vec![kinds[0]; 2], vec![kinds[1]; 2], vec![kinds[2]]];
    g.shuffle(&mut pairs);
    g.example(args![pairs.concat()]);
    let scans = mixed(g, 2, 1..=20, 3, 1);
    g.example(args![scans]);
    let only = g.int(1..=99);
    g.edge("one number", args![[only]]);
    let other = g.int(1..=99);
    g.edge("0 is the number that is left over", args![[other, 0, other]]);
    let other = g.int(1..=99);
    g.edge("the number is there five times", args![[only, only, other + 99, only, only, other + 99, only]]);
    let near = g.int(1..=1000);
    g.edge("the largest number there is", args![[LARGEST - near, LARGEST, LARGEST - near, near, near]]);
    let bit = 1 << g.int(1..=29);
    g.edge("numbers that differ in one bit", args![[bit, bit + 1, bit, bit + 1, bit + 1, 1, 1]]);
    let (largest, times) = g.by_level((200, 1), (LARGEST, 3), (LARGEST, 3), (LARGEST, 3));
    for kinds in [3, 6, 10, 20, 40] {
        let lone = 2 * g.size(0..=times) + 1;
        let scans = mixed(g, kinds, 0..=largest, lone, times);
        g.hidden(args![scans]);
    }
    let numbers = g.distinct(most / 2, 0..=LARGEST);
    let (lone, twice) = numbers.split_last().unwrap_or((&0, &[]));
    let mut scans = [twice, twice].concat();
    g.shuffle(&mut scans);
    scans.push(*lone);
    g.large(args![scans]);
}

/// One number `lone` times and `kinds` others up to twice `times`, all mixed.
fn mixed(
    g: &mut Generator, kinds: usize, range: std::ops::RangeInclusive<i64>, lone: usize, times: usize,
) -> Vec<i64> {
    let numbers = g.distinct(kinds + 1, range);
    let mut scans = Vec::new();
    for (index, number) in numbers.iter().enumerate() {
        let count = if index == 0 { lone } else { 2 * g.size(1..=times.max(1)) };
        scans.extend(std::iter::repeat_n(*number, count));
    }
    g.shuffle(&mut scans);
    scans
}

fn solve(args: &Args) -> Value {
    json!(args.ints(0).iter().fold(0, |all, number| all ^ number))
}

fn explain(args: &Args, answer: &Value) -> String {
    let count = args.ints(0).iter().filter(|number| answer.as_i64() == Some(**number)).count();
    let times = if count == 1 { "once".into() } else { format!("{count} times") };
    format!("{answer} is there {times}; every other number is there an even number of times.")
}
