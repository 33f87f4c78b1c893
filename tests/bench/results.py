"""target/bench/bench.json, which tests/browser/bench/results.ts writes too: see there what is in it."""
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = ROOT / "target" / "bench" / "bench.json"


def read():
    try:
        return json.loads(FILE.read_text())
    except FileNotFoundError:
        return {"rows": [], "sizes": [], "notes": []}


def write(report):
    FILE.parent.mkdir(parents=True, exist_ok=True)
    part = FILE.with_suffix(".part")
    part.write_text(json.dumps(report, indent=1) + "\n")
    part.rename(FILE)


def begin(row):
    """Puts an empty row into the report, in place of an earlier run's. Returns what adds a value for an engine and writes it."""
    def same(other):
        return all(other[key] == row[key] for key in ("model", "where", "threads", "what", "tokens"))

    report = read()
    fresh = {**row, "values": {}}
    report["rows"] = [other for other in report["rows"] if not same(other)] + [fresh]

    def add(engine, value):
        # Rows that others have begun since must stay, so what is in the file counts.
        report = read()
        here = next((other for other in report["rows"] if same(other)), None)
        here["values"].setdefault(engine, []).append(value)
        write(report)

    write(report)
    return add
