"""Rule 15: the report of a fault is a local file, and nothing of a desk stands in it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from salesdesk.support.crash import CrashHook
from salesdesk.usecases.deals import EditDeal
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.notes import AddNote
from salesdesk.usecases.people import AddPersonToDeal
from tests.desks import add_deal, desk

__all__ = ["desk"]

KNOWN = ("Zwetschgenkuchen", "Quellwasser", "Ines Unverwechselbar", "ines@unverwechselbar.example")


def _fill(desk: Desk) -> str:
    deal = add_deal(desk, KNOWN[0], account=KNOWN[1])
    desk.run(AddPersonToDeal(deal, KNOWN[2]))
    desk.run(AddNote(f"Write to {KNOWN[3]}", deal_id=deal))
    return deal


class _FaultOfOurs:
    """A command that fails with all that it has at hand in its message."""

    label = f"Fault on {KNOWN[0]}"

    def __init__(self, deal: str) -> None:
        self.deal = deal

    def apply(self, unit: object) -> None:
        from salesdesk.store.schema import Deal, Note, Person

        kinds = (Deal, Note, Person)
        rows = [row.__dict__ for kind in kinds for row in unit.match(kind)]  # type: ignore[attr-defined]
        try:
            raise LookupError(str(rows))
        except LookupError as first:
            raise ValueError(f"{KNOWN} {rows}") from first


def test_a_fault_amid_known_words_leaves_a_private_report_without_any_of_them(
    desk: Desk, tmp_path: Path
) -> None:
    deal = _fill(desk)
    hook = CrashHook(tmp_path / "reports", lambda _file: None)
    desk.run(EditDeal(deal, {"source": KNOWN[1]}))
    with pytest.raises(ValueError, match=KNOWN[2]) as fault:  # it holds what may not be told
        desk.run(_FaultOfOurs(deal))
    report = hook.caught(fault.value)
    assert report is not None
    text = report.read_text(encoding="utf-8")
    assert "test_reports.py" in text or "ValueError" in text
    for word in (*KNOWN, deal, desk.path.name, str(tmp_path)):
        assert word not in text
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
