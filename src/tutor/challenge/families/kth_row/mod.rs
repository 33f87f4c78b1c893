//! The row of brackets at a place of the ordered list of all.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(20, 20, 20, 30);
    g.say("most", most);
    let deepest = g.int(2..=4);
    let number = g.int(1..=4);
    g.example(args![3, deepest, number]);
    let number = g.int(2..=8);
    g.example(args![4, 2, number]);
    let over = g.int(1..=4);
    g.example(args![3, 2, 4 + over]);
    let deepest = g.int(1..=9);
    g.edge("no brackets at all", args![0, deepest, 1]);
    let pairs = g.int(2..=most);
    g.edge("brackets that may not be nested", args![pairs, 1, 1]);
    let pairs = g.int(5..=most);
    let deepest = g.int(3..=pairs);
    g.edge("the first row of all", args![pairs, deepest, 1]);
    let pairs = g.int(5..=most);
    let deepest = g.int(3..=pairs);
    g.edge("the last row of all", args![pairs, deepest, total(pairs, deepest)]);
    let pairs = g.int(4..=most);
    let deepest = g.int(2..=pairs);
    g.edge("a number just above that of the last row", args![pairs, deepest, total(pairs, deepest) + 1]);
    let pairs = g.int(4..=12);
    let number = g.int(1..=total(pairs, 2) / 2);
    g.edge("brackets that are nested two deep at most", args![pairs, 2, number]);
    for deepest in [3, 4, 5, 8, most] {
        let pairs = g.int(6..=most - 1);
        let number = g.int(1..=total(pairs, deepest));
        g.hidden(args![pairs, deepest, number]);
    }
    let deepest = g.int(most / 2..=most);
    let all = total(most, deepest);
    let number = all - g.int(1..=all / 10);
    g.large(args![most, deepest, number]);
}

/// `[left][depth]`: in how many ways a row ends that has `depth` open brackets and `left` characters to come.
fn endings(pairs: i64, deepest: i64) -> Vec<Vec<i64>> {
    let size = |n: i64| usize::try_from(n).unwrap_or_default();
    let (length, deepest) = (2 * size(pairs), size(deepest.min(pairs)));
    let mut rows = vec![vec![0; deepest + 1]];
    rows[0][0] = 1;
    for left in 1..=length {
        let before: &Vec<i64> = &rows[left - 1];
        let at = |depth: usize| before.get(depth).copied().unwrap_or_default();
        let row = (0..=deepest).map(|depth| at(depth + 1) + if depth == 0 { 0 } else { at(depth - 1) }).collect();
        rows.push(row);
    }
    rows
}

fn total(pairs: i64, deepest: i64) -> i64 {
    endings(pairs, deepest).last().and_then(|row| row.first()).copied().unwrap_or_default()
}

fn solve(args: &Args) -> Value {
    let (pairs, deepest, mut number) = (args.int(0), args.int(1), args.int(2));
    let endings = endings(pairs, deepest);
    let (mut row, mut depth) = (String::new(), 0);
    if number > total(pairs, deepest) {
        return json!("");
    }
    for left in (0..endings.len() - 1).rev() {
        let opened = endings[left].get(depth + 1).copied().unwrap_or_default();
        if number <= opened {
            row.push('(');
            depth += 1;
        } else {
            number -= opened;
            row.push(')');
            depth = depth.saturating_sub(1);
        }
    }
    json!(row)
}

fn explain(args: &Args, _: &Value) -> String {
    let (pairs, deepest, number) = (args.int(0), args.int(1), args.int(2));
    match total(pairs, deepest) {
        1 => "There is only one such row.".into(),
        all if number > all => format!("There are only {all} such rows."),
        all if number == all => format!("There are {all} such rows, and this one comes last."),
        all => format!("There are {all} such rows; in their order, this one is number {number}."),
    }
}
