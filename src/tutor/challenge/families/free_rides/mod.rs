//! The cheapest way through a network of roads, some of which may be taken free of charge.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let expert = g.by_level(false, false, false, true);
    let most = g.by_level(5_000, 5_000, 5_000, 4_000);
    let (roads, dearest, vouchers) =
        (most + 1_500, g.by_level(1_000, 1_000, 1_000, 100_000), if expert { 3 } else { 1 });
    g.say("most", most);
    g.say("roads", roads);
    g.say("dearest", dearest);
    g.say("vouchers", vouchers);
    // One way, and its dearest road is the first.
    let v = g.distinct(4, 0..=3);
    let cost = g.ints(3, 2..=9);
    let dear = g.int(40..=60);
    g.example(args![4, [[v[0], v[1], dear], [v[1], v[2], cost[0]], [v[2], v[3], cost[1]]], v[0], v[3], 1]);
    // The direct road is dear, and free with a voucher; without one the cheapest way is another one.
    let v = g.distinct(5, 0..=4);
    let detour = |v: &[i64], dear: i64| {
        json!([
            [v[0], v[1], cost[0]],
            [v[0], v[3], dear],
            [v[2], v[1], cost[1]],
            [v[2], v[3], cost[2]],
            [v[3], v[4], 1]
        ])
    };
    g.example(args![5, detour(&v, dear), v[0], v[3], 1]);
    g.example(args![5, detour(&v, dear), v[3], v[0], 0]);
    g.edge("start and goal are the same", args![2, [[0, 1, 5]], v[0] % 2, v[0] % 2, 1]);
    g.edge("no way to the goal", args![4, [[0, 1, dear], [2, 3, cost[0]]], v[0] % 2, 3 - v[1] % 2, 1]);
    g.edge("no road", args![3, Vec::<[i64; 3]>::new(), 0, 2, 1]);
    let chain = [[v[0], v[1], cost[0]], [v[1], v[2], cost[1]], [v[2], v[3], dear], [v[3], v[4], cost[2]]];
    g.edge("the dear road comes late", args![5, chain, v[0], v[4], 1]);
    let ways = json!([
        [v[0], v[1], dear],
        [v[1], v[0], cost[0] + 9],
        [v[2], v[1], dear + 4],
        [v[1], v[2], cost[1] + 11],
        [v[1], v[1], 0]
    ]);
    g.edge("several roads between the same two, and one from a town to itself", args![5, ways, v[0], v[2], 1]);
    if expert {
        g.edge("more vouchers than roads on the way", args![5, chain, v[4], v[2], 3]);
    }
    for (size, extra) in [(8, 5), (16, 10), (30, 25), (60, 40)] {
        let count = g.size(size - 2..=size + 2);
        let roads = network(g, count, extra, 60);
        let last = i64::try_from(count).unwrap_or_default() - 1;
        let (start, goal, vouchers) = (g.int(0..=last), g.int(0..=last), g.int(i64::from(expert)..=vouchers));
        g.hidden(args![count, roads, start, goal, vouchers]);
    }
    // A long way whose roads are told from its end to its start; what shortens it is dear.
    let places = g.distinct(most, 0..=i64::try_from(most).unwrap_or_default() - 1);
    let mut told: Vec<[i64; 3]> = Vec::with_capacity(roads);
    for at in (0..most - 1).rev() {
        told.push([places[at], places[at + 1], g.int(1..=dearest / 10)]);
    }
    while told.len() < roads {
        let at = g.size(0..=most - 3);
        told.push([places[at + 2], places[at], g.int(dearest / 4..=dearest)]);
    }
    g.large(args![most, told, places[0], places[most - 1], vouchers]);
}

/// Roads that join all but a few.
fn network(g: &mut Generator, count: usize, extra: usize, dearest: i64) -> Vec<[i64; 3]> {
    let places = g.distinct(count, 0..=i64::try_from(count).unwrap_or_default() - 1);
    let mut roads = Vec::new();
    for at in 1..count - count / 15 {
        let before = g.size(at.saturating_sub(4)..=at - 1);
        roads.push([places[before], places[at], g.int(0..=dearest)]);
    }
    for _ in 0..extra {
        roads.push([g.pick(&places), g.pick(&places), g.int(dearest / 3..=2 * dearest)]);
    }
    for road in &mut roads {
        if g.chance(50) {
            road.swap(0, 1);
        }
    }
    g.shuffle(&mut roads);
    roads
}

/// The least that each town costs, with any number of vouchers used up to that.
fn solve(args: &Args) -> Value {
    let place = |value: i64| usize::try_from(value).unwrap_or_default();
    let (count, start, goal, vouchers) =
        (place(args.int(0)), place(args.int(2)), place(args.int(3)), place(args.int(4)));
    let mut near = vec![Vec::new(); count];
    for road in args.grid(1) {
        if let [a, b, price] = road[..] {
            near[place(a)].push((place(b), price));
            near[place(b)].push((place(a), price));
        }
    }
    // A floor for each number of vouchers used.
    let mut least = vec![i64::MAX; count * (vouchers + 1)];
    least[start] = 0;
    let mut heap = BinaryHeap::from([Reverse((0, start))]);
    while let Some(Reverse((cost, state))) = heap.pop() {
        let (town, floor) = (state % count, state / count);
        if town == goal {
            return json!(cost);
        }
        if cost > least[state] {
            continue;
        }
        for (next, price) in &near[town] {
            let paid = (cost + price, floor * count + next);
            let free = (floor < vouchers).then_some((cost, (floor + 1) * count + next));
            for (cost, state) in [Some(paid), free].into_iter().flatten() {
                if cost < least[state] {
                    least[state] = cost;
                    heap.push(Reverse((cost, state)));
                }
            }
        }
    }
    json!(-1)
}

fn explain(args: &Args, answer: &Value) -> String {
    let (start, goal, vouchers) = (args.int(2), args.int(3), args.int(4));
    match vouchers {
        _ if *answer == json!(-1) => format!("From {start} no way leads to {goal} at all."),
        0 => format!("Without a voucher, from {start} to {goal} at least {answer} has to be paid."),
        _ => format!("From {start} to {goal}, {answer} is left to pay when the voucher is used where it helps most."),
    }
}
