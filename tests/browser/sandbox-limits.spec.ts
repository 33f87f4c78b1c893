// How far a program may go in the sandbox, and what it finds there; beside sandbox.spec.ts.

import { expect, test } from "./support/sandbox.ts";

test.describe.configure({ timeout: 90_000 });

test("a language that is not run is refused", async ({ lab }) => {
  const told = await lab.page.evaluate(() => {
    const rig = { functionName: "solve", language: "java", parameterNodes: [], returnNode: "plain" as const, calls: [], limitMs: 1000 };
    return sandbox.runInSandbox(rig, "", { baseUrl: "/pkg/sandbox/" }).catch(({ code }) => code);
  });
  expect(told).toBe("language_unsupported");
  expect(await lab.page.evaluate(() => ["python", "typescript", "go"].map((name) => sandbox.runsInSandbox(name)))).toEqual([true, true, false]);
});

test("files that cannot be had are an error, and the next program asks again", async ({ lab }) => {
  const one = (baseUrl: string) =>
    lab.page.evaluate((baseUrl) => {
      const rig = { functionName: "f", language: "javascript", parameterNodes: [], returnNode: "plain" as const, calls: [{ id: "1", arguments: "[]" }], limitMs: 1000 };
      return sandbox.runInSandbox(rig, "const f = () => 1", { baseUrl }).then((runs) => runs[0]!.output, ({ code }) => code as string);
    }, baseUrl);
  expect(await one("/elsewhere/")).toBe("internal");
  expect(lab.asked.splice(0).map((url) => new URL(url).pathname)).toEqual(["/elsewhere/javascript.js", "/elsewhere/quickjs.wasm"]);
  expect(await one("/pkg/sandbox")).toBe("1");
});

for (const [language, code] of Object.entries({
  python: "print('loading')\ndef solve(x):\n    print(x)\n    while x == 2:\n        pass\n    return x\n",
  javascript: "console.log('loading');\nfunction solve(x) {\n  console.log(x);\n  while (x === 2);\n  return x;\n}\n",
})) {
  test(`in ${language} what comes after a call without an end is skipped, and each call is told of as it ends`, async ({ lab }) => {
    const [runs, told] = await lab.page.evaluate(
      async ([language, code]) => {
        const calls = [1, 2, 3, 4].map((x) => ({ id: `${x}`, arguments: `[${x}]` }));
        const rig = { functionName: "solve", language: language!, parameterNodes: ["plain" as const], returnNode: "plain" as const, calls, limitMs: 1000 };
        const told: string[] = [];
        return [await sandbox.runInSandbox(rig, code!, { baseUrl: "/pkg/sandbox/", onRun: ({ id }) => told.push(id) }), told] as const;
      },
      [language, code],
    );
    expect(told).toEqual(["1", "2", "3", "4"]);
    expect(runs[0]).toMatchObject({ output: "1", stdout: "loading\n1\n" });
    expect(runs.map(({ error }) => error?.kind)).toEqual([undefined, "time", "skipped", "skipped"]);
  });
}

test("a program that cannot be loaded is each call's error", async ({ lab }) => {
  const kinds = async (language: string, code: string) => (await lab.run(language, code, [[], []])).map(({ error }) => [error?.kind, error?.line]);
  expect(await kinds("typescript", "type X = {\n  a: string;\n};\nfunction solve(): number {\n  return 1 +;\n}")).toEqual([["load", 5], ["load", 5]]);
  expect(await kinds("javascript", "const x = 1;\nx.y.z;")).toEqual([["load", 2], ["load", 2]]);
  expect(await kinds("python", "x = 1\nimport nothing_of_that_name")).toEqual([["load", 2], ["load", 2]]);
});

test("recursion may go as deep as in Python, and no deeper", async ({ lab }) => {
  const python = "from functools import cache\n@cache\ndef count(n):\n    return n and count(n - 1) + 1\ndef plain(n):\n    return n and plain(n - 1) + 1\ndef solve(n, cached):\n    return count(n) if cached else plain(n)\n";
  const fromPython = await lab.run("python", python, [[900, false], [450, true], [1100, false], [1, false]]);
  expect(fromPython.map(({ output, error }) => output ?? error!.message.split(":")[0])).toEqual(["900", "450", "RecursionError", "1"]);
  const script = "const seen = new Map();\nfunction solve(n) {\n  if (n === 0) return 0;\n  if (!seen.has(n)) seen.set(n, solve(n - 1) + 1);\n  return seen.get(n);\n}";
  const fromScript = await lab.run("javascript", script, [[800], [100_000], [7]]);
  expect(fromScript.map(({ output, error }) => output ?? error!.message)).toEqual(["800", "InternalError: stack overflow", "7"]);
});

test("long lists, deep trees and lists of lists go in and come out", async ({ lab }) => {
  const long = Array.from({ length: 50_000 }, (_, i) => i);
  const same = { python: "def solve(x):\n    return x\n", javascript: "const solve = (x) => x;", typescript: "const solve = <T,>(x: T): T => x;" };
  const deep = [1, ...Array.from({ length: 2000 }, (_, i) => [null, i]).flat()];
  for (const [language, code] of Object.entries(same)) {
    for (const [shape, value] of [["linked", long], ["tree", deep], ["linkeds", [[1, 2], [], [3]]]] as const) {
      const [run] = await lab.run(language, code, [[value]], { parameterNodes: [shape], returnNode: shape });
      expect(run!.error).toBeUndefined();
      expect(JSON.parse(run!.output!)).toEqual(value);
      expect(run!.changedInput).toBe(false);
    }
    const [circle] = await lab.run(language, language === "python" ? "def solve(x):\n    x.next = x\n    return x\n" : "const solve = (x) => (x.next = x);", [[[1]]], { parameterNodes: ["linked"], returnNode: "linked" });
    expect(circle!.error).toMatchObject({ kind: "thrown", message: expect.stringContaining("does not end") });
    const [other] = await lab.run(language, code, [[[1]]], { returnNode: "linked" });
    expect(other!.error).toMatchObject({ kind: "type", message: expect.stringContaining("a linked list") });
  }
});

test("values that JSON has not are told of kindly", async ({ lab }) => {
  const said = async (language: string, values: string[]) => {
    const code = language === "python" ? `def solve(i):\n    return [${values.join(", ")}][i]\n` : `const solve = (i) => [${values.join(", ")}][i];`;
    return (await lab.run(language, code, values.map((_, i) => [i]))).map(({ output, error }) => output ?? error!.message.split(": ")[1]);
  };
  expect(await said("python", ["None", "(1, 2)", "float('nan')", "{1}", "2 ** 60", "1.5", "object"])).toEqual([
    "null", "[1,2]", "it has a number that is none (nan).", "a set; list() makes a list of it.", String(2n ** 60n), "1.5", "a type.",
  ]);
  expect(await said("javascript", ["undefined", "[1n]", "NaN", "new Set()", "-0", "Symbol()", "2n ** 60n", "[,1]"])).toEqual([
    "null", "[1]", "NaN.", "a Set.", "0", "a symbol.", "a BigInt beyond the safe integers.", "[null,1]",
  ]);
});

test("a clock that a program sets changes no limit, and a patched language no wrong answer into a right one", async ({ lab }) => {
  const clocks = {
    python: "import time\ntime.time = time.perf_counter = time.monotonic = lambda: 0\ndef solve():\n    while True:\n        pass\n",
    javascript: "Date.now = () => 0;\nglobalThis.Date = class { static now() { return 0; } };\nconst solve = () => { for (;;); };",
  };
  for (const [language, code] of Object.entries(clocks)) expect((await lab.one(language, code)).error?.kind).toBe("time");
  const python = "import builtins, json, sys\nclass Odd(int):\n    __eq__ = __ne__ = lambda *_: True\n    __repr__ = __str__ = lambda _: '42'\nbuiltins.str = lambda _: '42'\njson.JSONEncoder.encode = lambda *_: '42'\nsys.modules['json'] = None\ndef solve():\n    return Odd(7)\n";
  expect((await lab.one("python", python)).output).toBe("7");
  const script = "Array.prototype.join = Array.prototype.toString = () => '42';\nNumber.prototype.toString = Number.prototype.toJSON = () => '42';\nReflect.apply = () => 42;\nArray.isArray = () => false;\nconst solve = () => [7];";
  expect((await lab.one("javascript", script)).output).toBe("[7]");
});

test("a program finds neither files nor commands, and a worker without anything that leads out", async ({ lab }) => {
  const python = "import os\ndef solve(what):\n    if what == 'file':\n        return open('/etc/passwd').read()\n    if what == 'command':\n        return os.system('ls') == 0\n    return os.popen('ls').read()\n";
  const runs = await lab.run("python", python, [["file"], ["command"], ["pipe"]]);
  for (const { output, error } of runs) expect(output === "false" || error?.kind === "thrown").toBe(true);
  expect(await lab.one("javascript", "const solve = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);")).toMatchObject({ error: { kind: "thrown" } });
  expect(await lab.one("javascript", "const solve = () => require('fs');")).toMatchObject({ error: { kind: "thrown" } });

  await lab.page.evaluate(() => Promise.all(["python", "javascript"].map((name) => sandbox.warmUp(name, "/pkg/sandbox/"))));
  const workers = lab.page.workers();
  expect(workers.length).toBeGreaterThanOrEqual(2);
  // Not even the test can look into them any more: nothing there makes code of text.
  for (const worker of workers) await expect(worker.evaluate(() => 1)).rejects.toThrow(/eval/);
  await lab.page.evaluate(() => sandbox.coolDown());
  expect(await lab.page.evaluate(() => document.querySelectorAll("iframe").length)).toBe(0);
  expect(lab.asked).toEqual([]);
});

test("a language that was started runs the next program where it is, and starts another only then", async ({ lab }) => {
  const frames = await lab.page.evaluate(async () => {
    sandbox.coolDown();
    const frames: [string, number, boolean][] = [];
    for (const [language, code] of [["python", "def f(): return 1"], ["javascript", "const f = () => 1"], ["typescript", "const f = (): number => 1"]] as const) {
      await sandbox.warmUp(language, "/pkg/sandbox/");
      const started = document.querySelector("iframe");
      const rig = { functionName: "f", language, parameterNodes: [], returnNode: "plain" as const, calls: [{ id: "1", arguments: "[]" }], limitMs: 2000 };
      const onRun = () => frames.push([language, document.querySelectorAll("iframe").length, document.querySelector("iframe") === started]);
      await sandbox.runInSandbox(rig, code, { baseUrl: "/pkg/sandbox/", onRun });
      sandbox.coolDown();
      while (document.querySelector("iframe")) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return frames;
  });
  expect(frames).toEqual([["python", 1, true], ["javascript", 1, true], ["typescript", 1, true]]);
});
