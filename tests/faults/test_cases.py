"""Every case has a test that is there, or says what it waits for."""

from __future__ import annotations

import pytest

from tests.faults.cases import CASES, LATER
from tests.faults.worlds import ROOT


def test_all_69_cases_are_listed() -> None:
    assert list(CASES) == list(range(1, 70))


@pytest.mark.parametrize("number", CASES)
def test_the_test_of_a_case_is_there(number: int) -> None:
    where = CASES[number]
    if where.startswith(LATER):
        assert where.removeprefix(LATER)
        return
    file, _colons, name = where.partition("::")
    assert f"def {name}(" in (ROOT / "tests" / file).read_text(encoding="utf-8")
