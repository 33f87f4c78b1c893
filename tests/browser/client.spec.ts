// One suite for both implementations of `Tutor`: the worker in this browser, and the server.

import { expect, STARTER, test } from "./support/test.ts";

for (const backend of ["worker", "server"] as const) {
  test.describe(backend, () => {
    test("chats, streams, caches, cancels, queues and refuses", async ({ plain }) => {
      const seen = await plain.evaluate(
        async ([backend, id]) => {
          const tutor = await Tutor.create({ backend, chatModel: id });
          const sampling = { temperature: 0, maxTokens: 24 };
          const model = (await tutor.models()).find((model) => model.id === id);
          await tutor.load(id);

          let told = "";
          const prefill: number[] = [];
          const first = await tutor.chat(
            { message: "What is a for loop?", sampling },
            { onToken: (text) => (told += text), onPrefill: (done, total) => prefill.push(done / total) },
          );
          const history = [
            { role: "user" as const, content: "What is a for loop?" },
            { role: "assistant" as const, content: first.message },
          ];
          const second = await tutor.chat({ message: "And a while loop?", history, sampling });

          let streamed = "";
          const stream = tutor.stream({ message: "What is a for loop?", sampling });
          let step = await stream.next();
          for (; !step.done; step = await stream.next()) streamed += step.value;

          let left = 0;
          for await (const _ of tutor.stream({ message: "Count to one hundred.", sampling: { maxTokens: 400 } })) {
            if (++left === 3) break;
          }

          const controller = new AbortController();
          let tokens = 0;
          const aborted = await outcome(
            tutor.chat(
              { message: "Count to one hundred.", sampling: { maxTokens: 400 } },
              { signal: controller.signal, onToken: () => ++tokens === 2 && controller.abort() },
            ),
          );
          const before = tokens;
          const already = await outcome(tutor.chat({ message: "Hi", sampling }, { signal: AbortSignal.abort() }));

          // Three at once: answered in order; the one in the middle is given up while it waits.
          const order: string[] = [];
          const middle = new AbortController();
          const [one, two, three] = [
            outcome(tutor.chat({ message: "One?", sampling }).finally(() => order.push("one"))),
            outcome(tutor.chat({ message: "Two?", sampling }, { signal: middle.signal }).finally(() => order.push("two"))),
            outcome(tutor.chat({ message: "Three?", sampling }).finally(() => order.push("three"))),
          ];
          middle.abort();
          const queue = [await one, await two, await three];

          const empty = await outcome(tutor.chat({ message: "" }));
          const odd = await outcome(tutor.chat({ message: "Hi", personality: "grumpy" as never }));
          const long = await outcome(tutor.chat({ message: "x".repeat(32 * 1024 + 1) }));
          await tutor.unload(id);
          tutor.close();
          const closed = await outcome(tutor.chat({ message: "Hi" }));
          return {
            model, told, prefill, first, second, streamed, reply: step.value, left, aborted, tokens, before, already, order, queue,
            empty, odd, long, closed,
          };
        },
        [backend, STARTER] as const,
      );

      expect(seen.model).toMatchObject({ id: STARTER, bytes: 98_362_432, license: "Apache-2.0" });
      expect(seen.first).toMatchObject({ modelUsed: STARTER, finishReason: "length", usage: { completionTokens: 24 } });
      expect(seen.told.trim()).toBe(seen.first.message);
      expect(seen.prefill.at(-1)).toBe(1);
      expect(seen.first.timings.firstTokenMs).toBeGreaterThan(0);
      expect(seen.second.usage.cachedTokens).toBeGreaterThan(20);
      expect(seen.second.usage.cachedTokens).toBeLessThan(seen.second.usage.promptTokens);
      expect(seen.streamed.trim()).toBe(seen.first.message);
      expect(seen.reply).toMatchObject({ message: seen.first.message });
      expect(seen.left).toBe(3);
      expect(seen.aborted).toMatchObject({ code: "cancelled", coded: true });
      expect(seen.tokens).toBe(seen.before);
      expect(seen.already).toMatchObject({ code: "cancelled", coded: true });
      expect(seen.order).toEqual(["two", "one", "three"]);
      expect(seen.queue.map(({ code }) => code)).toEqual([undefined, "cancelled", undefined]);
      expect(seen.empty).toMatchObject({ code: "bad_request", coded: true });
      expect(seen.odd).toMatchObject({ code: "bad_request", coded: true });
      expect(seen.odd.message).toContain("grumpy");
      expect(seen.long).toMatchObject({ code: "bad_request", coded: true });
      expect(seen.closed.coded).toBe(true);
    });

    test("analyses, refuses and is given up", async ({ plain }) => {
      const seen = await plain.evaluate(async (backend) => {
        const tutor = await Tutor.create({ backend });
        const code = `def add(item, items=[]):\n    items.append(item)\n    return items\n`;
        const first = await tutor.analyze({ code, language: "py", challengeContext: { title: "Collect" } });
        const broken = await tutor.analyze({ code: "if True\n    print(1)\n", language: "python" });
        const unpaired = await tutor.analyze({ code: "x = '\ud800' # \udc00", language: "python" });
        const languages = ["javascript", "typescript", "java", "c", "c++", "go", "rust"];
        const others = await Promise.all(languages.map((language) => tutor.analyze({ code: "x", language })));
        const deep = await tutor.analyze({ code: `x = ${"(".repeat(10_000)}${")".repeat(10_000)}`, language: "python" });

        const refused = await Promise.all([
          outcome(tutor.analyze({ code: " \n", language: "python" })),
          outcome(tutor.analyze({ code: "x".repeat(256 * 1024 + 1), language: "python" })),
          outcome(tutor.analyze({ code: "x", language: "cobol" })),
          outcome(tutor.analyze({ code: 5 as never, language: "python" })),
          outcome(tutor.analyze({ code: "x", language: "\ud800" })),
        ]);
        const controller = new AbortController();
        const long = { code: "x = [1, 2, 3]\n".repeat(15_000), language: "python" };
        const [aborted, waiting] = [outcome(tutor.analyze(long, { signal: controller.signal })), tutor.analyze({ code, language: "py" })];
        controller.abort();
        const already = await outcome(tutor.analyze({ code, language: "py" }, { signal: AbortSignal.abort() }));
        const rest = { aborted: await aborted, already, again: await waiting };
        tutor.close();
        const closed = await outcome(tutor.analyze({ code, language: "py" }));
        return { first, broken, unpaired, others, deep, refused, closed, ...rest };
      }, backend);

      expect(seen.first).toMatchObject({ language: "python", syntaxErrors: [], insights: null, metrics: { lines: { physical: 3 } } });
      expect(seen.first.metrics.functions).toMatchObject([{ name: "add", line: 1, endLine: 3, parameters: 2 }]);
      expect(seen.first.findings.map(({ rule, line }) => [rule, line])).toContainEqual(["mutable-default", 1]);
      expect(seen.broken.syntaxErrors).toMatchObject([{ line: 1 }]);
      expect(seen.unpaired.syntaxErrors).toEqual([]);
      expect(seen.others.map(({ language }) => language)).toEqual(["javascript", "typescript", "java", "c", "cpp", "go", "rust"]);
      expect(seen.deep.language).toBe("python");
      expect(seen.refused.map(({ code, coded }) => [code, coded])).toEqual([
        ["bad_request", true],
        ["bad_request", true],
        ["language_unsupported", true],
        ["bad_request", true],
        ["language_unsupported", true],
      ]);
      expect(seen.refused[0]!.message).toBe("Code is required");
      expect(seen.aborted).toMatchObject({ code: "cancelled", coded: true });
      expect(seen.already).toMatchObject({ code: "cancelled", coded: true });
      expect(seen.again.findings.map(({ rule }) => rule)).toContain("mutable-default");
      expect(seen.closed.coded).toBe(true);
    });

    test("analyses while it answers", async ({ plain }) => {
      const seen = await plain.evaluate(
        async ([backend, id]) => {
          const tutor = await Tutor.create({ backend, chatModel: id });
          let [answered, tokens] = [false, 0];
          const begun = Promise.withResolvers<void>();
          const controller = new AbortController();
          const chat = outcome(
            tutor.chat(
              { message: "Count to one thousand.", sampling: { maxTokens: 1000, temperature: 0 } },
              { signal: controller.signal, onToken: () => (tokens++, begun.resolve()) },
            ),
          ).finally(() => (answered = true));
          await Promise.race([begun.promise, chat]);
          const analysis = await tutor.analyze({ code: "x = 1\n", language: "python" });
          const [during, before] = [!answered, tokens];
          while (tokens === before && !answered) await new Promise((done) => setTimeout(done, 10));
          controller.abort();
          const { code } = await chat;
          tutor.close();
          return { analysis, during, code };
        },
        [backend, STARTER] as const,
      );
      expect(seen.analysis.metrics.lines.physical).toBe(1);
      expect(seen).toMatchObject({ during: true, code: "cancelled" });
    });
  });
}

test("the system message is kept for the next visit, and a damaged copy is made anew", async ({ plain }) => {
  const visit = (damage: boolean) =>
    plain.evaluate(
      async ([id, damage]) => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("codementor-models", { create: true });
        const kept = async () => {
          const found: FileSystemFileHandle[] = [];
          for await (const [name, file] of folder as unknown as AsyncIterable<[string, FileSystemFileHandle]>) {
            if (name.endsWith(".kv")) found.push(file);
          }
          return found;
        };
        const text = async (files: FileSystemFileHandle[]) => (files.length ? (await files[0].getFile()).text() : "");
        const snapshots = await kept();
        if (damage) {
          const file = await snapshots[0].createWritable({ keepExistingData: true });
          await file.write({ type: "write", position: 1000, data: Uint8Array.of(1, 2, 3) });
          await file.close();
        }
        const before = await text(snapshots);
        const tutor = await Tutor.create({ backend: "worker", chatModel: id });
        const reply = await tutor.chat({ message: "What is a loop?", sampling: { maxTokens: 4, temperature: 0 } });
        // The answer does not wait until what is to be kept is written: all of it in one go, and then the file is let go.
        // While it is written it cannot be read.
        const written = async () => (await text(await kept()).catch(() => before)) !== before;
        while ((damage || !snapshots.length) && !(await written())) await new Promise((done) => setTimeout(done, 50));
        await new Promise((done) => setTimeout(done, 500));
        tutor.close();
        return { message: reply.message, cached: reply.usage.cachedTokens, snapshots: snapshots.length };
      },
      [STARTER, damage] as const,
    );
  const first = await visit(false);
  expect(first).toMatchObject({ cached: 0, snapshots: 0 });
  const second = await visit(false);
  expect(second).toMatchObject({ message: first.message, snapshots: 1 });
  expect(second.cached).toBeGreaterThan(20);
  expect(await visit(true)).toMatchObject({ message: first.message, cached: 0 });
  expect(await visit(false)).toEqual(second);
});

test("a worker that crashes rejects what is under way, and the next call starts another", async ({ plain }) => {
  const tutorReady = plain.evaluate(async (id) => {
    const tutor = await Tutor.create({ backend: "worker", chatModel: id });
    Object.assign(globalThis, { tutor });
    await tutor.load(id);
  }, STARTER);
  await tutorReady;
  const crash = plain.evaluate(async () => {
    const { tutor } = globalThis as any;
    const chats = ["One?", "Two?"].map((message) => outcome(tutor.chat({ message, sampling: { maxTokens: 300 } })));
    const first = await chats[0];
    return { first, again: await outcome(tutor.chat({ message: "Again?", sampling: { maxTokens: 4 } })), second: await chats[1] };
  });
  await plain.waitForTimeout(500);
  await plain.workers()[0]!.evaluate(() => void setTimeout(() => { throw new Error("boom"); }));
  const { first, second, again } = await crash;
  expect(first).toMatchObject({ code: "internal", coded: true });
  expect((first as Outcome<unknown>).message).toContain("boom");
  // What was only waiting did nothing wrong: it runs in the new worker.
  expect((second as Outcome<unknown>).code).toBeUndefined();
  expect((again as Outcome<any>).value).toMatchObject({ modelUsed: STARTER });
});

test("an analyzer that does not arrive or crashes rejects what is under way, and the next call starts another", async ({ plain }) => {
  await plain.evaluate(async () => void Object.assign(globalThis, { tutor: await Tutor.create({ backend: "worker" }) }));
  const analyze = () => plain.evaluate(() => outcome<any>((globalThis as any).tutor.analyze({ code: "x = 1", language: "python" })));
  const build = "**/wasm/analyze/*.wasm";

  await plain.route(build, (route) => route.abort(), { times: 1 });
  expect(await analyze()).toMatchObject({ code: "internal", coded: true });

  await plain.route(build, () => {}, { times: 1 });
  const started = plain.waitForEvent("worker");
  const waiting = analyze();
  await (await started).evaluate(() => void setTimeout(() => { throw new Error("boom"); }));
  expect((await waiting).message).toContain("boom");

  expect((await analyze()).value).toMatchObject({ language: "python" });
});

test("a server that is not there is a coded error", async ({ plain }) => {
  const result = await plain.evaluate(async () => {
    const tutor = await Tutor.create({ backend: "server", serverUrl: "http://127.0.0.1:9/" });
    return outcome(tutor.chat({ message: "Hi" }));
  });
  expect(result).toMatchObject({ code: "internal", coded: true });
  expect(result.message).toContain("127.0.0.1:9");
});

test("without WebAssembly, workers or storage, auto asks the server", async ({ plain }) => {
  const backends = await plain.evaluate(async () => {
    const here = await Tutor.create();
    Object.defineProperty(navigator, "storage", { value: undefined });
    const there = await Tutor.create();
    return [here.backend, there.backend, (await outcome(Tutor.create({ backend: "worker" }))).code];
  });
  expect(backends).toEqual(["worker", "server", "internal"]);
});
