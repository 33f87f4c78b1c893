//! A queue in front of several counters: a heap of the times at which they are free.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 40_000, 40_000);
    let longest = g.by_level(1_000, 1_000, 1_000_000_000, 1_000_000_000);
    g.say("most", most);
    g.say("half", most / 2);
    g.say("longest", longest);
    let minutes = g.distinct(4, 1..=12);
    g.example(args![minutes, 2]);
    let minutes = g.ints(7, 1..=6);
    g.example(args![minutes, 3]);
    let counters = g.int(1..=9);
    g.edge("nobody in the queue", args![Vec::<i64>::new(), counters]);
    let minutes = g.ints(5, 0..=9);
    g.edge("one counter", args![minutes, 1]);
    let counters = g.int(6..=40);
    g.edge("more counters than people", args![minutes, counters]);
    let unit = g.int(1..=longest / 4);
    g.edge("two counters that are free at the same time", args![[unit, 2 * unit, unit, unit, unit], 2]);
    g.edge("all take the same time", args![vec![unit; 8], 3]);
    g.edge("some take no time at all", args![[0, 0, unit, 0, 0, unit, 0, 0], 2]);
    g.edge("one takes very long", args![[longest, 1, 1, 2, 1, 1, 1], 3]);
    let few = if g.level() >= Difficulty::Hard { 3 } else { 20 };
    for (size, counters) in [(8, 2), (15, 4), (40, 5), (90, 12), (200, 30)] {
        // Few different times make many ties; long ones go beyond 32 bits when they are added up.
        let long = size > 20 && g.level() >= Difficulty::Hard;
        let mut minutes = g.ints(size, 0..=few);
        if long {
            minutes.iter_mut().for_each(|time| *time = longest - *time);
        }
        g.hidden(args![minutes, counters]);
    }
    let minutes = g.ints(most, 1..=longest);
    g.large(args![minutes, most / 2]);
}

/// For each person the counter, and the minute at which it is their turn.
fn serve(args: &Args) -> Vec<(i64, i64)> {
    let mut free: BinaryHeap<_> = (0..args.int(1)).map(|counter| Reverse((0, counter))).collect();
    let mut served = Vec::new();
    for minutes in args.ints(0) {
        let Some(Reverse((time, counter))) = free.pop() else { break };
        served.push((counter, time));
        free.push(Reverse((time + minutes, counter)));
    }
    served
}

fn solve(args: &Args) -> Value {
    json!(serve(args).iter().map(|(counter, _)| counter).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let served = serve(args);
    let told = |(counter, time): &(i64, i64)| format!("minute {time} at counter {counter}");
    let turns: Vec<_> = served.iter().filter(|(_, time)| *time > 0).map(told).collect();
    match &turns[..] {
        [] => "Nobody has to wait.".into(),
        [turn] => format!("The one who has to wait begins at {turn}, the others at once."),
        _ => format!("Those who have to wait begin at {}, the others at once.", turns.join(", ")),
    }
}
