//! Stretches of a season in which all teams win equally often.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(40_000, 40_000, 40_000, 40_000);
    g.say("most", most);
    let teams_most = g.by_level(3, 3, 3, 5);
    g.say("teams", teams_most);

    let teams = letters(g, 2);
    let (a, b) = (&teams[..1], &teams[1..2]);
    let mut results = [a, a].concat();
    for _ in 0..g.size(1..=2) {
        results.push_str(&[b, a].concat());
    }
    if g.chance(50) {
        results.push_str(a);
    }
    g.example(args![results, teams]);
    let teams = letters(g, 3);
    let again = g.size(1..=2);
    let mut results: Vec<char> = [&teams, "-", &teams[..again]].concat().chars().collect();
    g.shuffle(&mut results);
    g.example(args![results.iter().collect::<String>(), teams]);

    let teams = letters(g, 3);
    let (a, b, c) = (&teams[..1], &teams[1..2], &teams[2..]);
    g.edge("no match at all", args!["", teams]);
    let (draws, wins, times) = (g.size(3..=30), g.size(4..=30), g.size(2..=6));
    g.edge("nothing but draws", args!["-".repeat(draws), teams]);
    g.edge("one team wins every match", args![a.repeat(wins), teams]);
    g.edge("two teams are level, and a third one never wins", args![[a, b].concat().repeat(times), teams]);
    g.edge("only the last of the teams wins", args![c.repeat(times), teams]);
    g.edge("the whole season is fair, and nothing else in it", args![[a, a, b, b, c, c].concat(), teams]);
    g.edge("draws on both sides of a fair stretch", args![["--", b, "-", a, "-"].concat(), &teams[..2]]);

    for size in g.by_level([20, 40, 80, 160], [20, 40, 80, 160], [20, 40, 80, 160], [40, 90, 300, 900]) {
        let count = g.size(2..=teams_most);
        let teams = letters(g, count);
        let draws = g.size(0..=2);
        let results = g.text(size, &(teams.clone() + &"-".repeat(draws)));
        g.hidden(args![results, teams]);
    }
    let teams = letters(g, teams_most);
    let results = rounds(g, &teams, 100);
    g.hidden(args![results, teams]);
    let results = rounds(g, &teams, most);
    g.large(args![results, teams]);
}

/// Different capital letters.
fn letters(g: &mut Generator, count: usize) -> String {
    let places = g.distinct(count, 0..=25);
    places.into_iter().map(|place| char::from(b'A' + u8::try_from(place).unwrap_or_default())).collect()
}

/// Rounds in which each team wins once, in any order, with draws in between.
fn rounds(g: &mut Generator, teams: &str, length: usize) -> String {
    let mut round: Vec<char> = teams.chars().collect();
    let mut results = String::with_capacity(length + 10);
    while results.len() < length {
        g.shuffle(&mut round);
        results.extend(&round);
        if g.chance(30) {
            results.push('-');
        }
    }
    results.truncate(length);
    results
}

fn solve(args: &Args) -> Value {
    let (results, teams): (_, Vec<char>) = (args.text(0), args.text(1).chars().collect());
    // How many wins each team is ahead of the first one: in a fair stretch, nothing of that changes.
    let mut ahead = vec![0_i64; teams.len()];
    let mut seen = HashMap::from([(ahead.clone(), 1_i64)]);
    let mut fair = 0;
    for winner in results.chars() {
        match teams.iter().position(|team| *team == winner) {
            Some(0) => ahead.iter_mut().skip(1).for_each(|wins| *wins -= 1),
            Some(team) => ahead[team] += 1,
            None => {}
        }
        let before = seen.entry(ahead.clone()).or_default();
        fair += *before;
        *before += 1;
    }
    json!(fair)
}

fn explain(args: &Args, _: &Value) -> String {
    let (results, teams) = (args.text(0), args.text(1));
    let wins = |stretch: &str, team: char| stretch.chars().filter(|winner| *winner == team).count();
    let fair = |stretch: &str| {
        let mut counts = teams.chars().map(|team| wins(stretch, team));
        let first = counts.next();
        counts.all(|count| Some(count) == first)
    };
    let mut told = Vec::new();
    for begin in 0..results.len() {
        for last in begin..results.len() {
            if results.get(begin..=last).is_some_and(fair) {
                told.push(format!("{begin}–{last}"));
            }
        }
    }
    match told.len() {
        0 => "No stretch is fair.".into(),
        1..=8 => format!("Fair, where the first match is at place 0, are {} and nothing else.", told.join(", ")),
        _ => format!("Fair, where the first match is at place 0, are {} and others.", told[..4].join(", ")),
    }
}
