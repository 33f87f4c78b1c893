//! The product of all others, of which only a remainder is wanted: there is no dividing.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(20_000, 20_000, 24_000, 24_000);
    let highest = g.by_level(1_000, 1_000, 2_000_000_000, 2_000_000_000);
    let largest = g.by_level(1_000, 1_000, 1_000_000, 1_000_000);
    g.say("most", most);
    g.say("highest", highest);
    g.say("largest", largest);
    // The product is below the modulus: no remainder yet.
    let factors = g.distinct(3, 2..=9);
    let modulus = 10 * g.int(51..=99);
    g.example(args![factors, modulus]);
    let factors = g.distinct(4, 2..=9);
    let modulus = g.int(11..=19);
    g.example(args![factors, modulus]);
    g.edge("an empty list", args![Vec::<i64>::new(), 10]);
    let only = g.int(2..=99);
    g.edge("one entry: no others", args![[only], 10]);
    g.edge("one entry, and everything leaves the remainder 0", args![[only], 1]);
    let (a, b) = (g.int(2..=9), g.int(2..=9));
    g.edge("a zero", args![[a, 0, b, 1], 100]);
    g.edge("two zeros", args![[a, 0, b, 0], 100]);
    let modulus = g.int(2..=30);
    g.edge("entries that the modulus divides", args![[modulus, 3, 2 * modulus, 5], modulus]);
    for _ in 0..5 {
        let size = g.size(8..=40);
        let factors = g.ints(size, 1..=highest);
        let modulus = g.int(largest / 2..=largest);
        g.hidden(args![factors, modulus]);
    }
    // Odd ones: their products keep a remainder by a prime.
    let mut factors = g.ints(most, 1..=highest / 2);
    factors.iter_mut().for_each(|n| *n = *n * 2 - 1);
    let modulus = g.by_level(997, 997, 999_983, 999_983);
    g.large(args![factors, modulus]);
}

fn solve(args: &Args) -> Value {
    let (factors, modulus) = (args.ints(0), args.int(1).max(1));
    // after[i]: the product of those from i on.
    let mut after = vec![1 % modulus];
    for factor in factors.iter().rev() {
        let product = after.last().copied().unwrap_or(1) * (factor % modulus) % modulus;
        after.push(product);
    }
    let mut before = 1 % modulus;
    let others = factors.iter().zip(after.iter().rev().skip(1)).map(|(factor, after)| {
        let product = before * after % modulus;
        before = before * (factor % modulus) % modulus;
        product
    });
    json!(others.collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let (factors, modulus) = (args.ints(0), args.int(1).max(1));
    let product: i64 = factors.iter().skip(1).product();
    let rest = product % modulus;
    format!("Without the first entry the product is {product}, and {product} divided by {modulus} leaves {rest} over.")
}
