//! A shuttle that goes there and back: where it is after a long time.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(200, 1_000, 1_000, 1_000);
    let longest = g.by_level(1_000, 100_000, 100_000, 100_000);
    g.say("most", most);
    g.say("longest", longest);
    let legs = g.ints(3, 2..=9);
    let total: i64 = legs.iter().sum();
    let time = g.int(1..=total - 1);
    g.example(args![legs, time]);
    let legs = g.ints(3, 2..=9);
    let (total, back) = (legs.iter().sum::<i64>(), legs[2]);
    // On the way back, between two stops.
    let time = total + back + g.int(1..=legs[1] - 1);
    g.example(args![legs, time]);
    let legs = g.ints(2, 3..=9);
    let total: i64 = legs.iter().sum();
    let time = 2 * total * g.int(2..=4) + g.int(1..=total - 1);
    g.example(args![legs, time]);
    let time = g.int(0..=50);
    g.edge("one stop only", args![Vec::<i64>::new(), time]);
    let legs = g.ints(4, 2..=20);
    let total: i64 = legs.iter().sum();
    g.edge("it has only just begun", args![legs, 0]);
    g.edge("it reaches a stop at this very minute", args![legs, legs[0] + legs[1]]);
    g.edge("it turns at the last stop at this very minute", args![legs, total]);
    g.edge("it is back at the first stop at this very minute", args![legs, 4 * total]);
    let only = g.int(2..=30);
    g.edge("two stops", args![[only], 7 * only + 1]);
    let (sizes, rounds) = g.by_level(([3, 5, 8, 12, 20], 5), ([5, 12, 30, 80, 200], 60), ([9; 5], 9), ([9; 5], 9));
    for size in sizes {
        let legs = g.ints(size, 1..=longest);
        let total: i64 = legs.iter().sum();
        // On the way back, sometimes exactly at a stop.
        let stops = g.size(0..=size - 1);
        let behind: i64 = legs.iter().rev().take(stops).sum();
        let time = total + behind + if g.chance(50) { 0 } else { g.int(0..=legs[size - 1 - stops] - 1) };
        let whole = g.int(0..=rounds.min(1_500_000_000 / (2 * total)));
        g.hidden(args![legs, whole * 2 * total + time]);
    }
    let size = g.size(most / 2..=most);
    let legs = g.ints(size, 1..=2);
    let time = g.int(1_950_000_000..=2_000_000_000);
    g.large(args![legs, time]);
}

fn solve(args: &Args) -> Value {
    let (legs, time) = (args.ints(0), args.int(1));
    let total: i64 = legs.iter().sum();
    if total == 0 {
        return json!(0);
    }
    let mut rest = time % (2 * total);
    let way = legs.iter().enumerate().chain(legs.iter().enumerate().rev().map(|(place, leg)| (place + 1, leg)));
    for (stop, leg) in way {
        if rest < *leg {
            return json!(stop);
        }
        rest -= leg;
    }
    json!(0)
}

fn explain(args: &Args, answer: &Value) -> String {
    let (legs, time) = (args.ints(0), args.int(1));
    let total: i64 = legs.iter().sum();
    let count = |n: i64, one: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {one}s") };
    if total == 0 {
        return "There is one stop.".into();
    }
    let (rounds, rest) = (time / (2 * total), time % (2 * total));
    let way = if rest < total { "out" } else { "back" };
    let before = if rounds == 0 {
        String::new()
    } else {
        let (round, rest) = (count(2 * total, "minute"), count(rest, "minute"));
        format!("Without {} of {round}, the rest is {rest}. ", count(rounds, "round"))
    };
    let out = count(total, "minute");
    format!("{before}The way out takes {out}, so it is on its way {way}, and reached stop {answer} last.")
}
