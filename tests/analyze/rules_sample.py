#!/usr/bin/env python3
"""Draws essential findings over real code, to be judged by a reader.

    rules_sample.py [--binary target/release/codementor] [--count 100] [--seed 4] [--rule NAME] [--files 1000] [FOLDER...]

Without a FOLDER: Python's standard library, without its tests, which are wrong on purpose. In a FOLDER, so many files of each of the eight
languages, drawn with the seed; `cyclomatic_lizard.py` puts Java's and Go's own libraries into target/analyze/sources.
"""
import argparse
import collections
import json
import os
import random
import subprocess
import sys
from pathlib import Path

from environment import MAX_BYTES, ROOT

ENDINGS = [".py", ".js", ".mjs", ".ts", ".java", ".c", ".cpp", ".cc", ".hpp", ".go", ".rs"]
LEFT_OUT = {"site-packages", "__pycache__", "test", "tests", "idle_test", "testdata", "resources"}


def sources(options):
    library = Path(os.__file__).parent
    by_ending = collections.defaultdict(list)
    for folder in options.folders or [library]:
        for path in sorted(folder.rglob("*")):
            wanted = path.suffix in (ENDINGS if options.folders else [".py"]) and not LEFT_OUT & set(path.relative_to(folder).parts)
            is_test = path.stem.endswith("_test") or ".min." in path.name
            if wanted and not is_test and path.is_file() and path.stat().st_size <= MAX_BYTES:
                by_ending[path.suffix].append(path)
    draw = random.Random(options.seed)
    for paths in by_ending.values():
        yield from paths if not options.folders else draw.sample(paths, min(options.files, len(paths)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--binary", default=ROOT / "target/release/codementor")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rule")
    parser.add_argument("--around", type=int, default=3, help="lines of code before and after")
    options = parser.parse_args()
    counts, found, files = collections.Counter(), [], 0
    for path in sources(options):
        run = subprocess.run([options.binary, "analyze", path, "--json"], capture_output=True)
        if not run.stdout:
            continue
        files += 1
        analysis = json.loads(run.stdout)
        for finding in analysis["findings"]:
            counts[finding["kind"], analysis["language"], finding["rule"]] += 1
            if finding["rule"] == options.rule if options.rule else finding["kind"] == "essential":
                found.append((path, finding))
    print(f"{files} files, {sum(counts.values())} findings, {len(found)} to draw from", file=sys.stderr)
    for (kind, language, rule), count in sorted(counts.items()):
        print(f"{count:6} {kind:12} {language:11} {rule}", file=sys.stderr)
    drawn = random.Random(options.seed).sample(found, min(options.count, len(found)))
    for number, (path, finding) in enumerate(drawn, start=1):
        print(f"\n--- {number}. {finding['rule']} {path}:{finding['line']}\n    {finding['message']}")
        lines = path.read_text(errors="replace").splitlines()
        first = max(0, finding["line"] - 1 - options.around)
        for at, line in enumerate(lines[first : finding["line"] + options.around], start=first + 1):
            print(f"{'>' if at == finding['line'] else ' '}{at:5} {line}")


if __name__ == "__main__":
    main()
