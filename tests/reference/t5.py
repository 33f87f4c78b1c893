#!/usr/bin/env python3
"""What transformers says of T5 models, for tests/t5.rs: logits, greedy outputs, beams, scores and token ids.

    t5.py tiny              small models with seeded random weights, written to tests/fixtures/t5 with what they say: committed
    t5.py small FOLDER      codet5-small's exact shape with seeded random weights, by torch.save, to FOLDER/codet5-small-random, and
                            what it says
    t5.py numbers FOLDER    what the checkpoint in FOLDER says (a real t5-small)

Makes its own environment in target/reference/t5 and installs torch 1.13 there, which takes 3 GB: that one comes from the package index
without CUDA to be chosen.
"""
import json
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = ROOT / "target" / "reference" / "t5"
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
    import torch
    from safetensors.torch import load_file
    from transformers import T5Config, T5ForConditionalGeneration
    folder = Path(folder)
    model = T5ForConditionalGeneration(T5Config.from_json_file(folder / "config.json")).eval()
    state = {key: value.float() for key, value in load_file(folder / "model.safetensors").items()}
    state.setdefault("encoder.embed_tokens.weight", state["shared.weight"])
    state.setdefault("decoder.embed_tokens.weight", state["shared.weight"])
    missing = model.load_state_dict(state, strict=False)
    print(missing)
    (folder / "expected.json").write_text(json.dumps(numbers(model, LENGTHS, GREEDY, 16)) + "\n")


if __name__ == "__main__":
    what = sys.argv[1:] or [""]
    if what[0] not in ("tiny", "small", "numbers") or (what[0] != "tiny") != (len(what) == 2):
        sys.exit(__doc__)
    in_venv()
    {"tiny": tiny, "small": small, "numbers": real}[what[0]](*what[1:])
