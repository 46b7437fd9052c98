"""The bar over a deal: back, name, account, and what can be done with the deal as a whole."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu

from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal import words
from salesdesk.ui.widgets import Button, ElidedLabel, IconButton, Panel, Pill, plain_tip
from salesdesk.usecases.deal_views import DealView


class DealHeader(Panel):
    """Emits requests only; the page knows what they mean."""

    back_requested = Signal()
    rename_requested = Signal()
    log_requested = Signal()
    objection_requested = Signal()
    move_requested = Signal()
    print_requested = Signal(str)
    action_requested = Signal(str)
    """win, lose, pause, resume, hold_review, reopen, bin or restore."""

    def __init__(self) -> None:
        super().__init__("bottom", name="deal_header")
        look = theme.tokens()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(9), look.px(16), look.px(9))
        row.setSpacing(look.px(8))
        self.back = Button(
            _("‹ Board"),
            "deal_back",
            label=_("Back to the board"),
            on_click=self.back_requested.emit,
        )
        self.title = ElidedLabel("", "title", name="deal_title")
        self.account = ElidedLabel("", "body", "muted", name="deal_account")
        self.state = Pill("", name="deal_state", shape="round")
        self.log = Button(_("Log activity"), "deal_log", on_click=self.log_requested.emit)
        self.objection = Button(
            _("Handle objection"), "deal_objection", on_click=self.objection_requested.emit
        )
        self.print = Button(_("Print"), "deal_print")
        self.more = IconButton(
            "ellipsis",
            "deal_more",
            _("More about this deal"),
            kind="secondary",
            on_click=self._open_more,
        )
        self.move_on = Button("", "deal_move", kind="primary", on_click=self.move_requested.emit)
        for widget in (self.back, self.title, self.account, self.state):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.log, self.objection, self.print, self.more, self.move_on):
            row.addWidget(widget)
        self._fill_menus()

    def set_tight(self, is_tight: bool) -> None:
        """In a very narrow window the menu and the keys alone log an activity or an objection."""
        self.log.setVisible(not is_tight)
        self.objection.setVisible(not is_tight)

    def show_view(self, view: DealView, next_stage: str) -> None:
        """Show the deal; `next_stage` is the name of the stage after the present one, or ""."""
        deal = view.deal
        self.title.setText(deal.name)
        self.account.setText(deal.account or "")
        self._show_state(view)
        is_open = deal.status == "open" and deal.binned_at is None
        self.log.setEnabled(deal.binned_at is None)
        self.objection.setEnabled(is_open)
        self.move_on.setVisible(is_open)
        still = len(view.gate.open) if view.gate else 0
        verb = _("Move") if next_stage else _("Win")
        if still:
            verb = ngettext("{verb} · {n} to go", "{verb} · {n} to go", still).format(
                verb=verb, n=still
            )
        self.move_on.setText(verb)
        goal = next_stage or _("Won")
        self.move_on.setToolTip(plain_tip(_("Move to {stage}").format(stage=goal)))
        self.move_on.setAccessibleName(f"{verb}: {goal}")
        self._view = view

    def _show_state(self, view: DealView) -> None:
        deal = view.deal
        if deal.binned_at is not None:
            self.state.set_words(_("In the bin"), "late")
        elif deal.status == "won":
            self.state.set_words(_("Won {date}").format(date=words.full_day(deal.closed_on)), "ok")
        elif deal.status == "lost":
            no_decision = view.review is not None and view.review.outcome == "no_decision"
            verb = _("No decision {date}") if no_decision else _("Lost {date}")
            self.state.set_words(verb.format(date=words.full_day(deal.closed_on)), "late")
        elif deal.paused_until:
            until = words.full_day(deal.paused_until)
            self.state.set_words(_("Paused until {date}").format(date=until), "neutral")
        elif view.is_stalled:
            self.state.set_words(_("Stalled"), "warn")
        else:
            self.state.set_words("")

    def _fill_menus(self) -> None:
        printing = QMenu(self)
        printing.setObjectName("deal_print_menu")
        printing.aboutToShow.connect(self._on_print_menu_about_to_show)
        self.print.setMenu(printing)
        self._more_menu = QMenu(self)
        self._more_menu.setObjectName("deal_more_menu")

    def _on_print_menu_about_to_show(self) -> None:
        menu = self.print.menu()
        menu.clear()
        from salesdesk.documents import PRINTABLES

        for kind, title in ((row.kind, _(row.title)) for row in PRINTABLES if row.about == "deal"):
            action = menu.addAction(title)
            action.setObjectName(f"deal_print_{kind}")
            action.triggered.connect(lambda _on=False, kind=kind: self.print_requested.emit(kind))

    def _open_more(self) -> None:
        menu = self._more_menu
        menu.clear()
        for key, title in self._deeds():
            action = menu.addAction(title)
            action.setObjectName(f"deal_{key}")
            action.triggered.connect(lambda _on=False, key=key: self._ask(key))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 2)))

    def _ask(self, key: str) -> None:
        if key == "rename":
            self.rename_requested.emit()
        else:
            self.action_requested.emit(key)

    def _deeds(self) -> list[tuple[str, str]]:
        deal = self._view.deal
        if deal.binned_at is not None:
            return [("restore", _("Restore from the bin"))]
        rename = ("rename", _("Rename…"))
        if deal.status != "open":
            review = ("hold_review", _("Hold the review…"))
            return [rename, review, ("reopen", _("Reopen")), ("bin", _("Put into the bin"))]
        pause = ("resume", _("Resume now")) if deal.paused_until else ("pause", _("Pause…"))
        return [
            rename,
            ("win", _("Won…")),
            ("lose", _("Lost…")),
            pause,
            ("bin", _("Put into the bin")),
        ]
