"""Why a deal is qualified, in one paragraph of plain text, from facts. And its red flags.

Called by `usecases.qualification` for the Qualify panel and the deal on a page. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from salesdesk.domain import gates
from salesdesk.domain.gates import DealSnapshot
from salesdesk.domain.process import Process, RedFlag
from salesdesk.domain.qualification import (
    KNOWN,
    NOT_APPLICABLE,
    RED_FLAGS,
    UNKNOWN,
    ElementState,
    Score,
    Standing,
    Total,
    latest_by_element,
)
from salesdesk.support.i18n import _, format_date, ngettext

_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class FlagState:
    """A red flag. `is_up` by its rule or because the rep raised it, with the rep's `words`.

    One that the rep took down stays down, whatever its rule says.
    """

    flag: RedFlag
    is_up: bool
    words: str = ""


def flags(
    process: Process,
    red_flags: Sequence[RedFlag],
    deal: DealSnapshot,
    age_days: int,
    scores: Sequence[Score],
) -> tuple[FlagState, ...]:
    """The red flags of a deal that is so many days old, those that are up first."""
    kept = latest_by_element(scores, RED_FLAGS)
    states = [_flag(process, flag, deal, age_days, kept) for flag in red_flags]
    return tuple(sorted(states, key=lambda state: not state.is_up))


def _flag(
    process: Process,
    flag: RedFlag,
    deal: DealSnapshot,
    age_days: int,
    kept: Mapping[str, Score],
) -> FlagState:
    score = kept.get(flag.key)
    if score is not None and score.state != UNKNOWN:
        return FlagState(flag, score.state == KNOWN, score.words)
    if flag.rule is None or age_days < flag.after_days:
        return FlagState(flag, is_up=False)
    is_met = gates.find(process, flag.rule, deal).is_met
    return FlagState(flag, is_met == (flag.when == "met"))


def total_text(total: Total) -> str:
    """ "9 of 14", the figure alone."""
    return _("{points} of {top}").format(points=total.points, top=total.top)


def unknown_text(total: Total) -> str:
    """ "2 not known yet", or "" when all is known."""
    if not total.unknown:
        return ""
    return ngettext("{n} not known yet", "{n} not known yet", total.unknown).format(n=total.unknown)


def why_qualified(deal: str, found: Standing, raised: Sequence[FlagState] = ()) -> str:
    """One paragraph: the score, what each element rests on, what is open, and the red flags."""
    sentences = [_opening(deal, found)]
    shown = [s for s in found.elements if s.state == KNOWN]
    sentences += [_sentence(found, s) for s in sorted(shown, key=lambda s: -(s.level or 0))]
    unknown = [s.element.name for s in found.elements if s.state == UNKNOWN]
    if unknown and shown:
        sentences.append(_("Not known yet: {names}.").format(names=", ".join(unknown)))
    for state in found.elements:
        if state.state == NOT_APPLICABLE:
            why = f" ({_flat(state.words)})" if state.words else ""
            sentences.append(
                _("{element} does not apply{why}.").format(element=state.element.name, why=why)
            )
    up = [_flat(state.flag.text).rstrip(".") for state in raised if state.is_up]
    if up:
        sentences.append(_("Red flags: {flags}.").format(flags="; ".join(up)))
    return " ".join(sentences)


def _opening(deal: str, found: Standing) -> str:
    name = found.framework.name
    if not found.total.known:
        return _("Nothing shows yet that “{deal}” is qualified: no element of {framework} has been "
                 "judged.").format(deal=_flat(deal), framework=name)  # fmt: skip
    text = _("“{deal}” stands at {score} in {framework}.").format(
        deal=_flat(deal), score=total_text(found.total), framework=name
    )
    weak = found.total.unproven
    if weak:
        more = ngettext(
            "{n} element rests on our own judgement alone.",
            "{n} elements rest on our own judgement alone.",
            weak,
        ).format(n=weak)
        text = f"{text} {more}"
    return text


def _sentence(found: Standing, state: ElementState) -> str:
    """ "Champion: Proven, “I showed it to Omar” (Dana Reyes, Nov 12, 2026)." """
    level = state.level or 0
    scale = found.framework.scale
    name = scale[level] if level < len(scale) else str(level)
    head = _("{element}: {level}").format(element=state.element.name, level=name.lower())
    evidence = state.evidence
    if evidence is None or evidence.is_lost or not evidence.words:
        return f"{head}."
    day = format_date(dt.date.fromisoformat(evidence.said_on), "medium") if evidence.said_on else ""
    is_person = evidence.source.startswith("person:")
    who = ", ".join(filter(None, ("" if is_person else evidence.person, day)))
    if evidence.is_confirmed:
        who = ", ".join(filter(None, (who, _("confirmed"))))
    words = _flat(evidence.words) if is_person else _("“{words}”").format(
        words=_flat(evidence.words)
    )  # fmt: skip
    return f"{head}, {words} ({who})." if who else f"{head}, {words}."


def _flat(text: str) -> str:
    """On one line, without what would break the paragraph, and not endless."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"
