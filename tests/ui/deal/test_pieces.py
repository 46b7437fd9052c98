"""What of a deal comes after the paint, in pieces: long lists, parts out of sight."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from salesdesk.ui import theme
from salesdesk.ui.deal.later import Later
from salesdesk.ui.deal.parts import Parts
from salesdesk.ui.deal.person_line import PersonLine
from salesdesk.ui.deal.rows import Rows
from tests import desks
from tests.ui.deal.pages import Deal


def row(item: object) -> QLabel:
    label = QLabel(str(item))
    label.setObjectName(f"row_{item}")
    return label


def shown(rows: Rows) -> list[str]:
    layout = rows.layout()
    assert layout is not None
    places = (layout.itemAt(n).widget() for n in range(layout.count()))
    return [label.text() for label in places if isinstance(label, QLabel)]


def test_a_long_list_of_another_deal_begins_with_what_is_in_sight(deal: Deal) -> None:
    rows = Rows("long", 4, deal.page.room, 3)
    rows.show_items(range(40), row)
    assert shown(rows) == ["0", "1", "2"]
    deal.page.room.later.finish()
    assert shown(rows) == [str(n) for n in range(40)]
    rows.show_items(range(1, 42), row)  # of the same deal: no list gets shorter in between
    assert shown(rows) == [str(n) for n in range(1, 42)]


def test_rows_of_a_part_out_of_sight_are_pieces_of_their_own(deal: Deal) -> None:
    later = deal.page.room.later
    later.forget()
    rows, made = Rows("far", 4, deal.page.room, 8), []

    def fill() -> bool:
        rows.show_items(range(9), row)
        made.append(len(shown(rows)))
        return False

    later.put(later, fill)
    later._do_one()
    assert made == [1]
    assert not later.is_at_work
    later.finish()
    assert shown(rows) == [str(n) for n in range(9)]


def test_rows_are_made_until_a_height_is_filled_and_no_more(deal: Deal) -> None:
    rows = Rows("tall", 10, deal.page.room, 1)

    def tall(item: object) -> QLabel:
        made = row(item)
        made.setFixedHeight(90)
        return made

    rows.show_items(range(20), tall)
    assert rows.make_up_to(250, 400) == 300
    assert shown(rows) == ["0", "1", "2"]
    assert rows.make_up_to(100, 400) == 100
    assert shown(rows) == ["0", "1", "2"]
    assert rows.make_up_to(9000, 400) == 2000
    assert len(shown(rows)) == 20


def test_rows_that_are_alike_fill_a_height_by_the_measure_of_one(deal: Deal) -> None:
    rows = Rows("alike", 10, deal.page.room, 1)

    def tall(item: object) -> QLabel:
        made = row(item)
        made.setFixedHeight(90)
        return made

    rows.show_items(range(5), tall)
    assert rows.make_alike(250, 400)
    assert shown(rows) == ["0", "1", "2"]
    assert not rows.make_alike(9000, 400)  # all are there, and there is room left
    assert len(shown(rows)) == 5


def test_a_list_that_grows_is_not_cut_when_one_of_its_items_changes(deal: Deal) -> None:
    rows = Rows("growing", 4, deal.page.room, 1)
    rows.show_items(range(20), row)
    rows.make_up_to(9 * rows.sizeHint().height(), 400)
    there = len(shown(rows))
    assert 1 < there < 20
    rows.show_items([99, *range(1, 20)], row)
    assert shown(rows)[0] == "99"
    assert len(shown(rows)) == there


def test_what_shows_nothing_by_itself_comes_when_all_else_is_there() -> None:
    later, done = Later(lambda: False), []
    first, second, third = QWidget(), QWidget(), QWidget()
    later.put(first, lambda: bool(done.append("question")), is_unseen=True)
    later.put(second, lambda: bool(done.append("rows")))
    later.put(third, lambda: bool(done.append("part")))
    later.finish()
    assert done == ["rows", "part", "question"]
    later.put(first, lambda: bool(done.append("seen now")))
    later.put(second, lambda: bool(done.append("rows")))
    later.finish()
    assert done[3:] == ["seen now", "rows"]


def test_a_piece_that_fails_fails_once(deal: Deal) -> None:
    later = Later(lambda: False)

    def piece() -> bool:
        raise ZeroDivisionError

    later.put(later, piece)
    with pytest.raises(ZeroDivisionError):
        later.finish()
    assert not later.is_at_work
    later.finish()  # it is not tried again


def test_a_row_whose_item_stayed_stays_with_what_is_in_it(qtbot: QtBot) -> None:
    rows = Rows("kept")
    qtbot.addWidget(rows)
    rows.show_items("abcd", row)
    first, last = rows.findChild(QLabel, "row_a"), rows.findChild(QLabel, "row_d")
    rows.show_items("abxd", row)
    assert shown(rows) == ["a", "b", "x", "d"]
    assert rows.findChild(QLabel, "row_a") is first
    assert rows.findChild(QLabel, "row_d") is last
    rows.forget()
    assert shown(rows) == ["a", "b", "x", "d"]  # until it is shown anew
    rows.show_items("abxd", row)
    assert shown(rows) == ["a", "b", "x", "d"]
    assert rows.findChild(QLabel, "row_a") is not first


def test_an_empty_list_says_so_and_takes_it_back(qtbot: QtBot) -> None:
    rows = Rows("empty")
    qtbot.addWidget(rows)
    rows.show_items((), row, lambda: QLabel("nothing"))
    rows.show_items((), row, lambda: QLabel("nothing"))
    assert shown(rows) == ["nothing"]
    rows.show_items("a", row, lambda: QLabel("nothing"))
    assert shown(rows) == ["a"]


def test_pieces_wait_for_the_paint_and_for_the_typist(qtbot: QtBot) -> None:
    typing, done = [True], []

    def piece() -> bool:
        done.append(len(done))
        return len(done) < 3

    later = Later(lambda: typing[0])
    later.hold()
    later.put(later, piece)
    QApplication.processEvents()
    assert not done  # nothing is painted yet
    later.painted()
    later._on_timer_timeout()
    assert not done  # somebody types
    typing[0] = False
    qtbot.waitUntil(lambda: len(done) == 3)


def test_nothing_more_is_done_for_an_owner_that_is_gone_or_forgotten(qtbot: QtBot) -> None:
    later, done = Later(lambda: False), []
    for forget in (later.forget, lambda: later.drop(later)):
        later.put(later, lambda: bool(done.append(1)))
        forget()
        later.finish()
    assert not done


def test_parts_out_of_sight_are_filled_later_and_hidden_until_then(deal: Deal) -> None:
    panel, filled = QWidget(), []
    column = QVBoxLayout(panel)
    parts = [QWidget() for _n in range(4)]
    for part in parts:
        part.setMinimumHeight(600)
        inner = QVBoxLayout(part)
        label = QLabel()
        label.setMinimumHeight(500)
        inner.addWidget(label)
        column.addWidget(part)
    made = Parts(deal.page.room, panel, parts, filled.append)
    panel.resize(400, 700)
    made.show_deal()
    assert filled == parts[:2]
    assert [part.isHidden() for part in parts] == [False, False, True, True]
    deal.page.room.later.finish()
    assert filled == parts
    assert not any(part.isHidden() for part in parts)
    made.refresh()
    assert filled == parts * 2


def test_a_part_without_anything_to_show_stays_hidden(deal: Deal) -> None:
    panel = QWidget()
    column = QVBoxLayout(panel)
    head, empty, last = QWidget(), QWidget(), QWidget()
    head.setFixedHeight(300)
    for part in (head, empty, last):
        column.addWidget(part)
    made = Parts(deal.page.room, panel, (empty, last), lambda part: part is last)
    panel.resize(400, 700)
    made.show_deal(head)
    assert [part.isHidden() for part in (empty, last)] == [True, False]
    head.setFixedHeight(900)
    made.show_deal(head)  # it takes all that is seen
    assert last.isHidden()
    deal.page.room.later.finish()
    assert [part.isHidden() for part in (empty, last)] == [True, False]


@pytest.mark.parametrize("width", [400, 90])
def test_a_person_s_role_stands_beside_the_name_or_below_it(qtbot: QtBot, width: int) -> None:
    person = PersonLine("Wilhelmina Featherstonehaugh", "Champion")
    qtbot.addWidget(person)
    one_line = person.sizeHint().height()
    assert (person.heightForWidth(width) > one_line) == (width == 90)
    assert person.accessibleName() == "Wilhelmina Featherstonehaugh, Champion"
    person.resize(width, person.heightForWidth(width))
    person.show()
    assert ("Featherstonehaugh" in person.toolTip()) == (width == 90)
    before = person.heightForWidth(400)
    look = theme.current()
    was = look.tokens.font_px
    try:
        look.set_look("light", 20)
        assert person.heightForWidth(400) > before
    finally:
        look.set_look("light", was)


def test_a_deal_with_many_people_shows_them_all_in_the_end(deal: Deal) -> None:
    for n in range(40):
        desks.add_person(deal.desk, deal.deal_id, f"Person {n}")
    other = desks.add_deal(deal.desk, name="Another")
    deal.page.open_item(other)
    deal.page.open_item(deal.deal_id)
    deal.page.room.later.finish()
    assert len(deal.page.side.findChildren(PersonLine)) >= 41
    names = {each.accessibleName().partition(",")[0] for each in deal.page.findChildren(PersonLine)}
    assert {f"Person {n}" for n in range(40)} <= names


def test_a_deal_is_taken_in_while_the_page_is_at_the_back(deal: Deal) -> None:
    other = desks.add_deal(deal.desk, name="Another")
    deal.page.hide()
    deal.page.open_behind(f"{other}/timeline")
    assert deal.page.item_in_front() == other
    assert deal.page.tabs.key() == "timeline"
    deal.page.show()
    deal.page.open_item(f"{other}/timeline")
    deal.settle()
    assert deal.page.header.title.text() == "Another"
    deal.page.open_behind(f"{deal.deal_id}/nonsense")
    assert deal.page.item_in_front() == deal.deal_id


def test_nothing_is_made_ready_on_a_page_that_nobody_sees(deal: Deal) -> None:
    later, done = deal.page.room.later, []
    later.forget()
    deal.page.hide()
    later.put(later, lambda: bool(done.append(1)))
    later._on_timer_timeout()
    assert not done
    assert not later._timer.isActive()  # nor asked for again and again
    deal.page.show()
    deal.settle()
    assert done == [1]
