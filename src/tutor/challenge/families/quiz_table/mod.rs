//! A table, sorted by points, time and name.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = 16_000;
    g.say("most", most);
    let by_points = g.chance(50);
    let teams = table(g, 4, if by_points { 12 } else { 3 }, 5);
    example(g, &teams);
    let teams = table(g, 5, 2, 2);
    example(g, &teams);
    edge(g, "no teams at all", &[]);
    let only = table(g, 1, 20, 20);
    edge(g, "one team", &only);
    let points = g.int(0..=30);
    let mut teams = table(g, 6, 9, 30);
    teams.iter_mut().zip(1..).for_each(|(team, minutes)| (team.1, team.2) = (points, minutes * 3));
    g.shuffle(&mut teams);
    edge(g, "equal points for all", &teams);
    let mut teams = table(g, 6, 9, 9);
    let (points, minutes) = (teams[0].1, teams[0].2);
    teams.iter_mut().for_each(|team| (team.1, team.2) = (points, minutes));
    teams.sort_unstable();
    teams.reverse();
    edge(g, "teams that differ by name only", &teams);
    let stem = g.text(3, "abcdefghij");
    let mut teams: Vec<Team> = ["", "a", "b", "ab", "aa", "bab"].map(|end| (format!("{stem}{end}"), 7, 7)).into();
    teams.reverse();
    edge(g, "a name that another one begins with", &teams);
    let mut teams: Vec<Team> = Vec::new();
    for (name, points) in ["nine", "ten", "ninety", "hundred"].iter().zip([9, 10, 90, 100]) {
        teams.push(((*name).to_owned(), points, g.int(100..=120)));
    }
    edge(g, "numbers of one, two and three digits", &teams);
    for (size, points, minutes) in [(8, 6, 4), (15, 4, 4), (30, 5, 8), (50, 9, 3)] {
        let (points, minutes) = g.by_level((points * 4, minutes * 4), (points, minutes), (0, 0), (0, 0));
        let teams = table(g, size, points, minutes);
        hidden(g, &teams);
    }
    let teams = table(g, 40, 1_000_000, 100_000);
    hidden(g, &teams);
    let teams = table(g, most, g.by_level(500, 40, 0, 0), g.by_level(300, 60, 0, 0));
    let (names, points, minutes) = columns(&teams);
    g.large(args![names, points, minutes]);
}

type Team = (String, i64, i64);

/// Teams of different names.
fn table(g: &mut Generator, size: usize, points: i64, minutes: i64) -> Vec<Team> {
    let shortest = if size > 1000 { 4 } else { 3 };
    let names = g.distinct(size, 0..=26_i64.pow(shortest) - 1);
    let named = |mut number: i64| {
        let mut name = String::new();
        for _ in 0..shortest {
            name.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or_default()));
            number /= 26;
        }
        name
    };
    names.into_iter().map(|number| (named(number), g.int(0..=points), g.int(1..=minutes))).collect()
}

fn columns(teams: &[Team]) -> (Vec<&str>, Vec<i64>, Vec<i64>) {
    let names = teams.iter().map(|team| team.0.as_str()).collect();
    (names, teams.iter().map(|team| team.1).collect(), teams.iter().map(|team| team.2).collect())
}

fn example(g: &mut Generator, teams: &[Team]) {
    let (names, points, minutes) = columns(teams);
    g.example(args![names, points, minutes]);
}

fn edge(g: &mut Generator, what: &'static str, teams: &[Team]) {
    let (names, points, minutes) = columns(teams);
    g.edge(what, args![names, points, minutes]);
}

fn hidden(g: &mut Generator, teams: &[Team]) {
    let (names, points, minutes) = columns(teams);
    g.hidden(args![names, points, minutes]);
}

fn solve(args: &Args) -> Value {
    let (names, points, minutes) = (args.texts(0), args.ints(1), args.ints(2));
    let mut teams: Vec<_> =
        points.iter().zip(&minutes).zip(names).map(|((points, minutes), name)| (-points, *minutes, name)).collect();
    teams.sort_unstable();
    json!(teams.iter().map(|team| team.2).collect::<Vec<_>>())
}

fn explain(args: &Args, answer: &Value) -> String {
    let (names, points, minutes) = (args.texts(0), args.ints(1), args.ints(2));
    let order = Args(std::slice::from_ref(answer)).texts(0);
    let told = order.iter().filter_map(|name| {
        let at = names.iter().position(|other| other == name)?;
        Some(format!("`{name}` ({} in {})", points.get(at)?, minutes.get(at)?))
    });
    format!("With points and minutes, {} is the order.", told.collect::<Vec<_>>().join(", "))
}
