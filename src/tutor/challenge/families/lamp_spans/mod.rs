//! Spans of time, joined where the gap between them is small.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 20_000;
    let (bound, widest) = g.by_level((0, 0), (1_000_000, 1000), (1_000_000_000, 1_000_000), (0, 0));
    g.say("most", most);
    g.say("lowest", g.by_level(0, 0, -bound, 0));
    g.say("bound", bound);
    // Apart, and often in order.
    let mut spans: Vec<_> = g.distinct(3, 0..=5).iter().map(|place| (place * 10, place * 10 + 4)).collect();
    if g.chance(60) {
        spans.sort_unstable();
    }
    let length = g.int(1..=9);
    spans[0].1 = spans[0].0 + length;
    call(g, None, &spans, 0);
    let start = g.int(1..=9);
    let spans = [(start + 6, start + 8), (start, start + 5), (start + 20, start + 22)];
    let gap = g.int(0..=3);
    call(g, None, &spans, gap);
    let start = g.int(1..=9);
    let overlap = g.int(1..=4);
    call(g, None, &[(start + 10 - overlap, start + 20), (start, start + 10), (start + 25, start + 30)], 2);
    call(g, Some("no spans at all"), &[], 4);
    let start = g.int(0..=500);
    call(g, Some("one span"), &[(start, start + 3)], 2);
    let (start, gap) = (g.int(0..=500), g.int(1..=9));
    let spans = [(start, start + 4), (start + 4 + gap, start + 30), (start + 31 + gap, start + 40 + gap)];
    call(g, Some("a gap exactly as long as `gap`, and one that is longer by 1"), &spans, gap);
    let start = g.int(0..=500);
    let spans = [
        (start + 2, start + 3),
        (start, start + 50),
        (start + 10, start + 20),
        (start + 40, start + 50),
        (start + 48, start + 60),
    ];
    call(g, Some("spans that lie within another one"), &spans, 0);
    let start = g.int(0..=500);
    let spans: Vec<_> = (0..7).rev().map(|place| (start + place * 5, start + place * 5 + 5)).collect();
    call(g, Some("spans that touch, from the last to the first"), &spans, 0);
    let start = g.int(0..=500);
    call(g, Some("the same span several times"), &[(start, start + 7); 4], 0);
    if g.by_level(false, false, true, true) {
        let start = g.int(-500..=-20);
        let spans = [(start, -start), (-7, -3), (start - 30, start - 20), (-start + 2, -start + 3)];
        call(g, Some("times before 0"), &spans, 2);
    }
    for (size, range, longest) in [(8, 60, 8), (15, 200, 12), (30, 900, 30), (60, 2000, 40), (90, 9000, 300)] {
        let lowest = g.by_level(0, 0, -range, 0);
        let spans: Vec<_> = (0..size).map(|_| (g.int(lowest..=range), g.int(1..=longest))).collect();
        let spans: Vec<_> = spans.iter().map(|(start, length)| (*start, start + length)).collect();
        let gap = g.int(0..=longest / 4);
        call(g, None, &spans, gap);
    }
    // None can be joined.
    let gap = g.int(1..=9);
    let lowest = g.by_level(0, 0, -bound, 0);
    let step = (bound - lowest) / i64::try_from(most).unwrap_or(1);
    let mut spans: Vec<_> =
        (0_i64..).take(most).map(|place| (lowest + place * step, g.int(1..=widest.min(step - 10)))).collect();
    spans.iter_mut().for_each(|(start, end)| *end += *start);
    g.shuffle(&mut spans);
    let (starts, ends): (Vec<_>, Vec<_>) = spans.into_iter().unzip();
    g.large(args![starts, ends, gap]);
}

/// An edge, where it is said what is special, or any test; the first ones are examples.
fn call(g: &mut Generator, edge: Option<&'static str>, spans: &[(i64, i64)], gap: i64) {
    let (starts, ends): (Vec<_>, Vec<_>) = spans.iter().copied().unzip();
    match edge {
        Some(what) => g.edge(what, args![starts, ends, gap]),
        None if spans.len() <= 3 => g.example(args![starts, ends, gap]),
        None => g.hidden(args![starts, ends, gap]),
    }
}

fn solve(args: &Args) -> Value {
    let gap = args.int(2);
    let mut spans: Vec<_> = args.ints(0).into_iter().zip(args.ints(1)).collect();
    spans.sort_unstable();
    let mut joined: Vec<(i64, i64)> = Vec::new();
    for (start, end) in spans {
        match joined.last_mut() {
            Some(last) if start - last.1 <= gap => last.1 = last.1.max(end),
            _ => joined.push((start, end)),
        }
    }
    json!(joined)
}

fn explain(args: &Args, _: &Value) -> String {
    let mut spans: Vec<_> = args.ints(0).into_iter().zip(args.ints(1)).collect();
    spans.sort_unstable();
    let gaps = spans.windows(2).map(|pair| match pair[1].0 - pair[0].1 {
        ..0 => "none (they overlap)".to_owned(),
        gap => gap.to_string(),
    });
    let gaps: Vec<_> = gaps.collect();
    format!(
        "With `gap` = {}, the gaps between one and the next, from the earliest on, are {} in turn.",
        args.int(2),
        gaps.join(", ")
    )
}
