//! The largest banner between two poles.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(36_000, 36_000, 40_000, 40_000);
    let highest = g.by_level(1_000, 1_000, 1_000_000, 1_000_000);
    g.say("most", most);
    g.say("highest", highest);
    // The two tallest at the ends.
    let mut poles = g.ints(5, 1..=9);
    poles[0] = g.int(10..=15);
    poles[4] = g.int(10..=15);
    g.example(args![poles]);
    let poles = g.ints(7, 1..=12);
    g.example(args![poles]);
    g.edge("no pole at all", args![Vec::<i64>::new()]);
    let only = g.int(1..=highest);
    g.edge("one pole", args![[only]]);
    let equal = g.int(1..=50);
    g.edge("poles of the same height", args![[equal, equal, equal, equal, equal, equal]]);
    let mut poles = g.ints(12, 20..=40);
    poles[5] = 41;
    poles[6] = 41;
    g.edge("the two tallest side by side", args![poles]);
    let mut poles = g.ints(10, 30..=90);
    poles[0] = 1;
    g.edge("a very low pole at one end", args![poles]);
    let tall = g.int(60..=99);
    g.edge("low poles at both ends, tall ones within", args![[2, 3, tall, 1, tall, 3, 2]]);
    for _ in 0..3 {
        let size = g.size(10..=60);
        let poles = g.ints(size, 0..=highest);
        g.hidden(args![poles]);
    }
    for _ in 0..2 {
        // A hill: the ends are never the best.
        let size = g.size(20..=60);
        let hill = |place: usize| i64::try_from(place.min(size - place).pow(2)).unwrap_or(1);
        let poles: Vec<_> = (0..size).map(|place| (hill(place) + g.int(0..=20)).min(highest)).collect();
        g.hidden(args![poles]);
    }
    let poles = g.ints(most, highest / 2..=highest);
    g.large(args![poles]);
}

fn solve(args: &Args) -> Value {
    let poles = args.ints(0);
    let (mut left, mut right) = (0, poles.len().saturating_sub(1));
    let mut largest = 0;
    while left < right {
        largest = largest.max(area(&poles, left, right));
        if poles[left] < poles[right] { left += 1 } else { right -= 1 }
    }
    json!(largest)
}

fn area(poles: &[i64], left: usize, right: usize) -> i64 {
    poles[left].min(poles[right]) * i64::try_from(right - left).unwrap_or(i64::MAX)
}

fn explain(args: &Args, answer: &Value) -> String {
    let poles = args.ints(0);
    let mut pairs = (0..poles.len()).flat_map(|left| (left + 1..poles.len()).map(move |right| (left, right)));
    match pairs.find(|(left, right)| Some(area(&poles, *left, *right)) == answer.as_i64()) {
        Some((left, right)) => {
            let (wide, lower) = (right - left, poles[left].min(poles[right]));
            let which = format!("The poles at places {left} and {right} are {wide} m apart");
            format!("{which}, and the lower one is {lower} m high: {wide} × {lower} = {answer} m².")
        }
        None => "There are not two poles.".into(),
    }
}
