//! Any order of tasks in which each comes after those that it needs.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Valid(valid), explain: Some(explain) };

fn generate(g: &mut Generator) {
    let hard = g.by_level(false, false, true, true);
    let most = g.by_level(14_000, 14_000, 15_000, 15_000);
    let rules = most + 2_000;
    g.say("most", most);
    g.say("rules", rules);
    g.say("chain", if hard { most } else { 400 });
    // The one that needs most comes last.
    let v = g.distinct(4, 0..=3);
    g.example(args![4, [[v[0], v[1]], [v[1], v[3]], [v[2], v[3]]]]);
    // Two tasks need one each, and the one with fewer rules is not the first.
    let v = g.distinct(5, 0..=4);
    g.example(args![5, [[v[0], v[1]], [v[0], v[2]], [v[1], v[3]], [v[2], v[3]], [v[3], v[4]]]]);
    let v = g.distinct(4, 0..=3);
    g.example(args![4, [[v[0], v[1]], [v[1], v[2]], [v[2], v[0]], [v[2], v[3]]]]);
    g.edge("nothing to do", args![0, Vec::<[i64; 2]>::new()]);
    let free = g.int(1..=5);
    g.edge("no rule", args![free, Vec::<[i64; 2]>::new()]);
    g.edge("the same rule twice", args![4, [[v[1], v[0]], [v[0], v[2]], [v[1], v[0]], [v[0], v[3]], [v[0], v[2]]]]);
    g.edge("a task that needs itself", args![3, [[0, 1], [v[0] % 3, v[0] % 3]]]);
    // Late ones need little, early ones much.
    let v = g.distinct(7, 0..=6);
    let late = json!([[v[0], v[3]], [v[1], v[3]], [v[2], v[3]], [v[3], v[4]], [v[4], v[5]], [v[5], v[6]]]);
    g.edge("late tasks that need only one other, and that one needs many", args![7, late]);
    for (size, circle) in [(8, false), (16, true), (30, false), (50, false)] {
        let count = g.size(size - 2..=size + 2);
        let rules = rules_of(g, count, count + size / 2, circle, hard);
        g.hidden(args![count, rules]);
    }
    if hard {
        // A circle of two, far from the first tasks.
        let mut rules = rules_of(g, 40, 50, false, true);
        rules.push([g.int(40..=59), g.int(60..=79)]);
        rules.extend(rules.last().map(|rule| [rule[1], rule[0]]));
        g.shuffle(&mut rules);
        g.hidden(args![80, rules]);
    }
    let rules = large(g, most, rules, hard);
    g.large(args![most, rules]);
}

/// Rules that can be kept, but for a circle.
fn rules_of(g: &mut Generator, count: usize, rules: usize, circle: bool, twice: bool) -> Vec<[i64; 2]> {
    let order = g.distinct(count, 0..=i64::try_from(count).unwrap_or_default() - 1);
    let mut told = Vec::with_capacity(rules);
    while told.len() < rules {
        let before = g.size(0..=count - 2);
        let after = g.size(before + 1..=(before + 6).min(count - 1));
        told.push([order[before], order[after]]);
        if twice && g.chance(15) {
            told.push([order[before], order[after]]);
        }
    }
    if circle {
        let (a, b, c) = (order[count / 3], order[count / 2], order[count - 1]);
        told.extend([[a, b], [b, c], [c, a]]);
    }
    g.shuffle(&mut told);
    told
}

/// Layers of tasks, each of which needs some of the layer before; those that come first have the highest numbers.
fn large(g: &mut Generator, count: usize, rules: usize, hard: bool) -> Vec<[i64; 2]> {
    let width = if hard { 1 } else { count.div_ceil(350) };
    let task = |place: usize| i64::try_from(count - 1 - place).unwrap_or_default();
    let mut told = Vec::with_capacity(rules);
    for place in width..count {
        let layer = place / width * width;
        let before = g.size(layer - width..=layer - 1);
        told.push([task(before), task(place)]);
    }
    while told.len() < rules {
        let after = g.size(width..=count - 1);
        let layer = after / width * width;
        let before = g.size(layer.saturating_sub(40 * width)..=layer - 1);
        told.push([task(before), task(after)]);
    }
    g.shuffle(&mut told);
    told
}

fn place(value: i64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

fn solve(args: &Args) -> Value {
    let count = place(args.int(0));
    let (mut needs, mut after) = (vec![0; count], vec![Vec::new(); count]);
    for rule in args.grid(1) {
        if let [first, second] = rule[..] {
            needs[place(second)] += 1;
            after[place(first)].push(place(second));
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|task| needs[*task] == 0).collect();
    let mut done = 0;
    while let Some(task) = order.get(done).copied() {
        done += 1;
        for next in &after[task] {
            needs[*next] -= 1;
            if needs[*next] == 0 {
                order.push(*next);
            }
        }
    }
    if done == count { json!(order) } else { json!([]) }
}

/// Each task once, and each rule kept.
fn valid(args: &Args, expected: &Value, actual: &Value) -> bool {
    let order = Args(std::slice::from_ref(actual)).ints(0);
    if expected.as_array().is_none_or(Vec::is_empty) || order.is_empty() {
        return expected == actual;
    }
    let count = place(args.int(0));
    let mut turns = vec![None; count];
    for (turn, task) in order.iter().enumerate() {
        match turns.get_mut(place(*task)) {
            Some(free @ None) => *free = Some(turn),
            _ => return false,
        }
    }
    let turn = |task: Option<&i64>| task.and_then(|task| turns.get(place(*task)).copied().flatten());
    order.len() == count && args.grid(1).iter().all(|rule| turn(rule.first()) < turn(rule.get(1)))
}

fn explain(args: &Args, answer: &Value) -> String {
    let free: Vec<_> = {
        let rules = args.grid(1);
        (0..args.int(0))
            .filter(|task| rules.iter().all(|rule| rule.get(1) != Some(task)))
            .map(|task| task.to_string())
            .collect()
    };
    if answer.as_array().is_none_or(Vec::is_empty) {
        return "Some tasks wait for each other in a circle, so there is no order.".into();
    }
    match &free[..] {
        [one] => format!("Only {one} can be first, as it needs nothing; other orders may be right too."),
        _ => format!("{} need nothing, so any of them can be first; other orders may be right too.", free.join(", ")),
    }
}
