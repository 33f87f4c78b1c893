"""Draws essential findings over Python's standard library, to be judged by a reader.

    rules_sample.py PROGRAM [--count 100] [--seed 4] [--rule NAME] [--tests]
    rules_sample.py --lines FILE ...

PROGRAM is the codementor binary (`codementor analyze FILE --json`), or with --batch one that takes `python FILE...` and prints
one line of JSON, {"file", "analysis"}, for each. --lines reads such lines from a file. Tests of the library are left out unless
--tests is given: they are wrong on purpose.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys

NOT_THE_LIBRARY = {"site-packages", "__pycache__"}
TESTS = {"test", "tests", "idle_test"}


def library(tests):
    """The files of the standard library that are Python 3 and within the bound of the analyzer."""
    for path in sorted(pathlib.Path(os.__file__).parent.rglob("*.py")):
        parts = set(path.parts)
        if parts & NOT_THE_LIBRARY or (parts & TESTS and not tests) or path.stat().st_size > 256 << 10:
            continue
        yield str(path)


def analyses(options):
    """Pairs of a file and its analysis."""
    if options.lines:
        with open(options.lines) as lines:
            answers = [json.loads(line) for line in lines]
        yield from ((answer["file"], answer["analysis"]) for answer in answers if "analysis" in answer)
        return
    files = list(library(options.tests))
    if options.batch:
        out = subprocess.run([options.program, "python", *files], capture_output=True, check=True).stdout
        for answer in map(json.loads, out.splitlines()):
            if "analysis" in answer:
                yield answer["file"], answer["analysis"]
        return
    for path in files:
        run = subprocess.run([options.program, "analyze", path, "--json"], capture_output=True)
        if run.stdout:
            yield path, json.loads(run.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?")
    parser.add_argument("--lines")
    parser.add_argument("--batch", action="store_true")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--rule")
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("--around", type=int, default=3, help="lines of code before and after")
    options = parser.parse_args()
    if not (options.program or options.lines):
        parser.error("PROGRAM or --lines is needed")
    counts, essential, files = collections.Counter(), [], 0
    for path, analysis in analyses(options):
        files += 1
        for finding in analysis["findings"]:
            counts[finding["kind"], finding["rule"]] += 1
            wanted = finding["rule"] == options.rule if options.rule else finding["kind"] == "essential"
            if wanted:
                essential.append((path, finding))
    print(f"{files} files, {sum(counts.values())} findings, {len(essential)} to draw from", file=sys.stderr)
    for (kind, rule), count in sorted(counts.items()):
        print(f"{count:6} {kind:12} {rule}", file=sys.stderr)
    drawn = random.Random(options.seed).sample(essential, min(options.count, len(essential)))
    for number, (path, finding) in enumerate(drawn, start=1):
        print(f"\n--- {number}. {finding['rule']} {path}:{finding['line']}\n    {finding['message']}")
        lines = pathlib.Path(path).read_text(errors="replace").splitlines()
        first = max(0, finding["line"] - 1 - options.around)
        for at, line in enumerate(lines[first : finding["line"] + options.around], start=first + 1):
            print(f"{'>' if at == finding['line'] else ' '}{at:5} {line}")


if __name__ == "__main__":
    main()
