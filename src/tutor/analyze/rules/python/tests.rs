//! One more program for each rule that it finds, and one that comes near.

use super::functions::MANY_STATEMENTS;
use crate::tutor::analyze::rules::tests::lines;

/// The rule, what it finds, and what it does not.
const CASES: &[(&str, &str, &str)] = &[
    ("none-equality", "if None != x: pass\n", "if x == 'None' or None is x: pass\n"),
    ("bool-equality", "while False != ready(): pass\n", "if x == 'True' or x is True: pass\n"),
    ("literal-identity", "if n is not 0: pass\n", "if n is None or n is True or n is other: pass\n"),
    ("self-comparison", "if a.x <= a.x: pass\n", "if x != x or a.x == b.x or f() == f(): pass\n"),
    ("float-equality", "ok = 0.1 + 0.2 != 0.3\n", "ok = x == 0.5 or x < 0.1 or x == 3\n"),
    ("not-in", "if not x is y: pass\n", "if not (x in y and z) or not x or x not in y: pass\n"),
    ("type-equality", "if type(x) != int: pass\n", "if type(x) is int or type(x) == type(y): pass\n"),
    ("or-literal", "if n == 1 or 2: pass\n", "if n == 1 or n == 2: pass\nname = given or 'none'\n"),
    (
        "input-number",
        "def f():\n    n = input()\n    return n + 1\n",
        "n = input()\nn = int(n)\nif n > 3: pass\nm = input()\nm * 3\n",
    ),
    (
        "bare-except",
        "try:\n    f()\nexcept: # all\n    print('no')\n",
        "try:\n    f()\nexcept:\n    undo()\n    raise\n",
    ),
    (
        "silent-except",
        "try:\n    f()\nexcept BaseException:\n    pass\n",
        "try:\n    f()\nexcept KeyError:\n    pass\n",
    ),
    (
        "raise-not-implemented",
        "raise NotImplemented('later')\n",
        "def __eq__(self, other):\n    return NotImplemented\n",
    ),
    ("raise-text", "raise f'no {x}'\n", "raise error\n"),
    (
        "return-in-finally",
        "def f():\n    try:\n        g()\n    finally:\n        if x:\n            return 1\n",
        "try:\n    g()\nfinally:\n    def later():\n        return 1\n",
    ),
    ("assert-tuple", "assert (x, 'no x')\n", "assert (x), 'no x'\nassert x == (1, 2)\nassert ()\n"),
    (
        "open-without-with",
        "for line in open('a'):\n    print(line)\n",
        "f = open('a')\ntry:\n    f.read()\nfinally:\n    f.close()\n",
    ),
    ("file-is-closed", "with lock, open('a') as f:\n    f.read()\n", "with lock:\n    f.read()\n"),
    (
        "unreachable",
        "for x in y:\n    if x:\n        break\n    else:\n        continue\n    f(x)\n",
        "def f():\n    if x:\n        return 1\n    return 2\ndef g():\n    return\n    yield\ndef h(x):\n    if x:\n        return 1\n    else:\n        log.error(x)\n    return 0\nclass A:\n    def f(self):\n        if x:\n            return 1\n        else:\n            self.fail(x)\n        return 2\n",
    ),
    (
        "duplicate-branches",
        "if a:\n    f()\n    g()\nelif b:\n    f()\n    g()\n",
        "if a:\n    f()\nelif b:\n    g()\nelse:\n    f()\n",
    ),
    (
        "duplicate-condition",
        "if a:\n    f()\nelif b:\n    g()\nelif a:\n    h()\n",
        "if f():\n    g()\nelif f():\n    h()\n",
    ),
    (
        "returns-condition",
        "def f(x):\n    if x > 3:\n        return False\n    return True\n",
        "def f(x):\n    if x:\n        return True\n    log()\n    return False\n",
    ),
    ("self-assignment", "self.x = self.x\n", "class A:\n    x = x\nself.x = x\nx: x = 3\n"),
    (
        "no-effect",
        "def f(x):\n    x + 1\n",
        "try:\n    a < b\nexcept TypeError:\n    pass\nout << 'text'\nx == 3 and f()\n",
    ),
    ("not-called", "print\n", "try:\n    x.keys\nexcept AttributeError:\n    pass\nx.size\nf = x.sort\n"),
    (
        "none-result",
        "items = [1, 2]\nfor x in items.reverse():\n    print(x)\n",
        "import numpy as np\nitems = other.pop()\nitems.sort()\nframe = frame.sort_values()\nedges = np.sort(items)\ngraph = graph.reverse()\nnode = node.append(edges)\nvalues = xp.sort(values)\n",
    ),
    (
        "mutable-default",
        "def f(*, seen={}):\n    seen['x'] = 1\n    return seen\n",
        "def f(x=()):\n    x = list(x)\n    x.append(1)\ndef g(x=[]):\n    return len(x)\n",
    ),
    (
        "shared-default",
        "def f(a, b={}):\n    return b.get(a)\n",
        "def f(a, b={}):\n    b[a] = 1\n    return b\ndef g(a=None, b=()):\n    return a\n",
    ),
    (
        "missing-return",
        "def f(x):\n    for y in x:\n        if y:\n            return y\n",
        "def f(x):\n    while True:\n        if x():\n            return 1\ndef g(x):\n    if x:\n        return\n    print(x)\ndef h(x):\n    try:\n        return x()\n    except KeyError:\n        raise\n",
    ),
    (
        "missing-self",
        "class A:\n    x = 1\n    def f():\n        return 2\n",
        "class A:\n    def make():\n        return 2\n    x = make()\n    @staticmethod\n    def f():\n        return 3\n",
    ),
    (
        "endless-recursion",
        "class A:\n    def f(self):\n        return self.f() + 1\n",
        "class A:\n    if on:\n        def close(self):\n            close(self.fd)\n    def run(self):\n        self.run = self.fast\n        self.run()\ndef f(n):\n    return n and f(n - 1)\ndef size(node):\n    return 1 + sum(size(child) for child in node.children)\n",
    ),
    ("many-parameters", "def f(a, b, c, d, e, f, g=1):\n    pass\n", "def f(self, a, b, c, d, *, e, f):\n    pass\n"),
    (
        "deep-nesting",
        "if a:\n  if b:\n    if c:\n      if d:\n        for e in f:\n          g()\n",
        "if a:\n  if b:\n    if c:\n      if d:\n        g()\n  if b:\n    h()\n",
    ),
    (
        "documented",
        "def f(x: int = 1) -> None:\n    '''Does it.'''\n",
        "def f(x: int) -> None:\n    return None\ndef g(x, y: int) -> int:\n    '''Adds.'''\n",
    ),
    (
        "index-past-end",
        "for i in range(len(a) + 1):\n    print(a[i])\n",
        "for i in range(len(a)):\n    if i + 1 < len(a) and a[i + 1]:\n        print(a[i])\nfor i in range(len(a) + 1):\n    print(a[:i])\n",
    ),
    ("index-at-length", "print(words[len(words)])\n", "d[len(d)] = 1\nx[len(y)]\nx[len(x) - 1]\nx[len(x):]\n"),
    (
        "range-len",
        "for i in range(len(a)):\n    print(a[i])\n",
        "for i in range(len(a)):\n    a[i] = a[i] + 1\nfor i in range(len(a)):\n    print(i)\n",
    ),
    (
        "changed-while-iterating",
        "for k in d.keys():\n    if k:\n        del d[k]\n",
        "for k in list(d):\n    del d[k]\nfor x in a:\n    if x:\n        a.remove(x)\n        break\nfor x in a:\n    b.remove(x)\n",
    ),
    (
        "late-binding",
        "fs = [lambda: i for i in range(3)]\n",
        "for i in a:\n    b.append(lambda j: j)\n    c = sorted(b, key=lambda x: x[i])\n",
    ),
    (
        "text-in-loop",
        "s = ''\nwhile f():\n    if g():\n        s += 'x'\n",
        "n = 0\nfor x in y:\n    n += x\ns = ''\ns += 'x'\n",
    ),
    (
        "loop-variable-changed",
        "for i in a:\n    for i in b:\n        print(i)\n",
        "for line in file:\n    line = line.strip()\n    print(line)\n",
    ),
    ("loops-over-pairs", "for a, b in zip(x, y):\n    print(a, b)\n", "for pair in zip(x, y):\n    print(pair)\n"),
    (
        "set-look-up",
        "def f(a):\n    known = {1, 2}\n    while a():\n        if a not in known:\n            return a\n",
        "def f(a):\n    known = set(a)\n    return 3 in known\n",
    ),
    ("shadowed-builtin", "max = 3\n", "class A:\n    max = 3\ndef list():\n    pass\nbiggest = max(a)\n"),
    (
        "hidden-builtin-called",
        "def f():\n    str = 'a'\n    return str(1)\n",
        "def f(max):\n    return max(1, 2)\ninput = get\ninput()\nprint(len(x))\nlen = 3\n",
    ),
    (
        "unused-variable",
        "def f():\n    try:\n        g()\n    except KeyError as error:\n        pass\n",
        "def f():\n    a, b = g()\n    _c = a\n    d = 1\n    def h():\n        return d\n    return h\n",
    ),
    (
        "unbound-count",
        "def f():\n    for x in y:\n        total += x\n",
        "def f():\n    global n\n    n += 1\n    a.b += 1\n    m = 0\n    m += n\n",
    ),
    (
        "unused-import",
        "from a import b as c, d\nprint(d)\n",
        "import a.b\nfrom c import d as d\nfrom __future__ import annotations\n__all__ = ['e']\nfrom x import e\na.b.f()\n",
    ),
    (
        "unused-loop-variable",
        "for n in range(3):\n    print('a')\n",
        "for _ in a:\n    f()\nfor i in a:\n    pass\nprint(i)\nfor k, v in a:\n    print(k)\n",
    ),
    ("misleading-name", "for l in range(3):\n    print(l)\n", "lines = x.l\nf(O=1)\n"),
    ("idle-global", "global x\nx = 3\n", "def f():\n    global x, y\n    x = 3\n    del y\n"),
    (
        "magic-number",
        "def f(x):\n    if x > 365:\n        x = x - 365\n    return x\n",
        "def f(x):\n    return x * 100 + x % 100 + x * 2 + x // 2 + x * 37\n",
    ),
    ("duplicate-key", "d = {1: 'a', 2: 'b', 1: 'c'}\n", "d = {'a': 1, 'b': 1, a: 2, a: 3, '1': 0, 1: 0}\n"),
    ("empty-f-string", "x = F\"a {{b}}\"\n", "x = f'{a}'\ny = f'a' f'{b}'\nz = 'f'\n"),
    (
        "float-index",
        "for i in range(len(x) / 2):\n    pass\n",
        "half = n / 2\nd[half // 1]\nd[n // 2]\nmid = n / 2\nmid = int(mid)\nx[mid]\n",
    ),
    ("xor-power", "print(5 ^ 3)\n", "print(a ^ b, a ^ 1, a ** 2)\n"),
];

#[test]
fn every_rule_finds_another_program_and_not_one_that_comes_near() {
    let mut wrong = Vec::new();
    for (rule, found, near) in CASES {
        if lines("python", rule, found).is_empty() {
            wrong.push(format!("{rule} misses:\n{found}"));
        }
        if !lines("python", rule, near).is_empty() {
            wrong.push(format!("{rule} finds:\n{near}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let without = |rule: &&super::Rule| !CASES.iter().any(|case| case.0 == rule.name);
    let missing: Vec<_> = super::RULES.iter().filter(without).map(|rule| rule.name).collect();
    // Its programs are long, and made below.
    assert_eq!(missing, ["long-function"]);
}

#[test]
fn a_function_is_long_by_its_own_statements_alone() {
    let function = |name: &str, statements: usize| format!("def {name}():\n{}", "    f()\n".repeat(statements));
    let many = MANY_STATEMENTS;
    assert_eq!(lines("python", "long-function", &function("a", many + 1)), [1]);
    assert_eq!(lines("python", "long-function", &(function("a", 1) + &function("b", many + 1))), [3]);
    assert!(lines("python", "long-function", &function("a", many)).is_empty());
    assert!(lines("python", "long-function", &(function("a", many) + &function("b", many))).is_empty());
}
