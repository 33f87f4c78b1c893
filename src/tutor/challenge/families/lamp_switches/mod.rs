//! The largest number that xor with some of the masks makes: a basis of the masks, then bit by bit.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(40, 40, 40, 60);
    let bits = g.by_level(20, 20, 20, 31);
    let largest = (1_i64 << bits) - 1;
    g.say("most", most);
    g.say("largest", largest);
    let switches = g.distinct(2, 1..=15);
    g.example(args![0, switches]);
    let (start, switches) = worse_if_larger(g, 3);
    g.example(args![start, switches]);
    let (start, switches) = (g.int(1..=31), g.distinct(3, 1..=31));
    g.example(args![start, switches]);
    let start = g.int(1..=largest);
    g.edge("no switch at all", args![start, Vec::<i64>::new()]);
    let start = g.int(1..=largest / 2);
    g.edge("a switch that does nothing", args![start, [0]]);
    g.edge("the same switch twice", args![start, [largest, largest]]);
    let bit = g.int(4..=bits - 1);
    let (start, switches) = worse_if_larger(g, bit);
    g.edge("the larger switch is the worse one to press", args![start, switches]);
    let mut single: Vec<_> = g.distinct(5, 0..=bits - 1).iter().map(|bit| 1_i64 << bit).collect();
    g.shuffle(&mut single);
    g.edge("all of them are needed", args![0, single]);
    g.edge("all lamps are on already", args![largest, single]);
    for size in [4, 6, 9, 12, 14] {
        let start = g.int(0..=largest);
        let switches = tangled(g, size, largest);
        g.hidden(args![start, switches]);
    }
    let start = g.int(0..=largest / 2);
    let switches = tangled(g, most, largest);
    g.large(args![start, switches]);
}

/// Two switches of the same highest bit: pressing the larger one first is a mistake.
fn worse_if_larger(g: &mut Generator, bit: i64) -> (i64, Vec<i64>) {
    let mut switches = vec![(1 << bit) + (1 << (bit - 1)), (1 << bit) + (1 << (bit - 2))];
    if g.chance(50) {
        switches.insert(g.size(0..=2), 1);
    }
    ((1 << bit) - 1, switches)
}

/// Numbers of which some are made from others, so that no single one tells what it is good for.
fn tangled(g: &mut Generator, size: usize, largest: i64) -> Vec<i64> {
    let mut switches = g.ints(size.div_ceil(2), 1..=largest);
    while switches.len() < size {
        let mut next = g.pick(&switches);
        for _ in 0..3 {
            next ^= g.pick(&switches);
        }
        switches.push(next);
    }
    g.shuffle(&mut switches);
    switches
}

fn solve(args: &Args) -> Value {
    let mut basis = [0_i64; 31];
    for mut switch in args.ints(1) {
        for bit in (0..basis.len()).rev() {
            if switch >> bit & 1 == 0 {
                continue;
            }
            if basis[bit] == 0 {
                basis[bit] = switch;
                break;
            }
            switch ^= basis[bit];
        }
    }
    json!(basis.iter().rev().fold(args.int(0), |shown, switch| shown.max(shown ^ switch)))
}

fn explain(args: &Args, answer: &Value) -> String {
    let (start, switches) = (args.int(0), args.ints(1));
    let chosen = |mask: usize| switches.iter().enumerate().filter(move |(bit, _)| mask >> bit & 1 == 1);
    let shown = |mask: usize| chosen(mask).fold(start, |shown, (_, switch)| shown ^ switch);
    // Examples have few switches.
    let mask = (0..1_usize << switches.len().min(10)).find(|mask| answer.as_i64() == Some(shown(*mask)));
    match mask {
        Some(0) | None => format!("{start} stays: no choice makes more of it."),
        Some(mask) => {
            let terms: String = chosen(mask).map(|(_, switch)| format!(" xor {switch}")).collect();
            format!("{start}{terms} = {answer}, and no other choice makes more.")
        }
    }
}
