"""Python packages for one comparison, in an environment of its own."""
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# The analyzer takes no more.
MAX_BYTES = 256 << 10
ENVIRONMENT = ROOT / "target/analyze/venv"


def need(package):
    """Runs the script again where the package is, unless it is here."""
    try:
        __import__(package)
    except ImportError:
        python = ENVIRONMENT / "bin/python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", package], check=True)
        os.execv(python, [str(python), *sys.argv])
