#!/usr/bin/env python3
"""Prints target/bench/bench.json as a table, and which of the project's targets hold. Run by scripts/bench.sh at its end.

How many times better: the median over the pairs of ours against theirs, with the least and the most. Above 1 is always in our
favour: speeds are ours by theirs, times and memory theirs by ours. Against the better of wllama's two versions; for T5, against
transformers.js; for an answer that quotes code, ours with prompt lookup against ours token by token.
"""
import statistics
import sys

import results

WLLAMA = ["wllama 3.8.1", "wllama 2.4.0"]
TRANSFORMERS = ["transformers.js 4.3.1"]
COLUMNS = ["ours", *WLLAMA, *TRANSFORMERS, "llama.cpp"]
WASM_LIMIT = 1.2e6
LONG_CONTEXT = 0.7
BOLD, DIM, GREEN, RED, PLAIN = ("\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m") if sys.stdout.isatty() else ("",) * 5
SHOWN = {"tokens/s": lambda rate: f"{rate:.1f}", "ms": lambda ms: f"{ms / 1000:.2f} s" if ms >= 1000 else f"{ms:.0f} ms",
         "bytes": lambda count: f"{count / 1e6:.0f} MB"}


def against(row):
    """(median, least, most, rival) against the best rival, or None."""
    speed = row["unit"] == "tokens/s"
    found = []
    for rival, theirs in row["values"].items():
        ratios = [a / b if speed else b / a for a, b in zip(row["values"].get("ours", []), theirs) if a and b]
        if rival != "ours" and ratios:
            found.append((statistics.median(ratios), min(ratios), max(ratios), rival))
    return min(found, default=None)


def what(row):
    return {"prefill": f"prefill of {row['tokens']}, tokens/s", "decode": f"decode after {row['tokens']}, tokens/s",
            "quote": "quoting code, beside token by token", "load": "storage to ready", "memory": "wasm memory",
            "encode": f"encode {row['tokens']}", "write": f"then write {row['tokens']}", "answer": "both together"}[row["what"]]


def threads(row):
    return f"{row['threads']} thread{'s' if row['threads'] > 1 else ''}"


def rivals(row):
    """The columns that the row should have beside ours."""
    if row["what"] in ("encode", "write", "answer"):
        return TRANSFORMERS
    return [] if row["what"] == "quote" else WLLAMA if row["where"] == "browser" else ["llama.cpp"]


def print_aligned(heads, lines):
    widths = [max(map(len, column)) for column in zip(heads, *lines)]
    # The first three columns are words.
    aligned = lambda cells: "  ".join(f"{cell:<{w}}" if i < 3 else f"{cell:>{w}}" for i, (cell, w) in enumerate(zip(cells, widths)))
    print(f"{BOLD}{aligned(heads)}{PLAIN}")
    last = None
    for line in lines:
        # What does not change is said once.
        print(aligned([cell if i > 1 or last is None or line[:2] != last[:2] else "" for i, cell in enumerate(line)]))
        last = line


def print_rows(rows):
    lines = []
    for row in rows:
        medians = [SHOWN[row["unit"]](statistics.median(row["values"][engine])) if row["values"].get(engine) else
                   "n/a" if engine in ["ours", *rivals(row)] else "" for engine in COLUMNS]
        ratio = against(row)
        better = [f"{ratio[0]:.2f}", f"{ratio[1]:.2f} to {ratio[2]:.2f}"] if ratio else ["n/a", ""]
        lines.append([row["model"], f"{row['where']}, {threads(row)}", what(row), *medians, *better])
    print_aligned(["model", "where", "what", *COLUMNS, "times better", "spread"], lines)


def print_sizes(sizes):
    lines = [[size["name"], "", "", f"{size['bytes'] / 1e6:.2f} MB", f"{size['brotli'] / 1e6:.2f} MB"] for size in sizes]
    print_aligned(["wasm", "", "", "raw", "brotli"], lines)


def targets(report):
    """(what is wanted, what is there, whether it holds), for everything that was measured."""
    rows = report["rows"]

    def least(wanted, label, chosen):
        ratios = [(against(row), row) for row in chosen]
        ratios = [(ratio[0], row) for ratio, row in ratios if ratio]
        if ratios:
            ratio, row = min(ratios, key=lambda pair: pair[0])
            yield f"{label} >= {wanted:g} times", f"{ratio:.2f} ({what(row).split(',')[0]})", ratio >= wanted

    def rows_of(model, where, kinds, alone):
        return [row for row in rows if row["model"] == model and row["where"] == where and row["what"] in kinds
                and (alone is None or (row["threads"] == 1) == alone)]

    for model in dict.fromkeys(row["model"] for row in rows):
        prefill = 4 if model.startswith("tinyllama") else 5
        yield from least(prefill, f"{model}: browser, threads, prefill", rows_of(model, "browser", ["prefill"], False))
        yield from least(3, f"{model}: browser, threads, decode", rows_of(model, "browser", ["decode"], False))
        yield from least(2, f"{model}: browser, one thread without relaxed SIMD", rows_of(model, "browser", ["prefill", "decode"], True))
        yield from least(1, f"{model}: native, prompt lookup beside none", rows_of(model, "native", ["quote"], None))
        for kind in ("prefill", "decode"):
            yield from least(1, f"{model}: native, {kind}", rows_of(model, "native", [kind], None))
        for where in ("browser", "native"):
            ours = {row["tokens"]: row["values"].get("ours") for row in rows_of(model, where, ["decode"], None) if row["threads"] > 1}
            if ours.get(16) and ours.get(1500):
                share = statistics.median(ours[1500]) / statistics.median(ours[16])
                yield f"{model}: {where}, our decode after 1500 >= {LONG_CONTEXT} of that after 16", f"{share:.2f}", share >= LONG_CONTEXT
    for row in rows:
        if row["what"] == "answer":
            yield from least(3, f"codet5-small's shape: browser, {threads(row)}, encode 256 + decode 48", [row])
    for size in report["sizes"]:
        if size["name"].startswith("ours"):
            yield f"{size['name']}: wasm <= {WASM_LIMIT / 1e6} MB under brotli", f"{size['brotli'] / 1e6:.2f} MB", size["brotli"] <= WASM_LIMIT


def main():
    report = results.read()
    if report["rows"]:
        print_rows(sorted(report["rows"], key=lambda row: (row["where"], -row["threads"])))
    if report["sizes"]:
        print()
        print_sizes(report["sizes"])
    print(f"\n{BOLD}Targets{PLAIN}")
    for wanted, there, holds in targets(report):
        print(f"  {GREEN}holds{PLAIN}       " if holds else f"  {RED}falls short{PLAIN} ", f"{wanted}: {there}", sep=" ")
    for note in report["notes"]:
        print(f"{DIM}note: {note}{PLAIN}")


if __name__ == "__main__":
    main()
