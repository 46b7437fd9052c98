"""A contact card before it is added: whether at all, and whether it is somebody known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.support.i18n import _
from salesdesk.ui import theme
from salesdesk.ui.files.boxes import fitted_box
from salesdesk.ui.widgets import PickOne

if TYPE_CHECKING:
    from salesdesk.formats.card_in import Card
    from salesdesk.usecases.contact_cards import Chosen
    from salesdesk.usecases.desk import Desk


class CardRow(QWidget):
    """One person; the pick below is shown only when somebody like that is known."""

    def __init__(self, desk: Desk, card: Card, number: int) -> None:
        from salesdesk.usecases.contact_cards import matches

        super().__init__()
        self.setObjectName(f"intake_card_{number}")
        self._card = card
        # (a card without a name is called by its mail address)
        said = dict.fromkeys((card.name, card.title, card.company, card.email))
        words = " · ".join(filter(None, said))
        self.wanted = fitted_box(words, f"intake_card_wanted_{number}")
        self.wanted.setChecked(True)
        known = matches(desk, card)
        choices: list[tuple[str | None, str]] = [(None, _("Add as a new person"))]
        for person in known:
            who = " · ".join(filter(None, (person.name, person.email, person.account)))
            choices.append((person.id, _("This is {person}").format(person=who)))
        same_mail = next((person.id for person in known if person.why == "email"), None)
        self.who = PickOne(
            f"intake_card_who_{number}", _("Who {person} is").format(person=card.name), choices,
            value=same_mail,
        )  # fmt: skip
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(theme.tokens().px(4))
        box.addWidget(self.wanted)
        box.addWidget(self.who)
        self.who.setVisible(bool(known))
        self.wanted.toggled.connect(self.who.setEnabled)

    def chosen(self) -> Chosen | None:
        """What is to be done with it; None for nothing."""
        from salesdesk.usecases.contact_cards import Chosen

        return Chosen(self._card, self.who.value()) if self.wanted.isChecked() else None
