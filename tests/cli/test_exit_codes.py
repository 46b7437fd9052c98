"""Exit codes and errors, in processes of their own: one paragraph, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Windows, process, salesdesk
from tests.desks import copy_demo


def test_a_whole_day_at_the_terminal(tmp_path: Path, own_home: Path) -> None:
    desk = tmp_path / "my.desk"
    assert process("new", desk).code == 0
    assert process("list", "deals", desk, "--json").out == "[]\n"
    assert process("check", desk).code == 0
    assert process("backup", desk).code == 0
    (made,) = own_home.glob("backups/*/*.desk")
    assert process("restore", made, "--to", tmp_path / "copy.desk").code == 0
    assert {each.name for each in tmp_path.iterdir()} == {
        "my.desk", "copy.desk", "copy.desk.lock", own_home.name
    }  # fmt: skip
    assert desk.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["list"], "required: kind, DESK"),
        (["list", "horses", "x.desk"], "invalid choice: 'horses'"),
        (["import", "a.csv"], "required: --into"),
        (["import", "a.csv", "--into", "x.desk", "--stage", "Engaging"], "is not SOURCE=STAGE"),
        (["export", "x.desk", "--to", "x.txt"], "neither .json nor .xlsx"),
        (["print", "poem", "x.desk"], "is no paper"),
        (["print", "handoff", "x.desk", "--to", "x.pdf"], "--deal"),
        (["print", "handoff", "x.desk", "--deal", "x", "--to", "x.doc"], "none of .pdf"),
        (["process", "burn", "x.yaml"], "invalid choice"),
        (["new", "x.desk", "--demo", "--process", "seven-step"], "The demo follows"),
        (["lisst"], "Did you mean “list”"),
        (["x.desk", "--onto"], "nrecognized arguments"),
    ],
)
def test_wrong_use_is_two_and_one_sentence(arguments: list[str], words: str) -> None:
    done = salesdesk(*arguments)
    assert done.code == 2
    assert words in done.paragraph


@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "deals", "{gone}"],
        ["check", "{gone}"],
        ["backup", "{gone}"],
        ["export", "{gone}", "--to", "{tmp}/x.json"],
        ["import", "{text}", "--into", "{gone}"],
        ["print", "deal", "{gone}", "--deal", "x", "--to", "{tmp}/x.md"],
        ["restore", "{gone}", "--to", "{tmp}/x.desk"],
        ["restore", "{text}", "--to", "{tmp}/x.desk"],
        ["process", "check", "{gone}"],
        ["list", "deals", "{text}"],
        ["check", "{text}"],
        ["backup", "{text}"],
        ["list", "deals", "{tmp}"],
        ["new", "{text}"],
        ["new", "{tmp}/x.desk", "--process", "{text}"],
        ["new", "{tmp}/x.desk", "--process", "nine-step"],
        ["{gone}"],
    ],
)
def test_a_known_error_is_three_and_one_paragraph(arguments: list[str], tmp_path: Path) -> None:
    text = tmp_path / "text.csv"
    text.write_text("nothing: that is\n  a: [desk\n" * 300)
    before = text.read_bytes()
    places = {"gone": tmp_path / "gone.desk", "tmp": tmp_path, "text": text}
    done = salesdesk(*(each.format(**places) for each in arguments))
    assert done.code == 3
    assert len(done.paragraph) > 20
    assert text.read_bytes() == before
    assert not (tmp_path / "x.desk").exists()


def test_a_fault_of_ours_is_three_with_a_report_and_no_traceback(own_home: Path) -> None:
    code = (
        "import salesdesk.cli.listing as l\n"
        "def run(arguments, console): raise ZeroDivisionError('Nordwind owes 42')\n"
        "l.run = run"
    )
    done = process("list", "deals", "x.desk", code=code)
    assert done.code == 3
    assert "Traceback" not in done.err
    (report,) = (own_home / "crash-reports").iterdir()
    assert str(report) in done.err
    assert "ZeroDivisionError" in report.read_text()
    assert "Nordwind" not in report.read_text()


def test_a_malformed_today_is_a_known_error(tmp_path: Path) -> None:
    done = process("new", tmp_path / "x.desk", SALESDESK_TODAY="tomorrow")
    assert done.code == 3
    assert "SALESDESK_TODAY" in done.paragraph


def test_today_is_what_the_environment_says(tmp_path: Path) -> None:
    process("new", tmp_path / "x.desk", SALESDESK_TODAY="2019-02-03")
    done = process(
        "backup", tmp_path / "x.desk", "--to", tmp_path / "b",
        SALESDESK_TODAY="2019-02-03", TZ="UTC",  # the name of a backup has the hour of Greenwich
    )  # fmt: skip
    assert ".20190203T" in done.out


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    copy_demo(tmp_path / "x.desk")
    listing = f"{sys.executable} -m salesdesk list deals {tmp_path / 'x.desk'}"
    line = f"{listing} | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"


def test_without_a_command_the_window_opens(tmp_path: Path) -> None:
    desk = tmp_path / "x.desk"
    windows = Windows()
    assert salesdesk(windows=windows).code == 0
    assert salesdesk("--demo", windows=windows).code == 0
    salesdesk("new", desk)
    assert salesdesk(desk, windows=windows).code == 0
    assert windows.opened == [(None, False), (None, True), (desk, False)]


def test_without_a_display_a_sentence_stands_in_for_qts_abort(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = salesdesk()
    assert done.code == 3
    assert "no screen" in done.paragraph


def test_commands_load_no_qt_and_help_loads_no_database(tmp_path: Path) -> None:
    salesdesk("new", tmp_path / "x.desk")
    code = (
        "import atexit, sys\n"
        "names = ('PySide6', 'sqlalchemy', 'alembic', 'pydantic')\n"
        "atexit.register(lambda: print([n for n in names if n in sys.modules], file=sys.stderr))"
    )
    assert process("list", "deals", tmp_path / "x.desk", code=code).err == "['sqlalchemy']\n"
    assert process("import", "--help", code=code).err == "[]\n"
    assert process("backup", tmp_path / "x.desk", code=code).err == "[]\n"


def test_every_command_helps() -> None:
    from salesdesk.cli import COMMANDS

    listed = salesdesk("--help")
    for command in COMMANDS:
        done = salesdesk(command.name, "--help")
        assert (done.code, done.err) == (0, "")
        assert f"usage: salesdesk {command.name}" in done.out
        assert command.name in listed.out


def test_ctrl_c_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("salesdesk.cli.listing.run", stopped)
    done = salesdesk("list", "deals", tmp_path / "x.desk")
    assert done.code == 3
    assert done.paragraph.startswith("Stopped.")


def test_json_is_json_in_any_encoding_and_a_table_does_not_fail(tmp_path: Path) -> None:
    copy_demo(tmp_path / "x.desk")
    listing = ("list", "contacts", tmp_path / "x.desk")
    plain = process(*listing, "--json", PYTHONIOENCODING="ascii")
    assert json.loads(plain.out) == json.loads(process(*listing, "--json").out)
    assert process(*listing, PYTHONIOENCODING="ascii").code == 0


def test_files_beside_the_desk_are_handed_on_and_one_may_insist(tmp_path: Path) -> None:
    desk, table = tmp_path / "x.desk", tmp_path / "deals.csv"
    salesdesk("new", desk)
    table.write_text("Name\nCold chain\n", encoding="utf-8")
    windows = Windows()
    assert salesdesk(desk, table, "--anyway", windows=windows).code == 0
    assert (windows.opened, windows.files, windows.anyway) == ([(desk, False)], [(table,)], [True])
    assert salesdesk(tmp_path / "none.csv", windows=windows).code == 3
    salesdesk("new", tmp_path / "y.desk")
    assert salesdesk(desk, tmp_path / "y.desk", windows=windows).code == 2
