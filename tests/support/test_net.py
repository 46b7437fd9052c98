"""The net under our own mistakes: light until something falls into it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import sys
from pathlib import Path
from salesdesk.support import net

folder = Path(sys.argv[1])
net.spread(folder / "reports", folder / "log" / "program.log")
print(sorted({"salesdesk.support.logs", "salesdesk.support.crash"} & set(sys.modules)))
told = []
if sys.argv[2] == "tell":
    net.tell(lambda file: print(file.name[:6], flush=True))
raise LookupError("Globex owes 42,000")
"""


def _fault(folder: Path, way: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CODE, str(folder), way],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_fault_before_anything_is_loaded_is_logged_reported_and_told(tmp_path: Path) -> None:
    done = _fault(tmp_path, "terminal")
    assert done.stdout == "[]\n"  # nothing of it was loaded before
    assert "SalesDesk made a mistake" in done.stderr
    assert "Globex" not in done.stderr
    (report,) = (tmp_path / "reports").iterdir()
    assert "builtins.LookupError" in report.read_text(encoding="utf-8")
    assert "A fault of ours" in (tmp_path / "log" / "program.log").read_text(encoding="utf-8")


def test_who_asked_to_be_told_is_told_of_the_first_fault(tmp_path: Path) -> None:
    done = _fault(tmp_path, "tell")
    assert done.stdout.splitlines() == ["[]", "fault-"]
    assert done.stderr == ""
