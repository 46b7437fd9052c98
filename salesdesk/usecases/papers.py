"""Every paper by its kind: reads what it needs and gives it as facts, HTML or Markdown.

Called by the print menu, the handoff dialog's preview and ``salesdesk print``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.documents import printable
from salesdesk.domain import gates
from salesdesk.domain.facts import FACT_KIND_LABELS, N_, ROLE_LABELS, FactKind
from salesdesk.domain.gates import CriterionState, GateReport
from salesdesk.domain.handoff import Sheet
from salesdesk.domain.notes import Block, DealPage, Line, Paper, ProcessMap, Section, Table
from salesdesk.domain.process import Process, Stage
from salesdesk.support.i18n import _, format_date, format_percent, ngettext
from salesdesk.usecases import buyer_papers
from salesdesk.usecases.discovery import deal_state, discovery_summary, fact_line
from salesdesk.usecases.handoff_notes import handoff_notes
from salesdesk.usecases.handoff_view import day_text, field_texts, when_text
from salesdesk.usecases.plan_paper import plan_paper
from salesdesk.usecases.precall import precall_sheet
from salesdesk.usecases.qualification import paragraph
from salesdesk.usecases.review_paper import review_notes
from salesdesk.usecases.sender import letterhead
from salesdesk.usecases.value_recap import value_recap

if TYPE_CHECKING:
    from salesdesk.store.snapshots import DealState, Step
    from salesdesk.usecases.desk import Desk

_MOST_FACTS, _MOST_TOLD = 4, 14
_MOST_PEOPLE = 8
_MOST_NAMED = 4
"""What fits on one page; the rest is counted."""
_TOLD: tuple[FactKind, ...] = ("pain", "metric", "goal", "outcome", "criterion", "risk", "promise")
_MAP_WIDTHS = (14, 22, 28, 36)


def paper(desk: Desk, kind: str, subject_id: str) -> Paper:
    """The facts of a paper about a deal, or (process map) a pipeline, by its id.

    Raises KnownError when there is no such paper or the subject is gone.
    """
    row = printable(kind)
    made = _BUILDERS[kind](desk, subject_id)
    if not made.sections:
        made = replace(made, sections=(_nothing_yet(),), intro="", closing="")
    return made if row.about == "process" else replace(made, sender=letterhead(desk))


def _nothing_yet() -> Section:
    """Says in the place of an empty page that there is nothing to send yet."""
    words = _("Open: nothing that belongs into this paper is known of the deal yet.")
    return Section(_("Nothing to show yet"), (Block("", (Line(words, is_open=True),)),))


def as_docx(facts: Paper, sheet: str = "A4") -> bytes:
    """A paper as a Word document, for paper of that size."""
    from salesdesk.documents.layout import clipped
    from salesdesk.formats.docx_out import to_docx

    return to_docx(facts, clipped, sheet)


def save_text(desk: Desk, kind: str, subject_id: str, target: Path, sheet: str = "A4") -> None:
    """Saves a paper as Markdown (.md), as a Word document (.docx) for paper of the size `sheet`,
    or as self-contained HTML (any other name), whole or not.

    Raises KnownError as :func:`paper` does, or when the file cannot be written.
    """
    write_paper(paper(desk, kind, subject_id), kind, target, sheet)


def write_paper(facts: Paper, kind: str, target: Path, sheet: str = "A4") -> None:
    """Writes a paper that was read already, as :func:`save_text` does."""
    from salesdesk.formats.csv_out import replacing

    suffix, row = target.suffix.lower(), printable(kind)
    if suffix == ".docx":
        content = as_docx(facts, sheet)
    else:
        text = row.to_markdown(facts) if suffix == ".md" else row.to_html(facts)
        content = text.encode("utf-8", "replace")
    with replacing(target) as raw:
        raw.write(content)


def deal_page(desk: Desk, deal_id: str) -> DealPage:
    """A deal on one page. Raises KnownError when the deal is gone."""
    from salesdesk.store.reads import handoff as reads
    from salesdesk.store.reads import objections

    state = deal_state(desk, deal_id)
    process = desk.process(state.deal.pipeline_id)
    stage = process.stage(state.deal.stage_key)
    sheet = desk.read(lambda c: reads.sheet(c, deal_id)) or Sheet()
    said = desk.read(lambda c: objections.of_deal(c, deal_id))
    review = desk.read(lambda c: reads.review(c, deal_id))
    outcome = review.outcome if review is not None else state.deal.status
    today = format_date(desk.clock.today(), "long")
    is_open = state.deal.status == "open"
    head = (state.deal.account_name, stage.name if is_open else "", today)
    sections = [
        _leaving(stage, gates.gate(process, stage, state.snapshot)) if is_open else None,
        _people(state),
        _qualified(paragraph(desk, deal_id)),
        *_told(state),
        _objections([o.words for o in said if o.status == "open"]),
    ]
    return DealPage(
        title=state.deal.name,
        subtitle=" · ".join(text for text in head if text),
        sections=tuple(section for section in sections if section is not None),
        facts=tuple(_standing(state, stage, field_texts(state, sheet), outcome)),
        account=state.deal.account_name or "",
        date=today,
    )


_OUTCOMES: Mapping[str, str] = {
    "won": N_("Won"),
    "lost": N_("Lost"),
    "no_decision": N_("No decision"),
}


def _standing(
    state: DealState, stage: Stage, known: Mapping[str, str], outcome: str
) -> list[tuple[str, str]]:
    """What stands under the title: of an open deal its chance, of a closed one its outcome."""
    deal, step = state.deal, state.next_step
    if deal.status != "open":
        ended = [(_("Amount"), known.get("amount", "–")), (_("Outcome"), _(_OUTCOMES[outcome])),
                 (_("Decided on"), day_text(deal.closed_on))]  # fmt: skip
        return ended + ([_step(step)] if step is not None else [])
    chance = deal.probability if deal.probability is not None else stage.probability
    return [
        (_("Amount"), known.get("amount") or _("not known yet")),
        (_("Expected close"), known.get("expected_close") or _("not known yet")),
        (_("Probability"), format_percent(chance / 100)),
        _step(step),
    ]


def _step(step: Step | None) -> tuple[str, str]:
    if step is None:
        return _("Next step"), _("not agreed yet")
    parts = (step.what, when_text(step.due_on, step.due_time))
    return _("Next step"), " · ".join(part for part in parts if part)


def _leaving(stage: Stage, report: GateReport) -> Section | None:
    if not report.states:
        return None
    lines = tuple(
        Block(s.criterion.text, (Line(*_evidence(s)),), is_done=s.is_met) for s in report.states
    )
    return Section(_("To leave {stage}").format(stage=stage.name), lines)


def _evidence(state: CriterionState) -> tuple[str, str]:
    """What met a criterion and who said it."""
    if not state.is_met:
        return _("Open"), ""
    fact = state.by_hand or next(iter(state.finding.facts), None)
    if fact is not None:
        return fact.words, ", ".join(filter(None, (fact.person, day_text(fact.said_on))))
    return _named([person.name for person in state.finding.people]) or _("Met"), ""


def _named(names: list[str]) -> str:
    """The first names; the rest is counted, so that the page stays one."""
    left = len(names) - _MOST_NAMED
    if left <= 1:
        return ", ".join(names)
    more = ngettext("and {n} more", "and {n} more", left).format(n=left)
    return f"{', '.join(names[:_MOST_NAMED])} {more}"


def _qualified(text: str) -> Section | None:
    return Section(_("Why it is qualified"), (Block("", (Line(text),)),)) if text else None


def _people(state: DealState) -> Section:
    people = state.snapshot.people
    roles: dict[str, str] = {str(role): text for role, text in ROLE_LABELS.items()}
    head = (_("Role"), _("Name"), _("Position"))
    rows = tuple((_(roles.get(p.role, p.role)), p.name, p.title) for p in people[:_MOST_PEOPLE])
    left = len(people) - len(rows)
    more = (
        (Line(ngettext("and {n} more", "and {n} more", left).format(n=left)),) if left > 0 else ()
    )
    if not rows:
        return Section(_("People"), (Block("", (Line(_("Nobody is known yet"), is_open=True),)),))
    return Section(_("People"), (Block("", more, Table(head, rows)),))


def _told(state: DealState) -> list[Section]:
    kinds = {fact.kind for fact in state.snapshot.facts} & set(_TOLD)
    most = max(1, min(_MOST_FACTS, _MOST_TOLD // max(len(kinds), 1)))
    blocks = []
    for kind in _TOLD:
        facts = [fact for fact in state.snapshot.facts if fact.kind == kind]
        if not facts:
            continue
        lines = [fact_line(fact, _("not confirmed")) for fact in facts[:most]]
        left = len(facts) - len(lines)
        if left > 0:
            lines.append(Line(ngettext("and {n} more", "and {n} more", left).format(n=left)))
        blocks.append(Block(_(FACT_KIND_LABELS[kind]), tuple(lines)))
    return [Section(_("What they told us"), tuple(blocks))] if blocks else []


def _objections(words: list[str]) -> Section | None:
    if not words:
        return None
    return Section(_("Open objections"), (Block("", tuple(Line(text) for text in words)),))


def process_map(desk: Desk, pipeline_id: str) -> ProcessMap:
    """The process of a pipeline on one page."""
    today = format_date(desk.clock.today(), "long")
    return map_of(desk.process(pipeline_id), today)


def map_of(process: Process, date: str) -> ProcessMap:
    """A process on one page, whether a desk follows it or not."""
    head = (_("Step"), _("What it is for"), _("What the buyer does"), _("What leads out of it"))
    rows = tuple(_stage_row(number, stage) for number, stage in enumerate(process.stages, 1))
    return ProcessMap(
        title=process.name,
        subtitle=_("The process on one page"),
        intro=process.summary,
        sections=(
            Section(_("Steps"), (Block("", table=Table(head, rows, _MAP_WIDTHS)),)),
            Section(_("From a name to a deal"), (Block("", (Line(process.conversion_rule),)),)),
        ),
        account=_("Process map"),
        date=date,
    )


def _stage_row(number: int, stage: Stage) -> tuple[str, ...]:
    name = f"{number} {stage.name}"
    if stage.place == "board":
        days = ngettext("stalls after {n} day", "stalls after {n} days", stage.stall_days)
        name += f"\n{format_percent(stage.probability / 100)} · {days.format(n=stage.stall_days)}"
    leads = "\n".join(f"☐ {criterion.text}" for criterion in stage.criteria)
    return name, stage.goal, "\n".join(f"– {text}" for text in stage.buyer_does[:2]), leads


_BUILDERS: Mapping[str, Callable[[Desk, str], Paper]] = {
    "handoff": handoff_notes,
    "summary": discovery_summary,
    "precall": precall_sheet,
    "value": value_recap,
    "deal": deal_page,
    "plan": plan_paper,
    "process": process_map,
    "proposal": buyer_papers.proposal,
    "executive": buyer_papers.executive,
    "faq": buyer_papers.technical_faq,
    "risks": buyer_papers.risk_notes,
    "review": review_notes,
}
