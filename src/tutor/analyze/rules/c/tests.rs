//! Of each rule, another program that it finds and one that comes near.

use crate::tutor::analyze::rules::tests::flags_only_the_first;

const ROWS: &[(&str, &str, &str)] = &[
    (
        "assignment-in-condition",
        "void f(char c) { while (c = 'x') g(); }",
        "void f(void) { if ((n = 1)) g(); while (p = next(p)) g(); if (a == 1) g(); }",
    ),
    (
        "stray-semicolon",
        "void f(void) { for (int i = 0; i < 3; i++);\n{ g(); } }",
        "void f(char *p) { while (*p++); g(); for (;;) { } do { } while (1); { } }",
    ),
    ("gets", "void f(char *s) { if (gets(s)) g(); }", "void f(char *s) { fgets(s, 3, stdin); gets(a, b); }"),
    (
        "format-arguments",
        "void f(int x) { fprintf(stderr, \"%5.2f%%\", x, x); }",
        "void f(int x) { printf(\"%d%% %-5s\\n\", x, s); printf(\"%*d\", 3, x); printf(format, x); printf(\"%\" PRIu64, x, y); }",
    ),
    (
        "format-type",
        "void f(int n) { printf(\"%s\\n\", n); }",
        "void f(int n, char *s) { printf(\"%d %s %c %x\", n, s, 'a', n); printf(\"%s\", \"a\"); }",
    ),
    (
        "scanf-address",
        "void f(void) { double x; scanf(\"%lf\", x); }",
        "void f(int *p) { int a; char s[9]; scanf(\"%d %d %8s\", &a, p, s); }",
    ),
    (
        "local-address",
        "char *f(void) { char line[9]; g(line); return line; }",
        "int *f(int *p) { static int n; int a[3]; return &n; }",
    ),
    (
        "index-out-of-bounds",
        "int f(void) { char s[4] = \"abc\"; return s[4]; }",
        "int *f(int i) { int a[4]; a[3] = 1; a[i] = a[0]; return g(&a[4]); }",
    ),
    (
        "off-by-one",
        "#define N 9\nint f(void) { int a[N], s = 0; for (int i = 1; i <= N; ++i) s += a[i]; return s; }",
        "void f(void) { int a[10]; for (int i = 1; i <= 10; i++) a[i - 1] = 0; for (int j = 0; j <= 9; j++) a[j] = 0; }",
    ),
    (
        "uninitialized",
        "int f(void) { int n; n = n + 1; return n; }",
        "int f(void) { int n; n = 0; n += 1; static int m; m++; int k; g(&k); k++; return n; }",
    ),
    (
        "missing-return",
        "int f(int n) { n = 2 * n; }",
        "int f(int n) { for (;;) { if (g()) return n; } } int g(void) { fail(); } int main(void) { h(); } void h(int n) { n = 1; } int k(int n) { if (n) return 1; else return 2; }",
    ),
    (
        "integer-division",
        "void f(void) { float half = 1 / 2; }",
        "void f(int n, double d) { double x = n / d; int y = n / 2; double z = n / 2.0; }",
    ),
    (
        "eof-in-char",
        "void f(FILE *in) { char c = 0; while ((c = fgetc(in)) != EOF) g(c); }",
        "void f(void) { char c; int d; c = getchar(); d = getchar(); if (d == EOF) g(c); }",
    ),
    (
        "array-parameter-size",
        "int f(char name[20]) { return sizeof name; }",
        "int f(int *p, int a[]) { int b[3]; return sizeof(b) / sizeof(b[0]) + sizeof(*p) + sizeof(a[0]); }",
    ),
    (
        "unsigned-countdown",
        "void f(void) { for (unsigned i = 9; i >= 0; --i) g(i); }",
        "void f(void) { for (int i = 9; i >= 0; i--) g(i); for (unsigned j = 9; j > 0; j--) g(j); }",
    ),
    (
        "null-dereference",
        "int f(struct a *p) { return p != NULL || p->x; }",
        "int f(struct a *p, struct a *q) { return !p || p->x || (p == NULL && q->x); }",
    ),
    (
        "self-assignment",
        "void f(struct a *p) { p->x = p->x; }",
        "void f(struct a *p, int x) { p->x = x; x += x; a[i++] = a[i++]; }",
    ),
    ("same-operands", "int f(int a) { return a < a; }", "int f(double a) { return a != a || g() || g(); }"),
    (
        "repeated-condition",
        "void f(int a) { if (a == 1) g(); else if (a == 2) h(); else if (a == 1) i(); }",
        "void f(int a) { if (a == 1) g(); if (a == 1) h(); if (next()) g(); else if (next()) h(); }",
    ),
    (
        "unreachable",
        "void f(void) { while (1) { break; g(); } }",
        "int f(int a) { if (a) goto end; return 1; end: return 2; } void g(int a) { switch (a) { case 1: return; break; default: h(); } }",
    ),
    (
        "missing-break",
        "void f(int a) { switch (a) { case 1: printf(\"1\"); default: g(); } }",
        "void f(int a) { switch (a) { case 1: case 2: b = 1; /* falls through */ case 3: g(); } }",
    ),
    (
        "unbounded-copy",
        "void f(void) { char s[9]; scanf(\"%s\", s); }",
        "void f(char *s) { strcpy(s, \"ok\"); strncpy(s, t, 3); scanf(\"%9s\", s); }",
    ),
    (
        "comparison-as-truth",
        "void f(char *a) { while (strcmp(a, b)) g(); }",
        "void f(char *a) { if (!strcmp(a, b)) g(); if (strcmp(a, b) < 0) g(); }",
    ),
    (
        "feof-loop",
        "void f(void) { while (!feof(stdin)) { g(); } }",
        "void f(void) { while (g()) { if (feof(stdin)) h(); } }",
    ),
    (
        "macro-parentheses",
        "#define TWICE(n) 2*n\n",
        "#define NEXT(p) (p)->next\n#define CALL(x) f(x)\n#define ADD(a, b) ((a) + (b))\n",
    ),
    (
        "boolean-return",
        "bool f(int a) { if (a == 1) return false; else return true; }",
        "bool f(int a) { if (a == 1) { g(); return true; } else { return false; } }",
    ),
    (
        "same-branches",
        "void f(void) { if (a) g(); else g(); }",
        "void f(void) { if (a) g(1); else g(2); if (b) { } else { } }",
    ),
    (
        "unused-variable",
        "void f(void) { int *p, i; i = 1; g(i); }",
        "void f(int unused) { int i = 1; G(i); extern int x; }",
    ),
    (
        "deep-nesting",
        "void f(void) { if (a) if (b) if (c) if (d) if (e) g(); }",
        "void f(void) { if (a) g(); else if (b) g(); else if (c) g(); else if (d) g(); else if (e) g(); }",
    ),
    (
        "many-parameters",
        "int *f(int a, int b, int c, int d, int e, int g, int h) { }",
        "void f(int a, int b, int c, int d, int e, int g) { }",
    ),
    ("magic-number", "int f(int a) { return 37 < a; }", "int f(int a) { return a > 0 && a % 2 == 0 && a != 100; }"),
    (
        "no-default",
        "void f(int a) { switch (a) { case 1: case 2: g(); } }",
        "void f(int a) { switch (a) { default: g(); case 2: h(); } }",
    ),
];

#[test]
fn rules_find_what_they_should_and_no_more() {
    flags_only_the_first("c", ROWS);
    flags_only_the_first("cpp", ROWS);
    flags_only_the_first(
        "c",
        &[
            (
                "string-equality",
                "void f(char *a) { if (\"x\" != a) g(); }",
                "void f(char *a, char *b) { if (a == b) g(); if (a == NULL) g(); if (*a == 'x') g(); }",
            ),
            (
                "never-freed",
                "void f(void) { int *p = calloc(3, 4); *p = 1; }",
                "int *f(void) { int *p = malloc(4); *p = 1; return p; } void g(void) { int *p = malloc(4); keep(p); }",
            ),
            (
                "unchecked-malloc",
                "void f(void) { struct a *p = malloc(sizeof *p); p->x = 1; g(p); }",
                "void f(void) { int *p = malloc(4); if (!p) return; *p = 1; int *q = malloc(4); g(q); }",
            ),
            (
                "malloc-cast",
                "void f(void) { char *s = (char *) calloc(3, 1); g(s); }",
                "void f(void) { int n = (int) size(3); void *p = malloc(3); g(n, p); }",
            ),
            (
                "checks-memory",
                "void f(void) { char *s = calloc(3, 1); if (!s) return; s[0] = 'a'; free(s); }",
                "void f(char *s) { if (!s) return; char *t = malloc(3); g(t); }",
            ),
            (
                "bounded-input",
                "void f(void) { char s[9]; while (fgets(s, sizeof(s), stdin)) g(s); }",
                "void f(char *s) { fgets(s, 100, stdin); fread(s, 1, 2, stdin); }",
            ),
        ],
    );
}
