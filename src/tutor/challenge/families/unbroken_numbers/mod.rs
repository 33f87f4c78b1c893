//! The longest run of whole numbers, each of which stands somewhere in a list.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

/// The largest `int` of Java and C++.
const MAX: i64 = 2_147_483_647;

fn generate(g: &mut Generator) {
    let most = g.by_level(40_000, 40_000, 40_000, 40_000);
    g.say("most", most);
    let bound = g.by_level(1_000_000_000, 1_000_000_000, MAX, MAX);
    g.say("bound", bound);

    let (first, count) = (g.int(10..=40), g.int(3..=4));
    let mut numbers = vec![first + g.int(20..=30)];
    numbers.extend(first..first + count);
    numbers.push(first - g.int(3..=8));
    g.example(args![numbers]);
    let (first, count) = (g.int(-2..=20), g.int(3..=4));
    let mut numbers: Vec<_> = (first..first + count).chain(first + 10..first + 12).chain([first + 1]).collect();
    g.shuffle(&mut numbers);
    g.example(args![numbers]);

    g.edge("an empty list", args![Vec::<i64>::new()]);
    let only = g.int(-99..=99);
    g.edge("one number", args![[only]]);
    g.edge("one number, several times", args![[only, only, only]]);
    let apart: Vec<_> = g.distinct(6, -30..=30).iter().map(|n| n * 3).collect();
    g.edge("no two numbers that follow each other", args![apart]);
    let (first, count) = (g.int(-50..=50), g.int(2..=6));
    let later = first + g.int(20..=40);
    let two: Vec<_> = (later..later + count).chain(first..first + count).collect();
    g.edge("two runs of one length, the larger numbers first", args![two]);
    g.edge("a number twice within a run", args![[first + 1, first + 3, first, first + 1, first + 2]]);
    let (below, above) = (g.int(-6..=-2), g.int(2..=6));
    let mut across: Vec<_> = (below..=above).chain([below - 3, above + 2, above + 3]).collect();
    g.shuffle(&mut across);
    g.edge("a run from below zero to above it", args![across]);
    if bound == MAX {
        let up = g.int(2..=5);
        let mut far: Vec<_> = (MAX - up..=MAX).chain(-MAX..=-MAX + up - 1).chain([0, -1]).collect();
        g.shuffle(&mut far);
        g.edge("the largest and the smallest number that there may be", args![far]);
    }

    for size in g.by_level([12, 20, 30, 40], [12, 20, 30, 40], [40, 90, 180, 300], [40, 90, 180, 300]) {
        let wide = i64::try_from(size).unwrap_or(40);
        let middle = g.int(-wide..=wide);
        let numbers = g.ints(size, middle - wide / 2..=middle + wide);
        g.hidden(args![numbers]);
    }

    // One long run in any order, and others far from it; some numbers twice.
    let length = most / 10 * 9;
    let first = g.int(-bound / 2..=bound / 2);
    let mut large: Vec<_> = (first..).take(length).collect();
    while large.len() < most {
        let (other, again) = (g.int(-bound..=bound), g.size(0..=length - 1));
        large.push(if g.chance(50) { other } else { large[again] });
    }
    g.shuffle(&mut large);
    g.large(args![large]);
}

/// It sorts, which the references do not.
fn solve(args: &Args) -> Value {
    let mut numbers = args.ints(0);
    numbers.sort_unstable();
    numbers.dedup();
    let runs = numbers.chunk_by(|one, next| one + 1 == *next);
    // Of several longest ones `min_by_key` keeps the first.
    let longest = runs.min_by_key(|run| std::cmp::Reverse(run.len())).unwrap_or_default();
    match (longest.first(), longest.last()) {
        (Some(first), Some(last)) => json!([first, last]),
        _ => json!([]),
    }
}

fn explain(_: &Args, answer: &Value) -> String {
    let run = Args(std::slice::from_ref(answer)).ints(0);
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return "There is no number.".into() };
    let all: Vec<_> = (*first..*last).map(|number| number.to_string()).collect();
    let found = if all.is_empty() { format!("{first} is") } else { format!("{} and {last} are all", all.join(", ")) };
    format!("{found} there, while {} and {} are not.", first - 1, last + 1)
}
