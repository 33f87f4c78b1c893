//! The ways across a stream, by jumps onto stones that hold.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(56, 48, 48, 48);
    g.say("most", most);
    let firm = g.chance(60);
    let stones = g.text(3, if firm { "o" } else { "ox" });
    let reach = g.pick(&[2, 3, 5]);
    g.example(args![stones, reach]);
    let (before, after) = (g.size(1..=2), g.size(1..=2));
    let stones = format!("{}x{}", "o".repeat(before), "o".repeat(after));
    g.example(args![stones, 2]);
    let reach = g.int(2..=3);
    let stones = g.text(5, "ooox");
    g.example(args![stones, reach]);
    let reach = g.int(1..=6);
    g.edge("a stream without stones", args!["", reach]);
    let reach = g.int(2..=4);
    let count = g.size(4..=6);
    g.edge("only loose stones, and more than a jump can clear", args!["x".repeat(count), reach]);
    let count = g.size(2..=9);
    g.edge("jumps of one place only", args!["o".repeat(count), 1]);
    let count = g.size(1..=5);
    let stones = g.text(count, "ox");
    g.edge("a jump that can clear the whole stream", args![stones, 9]);
    let count = g.size(2..=8);
    g.edge("a loose stone right at the bank", args![format!("x{}x", "o".repeat(count)), 2]);
    let longest = g.by_level(20, 30, 30, 30);
    for reach in [2, 2, 3, 4, 5] {
        let count = g.size(6..=longest);
        let stones = g.text(count, g.by_level("oooox", "ooox", "ooox", "ooox"));
        g.hidden(args![stones, reach]);
    }
    let further = g.int(3..=5);
    let reach = g.by_level(2, further, further, further);
    let mut stones = vec!['o'; most - g.size(0..=4)];
    for start in g.by_level(&[][..], &[5, 15, 25], &[], &[]) {
        stones[start + g.size(0..=8)] = 'x';
    }
    g.large(args![stones.iter().collect::<String>(), reach]);
}

/// In how many ways each place is come to: the near bank, the stones, the far bank.
fn ways(args: &Args) -> Vec<i64> {
    let (stones, reach) = (args.text(0).as_bytes(), usize::try_from(args.int(1)).unwrap_or(1));
    let mut ways = vec![1];
    for place in 1..=stones.len() + 1 {
        let loose = stones.get(place - 1) == Some(&b'x');
        ways.push(if loose { 0 } else { ways.iter().rev().take(reach).sum() });
    }
    ways
}

fn solve(args: &Args) -> Value {
    json!(ways(args).last())
}

fn explain(args: &Args, answer: &Value) -> String {
    if answer == &json!(0) {
        return "No way leads across: too many loose stones lie side by side.".into();
    }
    let ways: Vec<_> = ways(args).iter().map(i64::to_string).collect();
    format!("The number of ways to each place, from the near bank to the far one, is {} in turn.", ways.join(", "))
}
