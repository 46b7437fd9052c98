"""The dialog of a qualification framework: made, changed and removed by hand and by keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from salesdesk.ui.deal.qualify.framework_dialog import FrameworkDialog
from salesdesk.ui.widgets import Button
from salesdesk.usecases.qualification import qualify_view
from tests.ui.checks import assert_named
from tests.ui.deal.pages import Deal

Open = Callable[[str], FrameworkDialog]


@pytest.fixture
def opened(deal: Deal) -> Open:
    """Opens the dialog by an action of the page."""

    def open_(action: str) -> FrameworkDialog:
        getattr(deal.page.controller, action)()
        deal.settle()
        shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, FrameworkDialog)]
        dialog = next(w for w in shown if w.isVisible())
        assert_named(dialog)
        return dialog

    return open_


def press(deal: Deal, dialog: FrameworkDialog, name: str) -> None:
    button = dialog.findChild(Button, name)
    assert button is not None, name
    button.setFocus()
    deal.press(button, Qt.Key.Key_Space)


def names(deal: Deal) -> list[str]:
    return [f.name for f in qualify_view(deal.desk, deal.deal_id).frameworks]


def test_a_framework_is_made_by_typing_and_judges_the_deal(deal: Deal, opened: Open) -> None:
    panel = deal.show("qualify")
    dialog = opened("own_framework")
    deal.type(dialog.name, "Our two")
    press(deal, dialog, "framework_add")
    assert QApplication.focusWidget() is dialog.elements[1].name
    for form, name in zip(dialog.elements, ("Money", "Heart"), strict=True):
        deal.type(form.name, name)
        deal.type(form.asks, f"What of {name}?")
        form.levels.setFocus()
        form.levels.setPlainText("None\nSome\n\nAll of it\n")
    press(deal, dialog, "framework_accept")
    assert not shiboken6.isValid(dialog)
    assert deal.shell.undoable[-1] == "Add the framework Our two"
    assert panel.head.framework.currentText() == "Our two"
    assert panel.head.score.text() == "0 of 4"
    deal.click("element_money_open")
    deal.click("element_money_level_2")
    assert panel.head.score.text() == "2 of 4"


def test_what_is_missing_is_shown_at_its_field_and_the_dialog_stays(
    deal: Deal, opened: Open
) -> None:
    dialog = opened("own_framework")
    press(deal, dialog, "framework_accept")
    assert dialog.isVisible()
    assert dialog.form.row("name").below.text() == "Please fill this in."
    assert dialog.elements[0].form.row("levels").below.text() == "Please fill this in."
    dialog.name.setText("Our two")
    [form] = dialog.elements
    form.name.setText("Money")
    form.asks.setPlainText("Whose?")
    form.levels.setPlainText("None\nSome")
    press(deal, dialog, "framework_accept")
    assert dialog.isVisible()
    assert "2 lines for 3 levels" in form.form.row("levels").below.text()
    assert form.levels.hasFocus()
    taken = names(deal)[0]
    dialog.name.setText(taken)
    form.levels.setPlainText("None\nSome\nAll")
    press(deal, dialog, "framework_accept")
    assert f"called “{taken}” already" in dialog.fault.text()
    dialog.name.setText("Our two")
    form.levels.setPlainText("None\nSome\nAll")
    press(deal, dialog, "framework_accept")
    assert not shiboken6.isValid(dialog)
    assert names(deal)[-1] == "Our two"


def test_changing_one_shows_its_new_words_on_the_cards_and_in_the_choice(
    deal: Deal, opened: Open
) -> None:
    panel = deal.show("qualify")
    deal.click("element_need_open")
    deal.click("element_need_level_2")
    dialog = opened("edit_framework")
    dialog.name.setText("Our own three")
    dialog.scale.setPlainText("No\nHeard\nSure")
    first, second = dialog.elements[0].name.text(), dialog.elements[1].name.text()
    press(deal, dialog, f"{dialog.elements[0].objectName()}_down")
    press(deal, dialog, "framework_accept")
    deal.settle()
    assert panel.head.framework.currentText() == "Our own three"
    shown = [s.element.name for s in qualify_view(deal.desk, deal.deal_id).standing.elements]
    assert shown[:2] == [second, first]
    need = deal.find(type(panel.elements._made[0]), "element_need")
    assert need.accessibleName().endswith("2 · Sure")


def test_a_copy_may_lose_an_element_and_one_that_is_there_can_be_removed(
    deal: Deal, opened: Open
) -> None:
    deal.show("qualify")
    before = names(deal)
    dialog = opened("copy_framework")
    count = len(dialog.elements)
    press(deal, dialog, f"{dialog.elements[0].objectName()}_remove")
    assert QApplication.focusWidget() is dialog.elements[0].name
    press(deal, dialog, "framework_accept")
    view = qualify_view(deal.desk, deal.deal_id)
    assert len(view.standing.elements) == count - 1
    assert len(names(deal)) == len(before) + 1
    dialog = opened("edit_framework")
    press(deal, dialog, "framework_remove")
    deal.settle()
    assert names(deal) == before
    assert deal.shell.undoable[-1].startswith("Remove the framework")
