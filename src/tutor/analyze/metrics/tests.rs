use super::measure;
use crate::api::Metrics;
use crate::tutor::analyze::languages::find;
use crate::tutor::analyze::source::Source;
use crate::tutor::analyze::tree::Tree;

fn of(language: &str, code: &str) -> Metrics {
    let source = Source::new(code);
    measure(&Tree::parse(&source, find(language).unwrap()).unwrap())
}

#[test]
fn decisions_are_counted_and_nothing_else() {
    let rows = [
        ("python", "def f(x):\n    return x\n", 1),
        (
            "python",
            "def f(x):\n    for a in x:\n        if a and a > 1:\n            pass\n        elif a:\n            pass\n    else:\n        pass\n",
            6,
        ),
        (
            "python",
            "def f(x):\n    assert x\n    try:\n        g()\n    except OSError:\n        pass\n    return [a for a in x if a]\n",
            5,
        ),
        (
            "python",
            "def f(x):\n    match x:\n        case 1 if x:\n            pass\n        case _:\n            pass\n",
            2,
        ),
        ("javascript", "function f(a, b = 1) { return a ?? (b || 2) ? 1 : 2; }", 5),
        ("javascript", "function f(a) { switch (a) { case 1: break; case 2: break; default: } }", 3),
        ("javascript", "function f({ a = 1 }, [b]) { try { a?.b(); } catch { } }", 3),
        ("typescript", "function f(a: number, b = 1) { do { a++; } while (a < b); }", 3),
        ("java", "class A { int f(int a) { while (a > 0 && a < 9) a--; for (int b : c) { } return a; } }", 4),
        ("c", "#ifdef A\nint f(int a) {\n#if B\n    if (a) return 1;\n#endif\n    return 0;\n}\n#endif\n", 3),
        ("cpp", "int& f(int a) { for (auto x : y) { if (x || a) { } } try { } catch (...) { } return b; }", 5),
        (
            "go",
            "func f(a int) { for a > 1 { if a == 2 || b { } }; switch a { case 1: default: }; select { case <-c: } }",
            6,
        ),
        (
            "rust",
            "fn f(a: u8) -> Option<u8> { let b = g()?; match a { 0 => 1, 1 | 2 if b => 2, _ => 3 }; loop { break; } }",
            4,
        ),
        (
            "rust",
            "fn f(a: u8) { let Some(b) = g() else { return }; while b > 0 && a > 1 { } if let Some(c) = b { } }",
            5,
        ),
    ];
    let wrong: Vec<_> = rows
        .iter()
        .map(|(language, code, wanted)| (language, code, of(language, code).functions[0].cyclomatic, wanted))
        .filter(|(_, _, seen, wanted)| seen != *wanted)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The increments of Sonar's paper: a structure, one more for each around it, runs of an operator, `else`, labels, recursion.
#[test]
fn what_is_hard_to_follow_is_counted() {
    let rows = [
        ("java", "class A { void f() { if (a) { for (;;) { while (b) { } } } } }", 1 + 2 + 3),
        ("java", "class A { void f() { if (a && b && c || d) { } else if (e) { } else { } } }", 1 + 2 + 1 + 1),
        ("java", "class A { int f(int n) { switch (n) { case 1: return 1; default: return f(n - 1); } } }", 1 + 1),
        ("java", "class A { void f() { out: for (;;) { if (a) { continue out; } } } }", 1 + 2 + 1),
        (
            "python",
            "def f(n):\n    try:\n        g()\n    except OSError:\n        if n:\n            pass\n    return f(n) if n else 0\n",
            1 + 2 + 1 + 1,
        ),
        ("javascript", "function f() { g(() => { if (a) { } }); }", 2),
    ];
    for (language, code, wanted) in rows {
        assert_eq!(of(language, code).cognitive, wanted, "{code}");
    }
}

#[test]
fn functions_have_their_names_parameters_and_lines() {
    let code = "int& get(int a, int b) {\n  return c;\n}\nconst T* Box<T>::\nfind(int (*by)(int)) const {\n  return d;\n}\nC::operator bool() { return e; }\nint main(void) { return 0; }\n";
    let functions = of("cpp", code).functions;
    let seen: Vec<_> = functions.iter().map(|f| (f.name.as_str(), f.parameters, f.line, f.end_line)).collect();
    assert_eq!(seen, [("get", 2, 1, 3), ("find", 1, 4, 7), ("operator bool", 0, 8, 8), ("main", 0, 9, 9)]);
}
