"""What is written to a terminal: progress goes away, hostile names are harmless."""

from __future__ import annotations

import io

import pytest

from salesdesk.cli.console import CLIP, Console, clip, columns, plain


class Terminal(io.StringIO):
    """A stream that says a person watches."""

    def isatty(self) -> bool:
        return True


def test_progress_is_wiped_before_the_answer() -> None:
    out, err = io.StringIO(), Terminal()
    console = Console(out, err)
    console.progress("Reading 1,000")
    console.line("done")
    assert err.getvalue().startswith("\rReading 1,000")
    assert err.getvalue().endswith(f"\r{'':78}\r")
    assert out.getvalue() == "done\n"


def test_progress_is_kept_from_pipes() -> None:
    console = Console(io.StringIO(), err := io.StringIO())
    console.progress("Reading 1,000")
    console.line("done")
    assert err.getvalue() == ""


@pytest.mark.parametrize("text", ["x" * 500, "深" * 500, "e\u0301" * 500, "a b\n" * 500])
def test_a_cell_never_takes_more_than_its_columns(text: str) -> None:
    assert 0 < columns(clip(text)) <= CLIP
    assert "\n" not in clip(text)


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u202e", "\u2066", "\x00", "\ud800"])
def test_signs_that_steer_a_terminal_are_not_passed_on(sign: str) -> None:
    assert sign not in plain(f"a{sign}b")
    assert sign not in clip(f"a{sign}b")


def test_a_problem_is_one_paragraph_whatever_it_holds() -> None:
    console = Console(io.StringIO(), err := io.StringIO())
    console.problem("first line\n\n  second \x1b[2J line")
    assert err.getvalue().count("\n") == 1
    assert "\x1b" not in err.getvalue()
