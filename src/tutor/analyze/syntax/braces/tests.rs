//! Programs with one mistake each: the language, the line, a part of the message or the hint, and the program.

use crate::api::SyntaxError;
use crate::tutor::analyze::languages::find;
use crate::tutor::analyze::source::Source;
use crate::tutor::analyze::syntax::braces::errors;
use crate::tutor::analyze::tree::Tree;

fn check(language: &str, code: &str) -> Vec<SyntaxError> {
    let source = Source::new(code);
    // What is of another language for sure is refused.
    Tree::parse(&source, find(language).unwrap()).map(|tree| errors(&tree)).unwrap_or_default()
}

const WRONG: &[(&str, usize, &str, &str)] = &[
    // Brackets, strings and comments.
    ("js", 1, "opened in line 1 is never closed", "function f() {\n  return 1;\n\nfunction g() {\n  return 2;\n}\n"),
    ("js", 2, "opened in line 2", "function f(x) {\n  if (x) {\n    g();\n\n  return 1;\n}\n"),
    ("js", 2, "`(` opened in line 2", "function f() {\n  console.log(\"a\";\n}\n"),
    ("js", 1, "never closed", "const a = [1, 2, 3;\n"),
    ("js", 1, "`]` does not match the `(`", "f(1, 2];\n"),
    ("js", 4, "`}` closes nothing", "function f() {\n  return 1;\n}\n}\n"),
    ("js", 2, "starts with `\"` and is never closed", "let a = 1;\nlet s = \"hello;\nlet b = 2;\n"),
    ("js", 1, "Write `\\'`", "let s = 'It's fine';\n"),
    ("js", 1, "template is never closed", "let s = `hello;\nlet b = 2;\n"),
    ("js", 2, "comment is never closed", "let a = 1;\n/* a comment\nlet b = 2;\n"),
    ("js", 1, "`{` at the end of this line is missing", "function f(x)\n  return x;\n}\n"),
    ("js", 1, "`(` after `if` is missing", "if x > 1) {\n  f();\n}\n"),
    (
        "java",
        3,
        "opened in line 3",
        "class A {\n  int f(int x) {\n    if (x > 1) {\n      return 1;\n    return 2;\n  }\n}\n",
    ),
    ("java", 3, "never closed", "class A {\n  void f() {\n    g(1, h(2);\n  }\n}\n"),
    ("c", 3, "never closed", "int main(void) {\n  int a = 1;\n  puts(\"hello);\n  return 0;\n}\n"),
    ("c", 2, "never closed", "int main(void) {\n  int a[3 = {1, 2, 3};\n  return 0;\n}\n"),
    ("cpp", 5, "closes nothing", "int f() {\n  return 1;\n}\nint g() { return 2; }\n}\n"),
    ("go", 4, "never closed", "package main\n\nfunc main() {\n\tprintln(\"a\"\n}\n"),
    ("rust", 2, "never closed", "fn main() {\n    println!(\"a\";\n}\n"),
    ("rust", 1, "opened in line 1", "fn f() {\n    g();\n\nfn g() {\n}\n"),
    // Semicolons.
    ("java", 3, "`;` at the end", "class A {\n  void f() {\n    int x = 5\n    g(x);\n  }\n}\n"),
    ("java", 3, "`;` at the end", "class A {\n  int f(int x) {\n    return x\n  }\n}\n"),
    ("java", 3, "`;` at the end", "class A {\n  void f() {\n    System.out.println(\"a\")\n    g();\n  }\n}\n"),
    ("c", 4, "`;` at the end", "#include <stdio.h>\n\nint main(void) {\n  printf(\"a\")\n  return 0;\n}\n"),
    ("c", 2, "`;` at the end", "int main(void) {\n  int x = 5\n  x++;\n  return x;\n}\n"),
    (
        "cpp",
        4,
        "`;` at the end",
        "#include <iostream>\n\nint main() {\n  std::cout << \"a\" << std::endl\n  return 0;\n}\n",
    ),
    ("cpp", 3, "`;` after the `}` of this `class`", "class A {\n  int x;\n}\n\nint main() {\n  return 0;\n}\n"),
    ("rust", 2, "`;` at the end", "fn main() {\n    let x = 5\n    println!(\"{}\", x);\n}\n"),
    // Control flow.
    ("js", 3, "else if", "if (x > 1) {\n  f();\n} elseif (x < 0) {\n  g();\n}\n"),
    ("js", 3, "else if", "if (x > 1) {\n  f();\n} elif (x < 0) {\n  g();\n}\n"),
    (
        "java",
        5,
        "else if",
        "class A {\n  void f(int x) {\n    if (x > 1) {\n      g();\n    } elif (x < 0) {\n      g();\n    }\n  }\n}\n",
    ),
    ("go", 6, "else if", "package main\n\nfunc main() {\n\tif x > 1 {\n\t\tf()\n\t} elif x < 0 {\n\t\tg()\n\t}\n}\n"),
    ("rust", 4, "else if", "fn main() {\n    if x > 1 {\n        f();\n    } elif x < 0 {\n        g();\n    }\n}\n"),
    ("js", 1, "in parentheses", "if x > 1 {\n  f();\n}\n"),
    ("java", 3, "in parentheses", "class A {\n  void f(int x) {\n    while x > 1 {\n      g();\n    }\n  }\n}\n"),
    ("c", 2, "in parentheses", "int main(void) {\n  if x > 1 {\n    return 1;\n  }\n  return 0;\n}\n"),
    ("js", 1, "braces", "if (x > 1):\n  f();\n"),
    ("js", 1, "Python", "for (let i = 0; i < 3; i++):\n  f(i);\n"),
    ("js", 1, "separated by `;`", "for (let i = 0, i < 3, i++) {\n  f(i);\n}\n"),
    ("js", 3, "belongs to no `if`", "while (x) {\n  f();\n} else {\n  g();\n}\n"),
    ("js", 5, "another `else`", "if (x) {\n  f();\n} else {\n  g();\n} else {\n  h();\n}\n"),
    ("js", 2, "no condition", "if (x) { f(); }\nelse (x < 1) {\n  g();\n}\n"),
    ("js", 2, "not within a `switch`", "function f(x) {\n  case 1:\n    return 2;\n}\n"),
    ("js", 4, "belongs to no `try`", "function f() {\n  g();\n}\ncatch (e) {\n  h();\n}\n"),
    ("java", 3, "belongs to no `if`", "class A {\n  void f(int x) {\n    else {\n      g();\n    }\n  }\n}\n"),
    (
        "go",
        4,
        "not in parentheses",
        "package main\n\nfunc main() {\n\tfor (i := 0; i < 3; i++) {\n\t\tprintln(i)\n\t}\n}\n",
    ),
    ("go", 4, "no `while`", "package main\n\nfunc main() {\n\twhile x < 3 {\n\t\tx++\n\t}\n}\n"),
    ("go", 4, "line that it belongs to", "package main\n\nfunc main()\n{\n\tprintln(1)\n}\n"),
    (
        "go",
        7,
        "`else` must be on the line",
        "package main\n\nfunc main() {\n\tif x > 1 {\n\t\tf()\n\t}\n\telse {\n\t\tg()\n\t}\n}\n",
    ),
    ("go", 4, "range", "package main\n\nfunc main() {\n\tfor x in list {\n\t\tprintln(x)\n\t}\n}\n"),
    (
        "java",
        3,
        "not part of a `for`",
        "class A {\n  void f(int[] list) {\n    for (int x in list) {\n      g(x);\n    }\n  }\n}\n",
    ),
    // Functions and declarations.
    ("js", 1, "function name(value)", "def add(a, b) {\n  return a + b;\n}\n"),
    ("js", 1, "does not declare a function", "func add(a, b) {\n  return a + b;\n}\n"),
    ("js", 1, "parentheses after `f`", "function f {\n  return 1;\n}\n"),
    ("js", 1, "has no name", "function (x) {\n  return x;\n}\n"),
    ("c", 1, "parentheses after `main`", "int main {\n  return 0;\n}\n"),
    ("rust", 1, "parentheses after `main`", "fn main {\n}\n"),
    ("rust", 1, "fn name", "func add(a: i32) -> i32 {\n    a + 1\n}\n"),
    ("go", 3, "func name", "package main\n\nfunction main() {\n\tprintln(1)\n}\n"),
    ("js", 1, "type does not go before", "int x = 5;\n"),
    ("js", 1, "needs no types", "function add(int a, int b) {\n  return a + b;\n}\n"),
    ("js", 1, "TypeScript", "let x: number = 5;\n"),
    ("rust", 2, "type does not go before", "fn main() {\n    int x = 5;\n}\n"),
    ("go", 4, "type does not go before", "package main\n\nfunc main() {\n\tint x = 5\n\tprintln(x)\n}\n"),
    ("rust", 2, "does not declare a variable", "fn main() {\n    var x = 5;\n}\n"),
    ("js", 1, "cannot be a name", "let class = 1;\n"),
    ("java", 3, "cannot be a name", "class A {\n  void f() {\n    int class = 5;\n  }\n}\n"),
    ("go", 4, "cannot be a name", "package main\n\nfunc main() {\n\ttype := 1\n\tprintln(1)\n}\n"),
    ("rust", 2, "cannot be a name", "fn main() {\n    let match = 1;\n}\n"),
    ("js", 1, "start with a digit", "let 2nd = 1;\n"),
    ("js", 1, "hyphen", "let my-name = 1;\n"),
    ("js", 1, "no value", "const x;\n"),
    ("js", 1, "no name between", "const = 5;\n"),
    ("js", 2, "already been declared", "let a = 1;\nlet a = 2;\n"),
    ("js", 1, "function", "return 5;\n"),
    ("js", 2, "async", "function f() {\n  const x = await g();\n}\n"),
    ("go", 3, "within a function only", "package main\n\nx := 5\n\nfunc main() {\n\tprintln(x)\n}\n"),
    ("rust", 1, "outside of any function", "let x = 5;\n\nfn main() {\n}\n"),
    ("java", 2, "outside of any method", "class A {\n  for (int i = 0; i < 3; i++) {\n  }\n}\n"),
    ("c", 3, "outside of any function", "int x;\n\nwhile (x < 3) {\n  x++;\n}\n"),
    // Expressions.
    ("js", 1, "nothing after `+`", "let x = a + ;\n"),
    ("java", 3, "nothing after `=`", "class A {\n  void f() {\n    int x = ;\n  }\n}\n"),
    ("c", 2, "nothing after `+`", "int main(void) {\n  return 1 + ;\n}\n"),
    ("js", 1, "comma is missing", "let a = [1 2, 3];\n"),
    ("js", 1, "comma is missing", "f(\"a\" b);\n"),
    ("js", 2, "comma is missing", "const o = {\n  a: 1\n  b: 2,\n};\n"),
    ("rust", 2, "comma is missing", "fn main() {\n    f(1 2);\n}\n"),
    (
        "go",
        6,
        "comma after its last element",
        "package main\n\nfunc main() {\n\tx := []int{\n\t\t1,\n\t\t2\n\t}\n\tprintln(x)\n}\n",
    ),
    ("js", 1, "`===`", "if (a + 1 = b) {\n  f();\n}\n"),
    ("js", 1, "`<`", "if (a =< b) {\n  f();\n}\n"),
    ("java", 3, "JavaScript", "class A {\n  boolean f(int a) {\n    return a === 1;\n  }\n}\n"),
    ("js", 1, "`&&`", "if (a and b) {\n  f();\n}\n"),
    ("js", 1, "Go or Python", "x := 5;\n"),
    ("c", 2, "Go or Python", "int main(void) {\n  int x := 5;\n  return x;\n}\n"),
    ("rust", 3, "no `++`", "fn main() {\n    let mut x = 1;\n    x++;\n}\n"),
    ("js", 1, "needs parentheses", "print \"hello\";\n"),
    ("js", 1, "typographic", "console.log(\u{201c}hello\u{201d});\n"),
    ("c", 2, "typographic", "int main(void) {\n  puts(\u{201c}hello\u{201d});\n  return 0;\n}\n"),
    ("java", 3, "Single quotes", "class A {\n  void f() {\n    String s = 'hello';\n  }\n}\n"),
    ("java", 3, "braces", "class A {\n  void f() {\n    int[] a = [1, 2, 3];\n  }\n}\n"),
    ("ts", 1, "function name(value)", "def add(a: number): number {\n  return a;\n}\n"),
    ("ts", 2, "comma is missing", "const o = {\n  a: 1\n  b: 2,\n};\n"),
];

const RIGHT: &[(&str, &str)] = &[
    (
        "js",
        "const f = async x => { for await (const y of x) { if (/a[/]b/.test(`${y}'`)) return y ? { a: 1, b } : [2, 3]; } };\n",
    ),
    ("js", "import a from 'a';\nexport default class { static #x = 1; get y() { return this.#x }\n}\nawait a\n"),
    ("js", "const App = () => <p className=\"a\">It's {name}</p>;\n"),
    (
        "ts",
        "enum E { A = 1, B }\nfunction f<T extends object>(x: T, y?: number): x is T { return (x as any)!.z < 2; }\n",
    ),
    (
        "java",
        "class A<T> {\n  int[] a = {1, 2};\n  String s = \"\"\"\n    It's \"x\"\n    \"\"\";\n  void f() { for (int x : a) { switch (x) { case 1 -> g(); default -> {} } } }\n}\n",
    ),
    (
        "c",
        "#include <stdio.h>\n#define MAX 3\n#if MAX > 2\nint f(int a) {\n#else\nint f(long a) {\n#endif\n  return a;\n}\n",
    ),
    (
        "cpp",
        "template <typename T> struct A { T x = {}; auto f() const -> T { return [=](int&& y) { return x; }(1'000); } };\n",
    ),
    (
        "go",
        "package main\n\nfunc main() {\n\tx := map[string][]int{\n\t\t\"a\": {1, 2},\n\t}\n\tfor i := range x {\n\t\tprintln(i, `it's`)\n\t}\n}\n",
    ),
    (
        "rust",
        "fn f<'a>(x: &'a str) -> Option<&'a str> { let Some(y) = x.get(1..) else { return None }; /* a /* b */ */ Some(y.trim_matches('\\'')) }\n",
    ),
];

#[test]
fn one_mistake_is_one_error_in_its_line() {
    let mut failures = Vec::new();
    for (language, line, part, code) in WRONG {
        let found = check(language, code);
        let fits =
            |error: &SyntaxError| error.line == *line && (error.message.contains(part) || error.hint.contains(part));
        if found.len() != 1 || !found.iter().all(fits) {
            failures.push(format!("{language}, line {line}, {part}:\n{code}{found:#?}"));
        }
    }
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), WRONG.len(), failures.join("\n"));
}

#[test]
fn programs_have_no_error() {
    for (language, code) in RIGHT {
        assert_eq!(check(language, code), [], "{language}:\n{code}");
    }
}

#[test]
fn two_functions_may_have_one_each() {
    let lines = |language, code| check(language, code).iter().map(|error| error.line).collect::<Vec<_>>();
    let java = "class A {\n  void f() {\n    int x = ;\n  }\n  void g() { }\n  void h() {\n    int y = 2 + ;\n  }\n}\n";
    assert_eq!(lines("java", java), [3, 7]);
    let c = "int f(void) {\n  return 1 + ;\n}\nint g(void) { return 1; }\nint h(void) {\n  return 2 * / 3;\n}\n";
    assert_eq!(lines("c", c), [2, 6]);
}

#[test]
fn every_prefix_has_an_answer() {
    for (language, _, _, code) in WRONG {
        for (end, _) in code.char_indices() {
            for error in check(language, &code[..end]) {
                assert!((error.line, error.column) <= (error.end_line, error.end_column), "{language}: {error:?}");
                assert!(!error.message.is_empty() && !error.hint.is_empty());
            }
        }
    }
}

#[test]
fn deep_and_long_code_has_an_answer() {
    let parts = [
        "(",
        "[",
        "{",
        "!",
        "a+",
        "a=>",
        "a.b.",
        "if(a){}else ",
        "f(",
        "`${",
        "-",
        "a?b:",
        "new ",
        "{[(",
        "]})",
        "\u{201c}",
        "/[",
    ];
    for language in ["js", "ts", "java", "c", "cpp", "go", "rust"] {
        for part in parts {
            check(language, &part.repeat(1_000));
        }
    }
}

/// A thread of the browser has about as much stack.
#[test]
fn what_the_parser_gets_fits_a_small_stack() {
    let parts = [
        "(",
        "[",
        "{",
        "!",
        "a+",
        "a=>",
        "a.b.",
        "if(a){}else ",
        "if(a)b;else ",
        "f(",
        "`${",
        "a?b:",
        "new ",
        "a=",
        "A<",
        "()=>{",
        "a:",
        "if(a)",
    ];
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
        for language in ["js", "ts"] {
            for (part, count) in parts.into_iter().flat_map(|part| [60, 140, 260, 390, 790].map(|count| (part, count)))
            {
                check(language, &part.repeat(count));
                check(language, &format!("let x = {}", part.repeat(count)));
            }
        }
    });
    assert!(thread.unwrap().join().is_ok());
}
