//! Zeros at the end of a factorial, in any base.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most: i64 = g.by_level(2_000_000_000, 2_000_000_000, 2_000_000_000, 1_000_000_000_000_000);
    let largest = g.by_level(1000, 1000, 1000, 2_000_000_000);
    g.say("most", most);
    g.say("largest", largest);
    let count = g.int(5..=24);
    g.example(args![count, 10]);
    let (count, base) = (g.int(9..=30), g.pick(&[4, 8, 9]));
    g.example(args![count, base]);
    let (count, base) = (g.int(10..=40), g.pick(&[12, 18, 24, 45]));
    g.example(args![count, base]);
    let base = g.int(2..=100);
    let count = g.int(0..=1);
    g.edge("a product of 1", args![count, base]);
    let prime = g.pick(&[11, 13, 17, 19]);
    g.edge("the base is a prime just out of reach", args![prime - 1, prime]);
    let (power, count) = (g.int(5..=9), g.int(30..=90));
    g.edge("the base is a power of two", args![count, 1_i64 << power]);
    // There are so many twos in the base that they run out before the threes do.
    let (power, count) = (g.int(3..=5), g.int(50..=300));
    g.edge("the largest prime of the base is not the scarcest", args![count, 3 << power]);
    let (prime, power) = (g.pick(&[2, 3, 5, 7]), g.int(3..=4));
    g.edge("a factor that is a high power", args![i64::pow(prime, u32::try_from(power).unwrap_or(3)), prime]);
    for bound in g.by_level([0; 5], [0; 5], [100, 1000, 100_000, 1_000_000, 1_000_000], EXPERT) {
        let base = composed(g, largest.min(10 * bound));
        let count = g.int(bound / 2..=bound);
        g.hidden(args![count, base]);
    }
    if g.level() == crate::api::Difficulty::Expert {
        // A prime near the end of 32 bits, and the square of one.
        let (count, square) = (g.int(most / 2..=most), g.pick(&[44_711_i64, 44_701, 44_699]));
        g.hidden(args![count, 1_999_999_973]);
        let less = g.int(0..=1);
        g.hidden(args![square * square - less, square * square]);
    }
    let base = composed(g, largest);
    let count = g.int(most - most / 4..=most);
    g.large(args![count, base]);
}

const EXPERT: [i64; 5] = [1000, 1_000_000, 2_000_000_000, 1_000_000_000_000, 1_000_000_000_000_000];

/// A base that is made of small primes, several of some.
fn composed(g: &mut Generator, largest: i64) -> i64 {
    let mut base = g.int(2..=13);
    loop {
        let more = base * g.pick(&[2, 2, 2, 3, 3, 5, 7, 11]);
        if more > largest || g.chance(12) {
            return base;
        }
        base = more;
    }
}

/// Each prime of the base, how often the base has it, and how often the product has it.
fn factors(args: &Args) -> Vec<(i64, i64, i64)> {
    let (count, mut base) = (args.int(0), args.int(1));
    let mut factors = Vec::new();
    let mut prime = 2;
    while base > 1 {
        if prime * prime > base {
            prime = base;
        }
        let mut power = 0;
        while base % prime == 0 {
            base /= prime;
            power += 1;
        }
        if power > 0 {
            let multiples = std::iter::successors(Some(count / prime), |left| (*left > 0).then_some(left / prime));
            factors.push((prime, power, multiples.sum()));
        }
        prime += 1;
    }
    factors
}

fn solve(args: &Args) -> Value {
    json!(factors(args).iter().map(|(_, power, there)| there / power).min().unwrap_or_default())
}

fn explain(args: &Args, answer: &Value) -> String {
    let zeros = |count: &str| format!("{count} zero{}", if count == "1" { "" } else { "s" });
    let told = factors(args).into_iter().map(|(prime, power, there)| {
        let enough = zeros(&(there / power).to_string());
        format!("of the factor {prime} the product has {there} and each zero takes {power}, enough for {enough}")
    });
    let told = told.collect::<Vec<_>>().join("; ");
    format!("In base {}, {told}. That makes {}.", args.int(1), zeros(&answer.to_string()))
}
