//! The analyzer on whatever it may be given: it answers, whatever the text is, and says nothing of what is in order.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

use std::fmt::Write;

use codementor_tutor::api::{Analysis, AnalyzeRequest, ChallengeContext};
use codementor_tutor::tutor::analyze::{analyze, languages::LANGUAGES};
use codementor_tutor::tutor::bounds::MAX_CODE_BYTES;

/// A small program of each language, with something of everything.
const PROGRAMS: [(&str, &str); 8] = [
    (
        "python",
        "import math\n\n\nclass Stack:\n    \"\"\"A stack — of anything.\"\"\"\n\n    def __init__(self):\n        self.items = []\n\n    def push(self, item: int = 3) -> None:\n        if item and not self.items or item > 5:\n            self.items[-1:] = [f'{item!r:>{4}}', *self.items]\n        elif math.pi:\n            for key, value in {1: 2}.items():\n                print(key, value)\n        return [x for x in self.items if x]\n",
    ),
    (
        "javascript",
        "import { a } from './a.js';\n// Adds.\nexport const add = (x, y = 1) => x ?? y;\nclass Stack extends Array {\n  top() { return this.at(-1) && `${this.length} of ${a}`; }\n}\nfor (const i of [1, 2]) { switch (i) { case 1: continue; default: break; } }\ntry { add(); } catch (error) { console.log(error ? 1 : 2); }\n",
    ),
    (
        "typescript",
        "interface Point { x: number; y?: string }\nfunction area<T extends Point>(of: T): number {\n  let total: number = 0;\n  for (let i = 0; i < of.x; i++) { total += i as number; }\n  return total!;\n}\nconst view = <div className=\"a\">{area({ x: 1 })}</div>;\n",
    ),
    (
        "java",
        "package a;\nimport java.util.List;\npublic class Main {\n    private int n = 1;\n    public static void main(String[] args) {\n        for (String arg : args) { if (arg.equals(\"a\") || args.length > 1) { System.out.println(arg); } else { continue; } }\n        switch (args.length) { case 1: break; default: }\n        Runnable r = () -> { int x = 1 > 2 ? 3 : 4; };\n    }\n}\n",
    ),
    (
        "c",
        "#include <stdio.h>\n#define N 10\nstruct point { int x, y; };\nstatic int sum(const int *of, int n) {\n    int total = 0;\n    for (int i = 0; i < n; i++) total += of[i] > 3 ? of[i] : 0;\n    while (total && n) { total--; }\n    return total;\n}\nint main(void) { int a[N] = {1}; printf(\"%d\\n\", sum(a, N)); return 0; }\n",
    ),
    (
        "cpp",
        "#include <vector>\nnamespace a {\ntemplate <typename T> class Box {\npublic:\n    explicit Box(T x) : x_(x) {}\n    T get() const { return x_; }\nprivate:\n    T x_;\n};\n}\nint main() {\n    std::vector<int> v{1, 2};\n    for (auto& x : v) { try { x += [](int y) { return y * 2; }(x); } catch (...) { throw; } }\n    return v.empty() ? 1 : 0;\n}\n",
    ),
    (
        "go",
        "package main\n\nimport \"fmt\"\n\ntype point struct{ x, y int }\n\nfunc (p *point) add(n int) error {\n\tfor i := range n {\n\t\tif i > 2 && p.x != 0 {\n\t\t\tp.x++\n\t\t} else {\n\t\t\tcontinue\n\t\t}\n\t}\n\tswitch p.y {\n\tcase 1:\n\t\tfmt.Println(\"one\")\n\tdefault:\n\t}\n\tdefer func() { p.y = 0 }()\n\treturn nil\n}\n\nfunc main() { _ = (&point{}).add(3) }\n",
    ),
    (
        "rust",
        "use std::fmt;\n\n/// A point.\n#[derive(Debug)]\nstruct Point<'a> {\n    name: &'a str,\n}\n\nimpl fmt::Display for Point<'_> {\n    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {\n        match self.name.len() {\n            0 => write!(f, \"none\"),\n            n if n > 3 && n < 9 => write!(f, \"{n}\"),\n            _ => Ok(()),\n        }\n    }\n}\n\nfn main() {\n    let total: usize = (0..10).map(|x| x * 2).sum();\n    if let Some(x) = Some(total) { println!(\"{x}\"); } else { loop { break; } }\n}\n",
    ),
];

fn ask(language: &str, code: &str) -> Analysis {
    let request =
        AnalyzeRequest { code: code.into(), language: language.into(), challenge_context: None, insights: false };
    analyze(&request)
        .unwrap_or_else(|error| panic!("{language}: {error}: {}", code.chars().take(80).collect::<String>()))
}

fn refused(language: &str, code: &str) -> (&'static str, String) {
    let request =
        AnalyzeRequest { code: code.into(), language: language.into(), challenge_context: None, insights: false };
    let error = analyze(&request).unwrap_err();
    (error.code(), error.to_string())
}

#[test]
fn there_is_a_program_of_every_language_and_it_is_one() {
    for (language, (name, code)) in LANGUAGES.iter().zip(PROGRAMS) {
        assert_eq!(language.name, name);
        let analysis = ask(name, code);
        assert_eq!((analysis.language.as_str(), analysis.syntax_errors), (name, vec![]));
        let metrics = analysis.metrics;
        assert!(metrics.cyclomatic > 1 && metrics.cognitive > 0 && metrics.max_nesting > 0, "{name}: {metrics:?}");
        assert!(
            !metrics.functions.is_empty() && metrics.lines.logical > 3 && metrics.halstead.volume > 10.0,
            "{name}: {metrics:?}"
        );
        assert!((0.0..=100.0).contains(&metrics.maintainability) && (0.0..=100.0).contains(&metrics.readability));
    }
}

#[test]
fn the_bounds_hold_from_both_sides() {
    assert_eq!(refused("python", " \n\t").0, "bad_request");
    assert_eq!(refused("python", "").1, "Code is required");
    assert_eq!(refused("cobol", "x").0, "language_unsupported");
    assert_eq!(refused("", "x").0, "language_unsupported");
    assert_eq!(refused(&"p".repeat(201), "x").0, "bad_request");
    let fits = format!("{}\n", "#".repeat(MAX_CODE_BYTES - 1));
    assert_eq!(ask("python", &fits).metrics.lines.comment, 1);
    assert_eq!(refused("python", &format!("{fits}#")).0, "bad_request");
}

#[test]
fn every_prefix_of_a_program_is_answered() {
    for (name, code) in PROGRAMS {
        for end in (1..code.len()).filter(|end| code.is_char_boundary(*end)) {
            let analysis = ask(name, &code[..end]);
            let lines = code[..end].lines().count() + 1;
            for error in &analysis.syntax_errors {
                assert!((1..=lines).contains(&error.line) && error.end_line >= error.line, "{name}: {error:?}");
                assert!(!error.message.is_empty() && !error.hint.is_empty(), "{name}: {error:?}");
            }
        }
    }
}

#[test]
fn mixed_up_programs_are_answered() {
    let mut seed = 7u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for (name, code) in PROGRAMS {
        let pieces: Vec<&str> =
            PROGRAMS.iter().flat_map(|(_, code)| code.split_inclusive(['\n', ' ', '(', '{'])).collect();
        for _ in 0..100 {
            let mut own: Vec<&str> = code.split_inclusive(['\n', ' ', '(', '{', ')']).collect();
            for _ in 0..=random(4) {
                let at = random(own.len());
                match random(3) {
                    0 => drop(own.remove(at)),
                    1 => own.insert(at, pieces[random(pieces.len())]),
                    _ => own.swap(at, 0),
                }
            }
            ask(name, &format!("x{}", own.concat()));
        }
    }
}

#[test]
fn hostile_text_is_answered() {
    for language in &LANGUAGES {
        let many = |text: &str| text.repeat(10_000);
        let texts = [
            many("("),
            many("{"),
            many("["),
            format!("x = {}{};", many("("), many(")")),
            format!("x = {}1{};", many("["), many("]")),
            format!("{}{}", many("{"), many("}")),
            many("if (x) { "),
            many("else if (x) "),
            many("a.b("),
            many("!"),
            many("- "),
            many("*"),
            many("x => "),
            many("a ? b : "),
            many("f(f, "),
            many("a + "),
            many("a && "),
            many("\""),
            many("'"),
            many("`${"),
            many("/*"),
            many("<T"),
            many("for x in y: "),
            format!("x = \"{}\"", "a".repeat(100_000)),
            format!("x = {};", "1234567890".repeat(10_000)),
            "\u{0}\u{1}\u{7f}\u{feff}\u{202e}".repeat(500),
            "\u{1F600}".repeat(5_000),
            "\r".repeat(5_000) + "x",
            "x\n\t ".repeat(10_000),
            "}\n".repeat(10_000),
            "lambda: ".repeat(10_000),
            "fn f() { ".repeat(5_000),
            "def f():\n".repeat(5_000),
        ];
        for text in texts {
            let request =
                AnalyzeRequest { code: text, language: language.name.into(), challenge_context: None, insights: false };
            if let Err(error) = analyze(&request) {
                assert!(error.code() == "bad_request" && error.to_string().contains("has no `=>`"), "{error}");
            }
        }
    }
}

#[test]
fn variables_that_are_set_from_one_another_are_answered() {
    // Followed one by one, these are more ways than there is time for.
    let variable = |at: usize| format!("a{}", at % 20);
    let mut code = "def f(n):\n".to_owned();
    for round in 0..19 {
        for at in 0..20 {
            let value = if round == 0 { "n".to_owned() } else { variable(at * 7 + round * 3 + 1) };
            writeln!(code, "    {} = {value}", variable(at)).unwrap();
        }
    }
    for at in 0..20 {
        writeln!(code, "    t = {0} + {0}", variable(at)).unwrap();
    }
    assert_eq!(ask("python", &code).performance.functions[0].name, "f");
}

#[test]
fn the_exercise_shapes_what_is_said() {
    let code = "def first(items):\n    return items[0]\n".to_owned();
    let context =
        |expected: &str| ChallengeContext { expected_complexity: Some(expected.into()), ..Default::default() };
    let said = |expected| {
        let challenge_context = Some(context(expected));
        let analysis =
            analyze(&AnalyzeRequest { code: code.clone(), language: "py".into(), challenge_context, insights: false })
                .unwrap();
        (analysis.strengths.concat(), analysis.suggestions.concat())
    };
    assert!(said("o(1)").0.contains("as the exercise expects"));
    assert!(said("O(n)").1.contains("The exercise expects O(n)"));
}
