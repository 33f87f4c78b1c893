#!/usr/bin/env python3
"""Asks llama.cpp how well a model predicts a text, for each tensor type that the loader takes, and writes it down for
`perplexities` in tests/reference.rs.

    perplexity.py [--starter FILE] [--tinyllama FILE] [TYPE...]      all types, or those that are named

The FILEs are the stored models unless given. The environment is make.py's.

Under target/reference, nothing of it committed (5 GB)
    types/MODEL.TYPE.gguf   the model, every matrix of it requantized to one type by llama.cpp. TYPEs with blocks of 256 come
                            from TinyLlama, as the starter's width of 576 does not divide into them. A file that is there
                            stays.
    perplexity/TYPE.json    {model, file, bytes, windows, losses}: token ids, each window to be evaluated from an empty cache,
                            and for each token but a window's first the natural log of its probability, negated.

The text is this repository: half of it prose (what its Markdown and its doc comments say), half code.
"""
import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import make

ROOT = make.HERE.parent.parent
WINDOW = 512
WINDOWS_OF_EACH_KIND = 20
# Type: (model, llama.cpp's LLAMA_FTYPE_ that makes it).
TYPES = {
    "F32": ("smollm2", "ALL_F32"), "F16": ("smollm2", "MOSTLY_F16"), "BF16": ("smollm2", "MOSTLY_BF16"),
    "Q4_0": ("smollm2", "MOSTLY_Q4_0"), "Q4_1": ("smollm2", "MOSTLY_Q4_1"), "Q5_0": ("smollm2", "MOSTLY_Q5_0"),
    "Q5_1": ("smollm2", "MOSTLY_Q5_1"), "Q8_0": ("smollm2", "MOSTLY_Q8_0"),
    "Q2_K": ("tinyllama", "MOSTLY_Q2_K"), "Q3_K": ("tinyllama", "MOSTLY_Q3_K_M"), "Q4_K": ("tinyllama", "MOSTLY_Q4_K_M"),
    "Q5_K": ("tinyllama", "MOSTLY_Q5_K_M"), "Q6_K": ("tinyllama", "MOSTLY_Q6_K"),
}


def stored(name):
    """The file that make.py's fixtures are from, told by its size, as tests/reference.rs finds it."""
    size = json.loads((make.FIXTURES / f"{name}.json").read_text())["bytes"]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(os.environ.get("CODEMENTOR_MODELS") or cache / "codementor" / "models")
    found = [path for path in sorted(folder.glob("*.gguf")) if path.stat().st_size == size]
    return found[0] if found else sys.exit(f"{name} ({size} bytes) is not stored in {folder}")


def texts():
    """Prose and code."""
    prose, code = [(ROOT / path).read_text(encoding="utf-8") for path in ("README.md", "pkg/README.md")], []
    for path in sorted(path for folder in ("src", "www/client", "www/worker", "tests/reference")
                       for path in (ROOT / folder).rglob("*") if path.suffix in (".rs", ".ts", ".py")):
        lines = path.read_text(encoding="utf-8").splitlines()
        doc = re.compile(r"\s*//[/!] ?(.*)")
        prose.append("\n".join(match[1] for match in map(doc.fullmatch, lines) if match))
        code.append("\n".join(line for line in lines if not doc.fullmatch(line)))
    return "\n\n".join(filter(None, prose)), "\n\n".join(code)


def windows(model):
    """Token ids, evenly spread over each of the texts."""
    chosen = []
    for text in texts():
        ids = model.ids(text)
        begin = [model.begin] if model.begins else []
        size = WINDOW - len(begin)
        full = [begin + ids[at:at + size] for at in range(0, len(ids) - size + 1, size)]
        assert len(full) >= WINDOWS_OF_EACH_KIND, f"the text has only {len(ids)} tokens"
        chosen += [full[n * len(full) // WINDOWS_OF_EACH_KIND] for n in range(WINDOWS_OF_EACH_KIND)]
    return chosen


def requantize(source, path, kind):
    """Every matrix to one type, and a look whether it is."""
    import gguf
    make.requantize(source, path, TYPES[kind][1])
    found = {tensor.tensor_type.name for tensor in gguf.GGUFReader(path).tensors if len(tensor.shape) > 1}
    assert found == {kind}, f"{path} holds {found}"


def measure(path, kind):
    import numpy as np
    model = make.Model(path, WINDOW)
    chosen, losses = windows(model), []
    for number, ids in enumerate(chosen, 1):
        logs = model.log_probabilities(ids)
        losses.append([round(-float(logs[at, following]), 6) for at, following in enumerate(ids[1:])])
        if number % 10 == 0:
            print(f"{kind}: {number} of {len(chosen)} windows, perplexity {np.exp(np.mean(losses)):.4f}", flush=True)
    return {"model": TYPES[kind][0], "file": path.name, "bytes": path.stat().st_size, "windows": chosen, "losses": losses}


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--starter", dest="smollm2", metavar="FILE")
    args.add_argument("--tinyllama", metavar="FILE")
    args.add_argument("types", nargs="*", metavar="TYPE")
    options = args.parse_args()
    if unknown := set(options.types) - set(TYPES):
        args.error(f"unknown: {', '.join(sorted(unknown))}")
    make.in_venv()
    try:
        import gguf  # noqa: F401
    except ImportError:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "gguf"], check=True)
    for folder in ("types", "perplexity"):
        (make.WORK / folder).mkdir(parents=True, exist_ok=True)
    for kind in options.types or TYPES:
        name = TYPES[kind][0]
        path = make.WORK / "types" / f"{name}.{kind}.gguf"
        requantize(getattr(options, name) or stored(name), path, kind)
        (make.WORK / "perplexity" / f"{kind}.json").write_text(json.dumps(measure(path, kind)) + "\n")


if __name__ == "__main__":
    main()
