#!/usr/bin/env python3
"""Is cyclomatic complexity what radon counts? Over every function of the standard library.

    cyclomatic.py [--binary target/release/codementor] [--show 20]

radon is fetched into a private environment under target/analyze. Exits with 1 below the plan's bound of 99%. Files over the analyzer's bound of
256 KiB, and those that CPython does not parse, are left out.
"""
import argparse
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

from environment import MAX_BYTES, ROOT, need


def functions_of(text):
    """(line, name) -> radon's complexity of the function's own body."""
    from radon.visitors import ComplexityVisitor

    found = {}

    def add(functions):
        for function in functions:
            found[function.lineno, function.name] = function.complexity
            add(function.closures)

    def add_classes(classes):
        for one in classes:
            add(one.methods)
            add_classes(one.inner_classes)

    visitor = ComplexityVisitor.from_code(text)
    add(visitor.functions)
    add_classes(visitor.classes)
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ROOT / "target/release/codementor")
    parser.add_argument("--show", type=int, default=20)
    options = parser.parse_args()
    need("radon")
    warnings.simplefilter("ignore")
    total = same = 0
    shown = []
    for path in sorted(Path(os.__file__).parent.rglob("*.py")):
        if "site-packages" in path.parts or not 0 < path.stat().st_size <= MAX_BYTES:
            continue
        try:
            wanted = functions_of(path.read_bytes())
        except (SyntaxError, ValueError, RecursionError):
            continue
        run = subprocess.run([options.binary, "analyze", "--json", path], capture_output=True, text=True)
        if run.returncode:
            print(f"{path}: {run.stderr.strip()}", file=sys.stderr)
            continue
        functions = json.loads(run.stdout)["metrics"]["functions"]
        ours = {(function["line"], function["name"].split(".")[-1]): function["cyclomatic"] for function in functions}
        for (line, name), complexity in wanted.items():
            total += 1
            if ours.get((line, name)) == complexity:
                same += 1
            else:
                shown.append(f"{path}:{line} {name}: radon {complexity}, here {ours.get((line, name))}")
    print(f"cyclomatic complexity: {same} of {total} functions as radon counts them ({same / max(total, 1):.2%})")
    print("\n".join(shown[: options.show]))
    sys.exit(same < 0.99 * total)


if __name__ == "__main__":
    main()
