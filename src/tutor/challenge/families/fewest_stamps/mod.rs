//! The fewest stamps that make a sum exactly.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(20_000, 20_000, 30_000, 30_000);
    g.say("most", most);
    // The dearest first does well here, and no stamp is needed twice.
    let values = [g.int(2..=4), g.int(6..=9), g.int(20..=25)];
    g.example(args![values, values[1] + values[2]]);
    // Two of the middle one, though the dearest one fits.
    let middle = g.int(4..=9);
    let mut values = vec![1, middle, middle + 2];
    g.shuffle(&mut values);
    g.example(args![values, 2 * middle]);
    let values: Vec<_> = g.distinct(3, 1..=9).iter().map(|n| 2 * n).collect();
    let odd = 2 * g.int(6..=20) + 1;
    g.example(args![values, odd]);
    let values = g.distinct(3, 1..=40);
    g.edge("nothing to pay", args![values, 0]);
    let postage = g.int(1..=50);
    g.edge("no stamps at all", args![Vec::<i64>::new(), postage]);
    let (value, count) = (g.int(3..=40), g.int(6..=20));
    g.edge("the same stamp again and again", args![[value], value * count]);
    let values = g.ints(3, 60..=90);
    let postage = g.int(1..=59);
    g.edge("every stamp is too dear", args![values, postage]);
    // The dearest stamp leads nowhere.
    let scale = g.int(2..=30);
    g.edge("the dearest stamp leaves a rest that cannot be paid", args![[10 * scale, 6 * scale], 18 * scale]);
    let (largest, picks) = g.by_level((60, 8), (60, 8), (300, 35), (300, 35));
    for kinds in [3, 4, 5, 6] {
        let values = g.distinct(kinds, 2..=largest);
        let postage = (0..g.size(picks / 2..=picks)).map(|_| g.pick(&values)).sum::<i64>();
        g.hidden(args![values, postage]);
    }
    let kind = g.int(3..=7);
    let values: Vec<_> = g.distinct(6, 1..=largest / 3).iter().map(|n| n * kind).collect();
    let postage = kind * g.int(largest..=5 * largest) + g.int(1..=kind - 1);
    g.hidden(args![values, postage]);
    // No recursion gets deeper than 500.
    let values = g.distinct(10, 60..=900);
    let postage = g.int(most * 4 / 5..=most);
    g.large(args![values, postage]);
}

/// The fewest stamps of each sum; `None` where there is no way.
fn fewest(values: &[i64], postage: i64) -> Vec<Option<u32>> {
    let mut fewest = vec![Some(0)];
    for amount in 1..=postage {
        let rests = values.iter().filter_map(|value| usize::try_from(amount - value).ok());
        let best = rests.filter_map(|rest| fewest.get(rest).copied().flatten()).min();
        fewest.push(best.map(|count: u32| count + 1));
    }
    fewest
}

fn solve(args: &Args) -> Value {
    match fewest(&args.ints(0), args.int(1)).last() {
        Some(Some(count)) => json!(count),
        _ => json!(-1),
    }
}

fn explain(args: &Args, answer: &Value) -> String {
    let (values, postage) = (args.ints(0), args.int(1));
    if answer == &json!(-1) {
        return format!("No stamps of these values make {postage}.");
    }
    let fewest = fewest(&values, postage);
    let count = |amount: i64| usize::try_from(amount).ok().and_then(|amount| fewest.get(amount).copied().flatten());
    let (mut rest, mut used) = (postage, Vec::new());
    while rest > 0 {
        let leads = |value: &&i64| count(rest - **value).is_some_and(|before| Some(before + 1) == count(rest));
        let Some(value) = values.iter().find(leads) else { break };
        used.push(value.to_string());
        rest -= value;
    }
    format!("{postage} = {}, and fewer do not make it.", used.join(" + "))
}
