"""A desk that may not be written to can be looked at, checked and backed up, and says why not more.

Root may write everywhere, so as root the commands run without that privilege.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import ROOT, Done
from tests.desks import add_deal, make_desk

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or (os.geteuid() == 0 and not shutil.which("setpriv")),
    reason="as root the rights of files are not felt, and there is no setpriv to give that up",
)


def _run(*arguments: object) -> Done:
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    line = [*(drop if os.geteuid() == 0 else []), sys.executable, "-m", "salesdesk"]
    done = subprocess.run(
        [*line, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.fixture(params=["file", "file and folder"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "folder"
    folder.mkdir()
    desk = make_desk(folder)
    add_deal(desk, "Fleet telematics", account="Nordwind")
    desk.close()
    for side in folder.glob("*.lock*"):
        side.unlink()
    desk.path.chmod(0o444)
    if request.param != "file":
        folder.chmod(0o555)
    yield desk.path
    folder.chmod(0o755)


def test_it_can_be_listed_checked_exported_printed_and_backed_up(
    path: Path, tmp_path: Path
) -> None:
    before = path.read_bytes()
    assert "Fleet telematics" in _run("list", "deals", path).out
    checked = _run("check", path)
    assert (checked.code, checked.err) == (0, "")
    assert _run("export", path, "--to", tmp_path / "out.json").code == 0
    printed = _run("print", "deal", path, "--deal", "fleet", "--to", tmp_path / "out.md")
    assert printed.code == 0
    assert _run("backup", path, "--to", tmp_path / "safe").code == 0
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_writing_to_it_is_refused_in_a_sentence(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "accounts.csv"
    file.write_text("Account Name,Industry\nHooli,Software\n")
    done = _run("import", file, "--into", path, "--as", "accounts")
    assert done.code == 3
    assert len(done.paragraph) > 20
