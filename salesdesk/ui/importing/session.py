"""The state of one import: files with their drafts, and the one piece of work that may run.

Made by the wizard. Reading runs on a worker, writing on the desk's writer thread; what they say
arrives here as signals. The pages show what is here and change it by its methods.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from salesdesk.domain.changes import Changes
from salesdesk.domain.errors import KnownError
from salesdesk.domain.importing import ImportPlan, Kind, NameLink, StageChoice
from salesdesk.formats.child import Cancelled
from salesdesk.formats.table import Choices
from salesdesk.support.i18n import _
from salesdesk.ui.bridge import Bridge
from salesdesk.ui.importing.work import LongWork
from salesdesk.usecases import import_drafts as drafts
from salesdesk.usecases import importing
from salesdesk.usecases.desk import Desk
from salesdesk.usecases.import_drafts import Draft
from salesdesk.usecases.import_rows import DryRunDone, ImportRows, ReadFile
from salesdesk.usecases.importing import ImportReport
from salesdesk.usecases.jobs import Progress, Stop


@dataclass
class FileState:
    """One file: its draft, or the sentence that says why there is none."""

    path: Path
    draft: Draft | None = None
    fault: str = ""
    needs_kind: bool = False
    kind: Kind | None = None
    """What the user said the rows are; None lets the headings tell."""
    choices: Choices = field(default_factory=Choices)
    picked: set[str] = field(default_factory=set)
    """Stages of the file that the user decided; the others are suggestions."""


class ImportSession(LongWork):
    """Files in the order in which they came.

    `changed` after any change of the files; the other signals are those of `LongWork`.
    """

    changed = Signal()

    def __init__(self, desk: Desk, bridge: Bridge, parent: QObject) -> None:
        super().__init__(bridge, parent)
        self.setObjectName("import_session")
        self.files: list[FileState] = []
        self.read: list[ReadFile] = []
        self.trial: ImportReport | None = None
        """What an import would do; None until it was tried, and after any change."""
        self.pipeline_id: str | None = None
        self.desk = desk
        self.entry: int | None = None
        """The number of the finished import in the journal."""

    @property
    def ready(self) -> list[FileState]:
        """The files that have a draft."""
        return [state for state in self.files if state.draft is not None]

    def add(self, paths: Sequence[Path], on_done: Callable[[], object]) -> None:
        """Look at files that are not among these yet."""
        known = {state.path for state in self.files}
        new = [FileState(path) for path in dict.fromkeys(paths) if path not in known]
        self.files += new
        self._look(new, on_done)

    def remove(self, state: FileState) -> None:
        """Take a file out of the import."""
        self.files.remove(state)
        self._match(_nothing)

    def look_again(self, state: FileState, **wanted: Any) -> None:
        """Look at a file anew: as another kind, or read in another way (fields of Choices)."""
        if "kind" in wanted:
            state.kind = wanted.pop("kind")
        state.choices = dataclasses.replace(state.choices, **wanted)
        self._look([state], _nothing)

    def set_pipeline(self, pipeline_id: str) -> None:
        """Let the deals go into another pipeline; its stages are asked about anew."""
        self.pipeline_id = pipeline_id
        self._look([s for s in self.ready if s.draft and s.draft.plan.kind == "deals"], _nothing)

    def set_plan(self, state: FileState, plan: ImportPlan) -> None:
        """Change what was decided about a file."""
        draft = state.draft
        if draft is None:
            return
        if draft.survey.fits(plan):
            self._settled(state, drafts.revise(draft, plan))
            return
        self.run(
            lambda progress, stop: drafts.revise(draft, plan, progress=progress, cancelled=stop),
            lambda found: self._settled(state, found),
        )

    def set_stage(self, state: FileState, choice: StageChoice, *, is_status: bool = False) -> None:
        """Say what a stage or a status of the file is here."""
        if state.draft is None:
            return
        state.picked.add(choice.source)
        plan = state.draft.plan
        known = plan.statuses if is_status else plan.stages
        said = (*(each for each in known if each.source != choice.source), choice)
        changed = (
            dataclasses.replace(plan, statuses=said)
            if is_status
            else dataclasses.replace(plan, stages=said)
        )
        self.set_plan(state, changed)

    def set_link(self, state: FileState, target: str, source: str, known: str | None) -> None:
        """Say that a name is a known one, or with None that it is another."""
        if state.draft is None:
            return
        plan = state.draft.plan
        kept = [each for each in plan.links if (each.target, each.source) != (target, source)]
        if known is not None:
            kept.append(NameLink(target, source, known))
        state.draft = dataclasses.replace(
            state.draft, plan=dataclasses.replace(plan, links=tuple(kept))
        )
        self._changed()

    def take_suggestions(self) -> None:
        """Make the suggested stages part of the plans; the user has seen them and goes on."""
        for state in self.ready:
            draft = state.draft
            assert draft is not None
            taken = tuple(
                StageChoice(asked.source, "open", asked.likely)
                for asked in draft.questions.stages
                if asked.likely
            )
            if taken:
                plan = dataclasses.replace(draft.plan, stages=(*draft.plan.stages, *taken))
                state.draft = drafts.revise(draft, plan)

    def open_question(self) -> FileState | None:
        """The first file with something that only the user can answer, suggestions apart."""
        for state in self.files:
            if state.draft is None:
                return state
            asked = state.draft.questions
            if (
                asked.dates
                or asked.numbers
                or asked.statuses
                or any(not unknown.likely for unknown in asked.stages)
            ):
                return state
        return None

    def try_out(self, on_done: Callable[[], object]) -> None:
        """Read all rows and try the import on the desk; `trial` says what it would do."""
        chosen = [state.draft for state in self.ready if state.draft is not None]

        def read(progress: Progress, stop: Stop) -> list[ReadFile]:
            return [drafts.read_draft(each, progress=progress, cancelled=stop) for each in chosen]

        def tried(command: ImportRows) -> None:
            self.trial = importing.report(chosen, self.read, command.counts, dry_run=True)
            on_done()

        def write(found: list[ReadFile]) -> None:
            self.read = found
            self._write(tried, is_trial=True)

        self.run(read, write)

    def carry_out(self, on_done: Callable[[ImportReport], object]) -> None:
        """Back up the desk, write the rows, and write what was rejected beside the files."""
        chosen = [state.draft for state in self.ready if state.draft is not None]

        def written(command: ImportRows) -> None:
            self.run(
                lambda _progress, _stop: importing.report(
                    chosen, self.read, command.counts, beside=self.desk.path.parent
                ),
                on_done,
            )

        def back_up(progress: Progress, _stop: Stop) -> None:
            progress(_("Making a backup first"), 0, 0)
            importing.safeguard(self.desk)

        self.run(back_up, lambda _done: self._write(written, is_trial=False))

    def _write(self, on_done: Callable[[ImportRows], object], *, is_trial: bool) -> None:
        """Queue the command on the writer's thread."""
        stop = self._begin()
        command = importing.command_of(
            self.desk,
            self.read,
            pipeline_id=self.pipeline_id,
            progress=self.progressed.emit,
            cancelled=stop.is_set,
        )
        command = dataclasses.replace(command, dry_run=is_trial)

        def failed(error: BaseException) -> None:
            if isinstance(error, DryRunDone):
                self._end(lambda: on_done(command))
            else:
                self._on_work_failed(error)

        def written(changes: Changes) -> None:
            self.entry = changes.seq
            self._end(lambda: on_done(command))

        self._bridge.submit(command, written, failed, owner=self)

    def _look(self, states: Sequence[FileState], on_done: Callable[[], object]) -> None:
        if not states:
            on_done()
            return

        def work(progress: Progress, stop: Stop) -> list[Draft | KnownError]:
            return [self._opened(state, progress, stop) for state in states]

        def show(found: list[Draft | KnownError]) -> None:
            for state, each in zip(states, found, strict=True):
                state.picked.clear()
                is_draft = isinstance(each, Draft)
                state.draft = each if isinstance(each, Draft) else None
                state.fault = "" if is_draft else str(each)
                state.needs_kind = isinstance(each, importing.UnknownKind)
            self._match(on_done)

        self.run(work, show)

    def _opened(self, state: FileState, progress: Progress, stop: Stop) -> Draft | KnownError:
        try:
            return drafts.open_draft(
                self.desk,
                state.path,
                kind=state.kind,
                choices=state.choices,
                pipeline_id=self.pipeline_id,
                progress=progress,
                cancelled=stop,
            )
        except Cancelled:
            raise
        except KnownError as error:
            return error

    def _settled(self, state: FileState, draft: Draft) -> None:
        before = state.draft
        state.draft = draft
        if before is not None and _targets(before) == _targets(draft):
            self._changed()
        else:
            self._match(_nothing)

    def _match(self, then: Callable[[], object]) -> None:
        """Offer names anew: each file's names are known to the others."""
        ready = self.ready
        known = [state.draft for state in ready if state.draft is not None]

        def show(found: list[Draft]) -> None:
            for state, draft in zip(ready, found, strict=True):
                state.draft = draft
            self._changed()
            then()

        self.run(lambda _progress, _stop: drafts.offer_names(self.desk, known), show)

    def _changed(self) -> None:
        self.trial = None
        self.changed.emit()

    def forget_unread(self) -> None:
        """Files that were never looked at because the user stopped are no part of the import."""
        self.files = [state for state in self.files if state.draft or state.fault]
        self.changed.emit()


def _targets(draft: Draft) -> list[str]:
    return [column.target for column in draft.plan.columns]


def _nothing() -> None:
    """Nothing follows."""
