//! Distances of sorted positions from a point, nearest first.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 40_000;
    let far = g.by_level(10_000, 1_000_000_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("far", far);
    let home = g.int(0..=5);
    let positions = sorted(g.distinct(4, 6..=30));
    g.example(args![positions, home]);
    let positions = sorted(g.distinct(6, -20..=20));
    let home = g.int(-5..=5);
    g.example(args![positions, home]);
    g.edge("no position at all", args![Vec::<i64>::new(), 3]);
    let only = g.int(-40..=40);
    g.edge("one position, and home is there", args![[only], only]);
    let positions = sorted(g.distinct(6, -60..=0));
    g.edge("all of them left of home", args![positions, 5]);
    let (near, further) = (g.int(1..=9), g.int(10..=20));
    let home = g.int(-9..=9);
    let positions = [home - further, home - near, home + near, home + further];
    g.edge("as far to the left as to the right", args![positions, home]);
    g.edge("the same position several times", args![[home - near, home, home, home + further, home + further], home]);
    g.edge("as far apart as can be", args![[-far, -far, 0, far], far]);
    for reach in [30, 200, far, far] {
        let size = g.size(10..=60);
        let positions = sorted(g.ints(size, -reach..=reach));
        let home = g.int(-reach..=reach);
        g.hidden(args![positions, home]);
    }
    let positions = sorted(g.ints(most, -far..=far));
    let home = g.int(-far / 2..=far / 2);
    g.large(args![positions, home]);
}

fn sorted(mut positions: Vec<i64>) -> Vec<i64> {
    positions.sort_unstable();
    positions
}

fn solve(args: &Args) -> Value {
    let (positions, home) = (args.ints(0), args.int(1));
    json!(sorted(positions.iter().map(|position| (position - home).abs()).collect()))
}

fn explain(args: &Args, answer: &Value) -> String {
    let (positions, home) = (args.ints(0), args.int(1));
    let answer = Args(std::slice::from_ref(answer)).ints(0);
    let at = |distance: i64| positions.iter().copied().find(|position| (position - home).abs() == distance);
    let ends = answer.first().zip(answer.last()).and_then(|(near, far)| Some((near, at(*near)?, far, at(*far)?)));
    match ends {
        Some((near, nearest, far, farthest)) => {
            format!("Seen from {home}, {nearest} is the nearest, {near} away, and {farthest} the farthest, {far} away.")
        }
        None => "There is no position.".into(),
    }
}
