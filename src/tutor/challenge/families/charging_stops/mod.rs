//! The fewest stops on a long way: a heap of those that were passed.

use std::collections::BinaryHeap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let (most, farthest) = (20_000, 2_147_483_647);
    g.say("most", most);
    g.say("farthest", farthest);
    let charge = g.int(10..=20);
    let gains = [g.int(9..=12), g.int(20..=30)];
    let (distance, first) = (charge + gains[0] + g.int(1..=20), charge - g.int(2..=4));
    g.example(args![distance, charge, [first, charge + 3], gains]);
    // The better one is passed before it is needed.
    let charge = g.int(10..=20);
    let gains = [g.int(20..=30), g.int(1..=3), g.int(1..=3)];
    let places = [charge - g.int(5..=7), charge - g.int(1..=2), charge + g.int(4..=9)];
    g.example(args![charge + gains[0], charge, places, gains]);
    let (charge, missing) = (g.int(10..=20), g.int(6..=9));
    let gains = [g.int(1..=3), g.int(1..=2)];
    let first = g.int(1..=9);
    g.example(args![charge + 2 * missing, charge, [first, charge + missing], gains]);
    let none = Vec::<i64>::new();
    let charge = g.int(5..=50);
    g.edge("no stops, and enough to get there", args![charge, charge, none, none]);
    g.edge("no stops, and one too little", args![charge + 1, charge, none, none]);
    let (charge, gain) = (g.int(5..=50), g.int(5..=50));
    g.edge("a stop that is reached with the last drop", args![charge + gain, charge, [charge], [gain]]);
    let (charge, gain) = (g.int(10..=50), g.int(5..=50));
    let places = [charge + gain - 1, charge - 3];
    g.edge("stops that are not in order", args![charge + 2 * gain - 1, charge, places, [gain, gain]]);
    let far = g.int(900_000_000..=1_000_000_000);
    let gains = [2_000_000_000, 2_000_000_000, 5];
    g.edge("numbers near the end of 32 bits", args![farthest, 147_483_000, [140_000_000, far, 3], gains]);
    let at_start = g.int(5..=50);
    let gains = [at_start, at_start, at_start, 1];
    g.edge("all the stops at the beginning", args![3 * at_start + 5, 5, [0, 0, 0, 0], gains]);
    let sizes = g.by_level([6, 10, 15, 30], [6, 10, 15, 30], [6, 10, 15, 30], [15, 40, 90, 160]);
    let scale = g.by_level(10, 10, 10, 100_000);
    for size in sizes {
        let distance = g.int(size as i64 * scale / 2..=size as i64 * scale);
        let mut places = g.ints(size, 0..=distance);
        if g.level() == crate::api::Difficulty::Hard && g.chance(50) {
            places.sort_unstable();
        }
        let gains = g.ints(size, 1..=2 * scale);
        let charge = g.int(scale..=4 * scale);
        g.hidden(args![distance, charge, places, gains]);
    }
    // Every single stop is needed.
    let mut stops: Vec<_> = (0..i64::from(most)).map(|n| (n * 100 + g.int(0..=99), g.int(100..=200))).collect();
    let charge = g.int(300..=900);
    let distance = charge + stops.iter().map(|stop| stop.1).sum::<i64>() - g.int(0..=90);
    g.shuffle(&mut stops);
    let (places, gains): (Vec<_>, Vec<_>) = stops.into_iter().unzip();
    g.large(args![distance, charge, places, gains]);
}

/// The stops (place and gain) in the order in which they are chosen, and how far one comes.
fn stops(args: &Args) -> (Vec<(i64, i64)>, i64) {
    let (distance, mut reach, places, gains) = (args.int(0), args.int(1), args.ints(2), args.ints(3));
    let mut coming: Vec<_> = places.into_iter().zip(gains).collect();
    coming.sort_unstable();
    let mut coming = coming.into_iter().peekable();
    let (mut passed, mut stops) = (BinaryHeap::new(), Vec::new());
    while reach < distance {
        while let Some((place, gain)) = coming.next_if(|(place, _)| *place <= reach) {
            passed.push((gain, place));
        }
        let Some((gain, place)) = passed.pop() else { break };
        stops.push((place, gain));
        reach += gain;
    }
    (stops, reach)
}

fn solve(args: &Args) -> Value {
    let (stops, reach) = stops(args);
    if reach < args.int(0) { json!(-1) } else { json!(stops.len()) }
}

fn explain(args: &Args, _: &Value) -> String {
    let (distance, charge) = (args.int(0), args.int(1));
    let (mut stops, reach) = stops(args);
    if reach < distance {
        return format!("Even with every stop on the way, it goes on to {reach} only, and not to {distance}.");
    }
    stops.sort_unstable();
    let places: Vec<_> = stops.iter().map(|stop| stop.0.to_string()).collect();
    let sum: String = stops.iter().map(|stop| format!(" + {}", stop.1)).collect();
    match &places[..] {
        [] => "What there is at the start is enough.".into(),
        [place] => format!("It is enough to stop at {place}: {charge}{sum} = {reach}."),
        [first @ .., last] => {
            format!("It is enough to stop at {} and {last}: {charge}{sum} = {reach}.", first.join(", "))
        }
    }
}
