//! The fewest links from one node of a graph to another one.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let medium = g.by_level(false, true, true, true);
    let most = g.by_level(16_000, 17_000, 17_000, 17_000);
    let links = most + 2_000;
    g.say("most", most);
    g.say("links", links);
    let v = g.distinct(5, 0..=4);
    g.example(args![5, [[v[0], v[1]], [v[1], v[2]], [v[3], v[4]]], v[0], v[2]]);
    // Five round a ring: three links one way, two the other way.
    let v = g.distinct(6, 0..=5);
    let ring = [[v[0], v[1]], [v[1], v[2]], [v[2], v[3]], [v[4], v[0]], [v[4], v[3]]];
    g.example(args![6, ring, v[0], v[3]]);
    g.example(args![4, [[v[0] % 2, 2]], v[0] % 2, 3]);
    g.edge("start and goal are the same", args![3, [[0, 1], [1, 2]], v[1] % 3, v[1] % 3]);
    g.edge("one stop and no link", args![1, Vec::<[i64; 2]>::new(), 0, 0]);
    g.edge("no link at all", args![2, Vec::<[i64; 2]>::new(), 0, 1]);
    let v = g.distinct(4, 0..=3);
    g.edge(
        "links are told against the direction of the way",
        args![4, [[v[3], v[2]], [v[2], v[1]], [v[1], v[0]]], v[0], v[3]],
    );
    let v = g.distinct(6, 0..=5);
    let detour = json!([[v[0], v[1]], [v[1], v[2]], [v[2], v[3]], [v[3], v[4]], [v[4], v[5]], [v[0], v[5]]]);
    g.edge("a long way that is told first, and a direct link", args![6, detour, v[0], v[5]]);
    if medium {
        let twice = [[v[0], v[0]], [v[0], v[1]], [v[1], v[0]], [v[0], v[1]], [v[1], v[2]], [v[2], v[2]]];
        g.edge("links told twice, and links from a stop to itself", args![6, twice, v[0], v[2]]);
    }
    for (size, extra) in [(8, 3), (14, 4), (30, 6), (60, 12)] {
        let count = g.size(size - 2..=size + 2);
        let (links, start, goal) = network(g, count, extra, medium);
        g.hidden(args![count, links, start, goal]);
    }
    // A long way whose links are told from its end to its start, with dead ends along it.
    let places = g.distinct(most, 0..=i64::try_from(most).unwrap_or_default() - 1);
    let long = g.size(most - 1_200..=most - 1_000);
    let mut told: Vec<[i64; 2]> = (0..long - 1).rev().map(|at| [places[at], places[at + 1]]).collect();
    for end in long..most {
        let at = g.size(0..=long - 1);
        told.push([places[end], places[at]]);
    }
    g.large(args![most, told, places[0], places[long - 1]]);
}

/// Links that leave a few stops out, and two stops that mostly are joined.
fn network(g: &mut Generator, count: usize, extra: usize, medium: bool) -> (Vec<[i64; 2]>, i64, i64) {
    let places = g.distinct(count, 0..=i64::try_from(count).unwrap_or_default() - 1);
    let reached = count - count / 7;
    let mut links = Vec::new();
    for at in 1..reached {
        let before = g.size(at.saturating_sub(3)..=at - 1);
        links.push([places[before], places[at]]);
    }
    for _ in 0..extra {
        let at = g.size(0..=reached - 2);
        let other = g.size(at + 1..=(at + 5).min(reached - 1));
        links.push([places[at], places[other]]);
        if medium && g.chance(30) {
            links.push([places[other], places[at]]);
        }
    }
    if reached + 1 < count {
        links.push([places[reached], places[reached + 1]]);
    }
    for link in &mut links {
        if g.chance(50) {
            link.reverse();
        }
    }
    g.shuffle(&mut links);
    let goal = if medium && g.chance(20) { count - 1 } else { reached - 1 };
    (links, places[0], places[goal])
}

fn solve(args: &Args) -> Value {
    let place = |value: i64| usize::try_from(value).unwrap_or(usize::MAX);
    let (count, start, goal) = (place(args.int(0)), place(args.int(2)), args.int(3));
    let mut near = vec![Vec::new(); count];
    for link in args.grid(1) {
        if let [a, b] = link[..] {
            near[place(a)].push(b);
            near[place(b)].push(a);
        }
    }
    let mut hops = vec![-1_i64; count];
    hops[start] = 0;
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for next in &near[at] {
            if hops[place(*next)] < 0 {
                hops[place(*next)] = hops[at] + 1;
                queue.push_back(place(*next));
            }
        }
    }
    json!(hops[place(goal)])
}

fn explain(args: &Args, answer: &Value) -> String {
    let (start, goal) = (args.int(2), args.int(3));
    match answer.as_i64().unwrap_or_default() {
        -1 => format!("From {start} no way leads to {goal} at all."),
        0 => "They are the same.".into(),
        1 => format!("One link, between {start} and {goal}, is enough."),
        hops => format!("From {start} to {goal} at least {hops} links are needed."),
    }
}
