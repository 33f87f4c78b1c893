//! The sum at a place of the sorted list of all sums of two lists.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 20_000;
    let bound = g.by_level(0, 0, 1_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("bound", bound);
    let (firsts, seconds) = (sorted(g.distinct(3, 1..=20)), sorted(g.distinct(2, 1..=20)));
    let place = g.int(1..=6);
    g.example(args![firsts, seconds, place]);
    let (start, step) = (g.int(1..=9), g.int(2..=4));
    let place = g.int(3..=7);
    g.example(args![[start, start + step, start + 2 * step], [5, 5 + step, 20], place]);
    let (first, second) = (g.int(-90..=90), g.int(-90..=90));
    g.edge("one of each", args![[first], [second], 1]);
    let (firsts, seconds) = (sorted(g.ints(6, 1..=50)), sorted(g.ints(8, 1..=50)));
    g.edge("the smallest of all", args![firsts, seconds, 1]);
    g.edge("the largest of all", args![firsts, seconds, 48]);
    let (count, price) = (g.size(3..=6), g.int(1..=20));
    let place = g.int(2..=9);
    g.edge("equal entries only", args![vec![price; count], vec![price + 1; 3], place]);
    let firsts = [1, 1, 2, 9].map(|n| n + price);
    g.edge("sums that come several times", args![firsts, [0, 0, 1, 1, 7], 9]);
    let (firsts, seconds) = (sorted(g.ints(7, -50..=-5)), sorted(g.ints(6, -50..=-5)));
    let place = g.int(5..=38);
    g.edge("sums below 0", args![firsts, seconds, place]);
    let (firsts, only) = (sorted(g.ints(12, -50..=50)), g.int(-20..=20));
    let place = g.int(1..=12);
    g.edge("one list with a single entry", args![firsts, [only], place]);
    let place = g.int(1..=4);
    g.edge("the largest numbers that can be", args![[-bound, bound], [-bound, bound], place]);
    let widths = g.by_level([30; 5], [30; 5], [20, 40, 90, 500, bound], [9, 30, 400, 100_000, bound]);
    for ((size, width), part) in
        [(5, 9), (9, 4), (20, 30), (60, 45), (150, 200)].into_iter().zip(widths).zip([2, 3, 2, 3, 2])
    {
        let ((size, other), width) = (size, width);
        let (firsts, seconds) = (sorted(g.ints(size, -width..=width)), sorted(g.ints(other, -width..=width)));
        let all = i64::try_from(size * other).unwrap_or(1);
        let place = g.int(all / (2 * part)..=all - 1);
        g.hidden(args![firsts, seconds, place.max(1)]);
    }
    let (firsts, seconds) = (sorted(g.ints(most, -bound..=bound)), sorted(g.ints(most, -bound..=bound)));
    let place = g.int(100_000_000..=300_000_000);
    g.large(args![firsts, seconds, place]);
}

fn sorted(mut numbers: Vec<i64>) -> Vec<i64> {
    numbers.sort_unstable();
    numbers
}

fn solve(args: &Args) -> Value {
    let (firsts, seconds, place) = (args.ints(0), args.ints(1), args.int(2));
    let count = |limit: i64| {
        let mut fitting = seconds.len();
        let one = |first: &i64| {
            while fitting > 0 && first + seconds[fitting - 1] > limit {
                fitting -= 1;
            }
            i64::try_from(fitting).unwrap_or_default()
        };
        firsts.iter().map(one).sum::<i64>()
    };
    let end = |pick: fn(&[i64]) -> Option<&i64>| {
        pick(&firsts).copied().unwrap_or_default() + pick(&seconds).copied().unwrap_or_default()
    };
    let (mut low, mut high) = (end(<[i64]>::first), end(<[i64]>::last));
    while low < high {
        let middle = low + (high - low) / 2;
        if count(middle) >= place {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    json!(low)
}

fn explain(args: &Args, _: &Value) -> String {
    let (firsts, seconds) = (args.ints(0), args.ints(1));
    let sums = sorted(firsts.iter().flat_map(|first| seconds.iter().map(move |second| first + second)).collect());
    let told: Vec<_> = sums.iter().map(i64::to_string).collect();
    format!("All sums in order: {}; the one at place {} is wanted.", told.join(", "), args.int(2))
}
