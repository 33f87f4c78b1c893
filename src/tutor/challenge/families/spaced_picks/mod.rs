//! The greatest total of entries that keep a distance.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 40_000;
    let million = 1_000_000;
    let (lowest, highest) = g.by_level((-20, 100), (-million, million), (-million, million), (-million, million));
    g.say("most", most);
    g.say("lowest", lowest);
    g.say("highest", highest);
    let points = [g.int(6..=9), g.int(1..=5), g.int(6..=9)];
    g.example(args![points, 1]);
    let points = g.ints(6, 1..=20);
    g.example(args![points, 2]);
    let mut points = g.ints(5, 1..=20);
    points[2] = g.int(-9..=-1);
    g.example(args![points, 1]);
    g.edge("an empty list", args![Vec::<i64>::new(), 1]);
    let points = g.ints(5, -20..=-1);
    g.edge("only negative numbers", args![points, 1]);
    let points = g.ints(6, -20..=40);
    g.edge("no rest at all", args![points, 0]);
    let points = g.ints(4, 1..=60);
    g.edge("a rest that is longer than the list", args![points, 9]);
    // The highest one blocks both of the good ones beside it.
    let (good, rest) = (g.int(20..=90), g.size(1..=3));
    let mut points = vec![good, good + 1];
    points.extend(std::iter::repeat_n(1, rest - 1));
    points.push(good);
    g.edge("the highest one between two good ones", args![points, rest]);
    // The two good ones are one farther apart than they have to be.
    let (good, rest) = (g.int(20..=90), g.size(1..=3));
    let mut points = vec![1; rest + 3];
    points[0] = good;
    points[rest + 2] = good + 1;
    g.edge("a rest that is better longer than it has to be", args![points, rest]);
    for size in [9, 14, 25] {
        let rest = g.int(1..=3);
        let points = g.ints(size, lowest / 2..=highest);
        g.hidden(args![points, rest]);
    }
    for size in g.by_level([20, 30], [60, 120], [60, 120], [60, 120]) {
        let rest = g.int(g.by_level(1, 2, 2, 2)..=g.by_level(4, 12, 12, 12));
        let points = g.ints(size, lowest..=highest);
        g.hidden(args![points, rest]);
    }
    let rest = g.int(1..=3);
    let points = g.ints(most, lowest..=highest);
    g.large(args![points, rest]);
}

/// The greatest total of the first none, one, two … entries.
fn totals(args: &Args) -> Vec<i64> {
    let (points, rest) = (args.ints(0), rest(args));
    let mut totals = vec![0];
    for (place, value) in points.iter().enumerate() {
        let with = value + totals[place.saturating_sub(rest)];
        totals.push(totals[place].max(with));
    }
    totals
}

fn rest(args: &Args) -> usize {
    usize::try_from(args.int(1)).unwrap_or_default()
}

fn solve(args: &Args) -> Value {
    json!(totals(args).last())
}

fn explain(args: &Args, answer: &Value) -> String {
    let (points, totals, rest) = (args.ints(0), totals(args), rest(args));
    let (mut end, mut picks) = (points.len(), Vec::new());
    while end > 0 {
        end -= 1;
        if totals[end + 1] != totals[end] {
            picks.push(end);
            end = end.saturating_sub(rest);
        }
    }
    picks.reverse();
    let sum = picks.iter().map(|place| points[*place].to_string()).collect::<Vec<_>>().join(" + ");
    let places = picks.iter().map(usize::to_string).collect::<Vec<_>>();
    match &places[..] {
        [] => "Nothing is worth picking.".into(),
        [place] => format!("The one at place {place} alone brings {answer}."),
        [first @ .., last] => format!("Those at places {} and {last} bring {sum} = {answer}.", first.join(", ")),
    }
}
