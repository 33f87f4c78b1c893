//! What a code model is asked, what of its answers is said, and the whole of it with small models.
#![cfg(feature = "native")]
#![allow(clippy::unwrap_used)]

#[path = "support/code.rs"]
mod code;

use std::io::Cursor;

use codementor_tutor::api::{AnalyzeRequest, CodeTask, Fix, Insights};
use codementor_tutor::tutor::insights::calibration::{Calibration, error};
use codementor_tutor::tutor::insights::{
    Answers, CodeModel, NameAnswer, Questions, StatementAnswer, TextAnswer, ask, conclude,
};

use code::code_model;

fn request(language: &str, code: &str) -> AnalyzeRequest {
    AnalyzeRequest { code: code.into(), language: language.into(), challenge_context: None, insights: true }
}

fn asked(language: &str, code: &str) -> Questions {
    ask(&request(language, code)).unwrap()
}

/// The names that are asked about, each with how many places it has.
fn names(language: &str, code: &str) -> Vec<(String, usize)> {
    asked(language, code).names.into_iter().map(|name| (name.text, name.places.len())).collect()
}

/// Insights from answers that are made up.
fn told(language: &str, code: &str, answers: &Answers) -> Insights {
    conclude(&request(language, code), answers).unwrap()
}

fn proposing(index: usize, own: f64, proposals: &[(&str, f64)]) -> Answers {
    let proposals = proposals.iter().map(|(name, p)| ((*name).to_owned(), p.ln())).collect();
    let names = vec![NameAnswer { index, own: own.ln(), proposals }];
    Answers { model: "made-up".into(), names, ..Answers::default() }
}

fn applied(code: &str, edits: &[Fix]) -> String {
    let mut lines: Vec<String> = code.split('\n').map(str::to_owned).collect();
    for edit in edits.iter().rev() {
        assert_eq!(edit.line, edit.end_line);
        let line: Vec<u16> = lines[edit.line - 1].encode_utf16().collect();
        let (before, after) = (&line[..edit.column - 1], &line[edit.end_column - 1..]);
        lines[edit.line - 1] =
            [String::from_utf16(before).unwrap(), edit.text.clone(), String::from_utf16(after).unwrap()].concat();
    }
    lines.join("\n")
}

#[test]
fn only_names_that_say_little_are_asked_about() {
    let code = "def total_price(prices, x1):\n    tmp = 0\n    for i, price in enumerate(prices):\n        tmp += price * x1\n    return tmp\n";
    assert_eq!(names("python", code), [("x1".into(), 2), ("tmp".into(), 3)]);
    assert!(names("python", "def area(width, height):\n    return width * height\n").is_empty());
    // What counts rounds may be `i`; what is read may not.
    assert_eq!(names("python", "def f():\n    i = input()\n    return i\n"), [("i".into(), 2)]);
    for (language, code, expected) in [
        (
            "javascript",
            "function sum(list) {\n  let tmp = 0;\n  for (const v of list) tmp += v;\n  return tmp;\n}",
            "list tmp v",
        ),
        ("typescript", "const f = (data: number[], x1 = 2) => data.map((v) => v * x1);", "data x1 v"),
        (
            "java",
            "class A { int f(int[] arr) { int tmp = 0; for (int v : arr) { tmp += v; } return tmp; } }",
            "arr tmp v",
        ),
        (
            "c",
            "int f(int *arr, int n) { int tmp = 0; for (int i = 0; i < n; i++) tmp += arr[i]; return tmp; }",
            "arr tmp",
        ),
        (
            "cpp",
            "int f(const std::vector<int>& arr) { int tmp = 0; for (auto v : arr) tmp += v; return tmp; }",
            "arr tmp v",
        ),
        (
            "go",
            "package a\nfunc f(arr []int) int {\n\ttmp := 0\n\tfor _, v := range arr { tmp += v }\n\treturn tmp\n}\n",
            "arr tmp v",
        ),
        ("rust", "fn f(arr: &[i32]) -> i32 { let mut tmp = 0; for v in arr { tmp += v; } tmp }", "arr tmp v"),
    ] {
        let found: Vec<_> = names(language, code).into_iter().map(|(name, _)| name).collect();
        assert_eq!(found.join(" "), expected, "{language}");
    }
}

#[test]
fn names_that_others_refer_to_by_their_text_are_left_alone() {
    for (language, code) in [
        ("python", "def f(x1):\n    return x1\n\nf(x1=3)\n"),
        ("python", "def f():\n    global x1\n    x1 = 3\n"),
        ("python", "def f():\n    x1 = 3\n    return locals()\n"),
        ("python", "import data\n\ndef f():\n    return data.x\n"),
        ("python", "class A:\n    x1 = 3\n\n    def f(self):\n        return self.x1\n"),
        ("javascript", "function f() { const x1 = 3; return { x1 }; }"),
        ("javascript", "function f({ x1 }) { return x1; }"),
        ("javascript", "export const x1 = 3;"),
        ("java", "class A { int x1; int f() { return x1; } }"),
        ("c", "#define TWICE (2 * x1)\nint f(void) { int x1 = 3; return TWICE; }"),
        ("c", "int x1 = 3; int f(void) { return x1; }"),
        ("go", "package a\nfunc f() P { x1 := 3; return P{x1: x1} }\n"),
        ("rust", "fn f() { let x1 = 3; println!(\"{x1}\"); }"),
        ("rust", "fn f() -> P { let x1 = 3; P { x1 } }"),
        // It does not parse.
        ("python", "def f(x1):\n    return x1 +\n"),
    ] {
        assert!(!names(language, code).iter().any(|(name, _)| name == "x1" || name == "data"), "{language}: {code}");
    }
    // The same name in two functions is two names, and a function within one sees its names.
    let code = "def f(x1):\n    def g():\n        return x1\n    return g\n\ndef h():\n    x1 = 2\n    return x1\n";
    assert_eq!(names("python", code), [("x1".into(), 2), ("x1".into(), 2)]);
}

#[test]
fn a_name_is_offered_only_where_it_is_better_and_free() {
    let code =
        "def f(x1, price):\n    total = 0\n    for x in range(x1):\n        total += price * x1\n    return total\n";
    let offered = |own: f64, proposals: &[(&str, f64)]| {
        told("python", code, &proposing(0, own, proposals)).names.into_iter().map(|name| name.to).next()
    };
    assert_eq!(offered(0.01, &[("count", 0.5)]), Some("count".into()));
    // Not four times as likely as the learner's own; too unlikely by itself.
    assert_eq!(offered(0.2, &[("count", 0.5)]), None);
    assert_eq!(offered(0.0001, &[("count", 0.05)]), None);
    // Taken, no name, a keyword, another convention: then the next one.
    for bad in [
        "total",
        "price",
        "f",
        "x1",
        "2x",
        "a b",
        "",
        "for",
        "None",
        "len",
        "itemCount",
        "Count",
        "a.b",
        "naïve",
        "count_",
    ] {
        assert_eq!(offered(0.01, &[(bad, 0.5), ("count", 0.3)]), Some("count".into()), "{bad}");
    }
    let insights = told("python", code, &proposing(0, 0.01, &[("count", 0.5)]));
    let [name] = &insights.names[..] else { panic!("{insights:?}") };
    assert_eq!((name.line, name.from.as_str(), name.edits.len()), (1, "x1", 3));
    assert!((name.confidence - 0.5).abs() < 1e-6 && (insights.confidence - 0.5).abs() < 1e-6);
    assert_eq!(applied(code, &name.edits), code.replace("x1", "count"));
    assert!(insights.ai_analysis.contains("`x1` could be `count`") && insights.model_used == "made-up");
    // In JavaScript names are written otherwise; text before the name counts as editors count it.
    let code = "const f = (x1) => '😀' + x1;";
    let name = &told("javascript", code, &proposing(0, 0.01, &[("item_count", 0.6), ("itemCount", 0.3)])).names[0];
    assert_eq!(applied(code, &name.edits), "const f = (itemCount) => '😀' + itemCount;");
}

#[test]
fn two_names_never_get_the_same_new_one() {
    let code = "def f(x1, x2):\n    return x1 - x2\n";
    let mut answers = proposing(0, 0.01, &[("count", 0.5)]);
    answers.names.push(NameAnswer {
        index: 1,
        own: -9.0,
        proposals: vec![("count".into(), -0.5), ("size".into(), -1.0)],
    });
    let names: Vec<_> = told("python", code, &answers).names.into_iter().map(|name| name.to).collect();
    assert_eq!(names, ["count", "size"]);
}

#[test]
fn only_the_few_lines_that_stand_out_are_shown() {
    let code = "a = 1\n".to_owned() + &(0..20).map(|i| format!("total = total + price * {i}\n")).collect::<String>();
    let questions = asked("python", &code);
    assert_eq!(questions.statements.len(), 21);
    assert_eq!(&code[questions.statements[1].core.0..questions.statements[1].core.1], "price * 0");
    let scored = |bits: &dyn Fn(usize) -> f64| {
        let of =
            |index| StatementAnswer { index, log_probability: -4.0 * bits(index) * std::f64::consts::LN_2, tokens: 4 };
        let statements = (0..21).map(of).collect();
        told("python", &code, &Answers { model: "m".into(), statements, ..Answers::default() })
    };
    assert!(scored(&|_| 3.0).surprising.is_empty());
    // Far from the others, but not much by itself; much, but all are.
    assert!(scored(&|index| if index == 7 { 5.0 } else { 1.0 }).surprising.is_empty());
    assert!(scored(&|index| 12.0 + index as f64 / 9.0).surprising.is_empty());
    let insights = scored(&|index| if index == 7 { 9.0 } else { 1.0 + index as f64 / 50.0 });
    let [line] = &insights.surprising[..] else { panic!("{insights:?}") };
    assert!(line.line == 8 && (line.score - 9.0).abs() < 1e-9);
    assert!(insights.ai_analysis.contains("Line 8") && insights.ai_analysis.contains("second look"));
    assert_eq!(scored(&|index| if index % 4 == 0 { 20.0 } else { 1.0 }).surprising.len(), 3);
    // Without suggestions, the confidence is how well the code was foreseen.
    assert!((scored(&|_| 1.0).confidence - 0.5).abs() < 1e-9);
    let nan = scored(&|_| f64::NAN);
    assert!(nan.surprising.is_empty());
}

#[test]
fn a_line_that_the_analyzer_has_something_to_say_about_is_explained() {
    let filler: String = (0..8).map(|i| format!("    total = total + {i}\n")).collect();
    let code = format!(
        "def f(items=[]):\n    total = 0\n{filler}    if total is 1000:\n        items.append(total)\n    return items\n"
    );
    let statements = asked("python", &code).statements;
    let of = |(index, statement): (usize, &codementor_tutor::tutor::insights::Statement)| StatementAnswer {
        index,
        log_probability: if statement.line == 11 { -40.0 } else { -1.0 },
        tokens: 4,
    };
    let statements = statements.iter().enumerate().map(of).collect();
    let insights = told("python", &code, &Answers { model: "m".into(), statements, ..Answers::default() });
    assert!(insights.ai_analysis.contains("the analysis may say why"), "{}", insights.ai_analysis);
}

#[test]
fn gaps_are_filled_only_with_what_parses() {
    let filled = |language: &str, code: &str, text: &str| {
        let gaps = vec![TextAnswer { index: 0, text: text.into(), mean_log_probability: -0.2, whole: true }];
        let insights = told(language, code, &Answers { model: "m".into(), gaps, ..Answers::default() });
        insights.fills.into_iter().map(|fill| applied(code, &[fill.fix])).next()
    };
    let code = "def area(width, height):\n    pass\n";
    assert_eq!(filled("python", code, "return width * height"), Some(code.replace("pass", "return width * height")));
    for useless in ["return width *", "pass", "", " ", "\u{7}", "x = (", &"a + ".repeat(200)] {
        assert_eq!(filled("python", code, useless), None, "{useless:?}");
    }
    let todo = "def area(width):\n    # TODO: multiply\n    ...\n";
    assert!(asked("python", todo).gaps.iter().any(|gap| &todo[gap.bytes.0..gap.bytes.1] == "..."));
    let empty = "function area(width, height) {}";
    assert_eq!(
        filled("javascript", empty, "return width * height;"),
        Some("function area(width, height) { return width * height; }".into())
    );
    let comment = "int area(int width) {\n  // TODO\n}";
    assert_eq!(filled("c", comment, "return width;"), Some("int area(int width) {\n  return width;\n}".into()));
    assert!(asked("python", "def area(:\n    pass\n").gaps.is_empty());
}

#[test]
fn summaries_stand_beside_what_the_documentation_says() {
    let code = "def area(width, height):\n    \"\"\"The area of a rectangle.\"\"\"\n    return width * height\n";
    let functions = vec![TextAnswer {
        index: 0,
        text: "Compute the\u{1b}[31m area".into(),
        mean_log_probability: -0.1,
        whole: true,
    }];
    let insights = told("python", code, &Answers { model: "m".into(), functions, ..Answers::default() });
    let [summary] = &insights.summaries[..] else { panic!("{insights:?}") };
    assert_eq!(
        (summary.name.as_str(), summary.line, summary.documented.as_deref()),
        ("area", 1, Some("The area of a rectangle."))
    );
    assert_eq!(summary.text, "Compute the[31m area");
    assert!((summary.confidence - (-0.1f64).exp()).abs() < 1e-6);
    let java = "class A {\n  /** Doubles. */\n  int twice(int number) { return 2 * number; }\n}";
    assert_eq!(asked("java", java).functions[0].documented.as_deref(), Some("Doubles."));
}

#[test]
fn answers_to_another_program_are_refused() {
    let error = conclude(&request("python", "a = 1\n"), &proposing(3, 0.1, &[])).unwrap_err();
    assert_eq!(error.code(), "bad_request");
    for code in ["", "  \n"] {
        assert_eq!(ask(&request("python", code)).unwrap_err().code(), "bad_request");
    }
    assert_eq!(ask(&request("cobol", "a")).unwrap_err().code(), "language_unsupported");
}

/// A small model that reads any text.
fn model(task: CodeTask, prefix: &str) -> CodeModel {
    CodeModel::load("bytes", &mut Cursor::new(code_model(task, prefix)), &mut |_, _| true).unwrap()
}

fn answered(model: &CodeModel, questions: Questions) -> Answers {
    let mut answering = model.begin(questions).unwrap();
    let mut last = 0;
    loop {
        let (done, total) = answering.progress();
        assert!(done >= last && done <= total);
        last = done;
        if let Some(answers) = answering.step(model).unwrap() {
            return answers;
        }
    }
}

#[test]
fn every_question_is_answered_however_long_the_code_is() {
    let model = model(CodeTask::Fill, "");
    let function = "def f(x1, tmp):\n    # TODO\n    data = x1 + tmp * 2\n    if data > 10 and x1 < 3:\n        pass\n    return data\n\n";
    for copies in [1, 8, 60] {
        let code = function.repeat(copies);
        let questions = asked("python", &code);
        let answers = answered(&model, questions.clone());
        assert_eq!(answers.statements.len(), questions.statements.len());
        assert!(answers.names.iter().all(|name| name.own < 0.0 && name.own.is_finite()));
        // A name is answered where another than the learner's own is likely, and only there.
        let own = |name: &NameAnswer| questions.names[name.index].text.clone();
        let likely = |name: &NameAnswer| name.proposals.iter().any(|(text, p)| *text != own(name) && p.exp() >= 0.02);
        assert!(answers.names.iter().all(likely));
        assert!(answers.statements.iter().all(|statement| statement.tokens > 0 && statement.log_probability < 0.0));
        let insights = told("python", &code, &answers);
        assert!((0.0..=1.0).contains(&insights.confidence) && !insights.ai_analysis.is_empty());
    }
}

/// The fixture has learned to fill spans with `count` and `size` in turn.
#[test]
fn what_a_model_has_learned_is_offered() {
    let model = model(CodeTask::Fill, "");
    let code = "def f(x1, tmp):\n    data = x1 + tmp * 2\n    return data\n\n\ndef g():\n    pass\n";
    let insights = told("python", code, &answered(&model, asked("python", code)));
    let names: Vec<_> = insights.names.iter().map(|name| (name.from.as_str(), name.to.as_str())).collect();
    assert_eq!(names, [("x1", "count"), ("tmp", "size")]);
    let edits: Vec<_> = insights.names.iter().flat_map(|name| name.edits.clone()).collect();
    let mut sorted = edits.clone();
    sorted.sort_by_key(|edit| (edit.line, edit.column));
    assert_eq!(applied(code, &sorted), code.replace("x1", "count").replace("tmp", "size"));
    assert_eq!(insights.fills.len(), 1);
    assert_eq!(applied(code, &[insights.fills[0].fix.clone()]), code.replace("pass", "count"));
    assert!(insights.confidence > 0.5 && insights.names[0].confidence > 0.9, "{insights:?}");
}

#[test]
fn odd_code_is_no_trouble() {
    let model = model(CodeTask::Fill, "");
    let long_line = format!("x1 = [{}]\n", "1, ".repeat(3000));
    for code in ["x", "x1 = 1", "é = '😀' + \"<extra_id_0></s><pad>\"\n", "def f(:\n", &long_line, "\r\n\r\nx1 = 2\r\n"]
    {
        let answers = answered(&model, asked("python", code));
        let insights = told("python", code, &answers);
        assert!(!insights.ai_analysis.is_empty(), "{code:?}");
    }
    // Not even questions that are about other code.
    let mut questions = asked("python", "x1 = 1\ny1 = x1\n");
    questions.code = "é".into();
    assert_eq!(model.begin(questions).err().map(|error| error.code()), Some("bad_request"));
}

#[test]
fn a_model_for_summaries_summarizes() {
    let model = model(CodeTask::Summarize, "summarize: ");
    let code = format!("def f(a):\n    return a\n\n\ndef g(a):\n{}    return a\n", "    a = a + 1\n".repeat(200));
    let answers = answered(&model, asked("python", &code));
    assert!(answers.names.is_empty() && answers.statements.is_empty());
    assert_eq!(answers.functions.iter().map(|answer| answer.whole).collect::<Vec<_>>(), [true, false]);
}

/// Ten programs as learners write them, and all of a model's insights on each: whatever is suggested, the program stays one, and the same one but
/// for names. Where there is a real model (`tests/reference/t5.py relative target/reference`) it is asked too; `-- --nocapture` shows what is said.
#[test]
fn what_is_suggested_for_learners_programs_is_safe() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut models = vec![model(CodeTask::Fill, "")];
    match code::converted(&root.join("target/reference/t5-small"), CodeTask::Fill, "") {
        Some(file) => models.push(CodeModel::load("t5-small", &mut Cursor::new(file), &mut |_, _| true).unwrap()),
        None => println!("SKIPPED with a real model: there is none"),
    }
    let mut programs: Vec<_> =
        std::fs::read_dir(root.join("tests/fixtures/learner")).unwrap().map(|entry| entry.unwrap().path()).collect();
    programs.sort();
    assert_eq!(programs.len(), 10);
    for program in programs {
        let code = std::fs::read_to_string(&program).unwrap();
        let language = program.extension().unwrap().to_str().unwrap();
        for model in &models {
            let insights = told(language, &code, &answered(model, asked(language, &code)));
            println!("{} by {}: {}", program.file_name().unwrap().display(), model.id(), insights.ai_analysis);
            assert!((0.0..=1.0).contains(&insights.confidence) && !insights.ai_analysis.is_empty());
            let valid = |code: &str| {
                codementor_tutor::tutor::analyze::analyze(&request(language, code)).unwrap().syntax_errors.is_empty()
            };
            for name in &insights.names {
                let renamed = applied(&code, &name.edits);
                // Back again, by the same places.
                let words = |code: &str, word: &str| {
                    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| *w == word).count()
                };
                assert!(
                    valid(&renamed) && words(&renamed, &name.to) == name.edits.len() && words(&code, &name.to) == 0,
                    "{name:?}"
                );
            }
            for fill in &insights.fills {
                assert!(valid(&applied(&code, std::slice::from_ref(&fill.fix))), "{fill:?}");
            }
        }
    }
}

/// What is asked about some hundreds of textbook programs in eight languages is about those programs.
#[test]
fn questions_fit_their_code() {
    let model = model(CodeTask::Fill, "");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/complexity");
    let mut asked_about = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let code = std::fs::read_to_string(&path).unwrap();
        let language = path.extension().unwrap().to_str().unwrap();
        for broken in [false, true] {
            // The second time without a beginning, which hardly ever parses.
            let from = code.floor_char_boundary(if broken { code.len() / 3 } else { 0 });
            let questions = asked(language, &code[from..]);
            asked_about += questions.names.len() + questions.statements.len();
            for name in &questions.names {
                let places: Vec<_> = name.places.iter().map(|(start, end)| &code[from..][*start..*end]).collect();
                assert!(places.iter().all(|place| *place == name.text), "{}: {name:?}", path.display());
            }
            assert!(model.begin(questions).is_ok(), "{}", path.display());
        }
    }
    assert!(asked_about > 5000, "{asked_about}");
}

/// Names of textbook programs are hidden behind `x1`, one at a time: how often is what the model proposes the name that stood there, and how
/// should its probabilities be read?
#[test]
#[ignore = "wants a code model: CODE_MODEL=FILE.gguf cargo test --release --test insights calibrate -- --ignored --nocapture"]
fn calibrate() {
    let mut file = std::fs::File::open(std::env::var("CODE_MODEL").unwrap()).unwrap();
    let model = CodeModel::load("measured", &mut file, &mut |_, _| true).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/learner");
    let mut outcomes = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let code = std::fs::read_to_string(&path).unwrap();
        let language = path.extension().unwrap().to_str().unwrap();
        let parts = |code: &str| -> Vec<String> {
            let is_word = |c: char| c.is_alphanumeric() || c == '_';
            code.split_inclusive(|c| !is_word(c))
                .flat_map(|part| match part.char_indices().last() {
                    Some((at, c)) if !is_word(c) => vec![part[..at].to_owned(), part[at..].to_owned()],
                    _ => vec![part.to_owned()],
                })
                .collect()
        };
        let words: std::collections::BTreeSet<_> = parts(&code).into_iter().filter(|word| word.len() > 3).collect();
        for word in words {
            let hidden: String =
                parts(&code).iter().map(|part| if *part == word { "x1" } else { part.as_str() }).collect();
            let mut questions = asked(language, &hidden);
            questions.names.retain(|name| name.text == "x1");
            (questions.statements, questions.gaps) = (Vec::new(), Vec::new());
            if let Some(answer) = answered(&model, questions).names.first()
                && let Some((name, log_probability)) = answer.proposals.first()
            {
                outcomes.push((log_probability.exp(), *name == word));
            }
        }
    }
    let calibration = Calibration::fit(&outcomes);
    let told: Vec<_> = outcomes.iter().map(|(p, right)| (calibration.confidence(*p), *right)).collect();
    let right = outcomes.iter().filter(|(_, right)| *right).count();
    println!("{right} of {} names are those that stood there; {calibration:?}", outcomes.len());
    println!("expected calibration error {:.3}, after fitting {:.3}", error(&outcomes), error(&told));
    assert!(outcomes.len() >= 20 && error(&told) <= error(&outcomes) + 0.05);
}
