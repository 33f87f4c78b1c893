//! The differing bits of all pairs, counted bit by bit.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const BITS: usize = 31;
const LARGEST: i64 = (1 << BITS) - 1;
const TOP: i64 = 1 << (BITS - 1);

fn generate(g: &mut Generator) {
    let most = g.by_level(30_000, 30_000, 40_000, 40_000);
    g.say("most", most);
    let codes = g.distinct(2, 1..=15);
    g.example(args![codes]);
    let codes = g.distinct(3, 1..=31);
    g.example(args![codes]);
    let mut codes = g.distinct(3, 1..=63);
    codes.push(codes[0]);
    g.example(args![codes]);
    g.edge("an empty list", args![Vec::<i64>::new()]);
    let only = g.int(1..=LARGEST);
    g.edge("one number", args![[only]]);
    let count = g.size(3..=8);
    g.edge("all of them the same", args![vec![only; count]]);
    let low = g.int(0..=1000);
    g.edge("numbers that differ in the highest switch only", args![[TOP + low, low, TOP + low]]);
    g.edge("all off and all on", args![[0, LARGEST, 0, 0]]);
    let largest = g.by_level(1 << 12, 1 << 12, LARGEST, LARGEST);
    for size in [5, 9, 16, 40, 120] {
        let mut codes = g.ints(size, 0..=largest);
        if g.level() >= crate::api::Difficulty::Hard {
            // The same ones again and again, in any order.
            let again: Vec<_> = (0..size / 3).map(|_| g.pick(&codes)).collect();
            codes.extend(again);
            g.shuffle(&mut codes);
        }
        g.hidden(args![codes]);
    }
    let codes = g.ints(most, 0..=LARGEST);
    g.large(args![codes]);
}

fn solve(args: &Args) -> Value {
    let codes = args.ints(0);
    let mut on = [0_i64; BITS];
    for code in &codes {
        on.iter_mut().enumerate().for_each(|(bit, on)| *on += code >> bit & 1);
    }
    let all = i64::try_from(codes.len()).unwrap_or_default();
    json!(on.iter().map(|on| on * (all - on)).sum::<i64>())
}

fn explain(args: &Args, answer: &Value) -> String {
    let codes = args.ints(0);
    let mut parts = Vec::new();
    for (index, first) in codes.iter().enumerate() {
        parts.extend(codes[index + 1..].iter().map(|second| (first ^ second).count_ones().to_string()));
    }
    match &parts[..] {
        [] => "There is no pair.".into(),
        [only] if only == "1" => format!("{} and {} differ in 1 switch.", codes[0], codes[1]),
        [only] => format!("{} and {} differ in {only} switches.", codes[0], codes[1]),
        _ => format!("Pair by pair, beginning with {} and {}: {} = {answer} in all.", codes[0], codes[1], parts.join(" + ")),
    }
}
