#!/usr/bin/env python3
"""Do the rules that ruff and ESLint have too find the same? Over the standard library, and over www/node_modules.

    linters.py [--binary target/release/codementor] [--files 400] [--seed 1] [--show 5]

Compares the lines of findings, file by file; the files in which a rule says the most that it ever says are left out for it. Some rules say less than
the linter's, for the sake of learners: those differences are not mistakes, and nothing here is a bar.
"""
import argparse
import collections
import json
import random
import subprocess
from pathlib import Path

from environment import MAX_BYTES, ROOT, need
from rules_sample import sources

RUFF = {
    "bare-except": "E722", "none-equality": "E711", "bool-equality": "E712", "not-in": "E713", "type-equality": "E721", "empty-f-string": "F541",
    "duplicate-key": "F601", "mutable-default": "B006", "shared-default": "B006", "unused-import": "F401", "unused-variable": "F841",
    "assert-tuple": "F631", "literal-identity": "F632", "raise-not-implemented": "F901", "late-binding": "B023", "return-in-finally": "B012",
    "shadowed-builtin": "A001", "self-comparison": "PLR0124", "many-parameters": "PLR0913",
}
ESLINT = {
    "loose-equality": "eqeqeq", "var": "no-var", "self-assignment": "no-self-assign", "self-comparison": "no-self-compare",
    "duplicate-key": "no-dupe-keys", "duplicate-case": "no-duplicate-case", "compare-nan": "use-isnan", "typeof-comparison": "valid-typeof",
    "unreachable-code": "no-unreachable", "const-reassigned": "no-const-assign", "throw-literal": "no-throw-literal", "empty-catch": "no-empty",
    "fallthrough": "no-fallthrough", "negated-left": "no-unsafe-negation", "async-promise-executor": "no-async-promise-executor",
    "many-parameters": "max-params", "nested-ternary": "no-nested-ternary", "late-binding": "no-loop-func",
}
# As often as a rule says the same in one file.
MOST = 20


def ours(binary, path):
    """rule: lines."""
    run = subprocess.run([binary, "analyze", path, "--json"], capture_output=True)
    found = collections.defaultdict(list)
    for finding in json.loads(run.stdout)["findings"] if run.stdout else []:
        found[finding["rule"]].append(finding["line"])
    return found


def compare(title, rules, files, found, theirs, show):
    print(f"\n{title}, {len(files)} files\n{'rule':24}{'theirs':22}{'both':>7}{'only here':>11}{'only there':>12}")
    for code in dict.fromkeys(rules.values()):
        names = [name for name, of in rules.items() if of == code]
        both = here = there = 0
        examples = []
        for path in files:
            if any(len(found[path][name]) >= MOST for name in names):
                continue
            one = collections.Counter(line for name in names for line in found[path][name])
            other = collections.Counter(theirs[path][code])
            both += sum((one & other).values())
            here += sum((one - other).values())
            there += sum((other - one).values())
            examples += [f"    only here   {path}:{line}" for line in one - other] + [f"    only there  {path}:{line}" for line in other - one]
        if both + here + there:
            print(f"{names[0]:24}{code:22}{both:>7}{here:>11}{there:>12}")
            print("\n".join(examples[:show]), end="\n" if examples[:show] else "")


def by_ruff(files):
    import ruff

    theirs = collections.defaultdict(lambda: collections.defaultdict(list))
    codes = ",".join(dict.fromkeys(RUFF.values()))
    command = [ruff.find_ruff_bin(), "check", "--isolated", "--preview", "--ignore-noqa", "--output-format=json", f"--select={codes}", *files]
    for message in json.loads(subprocess.run(command, capture_output=True).stdout):
        theirs[message["filename"]][message["code"]].append(message["location"]["row"])
    return theirs


def by_eslint(files):
    folder = ROOT / "target/analyze/eslint"
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules/eslint").exists():
        (folder / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--silent", "eslint"], cwd=folder, check=True)
    script = """
        import { Linter } from 'eslint';
        import { readFileSync } from 'node:fs';
        const { files, rules } = JSON.parse(readFileSync(0, 'utf8'));
        const config = { linterOptions: { noInlineConfig: true }, rules: Object.fromEntries(rules.map((rule) =>
            [rule, rule === 'max-params' ? ['error', 5] : rule === 'eqeqeq' ? ['error', 'always', { null: 'ignore' }] : 'error'])) };
        const found = {};
        for (const file of files) found[file] = new Linter().verify(readFileSync(file, 'utf8'), [config], 'code.mjs').map(({ ruleId, line }) => [ruleId, line]);
        console.log(JSON.stringify(found));
    """
    run = subprocess.run(["node", "--input-type=module", "--eval", script], cwd=folder, capture_output=True, check=True, text=True,
                         input=json.dumps({"files": files, "rules": list(dict.fromkeys(ESLINT.values()))}))
    theirs = collections.defaultdict(lambda: collections.defaultdict(list))
    for path, messages in json.loads(run.stdout).items():
        for rule, line in messages:
            theirs[path][rule].append(line)
    return theirs


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ROOT / "target/release/codementor")
    parser.add_argument("--files", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    need("ruff")
    draw = random.Random(options.seed)
    options.folders = []
    python = [str(path) for path in sources(options)]
    python = draw.sample(python, min(options.files, len(python)))
    compare("Python, ruff", RUFF, python, {path: ours(options.binary, path) for path in python}, by_ruff(python), options.show)
    scripts = sorted(path for ending in ("js", "mjs") for path in (ROOT / "www/node_modules").rglob(f"*.{ending}"))
    scripts = [str(path) for path in scripts if path.is_file() and ".min." not in path.name and path.stat().st_size <= MAX_BYTES]
    scripts = draw.sample(scripts, min(options.files, len(scripts)))
    compare("JavaScript, ESLint", ESLINT, scripts, {path: ours(options.binary, path) for path in scripts}, by_eslint(scripts), options.show)


if __name__ == "__main__":
    main()
