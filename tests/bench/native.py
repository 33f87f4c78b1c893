#!/usr/bin/env python3
"""Our engine against llama.cpp, both native: the same files, the same threads, in turns. Run by scripts/bench.sh.

    native.py --codementor PROGRAM [--threads N] [--pairs N] [--prefill 32,128,512] [--decode 16,512,1500] ID...

ID is a file in target/bench/models. llama.cpp comes by llama-cpp-python (see tests/reference/make.py) and is timed as its own
llama-bench does it: a batch of tokens that mean nothing, then single ones, without sampling. Ours is `codementor bench`.
"""
import argparse
import ctypes
import json
import os
import subprocess
import sys
import time

import results

sys.path.insert(0, str(results.ROOT / "tests" / "reference"))
CONTEXT = 2048
# As many as `codementor bench` decodes.
DECODED = 32


class LlamaCpp:
    """llama.cpp by its C interface, with the settings that it chooses by itself."""

    def __init__(self, path, threads):
        import llama_cpp as c
        self.c = c
        self.quiet = c.llama_log_callback(lambda level, text, data: None)
        c.llama_log_set(self.quiet, None)
        c.llama_backend_init()
        model_params = c.llama_model_default_params()
        model_params.n_gpu_layers = 0
        self.model = c.llama_model_load_from_file(os.fsencode(path), model_params)
        params = c.llama_context_default_params()
        params.n_ctx = params.n_batch = CONTEXT
        params.n_threads = params.n_threads_batch = threads
        self.context = c.llama_init_from_model(self.model, params)
        assert self.model and self.context, path
        self.memory = c.llama_get_memory(self.context)
        self.vocab = c.llama_vocab_n_tokens(c.llama_model_get_vocab(self.model))
        self.past = 0

    def evaluate(self, count):
        tokens = (self.c.llama_token * count)(*((self.past + i) * 7919 % self.vocab for i in range(count)))
        batch = self.c.llama_batch_get_one(ctypes.cast(tokens, ctypes.POINTER(self.c.llama_token)), count)
        if self.c.llama_decode(self.context, batch) != 0:
            raise RuntimeError("llama_decode failed")
        self.c.llama_synchronize(self.context)
        self.past += count

    def truncate(self, count):
        self.c.llama_memory_seq_rm(self.memory, 0, count, -1)
        self.past = min(self.past, count)

    def prefill(self, tokens):
        """Tokens per second."""
        self.truncate(0)
        begun = time.perf_counter()
        self.evaluate(tokens)
        return tokens / (time.perf_counter() - begun)

    def decode(self, context):
        """Tokens per second."""
        if self.past < context:
            self.evaluate(context - self.past)
        self.truncate(context)
        begun = time.perf_counter()
        for _ in range(DECODED):
            self.evaluate(1)
        return DECODED / (time.perf_counter() - begun)

    def close(self):
        self.c.llama_free(self.context)
        self.c.llama_model_free(self.model)


def ours(program, path, threads, prefill, decode):
    """{(what, tokens): tokens per second}, and the same for an answer that quotes code: by prompt lookup, and token by token.
    Each is measured twice, and the first time warms up."""
    lists = [part for name, values in (("--prefill", prefill), ("--decode", decode)) if values
             for part in (name, ",".join(map(str, values)))]
    run = subprocess.run([program, "--threads", str(threads), "bench", str(path), *lists, "--quoting", "--rounds", "2", "--json"],
                         check=True, capture_output=True, text=True)
    report = json.loads(run.stdout)
    quoting = [report["quoting"][name][-1] for name in ("tokensPerSecond", "tokenByToken")]
    return {(row["what"], row["tokens"]): row["tokensPerSecond"][-1] for row in report["measured"]}, quoting


def compare(name, options):
    path = results.ROOT / "target" / "bench" / "models" / f"{name}.gguf"
    rows = [("prefill", tokens) for tokens in options.prefill] + [("decode", tokens) for tokens in options.decode]
    theirs = LlamaCpp(path, options.threads)
    add = {(what, tokens): results.begin({"model": name, "where": "native", "threads": options.threads, "what": what,
                                          "tokens": tokens, "unit": "tokens/s"}) for what, tokens in [*rows, ("quote", 0)]}
    theirs.prefill(32)
    theirs.decode(16)
    for pair in range(1, options.pairs + 1):
        rates, (by_lookup, token_by_token) = ours(options.codementor, path.resolve(), options.threads, options.prefill, options.decode)
        for what, tokens in rows:
            rate = getattr(theirs, what)(tokens)
            add[what, tokens]("ours", rates[what, tokens])
            add[what, tokens]("llama.cpp", rate)
            print(f"{name}, native, {options.threads} threads, {what} {tokens} {pair}/{options.pairs} (tokens/s): "
                  f"ours {rates[what, tokens]:.1f}, llama.cpp {rate:.1f}", file=sys.stderr)
        add["quote", 0]("ours", by_lookup)
        add["quote", 0]("token by token", token_by_token)
        print(f"{name}, native, {options.threads} threads, an answer that quotes code {pair}/{options.pairs} (tokens/s): "
              f"ours {by_lookup:.1f}, token by token {token_by_token:.1f}", file=sys.stderr)
    theirs.close()


def main():
    def numbers(text):
        return [int(number) for number in text.split(",") if number]

    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--codementor", required=True)
    args.add_argument("--threads", type=int, default=2)
    args.add_argument("--pairs", type=int, default=5)
    args.add_argument("--prefill", type=numbers, default=[32, 128, 512])
    args.add_argument("--decode", type=numbers, default=[16, 512, 1500])
    args.add_argument("ids", nargs="+", metavar="ID")
    options = args.parse_args()
    from make import in_venv
    in_venv()
    for name in options.ids:
        compare(name, options)


if __name__ == "__main__":
    main()
