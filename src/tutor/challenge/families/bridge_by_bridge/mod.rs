//! How many groups a graph has after each link.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let hard = g.by_level(false, false, true, true);
    let most = g.by_level(12_000, 12_000, 15_000, 15_000);
    let bridges = most + 1_000;
    g.say("most", most);
    g.say("bridges", bridges);
    let v = g.distinct(6, 0..=5);
    g.example(args![6, [[v[0], v[1]], [v[2], v[3]], [v[3], v[4]]]]);
    let v = g.distinct(5, 0..=4);
    g.example(args![5, [[v[0], v[1]], [v[1], v[2]], [v[0], v[2]], [v[3], v[2]]]]);
    g.edge("nothing there", args![0, Vec::<[i64; 2]>::new()]);
    let alone = g.int(1..=9);
    g.edge("no bridge", args![alone, Vec::<[i64; 2]>::new()]);
    let v = g.distinct(4, 0..=3);
    g.edge(
        "the same bridge again, also the other way round",
        args![4, [[v[0], v[1]], [v[0], v[1]], [v[1], v[0]], [v[2], v[3]]]],
    );
    g.edge(
        "one that is joined to two others",
        args![4, [[v[0], v[1]], [v[0], v[2]], [v[1], v[2]], [v[0], v[3]], [v[2], v[3]]]],
    );
    let v = g.distinct(6, 0..=5);
    g.edge(
        "two groups that are joined by their middles",
        args![6, [[v[0], v[1]], [v[1], v[2]], [v[3], v[4]], [v[4], v[5]], [v[1], v[4]], [v[0], v[5]], [v[2], v[3]]]],
    );
    if hard {
        g.edge("a bridge from one to itself", args![3, [[1, 1], [v[0] % 3, 2], [2, 2], [0, 1]]]);
    }
    for size in [8, 15, 30, 60] {
        let count = g.size(size - 2..=size + 2);
        let links = links(g, count, count + size / 3, hard);
        g.hidden(args![count, links]);
    }
    if hard {
        // Many that stay alone, and most bridges within a few groups.
        let links = links(g, 40, 120, true);
        g.hidden(args![200, links]);
    }
    // First a bridge to each, which joins something every time; then some that join nothing.
    let places = g.distinct(most, 0..=i64::try_from(most).unwrap_or_default() - 1);
    let mut told = Vec::with_capacity(bridges);
    for at in 1..most {
        let before = if g.chance(60) { at - 1 } else { g.size(0..=at - 1) };
        let pair = [places[before], places[at]];
        told.push(if g.chance(50) { pair } else { [pair[1], pair[0]] });
    }
    let start = if hard { 0 } else { most / 2 };
    g.shuffle(&mut told[start..]);
    for _ in 0..1_000 {
        told.push([g.pick(&places), g.pick(&places)]);
    }
    g.large(args![most, told]);
}

fn links(g: &mut Generator, count: usize, bridges: usize, selves: bool) -> Vec<[i64; 2]> {
    let last = i64::try_from(count).unwrap_or_default() - 1;
    let mut links = Vec::with_capacity(bridges);
    while links.len() < bridges {
        let pair = [g.int(0..=last), g.int(0..=last)];
        if selves || pair[0] != pair[1] {
            links.push(pair);
        }
    }
    links
}

/// By lists of members: the smaller group moves into the larger one.
fn solve(args: &Args) -> Value {
    let count = usize::try_from(args.int(0)).unwrap_or_default();
    let mut group: Vec<usize> = (0..count).collect();
    let mut members: Vec<Vec<usize>> = (0..count).map(|one| vec![one]).collect();
    let mut groups = count;
    let mut answer = Vec::new();
    for link in args.grid(1) {
        if let [a, b] = link[..] {
            let of = |end: i64| usize::try_from(end).ok().and_then(|end| group.get(end)).copied().unwrap_or_default();
            let (mut small, mut large) = (of(a), of(b));
            if small != large {
                if members[small].len() > members[large].len() {
                    std::mem::swap(&mut small, &mut large);
                }
                let moved = std::mem::take(&mut members[small]);
                moved.iter().for_each(|one| group[*one] = large);
                members[large].extend(moved);
                groups -= 1;
            }
        }
        answer.push(groups);
    }
    json!(answer)
}

fn explain(args: &Args, answer: &Value) -> String {
    let (mut before, mut useless) = (args.int(0), Vec::new());
    for (link, now) in args.grid(1).iter().zip(Args(std::slice::from_ref(answer)).ints(0)) {
        if before == now {
            useless.push(json!(link).to_string().replace(',', ", "));
        }
        before = now;
    }
    match &useless[..] {
        [] => "Each bridge joins two groups, so there is one group less after it.".into(),
        _ => format!("Of no use, as their ends are joined already: {}.", useless.join(" and ")),
    }
}
