//! The ratio of two sums in lowest terms.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

/// Larger than what a list of small divisors has.
const PRIMES: [i64; 8] = [13, 17, 19, 23, 29, 31, 37, 41];

fn generate(g: &mut Generator) {
    let most = 3000;
    let largest = g.by_level(1_000_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("largest", largest);
    // Both sums are twice something, and have no more in common.
    let half = g.int(4..=9);
    example(g, 2 * half, 2 * (half + 1));
    let (common, part) = (g.pick(&[8, 12, 18, 20]), g.int(2..=5));
    example(g, common * part, common * (2 * part + 1));
    let one = g.int(5..=15);
    example(g, one, 3 * one + 1);
    let none = Vec::<i64>::new();
    g.edge("nothing on both sides", args![none, none]);
    let other = g.ints(3, 1..=50);
    g.edge("only zeros on one side", args![[0, 0], other]);
    let first = g.ints(3, 1..=50);
    g.edge("nothing on the second side", args![first, none]);
    let mut same = g.ints(5, 1..=90);
    let first = same.clone();
    g.shuffle(&mut same);
    g.edge("as much on both sides", args![first, same]);
    let (prime, part) = (g.pick(&PRIMES), g.int(2..=9));
    g.edge("a large prime is what they share", args![[prime * part], [prime * (part - 1), 2 * prime]]);
    let power = 1 << g.int(9..=12);
    g.edge("one divides the other", args![[power], [power, power, power * g.by_level(1, 3, 3, 3)]]);
    for size in g.by_level([3, 4, 6, 9], [10, 40, 90, 150], [10, 40, 90, 150], [10, 40, 90, 150]) {
        let common = g.pick(&PRIMES) * g.pick(&[1, 4, 6, 9, 30, 49]);
        let highest = g.by_level(50, largest / common, 50, 50);
        let [first, second] = [size, size + 1].map(|size| scaled(g, size, highest, common));
        g.hidden(args![first, second]);
    }
    let [first, second] = [7, 5].map(|size| g.ints(size, 1..=largest));
    g.hidden(args![first, second]);
    // Sums without a common divisor, so that looking for one from above is long.
    let first = g.ints(most, largest / 2..=largest);
    let mut second = g.ints(most, largest / 2..=largest - 100);
    let sum: i64 = first.iter().sum();
    while greatest_common_divisor(sum, second.iter().sum()) != 1 {
        second[0] += 1;
    }
    g.large(args![first, second]);
}

/// An example with these sums.
fn example(g: &mut Generator, first: i64, second: i64) {
    let [first, second] = [first, second].map(|sum| {
        let part = g.int(1..=sum - 1);
        let other = g.int(0..=sum - part);
        [part, other, sum - part - other]
    });
    g.example(args![first, second]);
}

fn scaled(g: &mut Generator, size: usize, highest: i64, common: i64) -> Vec<i64> {
    g.ints(size, 0..=highest).iter().map(|n| n * common).collect()
}

fn greatest_common_divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

fn solve(args: &Args) -> Value {
    let [first, second] = [0, 1].map(|index| args.ints(index).iter().sum::<i64>());
    let common = greatest_common_divisor(first, second).max(1);
    json!([first / common, second / common])
}

fn explain(args: &Args, _: &Value) -> String {
    let [first, second] = [0, 1].map(|index| args.ints(index).iter().sum::<i64>());
    match greatest_common_divisor(first, second) {
        0 | 1 => format!("The sums are {first} and {second}; 1 is their only common divisor."),
        common => format!("The sums are {first} and {second}; {common} is the largest number that divides both."),
    }
}
