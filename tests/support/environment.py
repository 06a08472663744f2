"""Keeps the caller's configuration and data out of the tests."""

import os
import re
import tempfile
from pathlib import Path

_SETTINGS = Path(__file__).resolve().parents[2] / "shop" / "settings.py"
_SECRET = "a-fixed-key-so-that-every-run-signs-the-same-way-0123456789"


def isolate() -> Path:
    """Forget every variable that `shop/settings.py` reads, and name a temp folder as `var/`.

    Processes that a test starts inherit the folder through `TEST_VAR`.
    """
    read = re.findall(r"""env\.\w+\(\s*["'](\w+)["']""", _SETTINGS.read_text(encoding="utf-8"))
    for name in {*read} - {"DATABASE_URL"}:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    if "TEST_VAR" not in os.environ:
        os.environ["TEST_VAR"] = tempfile.mkdtemp(prefix="shelfie-tests-")
    var = Path(os.environ["TEST_VAR"])
    os.environ["SHELFIE_VAR"] = str(var)
    os.environ["SECRET_KEY"] = _SECRET
    return var
