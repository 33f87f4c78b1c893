//! The path between any two nodes of a tree that adds up to most.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::{Args, Node};

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(10_000, 10_000, 15_000, 15_000);
    let largest = g.by_level(10_000, 10_000, 100_000, 100_000);
    g.say("most", most);
    g.say("largest", largest);
    // All positive: from one leaf over the root to the other one.
    let v = g.ints(5, 1..=9);
    g.example(args![[json!(v[0]), json!(v[1]), json!(v[2]), json!(v[3]), Value::Null, Value::Null, json!(v[4])]]);
    // Better without the root.
    let v = g.ints(4, 3..=9);
    let root = -v.iter().sum::<i64>() - g.int(1..=9);
    let example = json!([root, v[0], v[1], v[2], v[3], -2]);
    g.example(args![example]);
    let only = g.int(1..=99);
    g.edge("one node", args![[only]]);
    let v = g.ints(7, -90..=-1);
    g.edge("nothing but negative numbers", args![v]);
    let v = g.ints(4, 2..=30);
    let step = g.int(31..=60);
    g.edge("a fork below the root: a path cannot have three ends", args![[step, v[0], -v[1], v[2], v[3]]]);
    let v = g.ints(3, 5..=30);
    let chain = json!([v[0], null, -1, null, v[1], null, -99, null, v[2]]);
    g.edge("a tree that leans to one side only", args![chain]);
    let v = g.ints(3, largest - 99..=largest);
    g.edge("numbers as large as they come", args![v]);
    for (size, low) in [(10, -20), (16, -9), (30, -100), (60, -60)] {
        let count = g.size(size - 2..=size + 2);
        let values = g.ints(count, low..=30);
        let tree = grown(g, &values);
        g.hidden(args![tree]);
    }
    if largest > 10_000 {
        // Mostly negative.
        let mut values = g.ints(40, -50..=-1);
        values.extend(g.ints(12, 20..=90));
        g.shuffle(&mut values);
        let tree = grown(g, &values);
        g.hidden(args![tree]);
    }
    let tree = spine(g, 300, most, largest);
    g.large(args![tree]);
}

/// A tree with these values; each new node takes any of the free places.
fn grown(g: &mut Generator, values: &[i64]) -> Value {
    let mut nodes: Vec<Node> = Vec::with_capacity(values.len());
    grow(g, &mut nodes, Vec::new(), values);
    Node::write(&nodes)
}

fn grow(g: &mut Generator, nodes: &mut Vec<Node>, mut free: Vec<(usize, bool)>, values: &[i64]) {
    for value in values {
        let new = nodes.len();
        if !free.is_empty() {
            let slot = g.size(0..=free.len() - 1);
            let (parent, left) = free.swap_remove(slot);
            let node = &mut nodes[parent];
            *(if left { &mut node.left } else { &mut node.right }) = Some(new);
        }
        nodes.push(Node { value: *value, left: None, right: None });
        free.extend([(new, true), (new, false)]);
    }
}

/// A long way down of positive numbers, on either side, and light bushes along it.
fn spine(g: &mut Generator, deep: usize, count: usize, largest: i64) -> Value {
    let mut nodes: Vec<Node> = Vec::with_capacity(count);
    let mut free = Vec::new();
    for place in 0..deep {
        let (value, left) = (g.int(5_000..=largest), g.chance(50));
        let child = (place + 1 < deep).then_some(place + 1);
        let (left_child, right_child) = if left { (child, None) } else { (None, child) };
        nodes.push(Node { value, left: left_child, right: right_child });
        free.push((place, !left));
    }
    let values = g.ints(count - deep, -900..=300);
    grow(g, &mut nodes, free, &values);
    Node::write(&nodes)
}

/// The heaviest path that has its top at each node, and the heaviest one that ends there from below.
fn paths(nodes: &[Node]) -> Vec<(i64, i64)> {
    let mut paths = vec![(0, 0); nodes.len()];
    // Children stand behind their parents.
    for (place, node) in nodes.iter().enumerate().rev() {
        let arm = |child: Option<usize>| child.map_or(0, |child| paths[child].1.max(0));
        let (left, right) = (arm(node.left), arm(node.right));
        paths[place] = (node.value + left + right, node.value + left.max(right));
    }
    paths
}

fn solve(args: &Args) -> Value {
    let best = paths(&args.tree(0)).iter().map(|(best, _)| *best).max();
    json!(best.unwrap_or_default())
}

fn explain(args: &Args, answer: &Value) -> String {
    let nodes = args.tree(0);
    let paths = paths(&nodes);
    let Some(top) = paths.iter().position(|(best, _)| json!(best) == *answer) else { return String::new() };
    // From the top down an arm, as long as it pays.
    let arm = |mut next: Option<usize>| {
        let mut values = Vec::new();
        while let Some(place) = next.filter(|place| paths[*place].1 > 0) {
            let node = &nodes[place];
            values.push(node.value);
            next = [node.left, node.right].into_iter().flatten().max_by_key(|child| paths[*child].1);
        }
        values
    };
    let mut path = arm(nodes[top].left);
    path.reverse();
    path.push(nodes[top].value);
    path.extend(arm(nodes[top].right));
    let path: Vec<_> = path.iter().map(i64::to_string).collect();
    match path.len() {
        1 => format!("The node {} alone is best.", path[0]),
        _ => format!("The path {} has {answer} in all.", path.join(" – ")),
    }
}
