#!/usr/bin/env python3
"""Is cyclomatic complexity what lizard counts? Over sources that come with installed packages.

    cyclomatic_lizard.py [--binary target/release/codementor] [--files 300] [--seed 1] [--show 10] [FOLDER...]

Without a FOLDER: cargo's sources, www/node_modules and /usr/include, and where there is apt-get the sources of Java's and Go's own libraries. Draws so
many files of each language. Exits with 1 where fewer than 95% of a language's functions are the same.

lizard reads words, not a syntax tree. Two things that it takes for decisions are written another way before it reads them: in Rust `where`, and the
`||` of a closure without parameters (and `?Sized`); the figure without that is printed too. What else differs: conditions within template strings (JavaScript), which
it loses, conditions within macros, which have no syntax tree, and C whose braces an `#if` tears apart. A function that only one of the two sees is counted apart.
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from environment import MAX_BYTES, ROOT, need

LANGUAGES = {"c": [".c"], "cpp": [".cc", ".cpp", ".hpp"], "java": [".java"], "go": [".go"], "javascript": [".js", ".mjs"], "rust": [".rs"]}
PACKAGES = {"openjdk-17-source": "java", "golang-1.19-src": "go"}
MISREAD = {"rust": [(r"\bwhere\b|\?(?=Sized)", ""), (r"(?<=[(,=>{;])(\s*(?:async )?(?:move )?)\|\|", r"\1|_|")]}


def fetched():
    """The sources of Java's and Go's libraries, as Debian packs them."""
    folder = ROOT / "target/analyze/sources"
    for package, name in PACKAGES.items():
        if (folder / name).exists() or not shutil.which("apt-get"):
            continue
        packed = folder / "packed"
        shutil.rmtree(packed, ignore_errors=True)
        packed.mkdir(parents=True)
        if subprocess.run(["apt-get", "download", "-q", package], cwd=packed, stdout=subprocess.DEVNULL).returncode:
            print(f"{package} cannot be had here: no sources of {name}")
            continue
        subprocess.run(["dpkg", "-x", next(packed.glob("*.deb")), packed], check=True)
        for archive in packed.rglob("src.zip"):
            if archive.is_file():
                with zipfile.ZipFile(archive) as sources:
                    sources.extractall(packed / "usr", [name for name in sources.namelist() if name.startswith("java.base/")])
        packed.rename(folder / name)
    return folder


def by_place(functions):
    """(last line, name without what it belongs to): what is counted there."""
    places = {}
    for line, name, count in functions:
        places.setdefault((line, re.split(r"::|\.| ", name)[-1]), []).append(count)
    return places


class Tally:
    def __init__(self):
        self.same = self.total = self.unseen = 0
        self.shown = []

    def add(self, path, theirs, ours):
        for place, counts in theirs.items():
            # Several of one name that end on one line cannot be told apart.
            if len(counts) > 1 or len(ours.get(place, [])) != 1:
                self.unseen += len(counts)
                continue
            self.total += 1
            wanted, seen = counts[0], ours[place][0]
            self.same += wanted == seen
            if wanted != seen:
                self.shown.append(f"    {path}:{place[0]} {place[1]}: lizard {wanted}, here {seen}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--binary", default=ROOT / "target/release/codementor")
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    options = parser.parse_args()
    need("lizard")
    import lizard

    cargo = Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo")) / "registry/src"
    folders = options.folders or [cargo, ROOT / "www/node_modules", Path("/usr/include"), fetched()]
    found = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and 0 < path.stat().st_size <= MAX_BYTES)
    failed = False
    for language, endings in LANGUAGES.items():
        files = [path for path in found if path.suffix in endings and ".min." not in path.name]
        files = random.Random(options.seed).sample(files, min(options.files, len(files)))
        raw, read = Tally(), Tally()
        for path in files:
            run = subprocess.run([options.binary, "analyze", "--json", "--language", language, path], capture_output=True, text=True)
            if run.returncode:
                continue
            ours = by_place((function["endLine"], function["name"], function["cyclomatic"])
                            for function in json.loads(run.stdout)["metrics"]["functions"])
            text = path.read_text(encoding="utf-8", errors="replace")
            written = text
            for misread, instead in MISREAD.get(language, []):
                written = re.sub(misread, instead, written)
            for tally, text in (raw, text), (read, written):
                functions = lizard.analyze_file.analyze_source_code(str(path), text).function_list
                tally.add(path, by_place((function.end_line, function.name, function.cyclomatic_complexity) for function in functions), ours)
        if not read.total:
            print(f"{language}: no functions in {len(files)} files")
            continue
        line = f"{language}: {read.same:,} of {read.total:,} functions in {len(files)} files as lizard counts them ({read.same / read.total:.1%})"
        if language in MISREAD:
            line += f"; with what it misreads {raw.same / raw.total:.1%}"
        print(f"{line}; {read.unseen:,} not compared")
        if read.shown[: options.show]:
            print("\n".join(read.shown[: options.show]))
        failed |= read.same < 0.95 * read.total
    sys.exit(failed)


if __name__ == "__main__":
    main()
