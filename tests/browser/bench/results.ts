import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const FILE = fileURLToPath(new URL("../../../target/bench/bench.json", import.meta.url));

/** What was measured, and how. tests/bench/native.py writes such rows too, and tests/bench/report.py prints them. */
export interface Row {
  model: string;
  where: "browser" | "native";
  threads: number;
  what: "prefill" | "decode" | "quote" | "load" | "memory" | "encode" | "write" | "answer";
  /** Length of the prompt, or of the context before the tokens that are timed; of T5, all tokens that are timed. */
  tokens: number;
  unit: "tokens/s" | "ms" | "bytes";
  /** One for each pair, by engine. */
  values: Record<string, number[]>;
}

interface Size {
  name: string;
  bytes: number;
  brotli: number;
}

interface Report {
  rows: Row[];
  sizes: Size[];
  notes: string[];
}

/** target/bench/bench.json: written after each value, so that an interrupted run keeps what it has. */
export class Results {
  readonly #report: Report = { rows: [], sizes: [], notes: [] };

  constructor() {
    try {
      this.#report = JSON.parse(readFileSync(FILE, "utf8")) as Report;
    } catch {
      // The first run.
    }
  }

  /** Begins a row, in place of an earlier run's. */
  begin(row: Omit<Row, "values">): (engine: string, value: number) => void {
    const same = (other: Row) => (["model", "where", "threads", "what", "tokens"] as const).every((key) => other[key] === row[key]);
    const fresh: Row = { ...row, values: {} };
    this.#report.rows = [...this.#report.rows.filter((other) => !same(other)), fresh];
    return (engine, value) => {
      (fresh.values[engine] ??= []).push(value);
      this.#save();
    };
  }

  size(name: string, path: string): void {
    const whole = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: whole.length };
    const size = { name, bytes: whole.length, brotli: brotliCompressSync(whole, { params }).length };
    this.#report.sizes = [...this.#report.sizes.filter((other) => other.name !== name), size];
    this.#save();
  }

  /** Something that the reader of the table should know, such as an engine that failed. */
  note(text: string): void {
    if (!this.#report.notes.includes(text)) this.#report.notes.push(text);
    this.#save();
  }

  #save(): void {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(`${FILE}.part`, `${JSON.stringify(this.#report, null, 1)}\n`);
    renameSync(`${FILE}.part`, FILE);
  }
}
