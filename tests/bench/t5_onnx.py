#!/usr/bin/env python3
"""Makes of a T5 checkpoint what transformers.js reads, as its own scripts/convert.py does: exported by optimum, slimmed, and int8.

    t5_onnx.py FOLDER OUT

Before it quantises, it checks that the exported decoder, token by token with its cache, says what torch says. Packages beside those
of tests/reference/t5.py go to target/reference/t5-onnx.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "reference"))
import t5  # noqa: E402

HOME = ROOT / "target" / "reference" / "t5-onnx"
# Those that convert.py asks for; optimum in the version that goes with t5.py's transformers. accelerate, which convert.py has too,
# stays away: with it optimum makes one tensor of the embedding and the output matrix, which then stays float. Decoding would take
# 2.4 times as long, and published T5 models are not like that.
PACKAGES = ["optimum==1.17.1", "onnx==1.17.0", "onnxruntime==1.20.1", "onnxslim==0.1.48", "coloredlogs==15.0.1", "humanfriendly==10.0",
            "flatbuffers==25.12.19", "sympy==1.14.0", "mpmath==1.4.1"]
LENGTH = 256
STEPS = 48
NAMES = ["encoder_model", "decoder_model_merged"]


def with_packages():
    """Runs in t5.py's environment, with what this script needs beside it."""
    t5.__file__ = __file__
    t5.in_venv()
    if not HOME.exists():
        print("installing optimum and onnxruntime, once", file=sys.stderr)
        part = HOME.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", part, *PACKAGES], check=True)
        part.rename(HOME)
    sys.path.append(str(HOME))


class Exported:
    """The encoder and the decoder in onnxruntime, used as transformers.js uses them."""

    def __init__(self, paths, given):
        import numpy
        import onnxruntime
        encoder, self.decoder = (onnxruntime.InferenceSession(str(path)) for path in paths)
        self.numpy = numpy
        mask = numpy.ones((1, len(given)), numpy.int64)
        hidden, = encoder.run(None, {"input_ids": numpy.array([given]), "attention_mask": mask})
        self.fixed = {"encoder_hidden_states": hidden, "encoder_attention_mask": mask}
        self.past = {place.name: numpy.zeros((1, place.shape[1], 0, place.shape[3]), numpy.float32)
                     for place in self.decoder.get_inputs() if place.name.startswith("past")}
        self.began = False

    def step(self, token):
        """Logits after one more token."""
        found = self.decoder.run(None, {"input_ids": self.numpy.array([[token]]), "use_cache_branch": self.numpy.array([self.began]),
                                        **self.fixed, **self.past})
        for place, value in zip(self.decoder.get_outputs(), found):
            # What comes from the encoder is there after the first step, and empty after the others.
            if place.name.startswith("present") and not (self.began and ".encoder." in place.name):
                self.past[place.name.replace("present", "past_key_values")] = value
        self.began = True
        return found[0][0, -1]


def check(folder, paths):
    """Greedy tokens, and logits after tokens that mean nothing: a random model repeats itself, so tokens alone tell little."""
    import numpy
    import torch
    from transformers import T5ForConditionalGeneration
    model = T5ForConditionalGeneration.from_pretrained(folder).eval()
    given = t5.ids(LENGTH, model.config.vocab_size)
    start, end = model.config.decoder_start_token_id, model.config.eos_token_id
    with torch.no_grad():
        greedy = model.generate(torch.tensor([given]), min_new_tokens=STEPS, max_new_tokens=STEPS, num_beams=1, do_sample=False)[0].tolist()
        forced = [start, *t5.ids(STEPS - 1, model.config.vocab_size)]
        wanted = model(input_ids=torch.tensor([given]), decoder_input_ids=torch.tensor([forced])).logits[0].numpy()

    exported = Exported(paths, given)
    written = [start]
    for _ in range(STEPS):
        logits = exported.step(written[-1])
        # Asked for so many tokens, torch ends no sooner.
        logits[end] = -numpy.inf
        written.append(int(logits.argmax()))
    if written != greedy:
        sys.exit(f"t5_onnx.py: onnxruntime writes {written}, torch {greedy}")
    exported = Exported(paths, given)
    off = max(float(abs(exported.step(token) - row).max()) for token, row in zip(forced, wanted))
    print(f"exported beside torch: {STEPS} greedy tokens the same, logits within {off:.1g} of {abs(wanted).max():.3g}", file=sys.stderr)
    if off > 1e-3 * abs(wanted).max():
        sys.exit("t5_onnx.py: that is too far")


def quantise(path, out):
    """convert.py's own settings for T5."""
    import onnx
    import onnxslim
    from onnxruntime.quantization import QuantizationMode, QuantType
    from onnxruntime.quantization.onnx_quantizer import ONNXQuantizer
    from onnxruntime.quantization.registry import IntegerOpsRegistry
    quantizer = ONNXQuantizer(
        onnxslim.slim(str(path)), per_channel=True, reduce_range=True, mode=QuantizationMode.IntegerOps, static=False,
        weight_qType=QuantType.QInt8, activation_qType=QuantType.QUInt8, tensors_range=None, nodes_to_quantize=[], nodes_to_exclude=[],
        op_types_to_quantize=list(IntegerOpsRegistry), extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True})
    quantizer.quantize_model()
    onnx.save(quantizer.model.model, str(out))


def main():
    folder, out = map(Path, sys.argv[1:])
    with_packages()
    from optimum.exporters.onnx import main_export
    part = out.with_name(f"{out.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    (part / "onnx").mkdir(parents=True)
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        main_export(str(folder), work, task="text2text-generation-with-past", library_name="transformers", do_validation=False)
        paths = [work / f"{name}.onnx" for name in NAMES]
        check(folder, paths)
        for name, path in zip(NAMES, paths):
            quantise(path, part / "onnx" / f"{name}_quantized.onnx")
        for name in ("config.json", "generation_config.json"):
            shutil.copy(work / name, part)
    shutil.rmtree(out, ignore_errors=True)
    part.rename(out)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
