//! Sorted linked lists: the numbers that enough of them have.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::api::Difficulty;
use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let lists = g.by_level(10_000, 10_000, 10_000, 12_000);
    let largest = g.by_level(1_000_000, 1_000_000, 1_000_000, 2_147_483_647);
    let expert = g.level() == Difficulty::Expert;
    g.say("lists", lists);
    g.say("most", 2 * lists);
    g.say("largest", largest);
    // One number is in two lists, and the largest in one.
    let shared = g.int(1..=12);
    let mut each = [0, 1, 2].map(|_| g.distinct(2, 1..=12));
    each[0].push(shared);
    each[1].push(shared);
    let last = g.int(13..=20);
    each[2].push(last);
    let each = each.map(|mut list| {
        list.sort_unstable();
        list.dedup();
        list
    });
    g.example(args![each, 2]);
    // One number is twice in one list; the largest is in two.
    let a = g.distinct(2, 1..=9);
    let (low, high) = (a[0].min(a[1]), a[0].max(a[1]));
    g.example(args![[vec![low, 10, 10, 15], vec![low, high, 15], vec![high, 12]], 2]);

    let enough = g.int(1..=3);
    g.edge("no lists at all", args![Vec::<Vec<i64>>::new(), enough]);
    g.edge("lists without a node only", args![[Vec::<i64>::new(), vec![], vec![]], 1]);
    let number = g.int(-50..=50);
    g.edge("one list, with repeats", args![[[number, number, number, number + 4, number + 9, number + 9]], 1]);
    g.edge(
        "a number that one list has often, and no other",
        args![[vec![number; 5], vec![number - 1, number + 1], vec![number + 2]], 3],
    );
    g.edge(
        "empty lists among others",
        args![[vec![], vec![number, number + 3], vec![], vec![number - 7, number + 3], vec![]], 2],
    );
    let mut same = g.distinct(5, -60..=60);
    same.sort_unstable();
    g.edge("the same list three times, and all is wanted", args![[&same, &same, &same], 3]);
    g.edge("more lists are wanted than there are", args![[&same, &same], 3]);
    if expert {
        let ends = [-largest, 1 - largest, 0, largest - 1, largest];
        g.edge("the smallest and the largest numbers", args![[ends, ends, [-largest, -1, 0, 1, largest]], 3]);
        let many: Vec<Vec<i64>> = (0..60).map(|i| vec![i / 2, i / 2, 30 + i % 7]).collect();
        g.edge("many lists of three", args![many, 2]);
    }
    let shapes = if expert {
        [(6, 30), (20, 15), (60, 4), (9, 35), (90, 3)]
    } else {
        [(3, 5), (4, 8), (6, 10), (12, 6), (20, 4)]
    };
    for (count, length) in shapes {
        let wide = g.chance(30);
        let numbers = i64::try_from(length).unwrap_or(1) * 2;
        let range = if wide { -largest / 1000..=largest / 1000 } else { -numbers..=numbers };
        let mut pool = g.ints(length, range);
        pool.push(0);
        let lists: Vec<_> = (0..count)
            .map(|_| {
                let length = g.size(0..=length);
                let mut list: Vec<_> = (0..length).map(|_| g.pick(&pool)).collect();
                list.sort_unstable();
                list
            })
            .collect();
        let enough = g.int(1..=3);
        g.hidden(args![lists, enough]);
    }
    let each: Vec<_> = (0..lists)
        .map(|_| {
            let (a, b) = (g.int(-100_000..=100_000), g.int(-100_000..=100_000));
            [a.min(b), a.max(b)]
        })
        .collect();
    g.large(args![each, 2]);
}

/// Each number, and how many lists have it.
fn counted(args: &Args) -> BTreeMap<i64, i64> {
    let mut counts = BTreeMap::new();
    for mut list in args.grid(0) {
        list.dedup();
        list.into_iter().for_each(|number| *counts.entry(number).or_default() += 1);
    }
    counts
}

fn solve(args: &Args) -> Value {
    let enough = counted(args).into_iter().filter(|(_, lists)| *lists >= args.int(1));
    json!(enough.map(|(number, _)| number).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let told = counted(args).into_iter().filter(|(_, lists)| *lists >= args.int(1));
    let told: Vec<_> = told.map(|(number, lists)| format!("{number} is in {lists} of the lists")).collect();
    format!("{}; no other number is in enough of them.", told.join(", "))
}
