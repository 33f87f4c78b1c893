//! Where to begin in a ring of letters, so that the reading comes first in the alphabet.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

fn generate(g: &mut Generator) {
    let most = g.by_level(60_000, 60_000, 60_000, 90_000);
    g.say("most", most);
    let count = g.size(5..=7);
    let beads = letters(g, count).concat();
    g.example(args![beads]);
    let l = letters(g, 3);
    let (low, middle, high) = (l[0].as_str(), l[1].as_str(), l[2].as_str());
    let from = g.size(0..=2);
    g.example(args![[high, low, middle, low, high, low, low][from..].concat()]);
    let l = letters(g, 2);
    let (low, high) = (l[0].as_str(), l[1].as_str());
    let unit = g.pick(&[[high, low, low], [high, high, low], [high, low, high]]).concat();
    g.example(args![unit.repeat(2)]);

    let only = g.text(1, "abcxyz");
    g.edge("one bead", args![only]);
    let alike = only.repeat(g.size(3..=20));
    g.edge("all beads alike", args![alike]);
    let l = letters(g, 3);
    let (low, middle, high) = (l[0].as_str(), l[1].as_str(), l[2].as_str());
    g.edge("a reading that goes past the end", args![[high, low, low].concat()]);
    g.edge("the smallest letter at several places", args![[low, high, low, middle].concat()]);
    let pattern = [high, middle, low].concat().repeat(g.size(3..=9));
    g.edge("a pattern that repeats", args![pattern]);

    if g.level() == crate::api::Difficulty::Expert {
        // Words of Fibonacci's kind repeat nearly, at every scale.
        let (low, high) = (l[0].as_str(), l[2].as_str());
        let (mut word, mut next) = (low.to_owned(), [low, high].concat());
        for _ in 0..g.size(6..=9) {
            (word, next) = (next.clone(), next + &word);
        }
        let turned = read_from(&word, g.size(0..=word.len() - 1));
        g.edge("a word that nearly repeats, at every scale", args![turned]);
        for times in [8, 20, 60] {
            let length = g.size(2..=6);
            let unit = g.text(length, "ab");
            let (last, longer) = (g.text(1, "abc"), unit.repeat(times));
            let turned = read_from(&(longer + &last), g.size(0..=unit.len() * times));
            g.hidden(args![turned]);
        }
    }
    for alphabet in ["abc", "ab", "xy", "aab", "ppppq"] {
        let count = g.size(15..=80);
        let beads = g.text(count, alphabet);
        g.hidden(args![beads]);
    }
    // A pattern that repeats, but for one bead: places are told apart late.
    let l = letters(g, 3);
    let unit = g.pick(&[[0, 1].as_slice(), &[0, 0, 1], &[0, 2]]).iter().map(|place| l[*place].as_str());
    let unit = unit.collect::<String>();
    let mut large = unit.repeat(most / unit.len());
    let place = g.size(most / 3..=most / 2);
    large.replace_range(place..=place, "z");
    g.large(args![large]);
}

/// Different letters before z, in their order.
fn letters(g: &mut Generator, count: usize) -> Vec<String> {
    let mut places = g.distinct(count, 0..=24);
    if count < 5 {
        places.sort_unstable();
    }
    places.into_iter().map(|place| char::from(b'a' + u8::try_from(place).unwrap_or_default()).to_string()).collect()
}

/// The reading of a ring from a place on.
fn read_from(beads: &str, start: usize) -> String {
    beads.chars().cycle().skip(start).take(beads.len()).collect()
}

/// Duval's algorithm on the ring, cut open and doubled.
fn solve(args: &Args) -> Value {
    let beads = args.text(0).repeat(2).into_bytes();
    let (mut start, mut next) = (0, 0);
    while next < beads.len() / 2 {
        start = next;
        let (mut compared, mut place) = (next, next + 1);
        while place < beads.len() && beads[compared] <= beads[place] {
            compared = if beads[compared] < beads[place] { next } else { compared + 1 };
            place += 1;
        }
        while next <= compared {
            next += place - compared;
        }
    }
    json!(start)
}

fn explain(args: &Args, answer: &Value) -> String {
    let beads = args.text(0);
    let place = answer.as_u64().and_then(|place| usize::try_from(place).ok()).unwrap_or_default();
    let best = read_from(beads, place);
    let others = (0..beads.len()).filter(|other| *other != place && read_from(beads, *other) == best).count();
    let more = if others > 0 { "; it is the first place that does" } else { "" };
    format!("From place {place} on the ring reads “{best}”{more}.")
}
