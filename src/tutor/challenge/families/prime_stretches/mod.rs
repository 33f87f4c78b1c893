//! How many primes there are in each of many stretches.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const PRIMES: [i64; 10] = [11, 13, 17, 29, 31, 41, 59, 61, 71, 97];

fn generate(g: &mut Generator) {
    let most = 8000;
    let highest = g.by_level(100_000, 100_000, 300_000, 300_000);
    g.say("most", most);
    g.say("highest", highest);
    // Neither 1 nor the square of a prime is in them, and they do not end with a prime.
    let lows = [g.int(10..=12), g.int(26..=40)];
    let highs = [2 * g.int(7..=11), 2 * g.int(22..=24)];
    g.example(args![lows, highs]);
    let prime = g.pick(&PRIMES);
    let low = g.int(0..=1);
    g.example(args![[low, prime - 2], [2 * g.by_level(5, 6, 7, 8), prime]]);
    let none = Vec::<i64>::new();
    g.edge("no stretches", args![none, none]);
    g.edge("0 and 1, which are not prime, and 2, which is", args![[0, 0, 1, 0, 2, 1], [0, 1, 1, 2, 2, 2]]);
    let prime = g.pick(&PRIMES);
    g.edge("stretches of one number", args![[prime, prime + 1, 9, 2], [prime, prime + 1, 9, 2]]);
    g.edge("squares of primes", args![[4, 9, 25, 49, 121, 289], [4, 9, 25, 49, 121, 290]]);
    let twin = g.pick(&PRIMES);
    g.edge("the same stretch twice", args![[0, 0], [twin, twin]]);
    for count in [4, 8, 20, 60] {
        let bound = g.by_level(2000, 2000, highest, highest);
        let lows = g.ints(count, 0..=bound);
        let highs = lows.iter().map(|low| g.int(*low..=(low + bound / 2).min(highest))).collect::<Vec<_>>();
        g.hidden(args![lows, highs]);
    }
    let lows = g.distinct(20, 0..=500);
    let highs: Vec<_> = lows.iter().map(|low| low + 6).collect();
    g.hidden(args![lows, highs]);
    let lows = g.ints(most, 0..=highest / 10);
    let highs = g.ints(most, highest - highest / 10..=highest);
    g.large(args![lows, highs]);
}

/// For each number up to the highest, how many primes there are up to it.
fn counts(highest: usize) -> Vec<u32> {
    let mut prime = vec![true; highest + 1];
    prime.iter_mut().take(2).for_each(|is| *is = false);
    for number in (2..).take_while(|number| number * number <= highest) {
        if prime[number] {
            prime.iter_mut().skip(number * number).step_by(number).for_each(|is| *is = false);
        }
    }
    let mut count = 0;
    prime
        .into_iter()
        .map(|is| {
            count += u32::from(is);
            count
        })
        .collect()
}

fn solve(args: &Args) -> Value {
    let (lows, highs) = (args.ints(0), args.ints(1));
    let counts = counts(highs.iter().max().and_then(|highest| usize::try_from(*highest).ok()).unwrap_or_default());
    let known = |number: i64| usize::try_from(number).ok().and_then(|number| counts.get(number)).copied();
    let up_to = |number: i64| known(number).unwrap_or_default();
    json!(lows.iter().zip(highs).map(|(low, high)| up_to(high) - up_to(low - 1)).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let (lows, highs) = (args.ints(0), args.ints(1));
    let told = lows.iter().zip(highs).map(|(low, high)| {
        let primes = (*low..=high).filter(|n| *n > 1 && (2..*n).all(|divisor| n % divisor != 0));
        let primes = primes.map(|prime| prime.to_string()).collect::<Vec<_>>().join(", ");
        format!("from {low} to {high}, {}", if primes.is_empty() { "none" } else { &primes })
    });
    format!("These are the primes: {}.", told.collect::<Vec<_>>().join("; "))
}
