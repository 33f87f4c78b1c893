//! A message whose letters are moved through the alphabet, by one shift after the other.

use serde_json::{Value, json};

use crate::tutor::challenge::checker::Check;
use crate::tutor::challenge::family::Maker;
use crate::tutor::challenge::generator::{Generator, args};
use crate::tutor::challenge::value::Args;

pub const MAKER: Maker = Maker { generate, solve, check: Check::Exact, explain: Some(explain) };

const WORDS: [&str; 10] =
    ["lantern", "harbour", "zigzag", "meadow", "quartz", "yellow", "puzzle", "window", "oxygen", "velvet"];
const PHRASES: [&str; 8] = [
    "Meet me at dawn.",
    "The key is in box 7!",
    "Zoo: gate B, not A.",
    "Buy tea, Max.",
    "Next stop: York.",
    "No news yet?",
    "Fox is up, Owl too.",
    "Why so quiet, Zed?",
];
const MIXED: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ     ,.!?09";
/// How far a shift may go.
const FAR: i64 = 1_000_000_000;

fn generate(g: &mut Generator) {
    let most = g.by_level(30_000, 40_000, 40_000, 40_000);
    g.say("most", most);
    let shifts_most = g.by_level(3, 12, 12, 12);
    g.say("many", shifts_most);

    let (word, shift) = (g.pick(&WORDS), g.int(1..=25));
    g.example(args![word, [shift]]);
    let (phrase, shift, back) = (g.pick(&PHRASES), g.int(1..=9), g.int(-9..=-1));
    g.example(args![phrase, [shift, back]]);

    let shift = g.int(1..=25);
    g.edge("an empty text", args!["", [shift]]);
    g.edge("nothing that could be moved", args!["24 + 7 = 31!", [shift, 3]]);
    let shift = g.int(3..=20);
    g.edge("back past the first letter", args!["Abba cab", [-shift]]);
    let (turns, more) = (g.int(3..=40), g.int(0..=25));
    let word = g.pick(&WORDS);
    g.edge("several times round the alphabet", args![word, [26 * turns + more, -26 * turns - more - 5]]);
    let (first, more) = (g.int(-12..=12), g.int(1..=25));
    let words = g.pick(&["to be", "go on", "at it", "by us"]);
    g.edge("two shifts in turn, and a space in between", args![words, [first, first + more]]);
    let shift = g.int(1..=25);
    g.edge("letters other than those from a to z", args!["Crème brûlée, Łódź", [shift, -shift]]);

    for _ in 0..4 {
        let (length, count) = (g.size(15..=60), g.size(1..=shifts_most));
        let far = g.by_level(60, 2000, 2000, 2000);
        let (text, shifts) = (g.text(length, MIXED), g.ints(count, -far..=far));
        g.hidden(args![text, shifts]);
    }
    let (text, mut shifts) = (g.text(most, MIXED), g.ints(shifts_most, FAR / 2..=FAR));
    shifts.iter_mut().step_by(2).for_each(|shift| *shift = -*shift);
    g.large(args![text, shifts]);
}

fn solve(args: &Args) -> Value {
    let shifts = args.ints(1);
    let mut shifts = shifts.iter().cycle();
    let turned = args.text(0).chars().map(|letter| {
        if !letter.is_ascii_alphabetic() {
            return letter;
        }
        let first = if letter.is_ascii_uppercase() { b'A' } else { b'a' };
        let shift = shifts.next().copied().unwrap_or_default();
        let place = i64::from(u32::from(letter)) - i64::from(first) + shift;
        char::from(first + u8::try_from(place.rem_euclid(26)).unwrap_or_default())
    });
    json!(turned.collect::<String>())
}

fn explain(args: &Args, answer: &Value) -> String {
    let (text, shifts) = (args.text(0), args.ints(1));
    let turned = answer.as_str().unwrap_or_default().chars();
    let pairs = text.chars().zip(turned).filter(|(letter, _)| letter.is_ascii_alphabetic()).zip(shifts.iter().cycle());
    let told = pairs.take(2).map(|((from, to), shift)| format!("oved by {shift}, “{from}” becomes “{to}”"));
    let told: Vec<_> = told.collect();
    format!("M{}.", told.join("; m"))
}
