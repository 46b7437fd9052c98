"""Asks what must be seen before a colleague's deal is taken in: pipeline, accounts, people.

Made by the files' controller after the file was read and proved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui.widgets import Card, Dialog, FaultLine, Form, PickOne, PlainLabel

if TYPE_CHECKING:
    from salesdesk.ui.context import Context
    from salesdesk.usecases.deal_file import DealFile
    from salesdesk.usecases.taking_deal import Match, Plan, TakeInDeal


class TakingDialog(Dialog):
    """The deal, its pipeline here, and for each account and person who that is."""

    def __init__(self, context: Context, file: DealFile, plan: Plan) -> None:
        super().__init__(
            _("Take in {deal}").format(deal=file.deal), "take_in", remark=file.account,
            size=(620, 0), parent=context.shell.dialog_parent,
        )  # fmt: skip
        self._context, self._file, self._plan = context, file, plan
        self.picks: dict[str, PickOne] = {}
        self.body.addWidget(PlainLabel(self._what(), "body", "soft", wrap=True))
        if plan.twin:
            words = _("This deal is in this desk already (“{deal}”). Taking it in makes a second "
                      "one; the first stays as it is.").format(deal=plan.twin)  # fmt: skip
            self.body.addWidget(PlainLabel(words, "small", "warn", wrap=True, name="take_in_twin"))
        self.pipeline = PickOne(
            "take_in_pipeline", _("Pipeline"), plan.pipelines, value=plan.pipeline_id
        )
        self.form = Form("take_in_form")
        self.form.add("pipeline", _("Pipeline"), self.pipeline, is_required=True)
        self.body.addWidget(self.form)
        if plan.matches:
            self.body.addWidget(self._who_is_who())
        self.fault = FaultLine("take_in_fault")
        self.body.addWidget(self.fault)
        self.set_cancel()
        self.set_primary(_("Take in"), "take_in_accept")
        self.pipeline.setFocus()

    def command(self) -> TakeInDeal:
        """The deal with what was chosen."""
        from salesdesk.usecases.taking_deal import TakeInDeal

        same = {row_id: pick.value() for row_id, pick in self.picks.items() if pick.value()}
        return TakeInDeal(self._file, str(self.pipeline.value()), same)

    def may_accept(self) -> bool:
        """A pipeline is needed."""
        fault = "" if self.pipeline.value() else _("Choose the pipeline on which it goes on.")
        return self.form.show_faults({"pipeline": fault} if fault else {})

    def accept(self) -> None:
        """Take it in and show it; a fault is shown and nothing is closed."""
        if self.may_accept():
            command = self.command()
            self._context.bridge.submit(
                command, lambda done: self._on_done(done, command), self._on_failed, owner=self
            )

    def _what(self) -> str:
        counts = [
            ngettext("{n} person", "{n} people", n).format(n=n)
            for n in [self._file.count("person")] if n
        ]  # fmt: skip
        rows = sum(map(len, self._file.records.values()))
        counts.append(ngettext("{n} record", "{n} records", rows).format(n=rows))
        if self._file.contents:
            files = len(self._file.contents)
            counts.append(ngettext("{n} file", "{n} files", files).format(n=files))
        process = _("Made with the process “{process}”, pipeline “{pipeline}”.")
        said = process.format(process=self._file.process, pipeline=self._file.pipeline)
        return f"{', '.join(counts)}. {said}"

    def _who_is_who(self) -> Card:
        box = Card(name="take_in_matches", spacing=6)
        box.body.addWidget(PlainLabel(_("Who may be here already"), "heading"))
        form = Form("take_in_matches_form")
        for place, match in enumerate(self._plan.matches):
            pick = self._pick(match, place)
            self.picks[match.row_id] = pick
            form.add(match.row_id, match.name, pick)
        box.body.addWidget(form)
        return box

    @staticmethod
    def _pick(match: Match, place: int) -> PickOne:
        new = _("Add as a new account") if match.kind == "account" else _("Add as a new person")
        same = _("This is {name}")
        choices: list[tuple[str | None, str]] = [(None, new)]
        choices += [(row_id, same.format(name=words)) for row_id, words in match.candidates]
        return PickOne(f"take_in_match_{place}", match.name, choices, value=match.likely)

    def _on_done(self, changes: Changes, command: TakeInDeal) -> None:
        self._context.shell.tell_undoable(changes.label)
        super().accept()
        deal_id = next(iter(changes.of("deal")), command.deal_id)
        self._context.shell.go("deal", deal_id)

    def _on_failed(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self.fault.say(str(error))
