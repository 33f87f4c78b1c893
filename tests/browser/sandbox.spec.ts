// Hostile programs in the sandbox: each ends, or is refused, within its limits; the page goes on, and the next run is clean.

import { expect, type Lab, test } from "./support/sandbox.ts";

const GOOD: Record<string, string> = {
  python: "def solve():\n    return sorted([3, 1, 2])\n",
  javascript: "function solve() {\n  return [3, 1, 2].map((x) => x).sort();\n}\n",
};

/** The page has not stood still, nothing was asked of the network, and a good program still works. */
async function unharmed(lab: Lab, language: string): Promise<void> {
  const before = await lab.page.evaluate(() => ticks);
  const { output } = await lab.one(language, GOOD[language]!);
  expect(JSON.parse(output!)).toEqual([1, 2, 3]);
  expect(await lab.page.evaluate(() => ticks)).toBeGreaterThan(before);
  expect(lab.asked).toEqual([]);
  // One that is kept, and one that waits for each language's next program; the last one's goes when the next has started.
  await expect.poll(() => lab.page.evaluate(() => document.querySelectorAll("iframe").length)).toBeLessThanOrEqual(3);
}

test.describe.configure({ timeout: 90_000 });

test.describe("what a program gives", () => {
  test("reaches the page in each language, lists and trees too", async ({ lab }) => {
    const linked = { parameterNodes: ["linked" as const], returnNode: "linked" as const };
    const tree = { parameterNodes: ["tree" as const], returnNode: "tree" as const };
    const python = "class ListNode:\n    def __init__(self, value=0, next=None):\n        self.value = value\n        self.next = next\n\ndef solve(head):\n    new = None\n    while head:\n        new = ListNode(head.value, new)\n        head = head.next\n    return new\n";
    expect((await lab.run("python", python, [[[1, 2, 3]], [[]]], linked)).map(({ output }) => output)).toEqual(["[3,2,1]", "[]"].map((text) => expect.stringMatching(new RegExp(text.replace(/[[\],]/g, (c) => `\\${c}\\s*`)))));
    const script = "const solve = (root) => root && { value: root.value, left: solve(root.right), right: solve(root.left) };";
    const [mirrored] = await lab.run("javascript", script, [[[1, 2, 3, null, 4]]], tree);
    expect(JSON.parse(mirrored!.output!)).toEqual([1, 3, 2, null, null, 4]);
    const typed = "interface Pair { a: number }\nenum Kind { One = 1 }\nfunction solve(x: number): number {\n  const pair: Pair = { a: x };\n  return pair.a + Kind.One;\n}";
    expect((await lab.run("typescript", typed, [[41]]))[0]!.output).toBe("42");
  });

  test("comes with what was printed, and with the learner's own line where something was thrown", async ({ lab }) => {
    const python = await lab.one("python", "def solve():\n    print('hello')\n    return [1][5]\n");
    expect(python).toMatchObject({ stdout: "hello\n", error: { kind: "thrown", message: "IndexError: list index out of range", line: 3 } });
    const typed = await lab.one("typescript", "interface X {\n  a: number;\n}\nfunction solve(): number {\n  console.log('hi');\n  throw new RangeError('too far');\n}");
    expect(typed).toMatchObject({ stdout: "hi\n", error: { kind: "thrown", message: "RangeError: too far", line: 6 } });
    expect(await lab.one("python", "def solve(:\n    pass\n")).toMatchObject({ error: { kind: "load", line: 1 } });
    expect(await lab.one("javascript", "function solve() {\n  return (;\n}")).toMatchObject({ error: { kind: "load", line: 2 } });
    expect(await lab.one("python", "def other():\n    pass\n")).toMatchObject({ error: { kind: "load", message: expect.stringContaining("solve") } });
  });

  test("says so where the arguments were changed", async ({ lab }) => {
    const [python] = await lab.run("python", "def solve(x):\n    x.sort()\n    return x\n", [[[2, 1]]]);
    const [script] = await lab.run("javascript", "const solve = (x) => x.sort();", [[[2, 1]]]);
    expect([python!.changedInput, script!.changedInput]).toEqual([true, true]);
  });
});

const HOSTILE: Record<string, Record<string, [code: string, expected: object, rig?: { limitMs: number }]>> = {
  python: {
    "loops for ever": ["def solve():\n    while True:\n        pass\n", { error: { kind: "time" } }],
    "loops for ever while it loads": ["while True:\n    pass\n", {}],
    "catches everything, for ever": ["def solve():\n    while True:\n        try:\n            while True:\n                pass\n        except BaseException:\n            pass\n", { error: { kind: "time" } }],
    "allocates without end": ["def solve():\n    x = []\n    while True:\n        x.append('x' * 10_000_000 + str(len(x)))\n", { error: { kind: "memory" } }, { limitMs: 8000 }],
    "recurses without end": ["def solve():\n    return solve()\n", { error: { kind: "thrown", message: expect.stringContaining("RecursionError") } }],
    "throws what has no words": ["class Odd(BaseException):\n    def __str__(self):\n        raise ValueError\n    __repr__ = __str__\ndef solve():\n    raise Odd\n", { error: { kind: "thrown" } }],
    "ends the interpreter": ["import sys\ndef solve():\n    sys.exit(3)\n", { error: { kind: "thrown" } }],
    "sleeps for ever": ["import time\ndef solve():\n    time.sleep(1e9)\n", { error: {} }],
    "imports the page": ["def solve():\n    import js\n    return js.fetch\n", { error: { kind: "thrown" } }],
    "imports Pyodide": ["def solve():\n    import pyodide_js\n    return str(pyodide_js)\n", { error: { kind: "thrown" } }],
    "runs JavaScript": ["def solve():\n    from pyodide.code import run_js\n    return run_js('1 + 1')\n", { error: { kind: "thrown" } }],
    "opens a socket": ["import socket\ndef solve():\n    s = socket.socket()\n    s.connect(('127.0.0.1', 80))\n    return s.recv(1)[0]\n", { error: {} }],
    "gives what is no value": ["def solve():\n    return solve\n", { error: { kind: "thrown", message: expect.stringContaining("no value a test can compare") } }],
  },
  javascript: {
    "loops for ever": ["function solve() {\n  for (;;);\n}", { error: { kind: "time" } }],
    "catches everything, for ever": ["function solve() {\n  for (;;) try { for (;;); } catch {}\n}", { error: { kind: "time" } }],
    "allocates without end": ["function solve() {\n  const x = [];\n  for (;;) x.push(new Uint8Array(1e6));\n}", { error: { kind: "memory" } }, { limitMs: 8000 }],
    "recurses without end": ["const solve = () => solve() + 1;", { error: { kind: "thrown", message: expect.stringMatching(/stack/) } }],
    "throws null": ["function solve() {\n  throw null;\n}", { error: { kind: "thrown" } }],
    "throws what has no words": ["function solve() {\n  throw { toString() { throw this; } };\n}", { error: { kind: "thrown" } }],
    "throws a proxy": ["function solve() {\n  throw new Proxy({}, { get() { throw 1; } });\n}", { error: { kind: "thrown" } }],
    "fetches": ["const solve = () => fetch('https://example.com');", { error: { kind: "thrown", message: expect.stringContaining("fetch") } }],
    "posts a message": ["const solve = () => postMessage({ output: '1' });", { error: { kind: "thrown" } }],
    "looks for the page": ["const solve = () => [typeof document, typeof localStorage, typeof indexedDB, typeof XMLHttpRequest, typeof self, typeof Worker].join();", { output: '"undefined,undefined,undefined,undefined,undefined,undefined"' }],
    "imports": ["async function solve() {\n  return (await import('https://example.com/x.js')).default;\n}", {}],
    "gives what is no value": ["const solve = () => solve;", { error: { kind: "thrown", message: expect.stringContaining("no value a test can compare") } }],
    "gives what holds itself": ["const solve = () => {\n  const x = [];\n  x.push(x);\n  return x;\n};", { error: { kind: "thrown" } }],
  },
};

for (const [language, programs] of Object.entries(HOSTILE)) {
  test.describe(`${language} that`, () => {
    for (const [name, [code, expected, rig]] of Object.entries(programs)) {
      test(name, async ({ lab }) => {
        const run = await lab.one(language, code, rig);
        expect(run).toMatchObject(expected);
        if (!("output" in expected)) expect(run.output).toBeUndefined();
        await unharmed(lab, language);
      });
    }
  });
}

test("a hundred megabytes that are printed are cut, and harm nothing", async ({ lab }) => {
  const python = await lab.one("python", "def solve():\n    for _ in range(100):\n        print('x' * 1_000_000)\n    return 1\n", { limitMs: 8000 });
  expect(python.output).toBe("1");
  expect(python.stdout.length).toBeLessThanOrEqual(10_000);
  const script = await lab.one("javascript", "function solve() {\n  const x = 'x'.repeat(1e6);\n  for (let i = 0; i < 100; i++) console.log(x);\n  return 1;\n}", { limitMs: 8000 });
  expect(script.stdout.length).toBeLessThanOrEqual(10_000);
  await unharmed(lab, "python");
});

test("built-ins that were patched change nothing but the program's own values", async ({ lab }) => {
  const python = "import builtins, json, sys\nbuiltins.len = lambda x: 42\nbuiltins.zip = builtins.isinstance = builtins.print = None\njson.dumps = lambda *a, **k: '\"forged\"'\nsys.stdout = None\ndef solve(x):\n    return x + 1\n";
  expect((await lab.run("python", python, [[1], [2]])).map(({ output }) => output)).toEqual(["2", "3"]);
  const script =
    "Array.prototype.map = Array.prototype.push = JSON.stringify = JSON.parse = () => 'forged';\nObject.defineProperty(Object.prototype, 'output', { set() {}, get: () => '99' });\nObject.prototype.toJSON = () => 'forged';\nfunction solve(x) { return x + 1; }";
  expect((await lab.run("javascript", script, [[1], [2]])).map(({ output }) => output)).toEqual(["2", "3"]);
});

test("neither the answers nor other calls are anywhere to be found", async ({ lab }) => {
  const python = "import gc, sys\ndef solve(x):\n    found = [o for o in gc.get_objects() if isinstance(o, (str, bytes)) and 'SECRET' in str(o)]\n    frame = sys._getframe()\n    while frame:\n        found += [k for k, v in frame.f_locals.items() if k == 'expected']\n        frame = frame.f_back\n    return len(found)\n";
  expect((await lab.run("python", python, [["x"]]))[0]!.output).toBe("0");
  const script = "const solve = () => Object.getOwnPropertyNames(globalThis).filter((name) => /expected|answer|rig|port/i.test(name)).length;";
  expect((await lab.one("javascript", script)).output).toBe("0");
});

test("whoever cancels is not kept waiting", async ({ lab }) => {
  const told = await lab.page.evaluate(async () => {
    const rig = { functionName: "solve", language: "python", parameterNodes: [], returnNode: "plain" as const, calls: [{ id: "1", arguments: "[]" }], limitMs: 60_000 };
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 3000);
    const begun = performance.now();
    const run = sandbox.runInSandbox(rig, "def solve():\n    while True:\n        pass\n", { baseUrl: "/pkg/sandbox/", signal: controller.signal });
    return run.then(() => "ended", (error) => `${error.code} ${performance.now() - begun < 10_000}`);
  });
  expect(told).toBe("cancelled true");
});
