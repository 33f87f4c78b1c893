//! Of each rule, another program that it finds and one that comes near.

use crate::tutor::analyze::rules::tests::flags_only_the_first;

#[test]
fn rules_find_what_they_should_and_no_more() {
    flags_only_the_first(
        "rust",
        &[
            (
                "lazy-iterator",
                "fn f(s: &str) { s.chars().filter(|c| g(c)); }",
                "fn f(o: Option<i32>) { o.map(g); let x = v.iter().map(g); v.iter().for_each(g); }",
            ),
            (
                "ignored-result",
                "fn f(s: String) { s.to_uppercase(); }",
                "fn f(s: &str) -> String { let t = s.trim(); t.to_string() }",
            ),
            (
                "dropped-lock",
                "fn f(m: &Mutex<i32>) { let _ = m.lock(); }",
                "fn f(m: &Mutex<i32>) { let _ = m.try_lock(); let _ = g(); let x = m.lock(); }",
            ),
            (
                "off-by-one",
                "fn f(a: [i32; 3]) { for k in 1..=a.len() { g(a[k]); } }",
                "fn f(a: &[i32]) { for k in 1..=a.len() { g(a[k - 1]); } for k in 0..=n { g(a[k]); } }",
            ),
            (
                "always-true-length",
                "fn f(v: &[i32]) { if v.len() < 0 { g(); } }",
                "fn f(v: &[i32], n: i32) { if n >= 0 { g(v.len() > 0); } }",
            ),
            ("self-assignment", "fn f() { a.b = a.b; }", "fn f() { a = b.a; x += x; a[i] = a[j]; }"),
            ("same-operands", "fn f(a: i32) -> bool { a < a }", "fn f(a: f64) -> bool { a != a || g() || g() }"),
            (
                "repeated-condition",
                "fn f(a: i32) { if a == 1 { g() } else if a == 2 { h() } else if a == 1 { i() } }",
                "fn f() { if next() { g() } else if next() { h() } }",
            ),
            (
                "unreachable",
                "fn f() { loop { break; g(); } }",
                "fn f() { if a { return; } g(); return; fn h() {} } fn simd() -> bool { #[cfg(simd)] return true; false }",
            ),
            (
                "length-minus-one",
                "fn f(v: &[i32]) { for i in 0..v.len() - 1 { g(i); } }",
                "fn f(v: &[i32]) { g(&v[1..v.len() - 1]); for i in 0..v.len() { g(i - 1); } }",
            ),
            (
                "needless-return",
                "fn f() -> i32 { g(); return h(); }",
                "fn f() -> i32 { if a { return 1; } 2 } fn k() { g(); return; }",
            ),
            (
                "reference-to-owner",
                "fn f(name: &String) {}",
                "fn f(a: &mut Vec<i32>, b: Vec<i32>, c: &[i32], d: &mut String) {}",
            ),
            (
                "length-zero",
                "fn f(s: &str) -> bool { s.len() > 0 }",
                "fn f(s: &str) -> bool { s.len() > 1 || s.len() == n }",
            ),
            (
                "boolean-comparison",
                "fn f() { if g() != false { h(); } }",
                "fn f(a: bool, b: bool) { if a == b { g(); } }",
            ),
            (
                "boolean-match",
                "fn f() { match a > b { false => g(), _ => h() } }",
                "fn f() { match a { 1 => g(), _ => h() } match b { true if c => 1, true => 2, false => 3 }; }",
            ),
            (
                "boolean-return",
                "fn f(a: i32) -> bool { if a == 1 { return false; } else { return true; } }",
                "fn f() -> bool { if let Some(a) = g() { true } else { false } }",
            ),
            (
                "single-match",
                "fn f() { match g() { Ok(x) => { h(x) } Err(_) => () } }",
                "fn f() { match g() { Ok(x) => h(x), Err(e) => k(e) } match a { A => g(), B => {} } }",
            ),
            (
                "index-loop",
                "fn f(v: Vec<i32>) { for k in 0..v.len() { if v[k] > 0 { g(v[k]); } } }",
                "fn f(v: &mut [i32]) { for i in 0..v.len() { v[i] = 1; } for i in 0..v.len() { g(i, v[i]); } for i in 1..v.len() { g(v[i]); } }",
            ),
            (
                "unwrap-after-check",
                "fn f() { if r.is_ok() { g(r.unwrap()); } }",
                "fn f() { if a.is_some() { g(b.unwrap()); } if a.is_none() { h(a.unwrap()); } }",
            ),
            (
                "unwrap-in-library",
                "pub fn f() -> Result<i32, E> { Ok(g().unwrap()) }",
                "fn f() -> Result<i32, E> { Ok(g().unwrap()) } pub fn k() -> i32 { g().unwrap() } pub fn l() -> Result<i32, E> { m.lock().unwrap().get() }",
            ),
            (
                "clone-of-number",
                "fn f(c: char) { g(c.clone()); }",
                "fn f(s: String, t: &i32) { g(s.clone(), t.clone()); }",
            ),
            (
                "push-formatted",
                "fn f() { s.push_str(&format!(\"{}\", 1)); }",
                "fn f() { s.push_str(\"a\"); t.push_str(&name); }",
            ),
            (
                "needless-mut",
                "fn f() { let mut x = 1; g(x); }",
                "fn f() { let mut x = 1; x += 1; let mut v = g(); v.push(1); let mut w = h(); println!(\"{}\", w); g(w); let mut y; y = 1; g(y); }",
            ),
            (
                "needless-borrow",
                "fn f() { let s = &\"a\\n\"; g(s); }",
                "fn f() { let s: &&str = &\"a\"; let t = &u; let w = \"a\"; }",
            ),
            (
                "narrowing-cast",
                "fn f(n: i64) -> i16 { n as i16 }",
                "fn f(n: u8) { g(n as usize, (n & 255) as u8, 3 as u8); }",
            ),
            (
                "float-equality",
                "fn f(a: f32) -> bool { 1.5 != a }",
                "fn f(a: f64) -> bool { a == 0.0 || a == 1.0 || a > 1.5 }",
            ),
            (
                "same-branches",
                "fn f() { if a { g(); } else { g(); } }",
                "fn f() { if a { g(1) } else { g(2) } if b {} else {} }",
            ),
            (
                "unused-variable",
                "fn f() { let x = g(); }",
                "fn f(unused: i32) { let x = 1; println!(\"{x}\"); let _y = g(); let z = || x; z(); }",
            ),
            (
                "deep-nesting",
                "fn f() { if a { if b { if c { if d { if e { g(); } } } } } }",
                "fn f() { if a { g() } else if b { g() } else if c { g() } else if d { g() } else if e { g() } }",
            ),
            (
                "many-parameters",
                "fn f(a: i32, b: i32, c: i32, d: i32, e: i32, g: i32, h: i32) {}",
                "fn f(&self, a: i32, b: i32, c: i32, d: i32, e: i32, g: i32) {}",
            ),
            (
                "passes-errors-on",
                "fn f() -> Option<i32> { let a = g()?; Some(a.h()?) }",
                "fn f() -> Option<i32> { Some(g()?) } fn k() -> Option<i32> { g()?; h()?; Some(i().unwrap()) }",
            ),
            (
                "iterator-chain",
                "fn f() -> usize { v.iter().map(g).skip(1).count() }",
                "fn f() -> Vec<i32> { v.iter().map(g).collect() }",
            ),
        ],
    );
}
