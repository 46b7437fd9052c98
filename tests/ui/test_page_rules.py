"""Where pages end: nothing stands alone, small tables stay whole, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QTextBlock, QTextDocument, QTextTable

from salesdesk.documents import printable
from salesdesk.domain.notes import Block, HandoffNotes, Line, Section, Table
from salesdesk.ui import page_rules, paging

pytestmark = pytest.mark.usefixtures("qapp")
PAPERS = pytest.mark.parametrize("paper", ["A4", "Letter"])
HEADS = "<style>h2 { font-size: 11pt; margin-top: 14px; }</style>"


def blocks(laid: QTextDocument) -> Iterator[QTextBlock]:
    block = laid.begin()
    while block.isValid():
        yield block
        block = block.next()


def rows(laid: QTextDocument) -> Iterator[tuple[QTextTable, int]]:
    """All rows of all tables, in their order."""
    found = (page_rules.row_begun(block) for block in blocks(laid))
    return (row for row in found if row is not None)


def page_of(laid: QTextDocument, words: str) -> int:
    """The page, from 0, on which a text stands."""
    block = laid.find(words).block()
    first = block.layout().position().y() + block.layout().lineAt(0).y()
    top = max(first, laid.documentLayout().blockBoundingRect(block).top())
    return int((top + 0.5) // laid.pageSize().height())


def lines(lead: int, name: str) -> tuple[Line, ...]:
    return tuple(Line(f"{name} {n}") for n in range(lead))


def notes(sections: Callable[[int], tuple[Section, ...]], lead: int, paper: str) -> QTextDocument:
    html = printable("handoff").to_html(HandoffNotes("Notes", "Fleet", sections(lead)))
    return paging.document(html, paper)


def signed(lead: int) -> tuple[Section, ...]:
    """A long section, and one of pairs that ends the paper: it may have to move."""
    pairs = tuple(Block(f"Item {n}", (Line("Open " * (n % 4 * 12 + 1)),)) for n in range(6))
    return (Section("History", (Block("", lines(lead, "Line")),)), Section("Sign-off", pairs))


@PAPERS
def test_a_section_that_moved_leaves_no_gap_where_its_rows_once_broke(paper: str) -> None:
    moved = 0
    for lead in range(36, 60):
        laid = notes(signed, lead, paper)
        height = laid.pageSize().height()
        for table, row in rows(laid):
            if page_rules.is_filler(table, row):
                above = page_rules.span(laid, table, row - 1)[0] // height
                assert page_rules.span(laid, table, row + 1)[0] // height > above
        heading = laid.find("Sign-off").block()
        top = laid.documentLayout().blockBoundingRect(heading).top()
        moved += top > height and top % height < 20
    assert moved > 2


@PAPERS
@pytest.mark.parametrize("count", [2, 3, 4])
def test_no_line_of_a_list_stands_alone_on_a_page(paper: str, count: int) -> None:
    for lead in range(34, 62):
        before = "".join(f"<p>Line {n}</p>" for n in range(lead))
        items = "".join(f"<li>Item {n}</li>" for n in range(count))
        text = f"{HEADS}{before}<h2>Words</h2><ul>{items}</ul><h2>Promises</h2><p>In May</p>"
        laid = paging.document(text, paper)
        for heading in blocks(laid):
            assert page_rules.first_torn(laid, heading) is None
        pages = [page_of(laid, f"Item {n}") for n in range(count)]
        assert pages.count(pages[0]) != 1
        assert pages.count(pages[-1]) != 1
        assert page_of(laid, "Words") == pages[0]
        assert laid.pageCount() <= 2


def priced(lead: int) -> tuple[Section, ...]:
    """Lines, a table of sums and a longer table of people."""
    sums = Table(("In total", "Amount"), tuple((f"Sum {n}", "€5") for n in range(6)))
    people = Table(("Name", "Role"), tuple((f"Person {n}", "User") for n in range(16)))
    return (
        Section("Scope", (Block("", lines(lead, "Line")), Block("", (), sums))),
        Section("People", (Block("", (), people),)),
    )


@PAPERS
def test_a_small_table_is_on_one_page_and_no_last_row_is_alone(paper: str) -> None:
    torn = 0
    for lead in range(16, 56):
        laid = notes(priced, lead, paper)
        for table, row in rows(laid):
            assert not page_rules.is_small_torn(laid, table, row)
            assert page_rules.row_to_join(laid, table, row) is None
        people = [page_of(laid, f"Person {n}") for n in range(16)]
        torn += people[0] != people[-1]
        assert people.count(people[-1]) > 1
        assert page_of(laid, "Sum 0") == page_of(laid, "Sum 5")
    assert torn > 3
