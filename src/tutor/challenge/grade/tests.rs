//! What is said about answers, by what came of their calls.

use super::*;
use crate::tutor::challenge::by_id;

const RIGHT: &str = include_str!("../families/pair_sum/reference.py");
const SLOW: &str = include_str!("../families/pair_sum/wrong_too_slow.py");

fn id(language: &str) -> String {
    format!("pair-sum.1.easy.{language}.7")
}

/// The runs of an answer that is right, but where `change` says otherwise.
fn runs(change: impl Fn(&Case, &mut TestRun)) -> Vec<TestRun> {
    let id: Id = id("python").parse().unwrap();
    let instance = id.family.instance(id.level, id.seed).unwrap();
    let runs = instance.cases.iter().zip(1..).map(|(case, number)| {
        let output = Some(case.expected.to_string());
        let mut run = TestRun {
            id: number.to_string(),
            output,
            stdout: String::new(),
            error: None,
            changed_input: false,
            ms: 1.0,
        };
        change(case, &mut run);
        run
    });
    runs.collect()
}

fn graded(code: &str, hints_used: u32, change: impl Fn(&Case, &mut TestRun)) -> Grade {
    grade(&GradeRequest { id: id("python"), code: code.into(), runs: runs(change), hints_used }).unwrap()
}

fn fails(run: &mut TestRun, kind: RunErrorKind, message: &str) {
    run.output = None;
    run.error = Some(RunError { kind, message: message.into(), line: Some(3) });
}

fn says(grade: &Grade, what: &str) {
    assert!(grade.feedback.contains(what), "“{what}” is not in: {}", grade.feedback);
}

#[test]
fn a_right_answer_earns_its_points_less_the_hints() {
    let reward = by_id(&id("python")).unwrap().xp_reward;
    let whole = graded(RIGHT, 0, |_, _| {});
    assert_eq!((whole.passed, whole.score, whole.xp, &whole.next_hint), (true, 100, reward, &None));
    says(&whole, "It takes O(n) time, as a good solution does.");
    assert_eq!(whole.feedback.matches("O(n)").count(), 1, "{}", whole.feedback);
    let helped = graded(RIGHT, 2, |_, _| {});
    assert!(helped.xp < reward && helped.xp > 0, "{} of {reward}", helped.xp);
    // Hints that do not exist cost nothing, and a point is left for whoever opened all of them.
    assert!(graded(RIGHT, u32::MAX, |_, _| {}).xp > 0);
}

#[test]
fn what_is_only_slow_is_told_so_with_the_reason() {
    let late = |case: &Case, run: &mut TestRun| {
        if case.kind == CaseKind::Large {
            fails(run, RunErrorKind::Time, "This took longer than 2 s, and was ended.");
        }
    };
    let slow = graded(SLOW, 0, late);
    assert_eq!((slow.passed, slow.xp, slow.next_hint.as_deref()), (false, 0, Some("1")));
    says(&slow, "your answer is right, and too slow");
    says(&slow, "takes O(n^2) time; O(n) can be had. Line 3:");
    // Code that looks as fast as it should be, or faster, is not said to be too slow by its looks.
    assert!(!graded(RIGHT, 0, late).feedback.contains("can be had"));
    let constant = graded("def pair_sum(prices, target):\n    return []\n", 0, late);
    assert!(!constant.feedback.contains("can be had"), "{}", constant.feedback);
}

#[test]
fn each_kind_of_failure_is_told_in_its_own_words() {
    let edge = graded(RIGHT, 1, |case, run| {
        if matches!(case.kind, CaseKind::Edge(_)) {
            run.output = Some("[0,0]".into());
        }
    });
    says(&edge, "What fails is at an edge:");
    assert_eq!(edge.next_hint.as_deref(), Some("2"));

    for (output, message) in
        [("null", "Your function gives nothing"), ("\"x\"", "Your function gives \"x\""), ("{", "could not be read")]
    {
        let wrong = graded(RIGHT, 0, |_, run| run.output = Some(output.into()));
        assert_eq!(wrong.score, 0);
        let told = &wrong.results[0].error.as_ref().unwrap().message;
        assert!(told.contains(message), "{output}: {told}");
    }
    says(&graded(RIGHT, 0, |_, run| run.changed_input = true), "changes what it is given");
    for (kind, message, told) in [
        (RunErrorKind::Load, "SyntaxError: invalid syntax", "does not run yet (line 3): `SyntaxError"),
        (RunErrorKind::Thrown, "IndexError: list `x` index", "(line 3): `IndexError: list 'x' index`"),
        (RunErrorKind::Time, "late", "does not end"),
        (RunErrorKind::Memory, "MemoryError", "takes more memory"),
    ] {
        says(&graded(RIGHT, 0, |_, run| fails(run, kind, message)), told);
    }
    says(&graded("def pair_sum(:\n", 0, |_, run| fails(run, RunErrorKind::Load, "x")), "Line 1:");
}

#[test]
fn runs_that_are_missing_or_forged_pass_nothing() {
    let request = |id: String, runs| GradeRequest { id, code: RIGHT.into(), runs, hints_used: 0 };
    assert_eq!(grade(&request(id("python"), Vec::new())).unwrap_err().code(), "bad_request");
    for forged in [
        "pair-sum.1.easy.python",
        "pair-sum.99.easy.python.7",
        "nothing.1.easy.python.7",
        "pair-sum.1.easy.python.-1",
        "",
    ] {
        assert_eq!(grade(&request(forged.into(), runs(|_, _| {}))).unwrap_err().code(), "bad_request", "{forged}");
    }
    // One run for all tests, and runs of no test.
    let one = runs(|_, _| {}).into_iter().take(1).chain(runs(|_, run| run.id = "99".into()));
    let grade = grade(&request(id("python"), one.collect())).unwrap();
    assert!(!grade.passed);
    assert_eq!(grade.results[1].error.as_ref().unwrap().kind, RunErrorKind::Skipped);
}

#[test]
fn what_is_not_run_is_read() {
    let code = "class Solution {\n    static int[] pairSum(int[] prices, int target) {\n        return new int[0];\n    }\n}\n";
    let request = GradeRequest { id: id("java"), code: code.into(), runs: runs(|_, _| {}), hints_used: 0 };
    let grade = grade(&request).unwrap();
    assert_eq!((grade.passed, grade.xp, grade.results.len()), (false, 0, 0));
    says(&grade, "java is not run here");
}

#[test]
fn a_question_of_who_is_stuck_has_all_that_is_needed_and_fits() {
    let code = format!("{RIGHT}{}", "# and much more\n".repeat(300));
    let wrong = runs(|_, run| run.output = Some("[7,7]".into()));
    let question = stuck(&GradeRequest { id: id("python"), code, runs: wrong, hints_used: 0 }).unwrap();
    for part in ["Do not give me the solution", "`prices`", "This test fails", "my code gives: [7, 7]"] {
        assert!(question.message.contains(part), "{part} is not in: {}", question.message);
    }
    assert!(question.message.chars().count() < 2_600, "{}", question.message.chars().count());
    let code = question.context.code.unwrap();
    assert!(code.starts_with("def pair_sum") && code.chars().count() <= CODE_CHARACTERS);
    // Without runs, there is no test to tell of.
    let request = GradeRequest { id: id("python"), code: RIGHT.into(), runs: Vec::new(), hints_used: 0 };
    assert!(!stuck(&request).unwrap().message.contains("This test fails"));
}
