//! Lines of a settings file, read once into a map.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const KEYS: [&str; 16] = [
    "volume", "colour", "font", "speed", "theme", "language", "port", "width", "height", "brightness", "timer", "city",
    "unit", "alarm", "owner", "mode",
];
const VALUES: [&str; 12] =
    ["on", "off", "dark", "light", "7", "42", "1080", "dark green", "half past six", "a/b", "no-one", "left: 3"];
const NOTES: [&str; 5] = ["# as before", "#old", "# set by hand", "# see page 3", "# why = unknown"];

fn generate(g: &mut Generator) {
    let most = g.by_level(4_000, 4_500, 4_500, 4_500);
    g.say("most", most);
    let mut keys = KEYS.map(str::to_owned);
    g.shuffle(&mut keys);
    let [a, b, c, d, ..] = &keys;
    let (one, two) = (g.int(1..=40), g.int(41..=90));
    g.example(args![[format!("{a}={one}"), format!("# {b}={one}"), format!("{c}={two}")], [c, a, d]]);
    let lines = [
        format!("{a} = {one} # for now"), format!("{b} = {one}+1={}", one + 1), String::new(), format!("{a} = {two}"),
    ];
    g.example(args![lines, [b, a]]);
    g.edge("no lines at all", args![Vec::<String>::new(), [a, b]]);
    g.edge("nothing is asked for", args![[format!("{a}={one}")], Vec::<String>::new()]);
    g.edge("a value with an equals sign in it", args![[format!("{a}={one}={two}"), format!("{b} = x = y ")], [a, b]]);
    let empty = [format!("{a}={one}"), format!("{a} ="), format!("{b}=#none")];
    g.edge("nothing behind the equals sign", args![empty, [a, b]]);
    g.edge("the comment begins before the equals sign", args![[format!("{a}={two}"), format!("{a} # = {one}")], [a]]);
    let noted = [format!("{a}={one}#{two}"), format!("   #{b}={two}")];
    g.edge("a comment straight behind the value", args![noted, [a, b]]);
    let again = [format!("{a}={two}"), format!("{a}={one}"), format!(" {a} = {two}{one}")];
    g.edge("the same key three times", args![again, [a, a]]);
    for size in [4, 8, 15, 30, 60] {
        let mut known = keys.to_vec();
        if size >= 15 && g.level() > crate::api::Difficulty::Easy {
            // Keys that are parts of each other.
            known.extend(keys.iter().map(|key| format!("{key}.{a}")));
            known.extend(keys.iter().map(|key| format!("{b} {key}")));
        }
        let lines: Vec<_> = (0..size).map(|_| line(g, &known)).collect();
        let wanted: Vec<_> = (0..size / 2 + 2).map(|_| g.pick(&known)).collect();
        g.hidden(args![lines, wanted]);
    }
    let numbers = g.distinct(most, 1..=9999);
    let lines: Vec<_> = numbers.iter().map(|n| format!("k{n} = {}#", g.int(1..=999))).collect();
    let mut wanted: Vec<_> = numbers.iter().map(|n| format!("k{n}")).collect();
    g.shuffle(&mut wanted);
    g.large(args![lines, wanted]);
}

/// A line of any kind.
fn line(g: &mut Generator, keys: &[String]) -> String {
    let (key, value, note) = (g.pick(keys), g.pick(&VALUES), g.pick(&NOTES));
    let spaces = ["", "", " ", "  "].map(str::to_owned);
    let [before, left, right, behind] = [(); 4].map(|()| g.pick(&spaces));
    match g.int(0..=11) {
        0 => before,
        1 => format!("{before}{note}"),
        2 => format!("{before}#{key}{left}={value}"),
        3 => format!("{before}{key}{left}{note}"),
        4 | 5 => format!("{before}{key}{left}={right}{value}{behind}{note}"),
        6 => format!("{before}{key}{left}={right}{value}={}{behind}", key.len()),
        _ => format!("{before}{key}{left}={right}{value}{behind}"),
    }
}

fn read<'a>(lines: &[&'a str]) -> HashMap<&'a str, &'a str> {
    let settings = lines.iter().filter_map(|line| line.split('#').next().unwrap_or_default().split_once('='));
    settings.map(|(key, value)| (key.trim_matches(' '), value.trim_matches(' '))).collect()
}

fn solve(args: &Args) -> Value {
    let settings = read(&args.texts(0));
    json!(args.texts(1).iter().map(|key| settings.get(key).copied().unwrap_or_default()).collect::<Vec<_>>())
}

fn explain(args: &Args, _: &Value) -> String {
    let settings = read(&args.texts(0));
    let told = args.texts(1).into_iter().map(|key| match settings.get(key) {
        Some(value) => format!("`{key}` was last set to `{value}`"),
        None => format!("`{key}` is not set"),
    });
    format!("{}.", told.collect::<Vec<_>>().join("; "))
}
