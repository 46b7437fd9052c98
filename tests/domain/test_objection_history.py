"""Likely objections: from the process, and from what was heard per stage, role and rival."""

from __future__ import annotations

import dataclasses

from salesdesk.domain.objection_history import Heard, Likely, Seen, expected
from salesdesk.processes.builtin import load_builtin
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
    rivals: dict[str, str] | None = None,
    met: tuple[str, ...] = (),
) -> tuple[Likely, ...]:
    history = Seen(seen, {"qualify": 6}, {"quorvia": 3})
    return expected(PROCESS, STAGE, history, roles, rivals or {}, met)


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
    (late,) = [x for x in found(*seen, roles=("procurement",), rivals={"Quorvia": "rival"})
               if x.play.key == "late"]  # fmt: skip
    assert (late.roles, late.rivals) == ((("procurement", 2),), (("Quorvia", 2, 3),))
    assert [x.play.key for x in found(*seen, roles=("legal",))] == ["too-dear"]


def test_what_was_brought_up_already_is_left_out() -> None:
    assert found(met=("too-dear",)) == ()


def shipped(roles: tuple[str, ...] = (), rivals: dict[str, str] | None = None) -> list[Likely]:
    process = load_builtin("eight-step")
    return list(expected(process, process.stage("discovery"), Seen(), roles, rivals or {}, ()))


def test_an_alternative_on_the_deal_brings_its_objections_before_anything_was_heard() -> None:
    assert not [each for each in shipped() if each.against]
    first, *others = shipped(rivals={"Quorvia": "rival"})
    assert first.play.category == "cheaper_rival"
    assert first.against == ("Quorvia",)
    assert len(others) > 5, "what the stage expects is still there"
    own = shipped(rivals={"Their own team": "build"})
    assert [each.play.key for each in own if each.against] == ["build_it-own-team"]


def test_who_sits_at_the_table_brings_what_they_tend_to_say() -> None:
    before = {each.play.key for each in shipped()}
    asked = shipped(roles=("procurement",))
    assert {each.play.key for each in asked} > before
    for each in asked:
        assert bool(each.tend) == (
            "procurement" in (each.play.personas if each.is_in_process else each.play.personas[:1])
        )
    decider = shipped(roles=("economic_buyer",))
    assert any("finance" in each.play.personas and each.tend for each in decider)
