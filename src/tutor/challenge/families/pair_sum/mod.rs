//! Two entries that add up to a sum.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Valid(valid), explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(20_000, 40_000, 40_000, 40_000);
    g.say("most", most);
    for size in [4, 6] {
        let (prices, target) = solvable(g, size, 50);
        g.example(args![prices, target]);
    }
    g.edge("no list at all", args![Vec::<i64>::new(), 0]);
    let only = g.int(1..=40);
    g.edge("one entry, which is half of the sum", args![[only], 2 * only]);
    g.edge("the same number twice", args![[3, only + 3, only + 3, 1], 2 * only + 6]);
    let negative = g.int(-40..=-1);
    g.edge("negative numbers", args![[negative, 7, 90, -negative + 11], 11]);
    for size in [5, 8, 12, 20] {
        let (prices, target) = solvable(g, size, 400);
        g.hidden(args![prices, target]);
    }
    // Even numbers never add up to an odd sum.
    let evens: Vec<_> = g.ints(15, 1..=300).iter().map(|n| n * 2).collect();
    let odd = g.int(10..=200) * 2 + 1;
    g.hidden(args![evens, odd]);
    let mut many = g.distinct(most, 1..=500_000_000);
    many.iter_mut().for_each(|n| *n *= 2);
    let odd = g.int(1000..=500_000_000) * 2 + 1;
    g.large(args![many, odd]);
}

/// Numbers of which two add up to the sum.
fn solvable(g: &mut Generator, size: usize, largest: i64) -> (Vec<i64>, i64) {
    let prices = g.distinct(size, 1..=largest);
    let (i, j) = (g.size(0..=size / 2 - 1), g.size(size / 2..=size - 1));
    let target = prices[i] + prices[j];
    (prices, target)
}

fn solve(args: &Args) -> Value {
    let (prices, target) = (args.ints(0), args.int(1));
    let mut places = std::collections::HashMap::new();
    for (place, price) in prices.iter().enumerate() {
        if let Some(other) = places.get(&(target - price)) {
            return json!([other, place]);
        }
        places.insert(price, place);
    }
    json!([])
}

/// Two different places of entries that add up, in any order.
fn valid(args: &Args, expected: &Value, actual: &Value) -> bool {
    let (prices, target, places) = (args.ints(0), args.int(1), Args(std::slice::from_ref(actual)).ints(0));
    let price = |place: i64| usize::try_from(place).ok().and_then(|place| prices.get(place));
    match places[..] {
        [] => expected == actual,
        [i, j] => i != j && price(i).zip(price(j)).is_some_and(|(a, b)| a + b == target),
        _ => false,
    }
}

fn explain(args: &Args, answer: &Value) -> String {
    let (prices, places) = (args.ints(0), Args(std::slice::from_ref(answer)).ints(0));
    let at = |place: i64| usize::try_from(place).ok().and_then(|place| prices.get(place)).copied().unwrap_or_default();
    match places[..] {
        [i, j] => format!("{} at place {i} and {} at place {j} add up to {}.", at(i), at(j), args.int(1)),
        _ => format!("No two entries add up to {}.", args.int(1)),
    }
}
