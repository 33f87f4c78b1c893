#!/usr/bin/env python3
"""Asks llama.cpp what the right answers are, and writes them down for tests/reference.rs.

    make.py NAME=FILE...             writes fixtures/NAME.* (NAME.greedy.json only with --greedy NAME)
    make.py --full NAME=FILE...      also writes every position's whole distribution to target/reference/NAME.full.bin
    make.py --text-only              only corpus.txt
    make.py --self FILE              how far llama.cpp's prefill and decode agree with each other, as a yardstick

NAME is smollm2, tinyllama or qwen2; FILE is the GGUF file. llama-cpp-python comes from its package registry into a private
environment under target/reference (there is only a source package: 10 to 20 minutes on two cores, and a C++ compiler).

The fixtures
    NAME.json          which file they were made from: {file, bytes, sha256}, and {llamaCpp}, the package's version.
    corpus.txt         one JSON string a line (see corpus.py).
    NAME.tokens.txt    a line for each corpus line: count, space, FNV-1a hash (32 bits, 8 hexadecimal digits) of the ids as
                       little-endian u32; for the first 50 lines then the ids. Without a begin token, and special tokens
                       that the text spells are text.
    NAME.logits.bin    little-endian. "KLRF", u32 passages; then each passage: u32 n, n u32 token ids (begin token included if
                       the file asks for one), and for each of its n positions (evaluated from an empty cache, so position i
                       has seen ids 0..=i): u32 k, the k likeliest tokens' u32 ids, likeliest first, their k f16 natural-log
                       probabilities, and f32 the natural log of the probability of all other tokens together. k is 128,
                       or fewer where those already hold 99.9%.
    NAME.full.bin      not committed. "KLFU", u32 positions, u32 vocabulary; f32 natural-log probabilities, in the same order.
    NAME.greedy.json   [{message, prompt, promptIds, ids, text, margins}]: ten questions through the file's own chat template,
                       48 greedy tokens (fewer where the model ends its answer: the end token is then the last id), and by how
                       much each token's logit beat the second one's.
"""
import argparse
import ctypes
import hashlib
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORK = HERE.parent.parent / "target" / "reference"
FIXTURES = HERE / "fixtures"
TOP = 128
ENOUGH = 0.999
PASSAGE_TOKENS = 96
CORPUS = "corpus.txt"
QUESTIONS = [
    "What is a for loop?", "How do I reverse a string in Python?", "Why does my program print None?",
    "What is the difference between a list and a tuple?", "Explain recursion with a small example.",
    "How do I read a file line by line?", "What does 'index out of range' mean?", "When should I use a while loop?",
    "Write a function that adds two numbers.", "What is a variable?",
]


def in_venv():
    """Run this script again inside an environment that has llama-cpp-python, made if need be."""
    try:
        import llama_cpp, numpy  # noqa: F401
    except ImportError:
        python = WORK / "venv" / "bin" / "python"
        if os.environ.get("REFERENCE_VENV"):
            raise
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        off = " ".join(f"-DLLAMA_BUILD_{part}=OFF" for part in ("TESTS", "EXAMPLES", "SERVER"))
        subprocess.run([str(python), "-m", "pip", "install", "-q", "numpy", "llama-cpp-python"], check=True,
                       env={**os.environ, "CMAKE_ARGS": f"-DGGML_NATIVE=ON {off}"})
        os.execve(str(python), [str(python), *sys.argv], {**os.environ, "REFERENCE_VENV": "1"})


def requantize(source, path, kind):
    """Makes `path` from `source` with every matrix as llama.cpp's LLAMA_FTYPE_`kind`; vectors stay f32. A file that is there stays."""
    import llama_cpp
    if path.exists():
        return
    quiet = llama_cpp.llama_log_callback(lambda level, text, data: None)
    # llama.cpp goes on calling it.
    requantize.quiet = quiet
    llama_cpp.llama_log_set(quiet, None)
    options = llama_cpp.llama_model_quantize_default_params()
    options.nthread = 2
    options.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_{kind}")
    options.allow_requantize = options.pure = True
    part = path.with_suffix(".part")
    if llama_cpp.llama_model_quantize(os.fsencode(source), os.fsencode(part), ctypes.byref(options)) != 0:
        sys.exit(f"llama.cpp could not make {path}")
    part.rename(path)


def fnv1a(ids):
    state = 0x811C9DC5
    for byte in struct.pack(f"<{len(ids)}I", *ids):
        state = (state ^ byte) * 0x01000193 & 0xFFFFFFFF
    return state


class Model:
    """The parts of llama.cpp that the fixtures need, by its C interface."""

    def __init__(self, path, context=512):
        import llama_cpp
        self.llama = llama_cpp.Llama(str(path), n_ctx=context, n_batch=context, n_ubatch=context, n_threads=2, n_threads_batch=2,
                                     logits_all=True, verbose=False, flash_attn=False)
        self.vocab = self.llama._model.vocab
        self.begins = llama_cpp.llama_vocab_get_add_bos(self.vocab)
        self.begin = llama_cpp.llama_vocab_bos(self.vocab)
        self.c = llama_cpp

    def ids(self, text, special=False):
        data = text.encode()
        room = len(data) + 16
        out = (self.c.llama_token * room)()
        count = self.c.llama_tokenize(self.vocab, data, len(data), out, room, False, special)
        assert count >= 0, (text, count)
        return list(out[:count])

    def log_probabilities(self, ids, step=None):
        """[position, token], natural logarithm, f64, from an empty cache; `step` tokens at a time, or all at once."""
        import numpy as np
        self.llama.reset()
        self.llama._ctx.kv_cache_clear()
        for start in range(0, len(ids), step or len(ids)):
            self.llama.eval(ids[start:start + (step or len(ids))])
        logits = np.array(self.llama.scores[:len(ids)], dtype=np.float64)
        logits -= logits.max(-1, keepdims=True)
        return logits - np.log(np.exp(logits).sum(-1, keepdims=True))

    def is_end(self, token):
        return self.c.llama_vocab_is_eog(self.vocab, token)


def passages():
    """Prose and code, as a tutor meets them."""
    return [text.strip("\n") for text in (HERE / "passages.txt").read_text(encoding="utf-8").split("\n%%\n")]


def write_tokens(name, model, lines):
    with open(FIXTURES / f"{name}.tokens.txt", "w", encoding="ascii") as out:
        for number, line in enumerate(lines):
            ids = model.ids(line)
            full = "".join(f" {token}" for token in ids) if number < 50 else ""
            out.write(f"{len(ids)} {fnv1a(ids):08x}{full}\n")


def write_logits(name, model, full):
    import numpy as np
    chunks = []
    for text in passages():
        ids = ([model.begin] if model.begins else []) + model.ids(text)
        chunks.append(ids[:PASSAGE_TOKENS])
    positions = sum(map(len, chunks))
    assert positions >= 500, positions
    whole = open(WORK / f"{name}.full.bin", "wb") if full else None
    with open(FIXTURES / f"{name}.logits.bin", "wb") as out:
        out.write(struct.pack("<4sI", b"KLRF", len(chunks)))
        for number, ids in enumerate(chunks):
            rows = model.log_probabilities(ids)
            if whole and number == 0:
                whole.write(struct.pack("<4sII", b"KLFU", positions, rows.shape[1]))
            out.write(struct.pack(f"<I{len(ids)}I", len(ids), *ids))
            for row in rows:
                order = np.argsort(-row, kind="stable")[:TOP]
                order = order[:1 + np.searchsorted(np.cumsum(np.exp(row[order])), ENOUGH)]
                rest = np.delete(row, order)
                out.write(struct.pack("<I", len(order)) + order.astype("<u4").tobytes() + row[order].astype("<f2").tobytes())
                out.write(struct.pack("<f", np.log(np.exp(rest).sum())))
            if whole:
                whole.write(rows.astype("<f4").tobytes())
    print(f"{name}: {positions} positions in {len(chunks)} passages")


def write_greedy(name, path):
    import numpy as np
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    model = Model(path, context=1024)
    template = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True).from_string(
        model.llama.metadata["tokenizer.chat_template"])
    pieces = {f"{kind}_token": model.llama._model.token_get_text(getattr(model.llama, f"token_{kind}")()) for kind in ("bos", "eos")}
    answers = []
    for message in QUESTIONS:
        prompt = template.render(messages=[{"role": "user", "content": message}], add_generation_prompt=True, **pieces)
        prompt_ids = model.ids(prompt, special=True)
        model.llama.reset()
        model.llama._ctx.kv_cache_clear()
        model.llama.eval(prompt_ids)
        ids, margins = [], []
        while len(ids) < 48:
            row = np.array(model.llama.scores[model.llama.n_tokens - 1])
            second, best = np.argsort(row, kind="stable")[-2:]
            ids.append(int(best))
            margins.append(round(float(row[best] - row[second]), 4))
            if model.is_end(int(best)):
                break
            model.llama.eval([int(best)])
        text = model.llama.detokenize(ids).decode(errors="replace")
        answers.append({"message": message, "prompt": prompt, "promptIds": prompt_ids, "ids": ids, "text": text, "margins": margins})
    (FIXTURES / f"{name}.greedy.json").write_text("[\n" + ",\n".join(json.dumps(answer) for answer in answers) + "\n]\n")


def write_source(name, path):
    import llama_cpp
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    source = {"file": Path(path).name, "bytes": Path(path).stat().st_size, "sha256": digest, "llamaCpp": llama_cpp.__version__}
    (FIXTURES / f"{name}.json").write_text(json.dumps(source, indent=2) + "\n")


def compare_self(path):
    """llama.cpp evaluates one token with other kernels than many: the difference is what rounding alone does."""
    import numpy as np
    model = Model(path)
    divergences, same = [], 0
    for text in passages():
        ids = (([model.begin] if model.begins else []) + model.ids(text))[:PASSAGE_TOKENS]
        together = model.log_probabilities(ids)
        singly = model.log_probabilities(ids, step=1)
        divergences.extend((np.exp(together) * (together - singly)).sum(-1))
        same += int((together.argmax(-1) == singly.argmax(-1)).sum())
    count = len(divergences)
    print(f"llama.cpp with itself: {count} positions, mean KL {np.mean(divergences):.4f}, same top token {same / count:.2%}")


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--full", action="store_true")
    args.add_argument("--text-only", action="store_true")
    args.add_argument("--self", dest="itself", metavar="FILE")
    args.add_argument("--greedy", action="append", default=[], metavar="NAME")
    args.add_argument("models", nargs="*", metavar="NAME=FILE")
    options = args.parse_args()
    sys.path.insert(0, str(HERE))
    import corpus
    lines = corpus.write(HERE / CORPUS)
    print(len(lines), "corpus lines")
    if options.text_only:
        return
    in_venv()
    if options.itself:
        compare_self(options.itself)
        return
    FIXTURES.mkdir(exist_ok=True)
    WORK.mkdir(parents=True, exist_ok=True)
    for pair in options.models:
        name, path = pair.split("=", 1)
        write_source(name, path)
        model = Model(path)
        write_tokens(name, model, lines)
        write_logits(name, model, options.full)
        del model
        if name in options.greedy:
            write_greedy(name, path)


if __name__ == "__main__":
    main()
