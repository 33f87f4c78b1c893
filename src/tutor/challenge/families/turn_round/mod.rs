//! A row that is turned round many times: only the sum of the turns counts.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(18_000, 20_000, 20_000, 20_000);
    let far = g.by_level(1_000, 2_000_000_000, 2_000_000_000, 2_000_000_000);
    g.say("most", most);
    g.say("far", far);
    let row = g.distinct(5, 1..=40);
    let turn = g.int(1..=4);
    g.example(args![row, [turn]]);
    let row = g.distinct(6, 1..=40);
    let (there, back) = (g.int(3..=5), g.int(1..=2));
    g.example(args![row, [there, -back]]);
    g.edge("an empty row", args![Vec::<i64>::new(), [3, -1]]);
    let row = g.distinct(4, 1..=99);
    g.edge("no turn at all", args![row, Vec::<i64>::new()]);
    let only = g.int(1..=99);
    g.edge("one entry", args![[only], [7, -30]]);
    let row = g.distinct(7, -50..=50);
    let turn = 7 * g.int(1..=9) + g.int(1..=6);
    g.edge("more than once round", args![row, [turn]]);
    let row = g.distinct(7, -50..=50);
    let turn = g.int(1..=6);
    g.edge("backwards", args![row, [-turn]]);
    let row = g.ints(6, 1..=2);
    g.edge("equal entries, turned as often as there are entries", args![row, [4, 2]]);
    let row = g.distinct(5, 1..=99);
    g.edge("only the longest turns", args![row, [far, far, far]]);
    for _ in 0..4 {
        let (size, turns) = (g.size(8..=30), g.size(2..=9));
        let row = g.ints(size, -1000..=1000);
        let turns = g.ints(turns, -far..=far);
        g.hidden(args![row, turns]);
    }
    let row = g.ints(most, -1_000_000..=1_000_000);
    let turns = g.ints(most, -far..=far);
    g.large(args![row, turns]);
}

/// How far the turns go all together.
fn shift(args: &Args, size: usize) -> usize {
    let total: i64 = args.ints(1).iter().sum();
    usize::try_from(total.rem_euclid(i64::try_from(size).unwrap_or(1).max(1))).unwrap_or_default()
}

fn solve(args: &Args) -> Value {
    let mut row = args.ints(0);
    let shift = shift(args, row.len());
    row.rotate_right(shift);
    json!(row)
}

fn explain(args: &Args, _: &Value) -> String {
    let total: i64 = args.ints(1).iter().sum();
    let row = args.ints(0);
    match (row.first(), shift(args, row.len())) {
        (Some(first), place) => {
            format!("All turns come to {total}, so {first}, the first entry, ends at place {place} (counted from 0).")
        }
        (None, _) => "There is nothing to turn.".into(),
    }
}
