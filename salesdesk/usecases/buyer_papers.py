"""The papers for the buyer: proposal, executive summary, technical FAQ, risk notes.

Called through `papers`. They are made from the same facts as every panel, and hold nothing of our
own judgement: no influence, stance, score, red flag or limit of ours (tested over the register).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from salesdesk.domain.discovery import is_theirs
from salesdesk.domain.gates import FactView
from salesdesk.domain.notes import Block, BuyerPaper, Line, Section, Table
from salesdesk.domain.proposal import Figure, Offer, OfferOption, first_year
from salesdesk.domain.roi import business_case
from salesdesk.support.i18n import _, format_date, format_money, ngettext
from salesdesk.usecases import offer_blocks as blocks
from salesdesk.usecases.discovery import deal_state
from salesdesk.usecases.handoff_view import day_text, when_text
from salesdesk.usecases.proposal_drafts import PRIVATE_TOPICS
from salesdesk.usecases.proposals import Version, current_offer

if TYPE_CHECKING:
    from salesdesk.usecases.desk import Desk

TECHNICAL_TOPICS = frozenset({"technical", "legal_security", "implementation"})
"""Topics of questions whose answers go into the technical FAQ."""


def proposal(desk: Desk, subject_id: str) -> BuyerPaper:
    """The proposal: of a version's id that version, of a deal's the newest.

    Raises KnownError when there is no such deal or version.
    """
    _deal_id, offer, version = current_offer(desk, subject_id)
    made = _made_on(desk, version)
    parts = [
        blocks.listed(_("What you told us"), map(blocks.said, offer.facts("pain"))),
        _reach(offer),
        _scope(offer),
        _options(offer),
        *(blocks.option_section(offer, option) for option in offer.options),
        _in_place(offer),
        _criteria(offer),
        blocks.case_section(offer, offer.main_option) if offer.main_option else None,
        blocks.listed(_("What we take for granted"),
                      map(blocks.point_line, offer.of_kind("assumption"))),
        blocks.listed(_("What it depends on"),
                      map(blocks.point_line, offer.of_kind("dependency"))),
        blocks.terms_section(offer),
    ]  # fmt: skip
    return BuyerPaper(
        title=offer.title,
        subtitle=" · ".join(filter(None, (_name(version), offer.account, made))),
        sections=tuple(part for part in parts if part is not None),
        facts=_dates(offer),
        account=offer.account or (offer.deal if offer.deal != offer.title else ""),
        date=made,
    )


def executive(desk: Desk, subject_id: str) -> BuyerPaper:
    """One page for somebody who was in no meeting. Raises KnownError as `proposal` does.

    It is of today, whatever the day of the proposal: the next step stands in it.
    """
    deal_id, offer, _version = current_offer(desk, subject_id)
    today = format_date(desk.clock.today(), "long")
    parts = [
        blocks.listed(_("Where you stand"), (Line(f.words) for f in offer.facts("pain")[:4])),
        _reach(offer, 4),
        _in_short(offer),
        _returns(offer),
        _milestones(offer),
        _next(desk, deal_id),
        blocks.listed(_("What it depends on"),
                      map(blocks.point_line, offer.of_kind("dependency")[:4])),
    ]  # fmt: skip
    return BuyerPaper(
        title=_("Executive summary"),
        subtitle=" · ".join(filter(None, (offer.deal, offer.account, today))),
        sections=tuple(part for part in parts if part is not None),
        account=offer.account or offer.deal,
        date=today,
    )


def technical_faq(desk: Desk, deal_id: str) -> BuyerPaper:
    """Technical facts and answered technical questions. Raises KnownError for an unknown deal."""
    from salesdesk.store.reads import discovery as reads

    state = deal_state(desk, deal_id)
    facts = state.snapshot.facts
    process = desk.process(state.deal.pipeline_id)
    questions = {q.key: q for q in process.questions if q.topic in TECHNICAL_TOPICS}
    answers = desk.read(lambda c: reads.answers(c, deal_id, facts))
    said: dict[str, list[Line]] = {}
    for each in answers:
        if each.question_key in questions and each.words.strip():
            said.setdefault(each.question_key, []).append(Line(each.words))
    asked = tuple(Block(questions[key].text, tuple(lines)) for key, lines in said.items())
    private = {q.key for q in process.questions if q.topic in PRIVATE_TOPICS}
    known = [
        Line(fact.words)
        for fact in facts
        if fact.kind in ("technical", "constraint") and fact.key not in private
    ]
    parts = [
        blocks.listed(_("What we know of your surroundings"), known),
        Section(_("Questions and answers"), asked) if asked else None,
        _criteria(current_offer(desk, deal_id)[1]),
    ]
    return _of_deal(desk, deal_id, _("Technical questions and answers"), parts)


def risk_notes(desk: Desk, deal_id: str) -> BuyerPaper:
    """What could go wrong, what is done about it and by whom. Raises KnownError as above."""
    state = deal_state(desk, deal_id)
    risks = [f for f in state.snapshot.facts if f.kind == "risk" and is_theirs(f)]
    head = (_("What could go wrong"), _("What we do about it"), _("Who"), _("By"))
    rows = tuple(_risk_row(fact) for fact in risks)
    table = Table(head, rows, (34, 36, 16, 14)).without_empty()
    parts = [Section(_("Risks"), (Block("", (), table),)) if rows else None]
    return _of_deal(
        desk, deal_id, _("Risks and what we do about them"), parts,
        _("Every change carries risks. These are the ones that we talked about, and the plan for "
          "each. Please add what is missing."),
    )  # fmt: skip


def _risk_row(fact: FactView) -> tuple[str, ...]:
    owner = fact.owner or _("to be named")
    return fact.words, fact.mitigation or _("to be agreed"), owner, day_text(fact.due_on) or "–"


def _of_deal(
    desk: Desk, deal_id: str, title: str, parts: list[Section | None], intro: str = ""
) -> BuyerPaper:
    deal = deal_state(desk, deal_id).deal
    today = format_date(desk.clock.today(), "long")
    return BuyerPaper(
        title=title,
        subtitle=" · ".join(filter(None, (deal.name, deal.account_name, today))),
        intro=intro,
        sections=tuple(part for part in parts if part is not None),
        account=deal.account_name or deal.name,
        date=today,
    )


def _made_on(desk: Desk, version: Version | None) -> str:
    """The day on which a version was made ready; today for what is none yet."""
    text = version.frozen_on if version is not None else ""
    day = dt.date.fromisoformat(text) if text else desk.clock.today()
    return format_date(day, "long")


def _name(version: Version | None) -> str:
    """Which version it is, and that a draft is one."""
    if version is None or version.is_draft:
        return _("Draft of a proposal")
    return _("Proposal, version {n}").format(n=version.number)


def _dates(offer: Offer) -> tuple[tuple[str, str], ...]:
    pairs = ((_("For"), offer.account), (_("Valid until"), blocks.day(offer.valid_until)))
    return tuple((label, value) for label, value in pairs if value)


def _reach(offer: Offer, most: int | None = None) -> Section | None:
    """Goals in their words, then the outcomes with measure and date."""
    goals = tuple(map(blocks.said, offer.facts("goal")[:most]))
    promised = offer.facts("outcome")[:most]
    table = blocks.outcomes(promised)
    if table is not None and len(table.head) == 1:
        goals, table = (*goals, *map(blocks.said, promised)), None
    if not goals and table is None:
        return None
    return Section(_("What you want to reach"), _one_by_one(goals, table))


def _one_by_one(lines: tuple[Line, ...], table: Table | None) -> tuple[Block, ...]:
    """Lines, then the table: a block alone would have them the other way round."""
    parts = (Block("", lines) if lines else None, Block("", (), table) if table else None)
    return tuple(part for part in parts if part is not None)


def _scope(offer: Offer) -> Section | None:
    parts = [Block("", (Line(offer.scope),))] if offer.scope else []
    given = tuple(map(blocks.point_line, offer.of_kind("deliverable")))
    left = tuple(map(blocks.point_line, offer.of_kind("excluded")))
    if given:
        parts.append(Block(_("What you get"), given))
    if left:
        parts.append(Block(_("What is not included"), left))
    return Section(_("What we propose"), tuple(parts)) if parts else None


def _options(offer: Offer) -> Section | None:
    table = blocks.side_by_side(offer)
    return Section(_("The options side by side"), (Block("", (), table),)) if table else None


def _in_place(offer: Offer) -> Section | None:
    lines = (Line(offer.approach),) if offer.approach else ()
    table = blocks.milestones(offer)
    if not lines and table is None:
        return None
    return Section(_("How it is put in place"), _one_by_one(lines, table))


def _milestones(offer: Offer) -> Section | None:
    table = blocks.milestones(offer)
    return Section(_("Timeline"), (Block("", (), table),)) if table else None


def _criteria(offer: Offer) -> Section | None:
    """The decision criteria that we have an answer to."""
    rows = tuple((f.words, f.answer) for f in offer.facts("criterion") if f.answer)
    table = Table((_("What matters to you"), _("How we meet it")), rows, (45, 55))
    return Section(_("How we meet what matters to you"), (Block("", (), table),)) if rows else None


def _in_short(offer: Offer) -> Section | None:
    """What is proposed, in a few lines, with what it costs."""
    option = offer.main_option
    lines = [Line(text) for text in (offer.scope,) if text]
    if option is not None and option.lines:
        names = _named([line.name for line in option.lines])
        is_heading = option.name == _("What we propose")
        lines.append(Line(names if is_heading else f"{option.name}: {names}"))
        lines += [Line(text) for text in (option.summary,) if text]
        lines += _costs(offer, option)
    return blocks.listed(_("What we propose"), lines)


def _named(names: list[str], most: int = 8) -> str:
    """The names in a row; of many the rest is counted."""
    left = len(names) - most
    if left <= 1:
        return ", ".join(names)
    more = ngettext("and {n} more", "and {n} more", left).format(n=left)
    return f"{', '.join(names[:most])} {more}"


def _costs(offer: Offer, option: OfferOption) -> list[Line]:
    found = first_year(option)
    if found.value is None:
        return []
    amount = format_money(found.value, offer.currency)
    return [Line(_("The first year comes to {amount}, without tax.").format(amount=amount))]


def _returns(offer: Offer) -> Section | None:
    """The expected case in two sentences, with its range."""
    option = offer.main_option
    if option is None or not offer.inputs:
        return None
    found = business_case(offer, option)
    low, expected, high = found.cases
    if expected.net.value is None:
        return None
    value = format_money(expected.net.value, offer.currency)
    lines = [
        Line(_("In the first year it is worth {value} more than it costs.").format(value=value))
    ]
    if expected.net.value < 0:
        less = format_money(-expected.net.value, offer.currency)
        lines = [
            Line(_("In the first year it costs {value} more than it brings.").format(value=less))
        ]
    ends = [format_money(each.net.value, offer.currency) for each in (low, high)]
    lines.append(Line(_("Between {low} (cautious) and {high} (hopeful).").format(
        low=ends[0], high=ends[1])))  # fmt: skip
    lines.append(Line(_payback(expected.payback)))
    return Section(_("What it returns"), (Block("", tuple(lines)),))


def _payback(figure: Figure) -> str:
    """The payback as a sentence."""
    text = blocks.payback_text(figure)
    if figure.missing:
        return _("When it is paid back is {unknown}.").format(unknown=text)
    if figure.value is None:
        return _("It is not paid back within ten years.")
    if figure.value == 0:
        return _("It is paid back at once.")
    return _("It is paid back after {time}.").format(time=text)


def _next(desk: Desk, deal_id: str) -> Section | None:
    """The next step, when the buyer agreed to it."""
    step = deal_state(desk, deal_id).next_step
    if step is None or not step.agreed:
        return None
    line = Line(step.what, when_text(step.due_on, step.due_time))
    return Section(_("The next step"), (Block("", (line,)),))
