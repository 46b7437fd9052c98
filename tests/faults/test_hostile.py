"""Cases 59 to 61, 64, 65: hostile words on every page, panel, dialog and paper stay words.

The kernel is asked whether a file that the words name was opened, by whatever part of Qt.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.desks import copy_demo
from tests.faults.worlds import ROOT, python, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what was opened")
FREEZE_S = 5.0


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("how", ["markup", pytest.param("long", marks=pytest.mark.soak)])
def test_59_60_61_64_65_hostile_words_load_nothing_show_literally_and_freeze_nothing(
    tmp_path: Path, how: str
) -> None:
    desk, folder = tmp_path / "demo.desk", tmp_path / "bait"
    copy_demo(desk)
    folder.mkdir()
    bait = folder / "bait.png"
    shutil.copy(ROOT / "resources" / "manual" / "pictures" / "board.png", bait)
    done = run(
        *python("-X", "faulthandler", "-m", "tests.faults.hostile", desk, bait, how),
        SALESDESK_HOME=str(tmp_path / "home"), seconds=280,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])
    assert "bait.png" in seen["watched"], "the kernel was not asked"
    assert (seen["opened"], seen["connected"], seen["links"]) == ([], [], [])
    assert (seen["faults"], seen["told"], seen["reports"]) == ([], [], 0)
    assert seen["literal"] > 100 or how == "long"
    slow = {step: took for step, took in seen["seconds"].items() if took > FREEZE_S}
    assert not slow
    assert len(seen["seconds"]) > 80
