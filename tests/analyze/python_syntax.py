#!/usr/bin/env python3
"""Is Python as valid here as it is for CPython? Over the standard library, and over seeded mutations of it.

    python_syntax.py [--binary target/release/codementor] [--mutations 2000] [--seed 1] [--show 20]

Prints how many verdicts are the same, and on how many invalid programs the line is CPython's. Exits with 1 below the plan's bounds: all
verdicts, and 85% of the lines. Files over the analyzer's bound of 256 KiB are left out.
"""
import argparse
import ast
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import tokenize
import warnings
from pathlib import Path

from environment import MAX_BYTES, ROOT

SKIPPED = {tokenize.ENCODING, tokenize.ENDMARKER, tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE}


def sources():
    """The standard library's files as text; those that are broken on purpose too."""
    library = Path(os.__file__).parent
    for path in sorted(library.rglob("*.py")):
        if "site-packages" in path.parts:
            continue
        try:
            with tokenize.open(path) as file:
                text = file.read()
        except (SyntaxError, UnicodeDecodeError):
            continue
        if text.strip() and len(text.encode(errors="replace")) <= MAX_BYTES:
            yield path, text


def python_line(text):
    """None where CPython takes it, else the line where it does not."""
    try:
        ast.parse(text)
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, RecursionError, MemoryError):
        return 1
    return None


def mutate(text, random):
    """One token removed, doubled, or swapped with the next."""
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(text).readline) if t.type not in SKIPPED]
    if len(tokens) < 3:
        return None
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    at = lambda place: starts[place[0] - 1] + place[1]
    index = random.randrange(len(tokens) - 1)
    a, b = tokens[index], tokens[index + 1]
    (a0, a1), (b0, b1) = (at(a.start), at(a.end)), (at(b.start), at(b.end))
    kind = random.choice(["remove", "double", "swap"])
    if kind == "remove":
        return text[:a0] + text[a1:]
    if kind == "double":
        return text[:a1] + " " + text[a0:a1] + text[a1:]
    return text[:a0] + text[b0:b1] + text[a1:b0] + text[a0:a1] + text[b1:]


def our_error(binary, text, folder):
    path = Path(folder) / "program.py"
    path.write_text(text, encoding="utf-8", newline="")
    run = subprocess.run([binary, "analyze", "--json", path], capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{run.stderr}\n{text[:200]}")
    errors = json.loads(run.stdout)["syntaxErrors"]
    return errors[0] if errors else None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ROOT / "target/release/codementor")
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    chance = random.Random(options.seed)
    files = list(sources())
    shown = []
    with tempfile.TemporaryDirectory() as folder:
        same = 0
        for path, text in files:
            wanted, found = python_line(text), our_error(options.binary, text, folder)
            if (wanted is None) == (found is None):
                same += 1
            else:
                shown.append(f"{path}: CPython {wanted}, here {found}")
        print(f"standard library, CPython {sys.version.split()[0]}: {same} of {len(files)} files have the same verdict")
        verdicts = lines = invalid = count = 0
        while count < options.mutations:
            path, text = chance.choice(files)
            try:
                mutated = mutate(text, chance)
                mutated and mutated.encode()
            except (tokenize.TokenError, IndentationError, SyntaxError, UnicodeEncodeError):
                continue
            if not mutated or len(mutated.encode()) > MAX_BYTES:
                continue
            count += 1
            wanted, found = python_line(mutated), our_error(options.binary, mutated, folder)
            verdicts += (wanted is None) == (found is None)
            invalid += wanted is not None
            lines += wanted is not None and found is not None and found["line"] == wanted
            if (wanted is None) != (found is None) or (found and found["line"] != wanted):
                line = mutated.splitlines()[(wanted or found["line"]) - 1][:100]
                shown.append(f"CPython {wanted}, here {found and (found['line'], found['message'], found['hint'])}: {line}")
    print(f"mutations: {verdicts} of {count} verdicts the same, the line is CPython's in {lines} of {invalid} ({lines / max(invalid, 1):.1%})")
    print("\n".join(shown[: options.show]))
    sys.exit(verdicts < count or lines < 0.85 * invalid or same < len(files))


if __name__ == "__main__":
    main()
