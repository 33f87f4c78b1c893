//! Of each rule, another program that it finds and one that comes near.

use crate::tutor::analyze::rules::tests::flags_only_the_first;

#[test]
fn rules_find_what_they_should_and_no_more() {
    flags_only_the_first(
        "go",
        &[
            (
                "unused-variable",
                "func f() { var n int = 1 }",
                "func f(unused int) { n := 1; g(func() int { return n }); for _, x := range xs { g(x) } }",
            ),
            (
                "defer-before-check",
                "func f() { r, err := http.Get(u); defer r.Body.Close(); if err != nil { return } }",
                "func f() { n, err := g(); defer done(); if err != nil { return } }",
            ),
            (
                "nil-map-write",
                "func f() { var m map[int]bool; m[1] = true }",
                "func f() { var m map[int]bool; g(&m); m[1] = true; var n map[int]int; n = h(); n[1] = 2; var k map[int]int; g(k[1]) }",
            ),
            ("lost-append", "func f() { append(a.xs, 1, 2) }", "func f() { xs = append(xs, 1); list.append(1) }"),
            (
                "format-arguments",
                "func f() { fmt.Fprintf(w, \"hello\\n\", name) }",
                "func f() { fmt.Printf(\"%d%%\\n\", n); fmt.Printf(\"%s\", xs...); fmt.Printf(\"%d %d\", g()); fmt.Printf(\"%[1]d %[1]d\", n); fmt.Printf(\"%q %t\", s, b) }",
            ),
            (
                "changed-copy",
                "func f(ps []Point) { for i, p := range ps { p.X, p.Y = i, i } }",
                "func f(ps []*Point, qs []Point) { for _, p := range ps { p.X = 0 }; for _, q := range qs { q.X = 1; g(q) } }",
            ),
            (
                "late-add",
                "func f() { go func() { group.Add(2); group.Done() }() }",
                "func f() { wg.Add(1); go func() { total.Add(1); wg.Done() }() }",
            ),
            ("copied-lock", "func f(a int, mu sync.Mutex) { }", "func f(a *sync.Mutex, b sync.Locker) { }"),
            (
                "off-by-one",
                "func f() { for i := 0; i <= len(s.xs); i++ { g(s.xs[i]) } }",
                "func f() { for i := 1; i <= len(xs); i++ { g(xs[i-1]) } }",
            ),
            (
                "null-dereference",
                "func f(p *P) bool { return p != nil || p.ok }",
                "func f(m M, p *P) bool { return m == nil && m[1] == 2 || p == nil && q.ok }",
            ),
            ("self-assignment", "func f() { a.x = a.x }", "func f() { a, b = b, a; x += x }"),
            (
                "same-operands",
                "func f(a int) bool { return a < a }",
                "func f(a float64) bool { return a != a || g() || g() }",
            ),
            (
                "repeated-condition",
                "func f(a int) { if a == 1 { g() } else if a == 2 { h() } else if a == 1 { i() } }",
                "func f() { if next() { g() } else if next() { h() }; if err := g(); err != nil { i() } else if err := h(); err != nil { j() } }",
            ),
            ("unreachable", "func f() { for { break; g() } }", "func f() { if a { return }; g(); goto end; end: h() }"),
            (
                "ignored-error",
                "func f() { data, _ = os.ReadFile(path) }",
                "func f() { _, err := os.Open(path); v, _ := m[k]; g(err, v) }",
            ),
            (
                "empty-error-check",
                "func f() { err := g(); if err != nil { }; h() }",
                "func f() { if err != nil { /* There may be none yet. */ }; if n != nil { } }",
            ),
            (
                "dropped-error",
                "func f() (int, error) { if err != nil { return 0, nil }; return 1, nil }",
                "func f() error { if err != nil { return err }; if err == nil { return nil }; if err != nil { return nil // There may be none yet.\n }; return g() }",
            ),
            (
                "defer-in-loop",
                "func f() { for { defer g() } }",
                "func f() { defer g(); for { func() { defer g() }() } }",
            ),
            (
                "captured-loop-variable",
                "func f() { for i, x := range xs { go func() { g(i) }() } }",
                "func f() { for i := range xs { go g(i); func() { g(i) }() } }",
            ),
            (
                "error-text",
                "func f() { if err.Error() != \"not found\" { g() } }",
                "func f() { if err == io.EOF || a.Name() == \"x\" { g() } }",
            ),
            (
                "goroutine-without-wait",
                "func main() { go func() { g() }() }",
                "func start() { go g() } func main() { go g(); wg.Wait() }",
            ),
            (
                "string-building-in-loop",
                "func f() { var s string; for { s = s + \"a\" } }",
                "func f() { n := 0; for { s := \"\"; s += \"a\"; n += 1 } }",
            ),
            (
                "boolean-return",
                "func f(a int) bool { if a == 1 { return false } else { return true } }",
                "func f() bool { if a := g(); a { return true } else { return false } }",
            ),
            (
                "same-branches",
                "func f() { if a { g() } else { g() } }",
                "func f() { if a { g(1) } else { g(2) }; if b { } else { } }",
            ),
            (
                "deep-nesting",
                "func f() { if a { if b { if c { if d { if e { g() } } } } } }",
                "func f() { if a { g() } else if b { g() } else if c { g() } else if d { g() } else if e { g() } }",
            ),
            (
                "many-parameters",
                "func f(a, b, c, d int, e, g, h string) { }",
                "func (s S) f(a, b, c int, d, e, g string) { }",
            ),
            (
                "magic-number",
                "func f(a int) bool { return 37 < a }",
                "func f(a int) bool { return a > 0 && a%2 == 0 && a != 100 }",
            ),
            (
                "wraps-error",
                "func f() error { return fmt.Errorf(\"f: %w\", err) }",
                "func f() error { return errors.New(\"%w\") }",
            ),
            (
                "defers-unlock",
                "func f() { mu.Lock(); defer mu.Unlock(); g() }",
                "func f() { a.Lock(); defer b.Unlock(); g() }",
            ),
        ],
    );
}
