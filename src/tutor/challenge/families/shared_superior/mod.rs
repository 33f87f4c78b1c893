//! The lowest node above two nodes, for many pairs.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::{Args, Node};

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let expert = g.by_level(false, false, false, true);
    let most = g.by_level(9_000, 9_000, 9_000, 10_000);
    let pairs = g.by_level(8_000, 8_000, 8_000, 9_000);
    g.say("most", most);
    g.say("pairs", pairs);
    g.say("levels", if expert { most } else { 100 });
    // A search tree, as it happens.
    let mut v = g.distinct(7, 1..=30);
    v.sort_unstable();
    let tree = [v[3], v[1], v[5], v[0], v[2], v[4], v[6]];
    let pair = g.pick(&[[v[0], v[6]], [v[2], v[4]], [v[1], v[5]]]);
    g.example(args![tree, [pair, [v[0], v[2]], [v[6], v[4]]]]);
    let v = g.distinct(6, 1..=30);
    let tree = json!([v[0], v[1], v[2], null, v[3], v[4], null, null, v[5]]);
    g.example(args![tree, [[v[5], v[4]], [v[1], v[5]], [v[2], v[2]]]]);
    g.edge("no pair", args![v, Vec::<Vec<i64>>::new()]);
    let only = g.int(1..=99);
    g.edge("one node and itself", args![[only], [[only, only]]]);
    let v = g.distinct(5, -50..=50);
    let chain = json!([v[0], v[1], null, null, v[2], v[3], null, null, v[4]]);
    g.edge(
        "a chain: one of the two is always above the other",
        args![chain, [[v[4], v[0]], [v[1], v[3]], [v[3], v[2]]]],
    );
    let mut v = g.distinct(7, -90..=90);
    v.sort_unstable();
    v.swap(0, 3);
    let asked = [[v[1], v[2]], [v[3], v[6]], [v[5], v[4]], [v[0], v[6]], [v[2], v[3]]];
    g.edge("negative numbers, in no order", args![v, asked]);
    for (size, chance) in [(10, 0), (20, 0), (40, 60), (60, 90)] {
        let count = g.size(size - 2..=size + 2);
        let (tree, values) = grown(g, count, 999, if expert { chance } else { 0 });
        let asked = ask(g, &values, size / 2);
        g.hidden(args![tree, asked]);
    }
    if expert {
        let (tree, values) = grown(g, 200, 1_000_000, 97);
        let asked = ask(g, &values, 60);
        g.hidden(args![tree, asked]);
    }
    let (tree, values) = grown(g, most, 1_000_000, if expert { 99 } else { 0 });
    let asked = ask(g, &values, pairs);
    g.large(args![tree, asked]);
}

/// A tree of different values, and these. So many of a hundred nodes are put below the one before, the others anywhere.
fn grown(g: &mut Generator, count: usize, largest: i64, chain: u64) -> (Value, Vec<i64>) {
    let values = g.distinct(count, -largest..=largest);
    let mut nodes: Vec<Node> = Vec::with_capacity(count);
    let mut free: Vec<(usize, bool)> = Vec::new();
    for value in &values {
        let new = nodes.len();
        if new > 0 {
            let last = free.len() - 1;
            let deep = chain > 98 && new < count / 2;
            let slot = if deep || g.chance(chain) { last } else { g.size(0..=last) };
            let (parent, left) = free.swap_remove(slot);
            let node = &mut nodes[parent];
            *(if left { &mut node.left } else { &mut node.right }) = Some(new);
        }
        nodes.push(Node { value: *value, left: None, right: None });
        let left = g.chance(50);
        free.extend([(new, left), (new, !left)]);
    }
    (Node::write(&nodes), values)
}

/// Pairs of these values.
fn ask(g: &mut Generator, values: &[i64], count: usize) -> Vec<[i64; 2]> {
    (0..count).map(|_| [g.pick(values), g.pick(values)]).collect()
}

/// By skip pointers: each node knows its parent and one node further up.
fn solve(args: &Args) -> Value {
    let nodes = args.tree(0);
    let mut parents = vec![0; nodes.len()];
    let mut depths = vec![0_usize; nodes.len()];
    let mut places = HashMap::with_capacity(nodes.len());
    for (place, node) in nodes.iter().enumerate() {
        places.insert(node.value, place);
        for child in [node.left, node.right].into_iter().flatten() {
            parents[child] = place;
            depths[child] = depths[place] + 1;
        }
    }
    // Of the same length for all nodes of one depth.
    let mut jumps = vec![0; nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        let far = jumps[place];
        let jump = if depths[place] - depths[far] == depths[far] - depths[jumps[far]] { jumps[far] } else { place };
        for child in [node.left, node.right].into_iter().flatten() {
            jumps[child] = jump;
        }
    }
    let place = |value: i64| places.get(&value).copied().unwrap_or_default();
    let shared = |pair: &Vec<i64>| {
        let [mut a, mut b] = [0, 1].map(|side| place(pair.get(side).copied().unwrap_or_default()));
        if depths[a] < depths[b] {
            std::mem::swap(&mut a, &mut b);
        }
        while depths[a] > depths[b] {
            a = if depths[jumps[a]] >= depths[b] { jumps[a] } else { parents[a] };
        }
        while a != b {
            (a, b) = if jumps[a] == jumps[b] { (parents[a], parents[b]) } else { (jumps[a], jumps[b]) };
        }
        nodes.get(a).map_or(0, |node| node.value)
    };
    json!(args.grid(1).iter().map(shared).collect::<Vec<_>>())
}

fn explain(args: &Args, answer: &Value) -> String {
    let told =
        args.grid(1).into_iter().zip(Args(std::slice::from_ref(answer)).ints(0)).map(|(pair, top)| match pair[..] {
            [a, b] if a == b => format!("{a} is asked for with itself"),
            [a, b] if a == top => format!("{a} is above {b} itself"),
            [a, b] if b == top => format!("{b} is above {a} itself"),
            [a, b] => format!("{top} is the lowest that has both {a} and {b} below it"),
            _ => String::new(),
        });
    format!("{}.", told.collect::<Vec<_>>().join("; "))
}
