"""The papers of the demo desk as they would be sent: no placeholder, and as many pages as said."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from salesdesk.documents import PRINTABLES, Printable, printable
from salesdesk.domain.clock import Clock
from salesdesk.support.i18n import format_date, format_time
from salesdesk.ui import printing
from salesdesk.usecases import precall
from salesdesk.usecases.demo import demo_desk
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.discovery import discover_view
from salesdesk.usecases.naming import deal_named
from salesdesk.usecases.papers import paper
from tests.desks import TODAY

pytestmark = pytest.mark.usefixtures("qapp")
FULL = ("Fleet telematics", "Data platform", "Starter bundle")
"""The deals of the demo desk that were worked on in every room."""
PLACEHOLDERS = (
    r"\bNone\b(?! \(confirmed\))", r"\bnull\b", r"TODO", r"(?i)lorem", r"\?\?", r"[{}]", r"\. ·",
    r"\.\.(?!\.)", r"\(\)", r"\d{4}-\d\d-\d\d", r"\b\d\d:\d\d\b(?!\s?[AP]M)",
)  # fmt: skip
OF_DEALS = pytest.mark.parametrize(
    "row", [row for row in PRINTABLES if row.about == "deal"], ids=lambda row: row.kind
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The demo desk, to read only."""
    path = tmp_path_factory.mktemp("papers") / "Demo.desk"
    clock = Clock(TODAY)
    demo_desk(path, clock)
    opened = Desk(path, clock, threaded=False)
    yield opened
    opened.close()


class Strict(HTMLParser):
    """Complains of what a browser would have to mend."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag != "img" or given.get("alt")
        for name in ("src", "href"):
            assert (given.get(name) or "data:").startswith("data:")
        assert not (tag in ("p", "h2", "h3", "table", "ul") and self.open[-1:] == ["p"])
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", FULL)
@OF_DEALS
def test_a_paper_of_the_demo_desk_could_be_sent_as_it_is(
    demo: Desk, row: Printable, name: str
) -> None:
    facts = paper(demo, row.kind, deal_named(demo, name))
    assert facts.sender is not None
    assert facts.sender.company
    assert facts.sender.logo
    html, markdown = row.to_html(facts), row.to_markdown(facts)
    Strict(html)
    assert "<title></title>" not in html
    assert not re.search(r"</h2>\s*(?:<h2>|</body>)", html)
    text = re.sub(r"\\(.)", r"\1", markdown)
    assert not [each for each in PLACEHOLDERS if re.search(each, text)]
    if row.audience == "buyer":
        assert "Open:" not in text


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
@pytest.mark.parametrize("name", FULL)
@pytest.mark.parametrize("kind", ["value", "deal", "executive"])
def test_a_paper_of_one_page_is_on_one_page(demo: Desk, kind: str, name: str, sheet: str) -> None:
    facts = paper(demo, kind, deal_named(demo, name))
    assert printing.pages(printable(kind).to_html(facts), sheet) == 1


@pytest.mark.parametrize("sheet", ["A4", "Letter"])
@pytest.mark.parametrize("name", FULL)
def test_the_pre_call_sheet_is_one_page_to_be_held_in_the_hand(
    demo: Desk, name: str, sheet: str
) -> None:
    facts = paper(demo, "precall", deal_named(demo, name))
    assert printing.pages(printable("precall").to_html(facts), sheet) == 1


def test_the_pre_call_sheet_of_a_large_deal_is_a_page_and_says_how_much_more_there_is(
    demo: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = deal_named(demo, "Fleet telematics")
    view = discover_view(demo, deal)
    large = replace(view, people=view.people * 20, facts=view.facts * 30, plan=view.plan * 5)
    monkeypatch.setattr(precall, "discover_view", lambda *_: large)
    facts = paper(demo, "precall", deal)
    html = printable("precall").to_html(facts)
    assert [printing.pages(html, sheet) for sheet in ("A4", "Letter")] == [1, 1]
    by_name = {section.heading: section for section in facts.sections}
    people, asked = by_name["People we know"].blocks[0], by_name["Questions to ask"].blocks[0]
    assert people.table is not None
    assert people.lines[0].text == f"and {len(large.people) - len(people.table.rows)} more"
    assert asked.lines[-1].text == f"and {len(large.plan) - len(asked.lines) + 1} more"
    pains = sum(fact.kind == "pain" for fact in large.facts)
    known = {block.heading: block for block in by_name["What we know already"].blocks}
    assert f"Pain, 1 of {pains}" in known


def test_the_executive_summary_is_of_today_and_says_when_in_the_readers_way(demo: Desk) -> None:
    deal = deal_named(demo, "Data platform")
    facts = paper(demo, "executive", deal)
    assert facts.date == format_date(TODAY, "long")
    assert paper(demo, "proposal", deal).date != facts.date
    (step,) = [s for s in facts.sections if s.heading == "The next step"]
    assert format_time(dt.time(11)) in step.blocks[0].lines[0].note
    assert any(format_time(dt.time(11)) in text for _label, text in paper(demo, "deal", deal).facts)


def test_the_offer_of_a_deal_that_was_won_is_no_draft(demo: Desk) -> None:
    facts = paper(demo, "proposal", deal_named(demo, "Starter bundle"))
    assert facts.subtitle.startswith("Proposal, version 1")


def test_what_nothing_answers_yet_is_no_row_of_dashes_in_the_recap(demo: Desk) -> None:
    facts = paper(demo, "value", deal_named(demo, "Starter bundle"))
    loose = {s.heading: s.blocks[0].lines for s in facts.sections}["What else you told us"]
    assert [line.text for line in loose] == ["The partners no longer hear about waiting times."]
    table = facts.sections[0].blocks[0].table
    assert table is not None
    assert all(set(row[1:]) != {"–"} for row in table.rows)


def test_a_demo_file_path_is_in_no_paper(demo: Desk, tmp_path: Path) -> None:
    for row in PRINTABLES:
        if row.about == "deal":
            text = row.to_html(paper(demo, row.kind, deal_named(demo, "Data platform")))
            assert str(tmp_path.parent) not in text
            assert "file:" not in text
