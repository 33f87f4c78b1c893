//! Of each rule, another program that it finds and one that comes near.

use crate::tutor::analyze::rules::tests::flags_only_the_first;

#[test]
fn rules_find_what_they_should_and_no_more() {
    flags_only_the_first(
        "java",
        &[
            (
                "string-equality",
                "void f(String a, String b) { if (a != b) g(); }",
                "boolean f(String a, String b) { if (a == null) g(); if (a == b) return true; return a == b || a != null && a.equals(b); } int g(Locale l, Method m, String s) { String lower = s.trim(); if (lower != s) f(); String name = m.getName(); return name == \"x\" || l.getLanguage() == \"tr\" ? 1 : 2; }",
            ),
            (
                "boxed-equality",
                "void f() { Long a = g(); Long b = g(); if (a != b) h(); }",
                "void f(Integer a, int b) { if (a == b) g(); }",
            ),
            (
                "integer-division",
                "void f() { double half = 1 / 2; }",
                "void f(int n, double d) { double x = n / d; int y = n / 2; double z = n / 2.0; }",
            ),
            (
                "ignored-result",
                "void f() { String s = g(); s.replace('a', 'b'); }",
                "void f(StringBuilder s, String t) { s.replace(0, 1, t); t = t.trim(); }",
            ),
            (
                "modified-while-iterating",
                "void f(Set<String> s) { for (String x : s) s.add(x + x); }",
                "void f(List<String> s) { for (String x : s) { if (g(x)) { s.remove(x); break; } } }",
            ),
            (
                "off-by-one",
                "void f(String s) { for (int i = 0; i <= s.length(); i++) g(s.charAt(i)); }",
                "void f(int[] a) { for (int i = 1; i <= a.length; i++) g(a[i - 1]); }",
            ),
            (
                "null-dereference",
                "boolean f(A a) { return a != null || a.ok(); }",
                "boolean f(A a, A b) { return a == null && b.ok(); }",
            ),
            (
                "equals-without-hash-code",
                "class A { @Override public boolean equals(final Object o) { return true; } }",
                "class A { boolean equals(A other) { return true; } } class B extends A { public boolean equals(Object o) { return true; } } class C { public boolean equals(Object o) { return this == o; } }",
            ),
            (
                "stray-semicolon",
                "void f() { for (int i = 0; i < 3; i++); { g(); } }",
                "void f() { while (next()); g(); if (a) ; else g(); }",
            ),
            ("self-assignment", "void f() { this.a = this.a; }", "void f() { this.a = a; a = b.a; x += x; }"),
            (
                "same-operands",
                "boolean f(int a) { return a < a; }",
                "boolean f(double a) { return a != a || g() && g(); }",
            ),
            (
                "repeated-condition",
                "void f(int a) { if (a == 1) g(); else if (a == 2) h(); else if (a == 1) i(); }",
                "void f(int a) { if (a == 1) g(); if (a == 1) h(); if (next()) g(); else if (next()) h(); }",
            ),
            (
                "unreachable",
                "void f() { while (true) { break; g(); } }",
                "void f(int a) { switch (a) { case 1: return; default: g(); } if (a == 1) return; g(); }",
            ),
            (
                "missing-break",
                "void f(int a) { switch (a) { case 1: System.out.println(1); case 2: g(); } }",
                "void f(int a) { switch (a) { case 1: case 2: b = 1; /* fall through */ case 3: g(); } }",
            ),
            (
                "unclosed-resource",
                "void f() { Scanner in = new Scanner(new File(\"a\")); in.next(); }",
                "void f() { Scanner in = new Scanner(System.in); in.next(); FileReader r = new FileReader(p); g(r); }",
            ),
            (
                "empty-catch",
                "void f() { try { g(); } catch (A | B e) {} }",
                "void f() { try { g(); } catch (A e) { /* There is none yet. */ } try { g(); } catch (A ignored) { } }",
            ),
            (
                "broad-catch",
                "void f() { try { g(); } catch (Throwable e) { h(e); } }",
                "void f() { try { g(); } catch (IOException | MyException e) { h(e); } }",
            ),
            ("raw-type", "class A { Map ages; }", "void f(List<?> a, MyList b, var c) { }"),
            (
                "string-building-in-loop",
                "String f() { String s = \"\"; while (g()) s = s + 'a'; return s; }",
                "void f() { int n = 0; while (g()) { String s = \"\"; s += 'a'; n += 1; } }",
            ),
            (
                "float-equality",
                "boolean f(double a) { return 1.5 != a; }",
                "boolean f(double a) { return a == 0.0 || a == 1.0 || a > 1.5; }",
            ),
            (
                "boolean-comparison",
                "void f() { if (g() == false) h(); }",
                "void f(boolean a, boolean b) { if (a == b) g(); a = true; }",
            ),
            (
                "boolean-return",
                "boolean f(int a) { if (a == 1) return false; else return true; }",
                "boolean f(int a) { if (a == 1) { g(); return true; } else { return false; } }",
            ),
            (
                "same-branches",
                "void f() { if (a) g(); else g(); }",
                "void f() { if (a) g(1); else g(2); if (b) { } else { } }",
            ),
            (
                "unused-variable",
                "void f() { for (int i = 0, unused = 1; i < 3; i++) g(i); }",
                "void f(int unused) { int i = 1; Runnable r = () -> g(i); r.run(); for (int each : all) g(); }",
            ),
            (
                "deep-nesting",
                "void f() { if (a) if (b) if (c) if (d) if (e) g(); }",
                "void f() { if (a) g(); else if (b) g(); else if (c) g(); else if (d) g(); else if (e) g(); else if (h) g(); }",
            ),
            (
                "many-parameters",
                "class A { A(int a, int b, int c, int d, int e, int f, int g) { } }",
                "void f(int a, int b, int c, int d, int e, int f) { }",
            ),
            (
                "magic-number",
                "boolean f(int a) { return 37 < a; }",
                "boolean f(int a) { return a > 0 && a % 2 == 0 && a != 100; }",
            ),
            (
                "no-default",
                "void f(int a) { switch (a) { case 1: case 2: g(); } }",
                "void f(A a) { switch (a) { case B -> g(); } switch (b) { } }",
            ),
            (
                "closes-resources",
                "void f() { try (var a = open()) { g(a); } }",
                "void f() { try { g(); } finally { h(); } }",
            ),
            (
                "builds-strings",
                "void f(StringBuilder s) { while (g()) s.append('a'); }",
                "void f(List<String> s) { while (g()) s.append('a'); }",
            ),
        ],
    );
}
