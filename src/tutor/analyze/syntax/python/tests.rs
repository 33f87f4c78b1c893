use crate::api::SyntaxError;
use crate::tutor::analyze::languages::find;
use crate::tutor::analyze::source::Source;
use crate::tutor::analyze::tree::Tree;

fn errors(code: &str) -> Vec<SyntaxError> {
    let source = Source::new(code);
    let tree = Tree::parse(&source, find("python").unwrap()).unwrap();
    super::errors(&tree)
}

#[test]
fn beginners_mistakes_are_found_and_named() {
    // The program, the line, and a part of the message or of the hint.
    let cases = [
        ("if x > 5\n    print(x)\n", 1, "lacks its colon"),
        ("for i in range(3)\n    print(i)\n", 1, "lacks its colon"),
        ("def f(a, b)\n    return a\n", 1, "lacks its colon"),
        ("class A\n    pass\n", 1, "lacks its colon"),
        ("else\n    pass\n", 1, "belongs to nothing"),
        ("print(\"a\"\nx = 5\n", 1, "never closed"),
        ("x = [1, 2\n", 1, "never closed"),
        ("x = (1 + 2]\n", 1, "cannot close"),
        ("x = 1 + 2)\n", 1, "closes nothing"),
        ("if x = 5:\n    pass\n", 1, "`==`"),
        ("while x = 5:\n    pass\n", 1, "`==`"),
        ("if x:\nprint(x)\n", 2, "no body"),
        ("def f():\n", 1, "no body"),
        ("x = 1\n    y = 2\n", 2, "nothing above it starts a block"),
        ("if x:\n        y = 1\n    z = 2\n", 3, "indented less"),
        ("print('abc)\n", 1, "has no end"),
        ("x = \"\"\"abc\ny = 1\n", 1, "has no end"),
        ("print('it's')\n", 1, "apostrophe"),
        ("class = 5\n", 1, "word of Python"),
        ("def class():\n    pass\n", 1, "word of Python"),
        ("if x:\n    pass\nelse if y:\n    pass\n", 3, "elif"),
        ("if x:\n    pass\nelseif y:\n    pass\n", 3, "elif"),
        ("print \"hello\"\n", 1, "parentheses"),
        ("x++\n", 1, "+= 1"),
        ("if a && b:\n    pass\n", 1, "`and`"),
        ("if a || b:\n    pass\n", 1, "`or`"),
        ("if !a:\n    pass\n", 1, "`not`"),
        ("x = [1 2, 3]\n", 1, "comma"),
        ("f(a b)\n", 1, "comma"),
        ("5 = x\n", 1, "cannot be given"),
        ("f() = 1\n", 1, "cannot be given"),
        ("True = 1\n", 1, "cannot be given"),
        ("def f:\n    pass\n", 1, "parentheses"),
        ("x = “a”\n", 1, "typographic"),
        ("let x = 5\n", 1, "no word of Python"),
        ("int x = 5\n", 1, "no word of Python"),
        ("function f():\n    pass\n", 1, "`def`"),
        ("retrun x\n", 1, "`return`"),
        ("whlie x:\n    pass\n", 1, "`while`"),
        ("fro i in x:\n    pass\n", 1, "`for`"),
        ("if x {\n    y = 1\n}\n", 1, "braces"),
        ("x = 1 +\n", 1, "wants a value"),
        ("x =\n", 1, "wants a value"),
        ("for i range(3):\n    pass\n", 1, "`in`"),
        ("2x = 3\n", 1, "digit"),
        ("if a =< b:\n    pass\n", 1, "`<=`"),
        ("try:\n    x = 1\ny = 2\n", 3, "neither"),
        ("f(a=1, 2)\n", 1, "last"),
        ("def f(a=1, b):\n    pass\n", 1, "last"),
        ("x = $5\n", 1, "means nothing"),
        ("x y\n", 1, "side by side"),
        ("print(f\"{x\")\n", 1, "f-string"),
        ("x = a ? b : c\n", 1, "a if condition else b"),
        ("from x import\n", 1, "names nothing"),
        ("x = y[]\n", 1, "index"),
    ];
    let mut wrong = Vec::new();
    for (code, line, part) in cases {
        let found = errors(code);
        let fits = found.len() == 1
            && found[0].line == line
            && (found[0].message.contains(part) || found[0].hint.contains(part));
        if !fits {
            wrong.push(format!("{code:?}: line {line}, {part}: {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn programs_have_no_errors() {
    for code in
        ["x = 1\n", "def f(a, *, b=2):\n    return [x for x in a if x]\n", "match x:\n    case 1:\n        pass\n", ""]
    {
        assert_eq!(errors(code), []);
    }
}

#[test]
fn whatever_nests_deep_is_told_and_nothing_overflows() {
    let deep = |open: &str, close: &str| format!("x = {}1{}\n", open.repeat(10_000), close.repeat(10_000));
    let blocks: String = (0..300).map(|depth| format!("{}if x:\n", " ".repeat(depth))).collect();
    for code in [
        deep("(", ")"),
        deep("[", "]"),
        deep("(", ""),
        deep("not ", ""),
        deep("-", ""),
        deep("lambda: ", ""),
        deep("1 if a else ", ""),
        format!("{blocks}{}pass\n", " ".repeat(300)),
    ] {
        let found = errors(&code);
        assert_eq!(found.len(), 1, "{}", &code[..40]);
    }
    assert_eq!(errors(&format!("x = {}1{}\n", "(".repeat(150), ")".repeat(150))), []);
}

#[test]
fn every_prefix_of_a_program_is_answered() {
    let code = "class Stack:\n    \"\"\"A stack — of anything.\"\"\"\n    def push(self, item: int = 3) -> None:\n        self.items[-1:] = [f'{item!r:>{4}}', *self.items]\n        return {k: v for k, v in zip('ab', \"cd\") if k != v} or (yield)\n";
    for end in (0..code.len()).filter(|end| code.is_char_boundary(*end)) {
        assert!(errors(&code[..end]).len() <= 1);
    }
}
