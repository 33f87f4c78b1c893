//! For each rule one more program that it must flag, and one more that looks like it and must not be flagged.

use super::{RULES, TYPESCRIPT_RULES};
use crate::tutor::analyze::rules::tests::lines;

const CASES: &[(&str, &str, &str)] = &[
    ("loose-equality", "if (a != \"x\") f();", "if (a == null) f();"),
    ("compare-nan", "if (Number.NaN !== x) f();", "if (x === NaNny) f();"),
    ("compare-boolean", "while (false != done) f();", "while (done === false) f();"),
    (
        "typeof-comparison",
        "if (typeof x === \"array\") f();",
        "if (typeof x === \"object\" || typeof x === typeof y) f();",
    ),
    ("self-comparison", "if (a.b < a.b) f();", "if (x !== x || next() === next()) f();"),
    ("assignment-in-condition", "while (done = false) f();", "while ((m = null)) f(); if (m = re.exec(s)) f();"),
    ("negated-left", "if (!x instanceof Error) f();", "if (!(x instanceof Error) || (!x) in y) f();"),
    ("compare-new-object", "if ({} !== x) f();", "if (x == []) f();"),
    ("chained-comparison", "if (a > b > c) f();", "if ((a > b) === (b > c)) f();"),
    ("or-literal", "if (n === 1 || 2 || 3) f();", "if (n === 1 || m) f(); const v = n === 1 || 2;"),
    ("index-as-condition", "if (s.lastIndexOf(\"a\")) f();", "if (!s.indexOf(\"a\") || s.indexOf(\"b\") >= 0) f();"),
    ("in-array", "if (\"a\" in [\"a\", \"b\"]) f();", "if (2 in [1, 2] || \"a\" in { a: 1 } || \"find\" in []) f();"),
    ("float-equality", "if (a * b == 0.7) f();", "if (a / 2 === 0.5 || a === 0.1) f();"),
    (
        "boolean-return",
        "function f(a) { if (a) return false; else return true; }",
        "function f(a) { if (a) return true; else return 1; }",
    ),
    ("shared-fill", "const a = Array(2).fill(new Array(3).fill(0));", "const a = new Array(3).fill(0); list.fill([]);"),
    (
        "unreachable-code",
        "for (const a of b) { continue; f(a); }",
        "function f() { return g(); function g() {} var x; }",
    ),
    (
        "return-on-its-own-line",
        "function f() {\n  return\n  [1, 2];\n}",
        "function f(a) {\n  if (a) return;\n  g();\n}",
    ),
    (
        "fallthrough",
        "switch (a) { case 1: x.y = 1; default: x.y = 2; }",
        "switch (a) { case 1: x = 1; // falls through\n case 2: x = 2; } switch (_a.label) { case 0: _a.label = 1; case 1: _a.label = 2; }",
    ),
    ("stray-semicolon", "if (a > b); { f(); }", "for (i = 0; a[i]; i++); f();"),
    ("empty-catch", "try { f(); } catch {}", "try { f(); } catch { /* it may be gone already */ }"),
    ("throw-literal", "throw \"no \" + name;", "throw error; throw a + b;"),
    (
        "duplicate-case",
        "switch (a) { case \"x\": f(); break; case \"y\": g(); break; case \"x\": h(); }",
        "switch (a) { case 1: f(); break; case \"1\": g(); }",
    ),
    (
        "duplicate-key",
        "f({ \"a\": 1, b: 2, a });",
        "f({ a: 1, ...rest, a: 2, \"'\": 1, '\"': 2, get b() { return 1; }, set b(v) {}, [c]: 1, [c]: 2 });",
    ),
    ("duplicate-condition", "if (a) f(); else if (b) g(); else if (a) h();", "if (next()) f(); else if (next()) g();"),
    ("duplicate-branches", "if (a) f(1);\nelse f(1);", "if (a) f(1); else f(2); if (b) {} else {}"),
    (
        "off-by-one",
        "for (let k = 1; k <= this.a.length; k += 2) f(this.a[k]);",
        "for (let i = 1; i <= a.length; i++) f(a[i - 1]);",
    ),
    ("wrong-direction", "for (let i = 0; i < 9; i--) f(i);", "for (let i = 0; n > i; i++) f(i);"),
    (
        "modified-while-iterating",
        "for (const x of list) { list.splice(list.indexOf(x), 1); }",
        "for (let i = 0; i < a.length; i++) { if (a[i] === x) { a.splice(i, 1); break; } if (a[i]) a.splice(i--, 1); }",
    ),
    (
        "endless-push",
        "for (const x of a) { f(x); a.push(x + 1); }",
        "for (const x of a) { if (x.more) a.push(x.more); b.push(x); }",
    ),
    (
        "late-binding",
        "for (var i in list) { list[i].onclick = function () { alert(i); }; }",
        "for (var i = 0; i < 3; i++) { list.forEach((x) => f(x, i)); }",
    ),
    ("concatenation-in-loop", "while (n--) s += `${n},`;", "while (n--) sum += n;"),
    (
        "callback-without-return",
        "const sum = list.reduce((a, b) => { a + b; }, 0);",
        "const a = list.map((x) => ({ x })).filter((x) => { if (x) return true; }); list.map((x) => { f(x); }); await Promise.all(list.map(async (x) => { await f(x); })); a && list.some((x) => { f(x); }), g();",
    ),
    ("unused-result", "text.toUpperCase();", "router.replace(a, b); s.replace(/a/g, (m) => f(m)); list.filter(visit);"),
    ("map-for-effects", "list.map(function (x) { f(x); });", "const a = list.map(f); list.map(f);"),
    (
        "async-for-each",
        "const ok = list.filter(async (x) => await test(x));",
        "await Promise.all(list.map(async (x) => f(x))); list.forEach((x) => f(x));",
    ),
    (
        "missing-await",
        "async function ok() { return g(); }\nasync function f() { if (ok()) g(); }",
        "async function save() { await g(); }\nasync function f() { const p = save(); await p; await save(); }\nsave();",
    ),
    ("floating-fetch", "fetch(\"/ping\");", "fetch(\"/ping\").catch(report); const p = fetch(\"/a\");"),
    (
        "async-without-await",
        "const f = async (a) => { return a + 1; };",
        "const f = async (a) => { return g(a); }; const h = async (a) => { await a; };",
    ),
    (
        "async-promise-executor",
        "new Promise(async function (done) { done(await f()); });",
        "new Promise((done) => { f(async () => done()); });",
    ),
    ("parse-int-as-callback", "list.map(Number.parseInt);", "list.map(parseFloat);"),
    ("parse-int-without-base", "const a = parseInt(b + c);", "const a = parseInt(b, 16) + parse(b);"),
    ("many-parameters", "const f = (a, b, c, d, e, g) => a;", "const f = (a, b, c, d, e) => a;"),
    (
        "long-function",
        "class A { m() {\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n } }",
        "const a = `\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n`;",
    ),
    (
        "deep-nesting",
        "const f = () => { if (a) while (b) if (c) for (;;) try { g(); } finally {} };",
        "function f() { if (a) {} else if (b) {} else if (c) {} else if (d) {} else if (e) {} }",
    ),
    ("var", "for (var i = 0; i < 3; i++) f(i);", "for (let i = 0; i < 3; i++) f(i);"),
    (
        "prefer-const",
        "{ let a = f(); g(a); }",
        "{ let a = 1; a += 1; let b; b = 2; f(a, b); } for (let i = 0, n = 3; i < n; i++) f(i);",
    ),
    (
        "const-reassigned",
        "const { a } = f(); a++;",
        "const a = []; a[0] = 1; { let a = 1; a = 2; } const o = {}; o.x = 1;",
    ),
    (
        "use-before-definition",
        "{ let total = total + 1; }",
        "{ const f = () => later; const later = 1; f(); } const g = (n) => n && g(n - 1); let key; class A { [(key = f())](x) { const key = x; return key; } }",
    ),
    (
        "unused-variable",
        "function f() { let a; a = 1; function g() {} }",
        "function f() { const { a, ...rest } = b; const _c = 1; return rest; } const script = 1;",
    ),
    (
        "unused-import",
        "import a, * as b from \"c\";\na();",
        "import a, { b as c } from \"d\";\nimport \"e\";\nexport { a };\nc();",
    ),
    (
        "shadowed-name",
        "function f(n) { if (n) { const n = 1; g(n); } }",
        "function f(n) { return () => { const n = 1; return n; }; }",
    ),
    ("implicit-global", "for (i = 0; i < 3; i++) f(i);", "/* global total */ total = 1;"),
    ("self-assignment", "count = (count);", "this.name = name; a.b = a.b;"),
    (
        "misleading-name",
        "const userList = {}; let hasItems = [];",
        "const isOk = a > b; const island = 5; const count = 0;",
    ),
    (
        "array-misuse",
        "const a = [1, 2];\ndelete a[0];",
        "const a = [\"b\", \"a\"]; a.sort(); const n = [10, 9]; n.sort(f); const o = {}; delete o[0];",
    ),
    ("for-in-array", "const a = [1, 2]; for (let i in a) f(a[i]);", "const o = { a: 1 }; for (const k in o) f(k);"),
    ("array-holes", "Array(3).forEach(() => f());", "new Array(3).fill(0).map(f); new Array(1, 2).map(f);"),
    ("magic-number", "const f = (a) => { return a > 37; };", "const f = (a) => { return a * 100 > 1024; };"),
    ("nested-ternary", "f(a ? (b) : c ? d : e);", "f(a ? b : c, d ? e : g);"),
    (
        "const-by-default",
        "const a = f(), b = 2;\nlet c = 0;\nc = a;\nconst d = b;",
        "function f() { const a = 1, b = 2, c = 3; let d = 4; return a + b + c + d; }",
    ),
    ("strict-equality", "f(a !== b, a === c, b !== c);", "f(a === b);"),
    (
        "handled-await",
        "async () => { try { const a = await f(); g(a); } catch (e) { h(e); } };",
        "async () => { try { await f(); } finally { g(); } try { h(async () => await f()); } catch (e) { h(e); } };",
    ),
    ("set-lookup", "const ages = new Map(all);\nif (ages.has(name)) f();", "const seen = new Set();\nseen.add(1);"),
    ("parallel-await", "const [a, b] = await Promise.all([f(), g()]);", "const a = await Promise.race([f(), g()]);"),
];

const TYPESCRIPT_CASES: &[(&str, &str, &str)] = &[
    ("any", "const a = b as any;", "const any = 1; const c: unknown = any;"),
    ("non-null-assertion", "f(a!.b);", "f(!a, a != b);"),
    ("wrapper-type", "let done: Boolean = true;", "let text: string = String(1);"),
    (
        "unused-import",
        "import type { A, B } from \"c\";\nexport let a: A;",
        "import type { A } from \"c\";\nexport const f = (a: A): void => g(a);",
    ),
    (
        "unused-variable",
        "export function f(a: number): number { const b: number = a; return a; }",
        "export function f(g: (b: number) => void): void { enum E { A } g(E.A); }",
    ),
];

#[test]
fn every_rule_finds_what_it_should_and_not_what_looks_like_it() {
    let languages = [("javascript", CASES), ("typescript", CASES), ("typescript", TYPESCRIPT_CASES)];
    for (language, cases) in languages {
        let known = |name: &str| language == "javascript" || name != "implicit-global";
        for (rule, flagged, near_miss) in cases.iter().filter(|case| known(case.0)) {
            assert!(!lines(language, rule, flagged).is_empty(), "{language} {rule} misses:\n{flagged}");
            assert!(lines(language, rule, near_miss).is_empty(), "{language} {rule} finds:\n{near_miss}");
        }
    }
    for rule in RULES.iter().chain(TYPESCRIPT_RULES) {
        assert!(CASES.iter().chain(TYPESCRIPT_CASES).any(|case| case.0 == rule.name), "{} has no case", rule.name);
    }
}

#[test]
fn deep_and_broken_code_is_no_trouble() {
    for code in ["(".repeat(10_000), "{if(a)".repeat(10_000), format!("{}a{}", "f(".repeat(10_000), ")".repeat(10_000))]
    {
        let source = crate::tutor::analyze::source::Source::new(&code);
        let language = crate::tutor::analyze::languages::find("javascript").unwrap();
        let tree = crate::tutor::analyze::tree::Tree::parse(&source, language).unwrap();
        crate::tutor::analyze::rules::check(&tree);
    }
}
