//! Of each rule, another program that it finds and one that comes near.

use crate::tutor::analyze::rules::tests::flags_only_the_first;

#[test]
fn rules_find_what_they_should_and_no_more() {
    flags_only_the_first(
        "cpp",
        &[
            (
                "wrong-delete",
                "void f() { A* a = new A(1); delete[] a; }",
                "void f() { A* a = new A(1); delete a; A* b = new A[2]; delete[] b; delete c; }",
            ),
            (
                "modified-while-iterating",
                "void f(vector<int> v) { for (auto& x : v) if (x) v.erase(v.begin()); }",
                "void f(std::vector<int> v, std::list<int> l) { for (int x : v) { if (x) { v.push_back(1); break; } } for (int x : l) l.push_back(x); }",
            ),
            (
                "raw-new",
                "void f() { int* p = new int[3]; p[0] = 1; }",
                "A* f() { A* a = new A; A* b = new A; keep(b); return a; }",
            ),
            (
                "range-copy",
                "void f() { for (std::vector<int> row : rows) g(row); }",
                "void f() { for (int x : v) g(x); for (std::string& s : names) s += 'a'; }",
            ),
            (
                "virtual-destructor",
                "struct A { virtual void f(); int x; };",
                "class A : public B { virtual void f(); }; class C { void f(); }; class D final { virtual void f(); };",
            ),
            (
                "using-namespace-in-header",
                "#ifndef A_H\n#define A_H\nusing namespace std;\n#endif\n",
                "#include <string>\nusing namespace std;\nint main() { }\n",
            ),
            (
                "signed-index",
                "void f() { for (int i = 0; i <= v.size(); ++i) g(i); }",
                "void f() { for (size_t i = 0; i < v.size(); ++i) g(i); for (int j = 0; j < n; ++j) g(j); }",
            ),
            (
                "empty-size-minus-one",
                "void f() { for (int i = 0; i < s.size() - 1; i++) g(i); }",
                "void f() { for (int i = 0; i < n - 1; i++) g(i); for (size_t i = 1; i < s.size(); i++) g(i); }",
            ),
            (
                "endl-in-loop",
                "void f() { while (g()) cout << 1 << endl; }",
                "void f() { cout << 1 << endl; while (g()) cout << '\\n'; }",
            ),
            (
                "catch-by-value",
                "void f() { try { g(); } catch (MyError) { h(); } }",
                "void f() { try { g(); } catch (int n) { h(); } catch (const A& a) { h(); } catch (...) { h(); } }",
            ),
            (
                "empty-catch",
                "void f() { try { g(); } catch (...) { } }",
                "void f() { try { g(); } catch (...) { /* There is no file yet. */ } }",
            ),
            (
                "copied-parameter",
                "bool f(std::string s) { return s.empty(); }",
                "void f(std::string s, std::vector<int> v, const std::string& t) { s += 'a'; g(std::move(v)); g(t.size()); }",
            ),
            ("null-macro", "void f(A* a) { if (a == NULL) g(); }", "void f(A* a) { if (a == nullptr) g(); }"),
            ("c-style-cast", "int f(double d) { return (int)d; }", "int f(double d) { (void)d; return int(d); }"),
            (
                "owns-by-pointer-type",
                "auto f() { return make_unique<A>(1); }",
                "auto f() { return std::make_pair(1, 2); }",
            ),
            (
                "range-by-reference",
                "void f() { for (const A& a : all) g(a); }",
                "void f() { for (A& a : all) g(a); for (const int x : v) g(x); }",
            ),
        ],
    );
}
