//! The nearest entry of a sorted list, for many numbers.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 20_000;
    let bound = g.by_level(1_000_000, 1_000_000_000, 0, 0);
    let lowest = g.by_level(0, -bound, 0, 0);
    g.say("most", most);
    g.say("lowest", lowest);
    g.say("bound", bound);
    let stops = sorted(g.distinct(4, 3..=30));
    let before = g.pick(&[1, 1, 2]);
    let houses = [g.pick(&stops), stops[0] - before];
    g.example(args![stops, houses]);
    let mut stops = sorted(g.distinct(3, 1..=20));
    let last = stops[2];
    stops.push(last + 6);
    let house = g.int(1..=30);
    g.example(args![stops, [last + 3, house, last + 4]]);
    let stops = sorted(g.distinct(5, 1..=99));
    g.edge("no houses", args![stops, Vec::<i64>::new()]);
    let (only, houses) = (g.int(1..=99), g.ints(4, 0..=120));
    g.edge("one stop only", args![[only], houses]);
    let (first, half) = (g.int(1..=50), g.int(2..=9));
    let stops: Vec<_> = (0..5).map(|i| first + 2 * half * i).collect();
    let houses: Vec<_> = (0..4).rev().map(|i| first + 2 * half * i + half).collect();
    g.edge("houses halfway between two stops", args![stops, houses]);
    let stops = sorted(g.distinct(6, 100..=199));
    let (first, last) = (stops[0], stops[5]);
    g.edge(
        "houses before the first and behind the last stop",
        args![stops, [first - 50, last + 50, first - 1, last + 1]],
    );
    let stops = sorted(g.distinct(7, 0..=99));
    let mut houses = stops.clone();
    g.shuffle(&mut houses);
    g.edge("houses right at the stops", args![stops, houses]);
    let inside = g.int(lowest..=bound);
    g.edge("the largest distances that can be", args![[lowest, bound], [bound, lowest, inside, lowest + 1]]);
    if g.by_level(false, true, false, false) {
        let start = g.int(-60..=-20);
        g.edge("numbers below 0", args![[start, start + 6, -start], [start + 3, start + 2, 0, -1, start + 4]]);
    }
    for (size, range) in [(6, 60), (15, 100), (40, 1000), (100, 3000), (150, bound)] {
        let lowest = lowest.max(-range);
        let stops = sorted(g.distinct(size, lowest..=range));
        let houses = g.ints(size + 5, lowest..=range);
        g.hidden(args![stops, houses]);
    }
    let stops = sorted(g.distinct(most, lowest..=bound));
    let houses = g.ints(most, lowest..=bound);
    g.large(args![stops, houses]);
}

fn sorted(mut numbers: Vec<i64>) -> Vec<i64> {
    numbers.sort_unstable();
    numbers
}

fn nearest(stops: &[i64], house: i64) -> i64 {
    let at = stops.partition_point(|stop| *stop < house);
    let around = &stops[at.saturating_sub(1)..stops.len().min(at + 1)];
    around.iter().copied().min_by_key(|stop| (stop - house).abs()).unwrap_or_default()
}

fn solve(args: &Args) -> Value {
    let stops = args.ints(0);
    json!(args.ints(1).into_iter().map(|house| nearest(&stops, house)).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let stops = args.ints(0);
    let told = args.ints(1).into_iter().map(|house| (nearest(&stops, house) - house).abs().to_string());
    format!("The distances are {} in turn.", told.collect::<Vec<_>>().join(", "))
}
