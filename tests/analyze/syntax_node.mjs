// Compares the verdict on JavaScript with Node's parser: over real files, and over seeded mutations of them (a token removed, doubled
// or swapped with its neighbour). Code counts as valid where it is as a script or as a module.
//
//   node --experimental-vm-modules tests/analyze/syntax_node.mjs [CODEMENTOR] [FOLDER] [COUNT] [SEED]
//
// CODEMENTOR is the built program, by default target/release/codementor.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import vm from "node:vm";

const [analyzer = "target/release/codementor", folder = "www/node_modules", count = "2000", seed = "1"] = process.argv.slice(2);
const MAX_BYTES = 40_000;

/** The next of a reproducible sequence, below a bound (mulberry32). */
let state = Number(seed);
function random(bound) {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
}

const TOKEN =
  /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|[\w$#]+|>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|&&=|\|\|=|\?\?=|>>>|=>|\+\+|--|&&|\|\||\?\?|\?\.|[=!<>+\-*/%&|^]=|<<|>>|\*\*|[^\s]/g;

/** A program with one token removed, doubled or swapped with the next one. */
function mutate(code) {
  const tokens = [...code.matchAll(TOKEN)].filter(([text]) => !text.startsWith("//") && !text.startsWith("/*"));
  if (tokens.length < 4) return null;
  const at = random(tokens.length - 1);
  const [one, two] = [tokens[at], tokens[at + 1]];
  const [start, end] = [one.index, one.index + one[0].length];
  const kind = ["removed", "doubled", "swapped"][random(3)];
  const between = code.slice(end, two.index);
  const changed = {
    removed: code.slice(0, start) + code.slice(end),
    doubled: `${code.slice(0, end)} ${one[0]}${code.slice(end)}`,
    swapped: code.slice(0, start) + two[0] + (between || " ") + one[0] + code.slice(two.index + two[0].length),
  }[kind];
  return { kind, token: one[0], line: code.slice(0, start).split("\n").length, code: changed };
}

/** Whether Node's parser takes code, as a script or as a module; else why not. */
function verdict(code) {
  try {
    new vm.Script(code);
    return { valid: true };
  } catch (error) {
    try {
      new vm.SourceTextModule(code, { context: vm.createContext() });
      return { valid: true };
    } catch (other) {
      return { valid: false, why: `${error.message} / ${other.message}`, line: Number(/:(\d+)\n/.exec(error.stack)?.[1]) };
    }
  }
}

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
  .map((entry) => join(entry.path, entry.name))
  .sort();
const originals = files.map((file) => ({ file, code: readFileSync(file, "utf8") })).filter(({ code }) => code.length < MAX_BYTES);
const small = originals.filter(({ code }) => code.length > 400);
const cases = originals.map(({ file, code }) => ({ file, kind: "original", code }));
for (let made = 0; made < Number(count); ) {
  const { file, code } = small[random(small.length)];
  const mutation = mutate(code);
  if (mutation) cases.push({ file, ...mutation }), made++;
}

const work = mkdtempSync(join(tmpdir(), "syntax-node-"));
const path = join(work, "program.js");
const answers = cases.map(({ code }) => {
  writeFileSync(path, code);
  try {
    return { analysis: JSON.parse(execFileSync(analyzer, ["analyze", "--json", path], { encoding: "utf8", maxBuffer: 1 << 30, stdio: "pipe" })) };
  } catch (error) {
    return { error: error.stderr };
  }
});
rmSync(work, { recursive: true });

const totals = {};
let lines = 0;
let located = 0;
for (const [index, { file, kind, token, line, code }] of cases.entries()) {
  const { analysis, error } = answers[index];
  if (error && code.trim() === "") continue;
  const node = verdict(code);
  const ours = analysis?.syntaxErrors ?? [];
  const total = (totals[kind] ??= { all: 0, equal: 0, invalid: 0 });
  total.all++;
  total.invalid += Number(!node.valid);
  if (node.valid === (ours.length === 0)) total.equal++;
  else console.log(`${node.valid ? "FALSE ALARM" : "MISSED"} ${file}:${line} ${kind} ${JSON.stringify(token)}: ${node.why ?? JSON.stringify(ours[0])} ${error ?? ""}`);
  if (!node.valid && ours.length > 0 && kind !== "original") {
    lines++;
    located += Number(ours[0].line === node.line || ours[0].line === line);
    if (process.env.SHOW) console.log(`${kind} ${JSON.stringify(token)} line ${line}: node ${node.line} ${node.why}\n    ours ${ours.map((one) => `${one.line} ${one.message}`).join(" | ")}`);
  }
}
const sum = (of, name) => of.reduce((all, total) => all + total[name], 0);
const mutated = Object.entries(totals).filter(([kind]) => kind !== "original").map(([, total]) => total);
const share = (part, all) => `${part} of ${all} (${((100 * part) / all).toFixed(2)}%)`;
console.log(JSON.stringify(totals));
console.log(`verdicts equal on originals: ${share(totals.original.equal, totals.original.all)}`);
console.log(`verdicts equal on mutations: ${share(sum(mutated, "equal"), sum(mutated, "all"))}, of which ${sum(mutated, "invalid")} are invalid`);
console.log(`line equal to Node's or to the mutated one: ${share(located, lines)}`);
process.exitCode = sum(mutated, "equal") >= 0.99 * sum(mutated, "all") ? 0 : 1;
