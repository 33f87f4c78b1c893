#!/usr/bin/env python3
"""Collects the models that scripts/bench.sh compares with: links them into target/bench/models, and prints their ids.

    models.py [--quick] STARTER FOLDER [MODEL.gguf...]

STARTER is the starter's file. Without a MODEL it is the starter, the same requantised to Q4_0 and Q8_0, and any TinyLlama in
FOLDER; --quick leaves it at the starter. An id is the file's name in small letters, as a catalog wants it.
"""
import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "reference"))
MODELS = ROOT / "target" / "bench" / "models"


def link(path):
    """The file's id. A name is enough, so nothing is copied."""
    path = Path(path).resolve()
    if not path.is_file():
        sys.exit(f"bench: there is no file {path}")
    name = re.sub(r"[^a-z0-9._-]+", "-", path.stem.lower()).strip("._-")[:64]
    place = MODELS / f"{name}.gguf"
    if place.resolve() != path:
        place.unlink(missing_ok=True)
        place.symlink_to(path)
    return name


def requantised(starter, name):
    """Every weight of the starter as `name`; norms stay as they are."""
    path = MODELS / f"{starter.stem}.{name}.gguf".lower()
    if path.exists():
        return path
    import make
    make.in_venv()
    print(f"making {path.name}", file=sys.stderr)
    make.requantize(starter, path, f"MOSTLY_{name}")
    return path


def tinyllamas(folder):
    """A file may have several names there."""
    found = {}
    for path in sorted(Path(folder).glob("*.gguf")):
        if path.name.lower().startswith("tinyllama"):
            stat = path.stat()
            found.setdefault((stat.st_dev, stat.st_ino), path)
    return list(found.values())


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--quick", action="store_true")
    args.add_argument("starter", type=Path)
    args.add_argument("folder", type=Path)
    args.add_argument("models", nargs="*", type=Path)
    options = args.parse_args()
    MODELS.mkdir(parents=True, exist_ok=True)
    paths = options.models or [options.starter]
    if not options.models and not options.quick:
        paths += [requantised(options.starter, name) for name in ("Q4_0", "Q8_0")]
        paths += tinyllamas(options.folder)
    print(",".join(link(path) for path in paths))


if __name__ == "__main__":
    main()
