"""Likely objections: from the process, and from what was heard per stage, role and rival."""

from __future__ import annotations

import dataclasses

from salesdesk.domain.objection_history import Heard, Likely, Seen, expected
from tests.desks import SMALL

PLAY = SMALL.plays[0]
PROCESS = dataclasses.replace(
    SMALL, plays=(PLAY, *(dataclasses.replace(PLAY, key=key) for key in ("late", "odd")))
)
STAGE = PROCESS.stage("qualify")


def heard(deal: str, play: str, stage: str = "qualify", role: str = "", *rivals: str) -> Heard:
    return Heard(deal, play, stage, role, frozenset(rivals))


def found(
    *seen: Heard,
    roles: tuple[str, ...] = (),
    rivals: tuple[str, ...] = (),
    met: tuple[str, ...] = (),
) -> tuple[Likely, ...]:
    return expected(PROCESS, STAGE, Seen(seen, {"qualify": 6}, {"quorvia": 3}), roles, rivals, met)


def test_without_a_history_the_process_alone_says_what_to_expect() -> None:
    (likely,) = found()
    assert (likely.play.key, likely.is_in_process, likely.in_stage) == ("too-dear", True, (0, 0))


def test_what_was_heard_in_this_stage_on_several_deals_is_expected_with_its_n() -> None:
    first, second = found(heard("d1", "late"), heard("d2", "late"), heard("d2", "late"))
    assert (first.play.key, second.play.key) == ("too-dear", "late")
    assert (second.in_stage, second.is_in_process) == ((2, 6), False)


def test_once_is_not_enough_and_other_stages_do_not_count() -> None:
    keys = [each.play.key for each in found(
        heard("d1", "late"), heard("d1", "odd", "close"), heard("d2", "odd", "close")
    )]  # fmt: skip
    assert keys == ["too-dear"]


def test_people_in_the_same_role_and_the_same_rival_count() -> None:
    seen = (
        heard("d1", "late", "close", "procurement", "quorvia"),
        heard("d2", "late", "close", "procurement", "quorvia"),
    )
    (late,) = [x for x in found(*seen, roles=("procurement",), rivals=("Quorvia",))
               if x.play.key == "late"]  # fmt: skip
    assert (late.roles, late.rivals) == ((("procurement", 2),), (("Quorvia", 2, 3),))
    assert [x.play.key for x in found(*seen, roles=("legal",))] == ["too-dear"]


def test_what_was_brought_up_already_is_left_out() -> None:
    assert found(met=("too-dear",)) == ()
