//! A linked list, reversed group by group.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(20_000, 20_000, 20_000, 30_000);
    g.say("most", most);
    let size = g.int(2..=3);
    let wagons = g.ints(usize::try_from(size).unwrap_or(2) * 2 + 1, 1..=30);
    g.example(args![wagons, size]);
    let wagons = g.ints(4, 1..=30);
    g.example(args![wagons, 4]);
    g.edge("an empty list", args![Vec::<i64>::new(), 3]);
    let only = g.int(1..=99);
    g.edge("one node", args![[only], 1]);
    let wagons = g.distinct(5, -50..=50);
    g.edge("groups of one: nothing moves", args![wagons, 1]);
    let wagons = g.distinct(4, 1..=99);
    g.edge("a group larger than the list", args![wagons, 9]);
    for _ in 0..4 {
        let (count, size) = (g.size(6..=25), g.int(2..=6));
        let wagons = g.ints(count, -1000..=1000);
        g.hidden(args![wagons, size]);
    }
    let (count, size) = (g.size(most / 2..=most), g.int(500..=900));
    let wagons = g.ints(count, -1_000_000..=1_000_000);
    g.large(args![wagons, size]);
}

fn solve(args: &Args) -> Value {
    let (mut wagons, size) = (args.ints(0), usize::try_from(args.int(1)).unwrap_or(1).max(1));
    wagons.chunks_exact_mut(size).for_each(<[i64]>::reverse);
    json!(wagons)
}

fn explain(args: &Args, _: &Value) -> String {
    let (count, size) = (args.ints(0).len(), usize::try_from(args.int(1)).unwrap_or(1).max(1));
    match (count / size, count % size) {
        (1, 0) => format!("All {count} make one group."),
        (groups, 0) => format!("There are {groups} whole groups of {size}."),
        (groups, rest) => {
            let groups = if groups == 1 { "is one whole group".into() } else { format!("are {groups} whole groups") };
            let rest = if rest == 1 { "the last one stays where it is".into() } else { format!("the last {rest} stay as they are") };
            format!("There {groups} of {size}; {rest}.")
        }
    }
}
