"""Encrypted desks on the command line: the passphrase from a file or a prompt, plain on request."""

from __future__ import annotations

from pathlib import Path

import pytest

from salesdesk.cli import unlocking
from salesdesk.store import keys
from salesdesk.usecases import encryption
from tests.cli.running import process, salesdesk
from tests.desks import add_deal, make_desk

WORDS = "four quiet river stones"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESDESK_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(unlocking.ENVIRONMENT, raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "words", WORDS)


def written(path: Path, words: str) -> Path:
    path.touch(mode=0o600)
    path.write_text(f"{words}\n", encoding="utf-8")
    return path


@pytest.fixture
def desk(tmp_path: Path, file: Path) -> Path:
    """An encrypted desk with one deal."""
    opened = make_desk(tmp_path)
    add_deal(opened, "Fleet telematics")
    opened.close()
    done = salesdesk("passphrase", opened.path, "--new-passphrase-file", file)
    assert done.code == 0, done.err
    assert "Recovery key: " in done.out
    forget(opened.path)
    return opened.path


def forget(path: Path) -> None:
    """This process has no key any more, as if it had just started."""
    key = keys.key_of(path)
    assert key is not None
    keys.RING.take(key)


@pytest.mark.parametrize("command", ["list deals", "check", "backup", "passphrase"])
def test_without_a_passphrase_nothing_is_opened(desk: Path, command: str) -> None:
    before = desk.read_bytes()
    done = salesdesk(*command.split(), desk)
    assert done.code == 3
    assert "is encrypted" in done.paragraph
    assert "--passphrase-file" in done.paragraph
    assert desk.read_bytes() == before


def test_a_file_or_the_environment_gives_it(
    desk: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Fleet" in salesdesk("list", "deals", desk, "--passphrase-file", file).out
    forget(desk)
    monkeypatch.setenv(unlocking.ENVIRONMENT, str(file))
    assert "Fleet" in salesdesk("list", "deals", desk).out


def test_a_process_of_its_own_leaves_one_whole_file(desk: Path, file: Path) -> None:
    done = process("check", desk, SALESDESK_PASSPHRASE_FILE=str(file))
    assert (done.code, done.err) == (0, "")
    assert sorted(each.name for each in desk.parent.glob("test.desk*")) == [
        "test.desk", "test.desk.lock"]  # fmt: skip


def test_a_wrong_one_is_a_sentence(desk: Path, tmp_path: Path) -> None:
    wrong = written(tmp_path / "wrong", "five loud river stones")
    done = salesdesk("list", "deals", desk, "--passphrase-file", wrong)
    assert done.code == 3
    assert "does not open “test.desk”" in done.paragraph


@pytest.mark.parametrize("words", ["", None])
def test_a_file_that_gives_none_is_named(desk: Path, tmp_path: Path, words: str | None) -> None:
    named = tmp_path / "nothing"
    if words is not None:
        written(named, words)
    done = salesdesk("list", "deals", desk, "--passphrase-file", named)
    assert done.code == 3
    assert str(named) in done.paragraph


def test_a_prompt_asks_again_and_takes_the_recovery_key(
    desk: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encryption.unlock(desk, WORDS)
    paper = encryption.recovery_key(desk)
    forget(desk)
    answers = ["wrong", paper]
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return answers.pop(0)

    monkeypatch.setattr(unlocking, "ask", ask)
    done = salesdesk("list", "deals", desk)
    assert done.code == 0
    assert "Fleet" in done.out
    assert asked == ["Passphrase of test.desk: "] * 2


def test_plain_files_of_an_encrypted_desk_want_a_word(desk: Path, file: Path) -> None:
    target = desk.with_name("out.json")
    arguments = ("export", desk, "--to", target, "--passphrase-file", file)
    refused = salesdesk(*arguments)
    assert refused.code == 3
    assert "--plain" in refused.paragraph
    assert not target.exists()
    assert salesdesk(*arguments, "--plain").code == 0
    assert b"Fleet telematics" in target.read_bytes()
    page = desk.with_name("out.md")
    printed = ("print", "process", desk, "--to", page, "--passphrase-file", file)
    assert salesdesk(*printed).code == 3
    assert not page.exists()
    assert salesdesk(*printed, "--plain").code == 0


def test_a_restore_wants_the_passphrase_of_both(desk: Path, file: Path, tmp_path: Path) -> None:
    made = salesdesk("backup", desk, "--to", tmp_path / "b", "--passphrase-file", file)
    copy = Path(made.out.split(" to ", 1)[1].strip())
    assert keys.is_encrypted(copy)
    other = written(tmp_path / "other", "another passphrase")
    done = salesdesk("passphrase", desk, "--passphrase-file", file, "--new-passphrase-file", other)
    assert done.code == 0
    forget(desk)
    forget(copy)
    refused = salesdesk("restore", copy, "--to", desk, "--passphrase-file", file)
    assert refused.code == 3
    assert "does not open “test.desk”" in refused.paragraph
    encryption.unlock(desk, "another passphrase")
    done = salesdesk("restore", copy, "--to", desk, "--passphrase-file", file)
    assert done.code == 0, done.err
    assert "Fleet" in salesdesk("list", "deals", desk).out


def test_removing_wants_the_passphrase_and_a_word(desk: Path, file: Path) -> None:
    arguments = ("passphrase", desk, "--remove", "--passphrase-file", file)
    assert salesdesk(*arguments).code == 3
    assert keys.is_encrypted(desk)
    assert salesdesk(*arguments, "--plain").code == 0
    assert not keys.is_encrypted(desk)
    again = salesdesk("passphrase", desk, "--remove", "--plain")
    assert again.code == 3
    assert "has no passphrase" in again.paragraph


def test_a_new_desk_is_encrypted_from_its_first_byte(tmp_path: Path, file: Path) -> None:
    path = tmp_path / "new.desk"
    done = salesdesk("new", path, "--new-passphrase-file", file)
    assert done.code == 0
    assert keys.is_encrypted(path)
    assert done.out.splitlines()[1] == f"Recovery key: {encryption.recovery_key(path)}"


def test_a_short_passphrase_is_refused_and_no_desk_is_made(tmp_path: Path) -> None:
    short = written(tmp_path / "short", "short")
    done = salesdesk("new", tmp_path / "new.desk", "--new-passphrase-file", short)
    assert done.code == 3
    assert "at least 8 characters" in done.paragraph
    assert not (tmp_path / "new.desk").exists()
