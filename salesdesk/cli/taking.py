"""``salesdesk import FILE.salesdeal --into DESK``: a deal from elsewhere. For `cli.importing`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from salesdesk.cli.console import Console
from salesdesk.cli.parsing import WrongUse
from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.usecases.deal_file import DealFile
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.taking_deal import Plan, TakeInDeal


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Takes one deal in and tells who was kept apart. Raises KnownError; then nothing was."""
    from salesdesk.cli.desks import opened
    from salesdesk.usecases.deal_file import read_deal_file
    from salesdesk.usecases.taking_deal import plan

    if len(arguments.files) > 1:
        raise WrongUse(_("A .salesdeal file is taken in alone. Name one file."))
    file = read_deal_file(arguments.files[0])
    with opened(arguments.into, may_write=True) as desk:
        found = plan(desk, file)
        if found.twin and not arguments.again:
            raise KnownError(
                _("“{deal}” is in that desk already. Nothing was taken in. Add --again for a "
                  "second one.").format(deal=found.twin)
            )  # fmt: skip
        command = _command(desk, file, found, arguments)
        if arguments.dry_run:
            console.line(_("This was a trial: nothing was written."))
        else:
            desk.run(command)
    records = sum(map(len, file.records.values()))
    if arguments.json:
        console.json({"deal": file.deal, "records": records, "files": len(file.contents)})
        return 0
    text = _("Took in “{deal}”: {records} records, {files} files.")
    if not arguments.dry_run:
        console.line(text.format(deal=file.deal, records=records, files=len(file.contents)))
    for match in found.matches:
        if match.row_id not in command.same:
            text = _("“{name}” was kept apart from “{known}”; --join joins those that are the same "
                     "by name or mail.")  # fmt: skip
            console.line(text.format(name=match.name, known=match.candidates[0][1]))
    return 0


def run_whole(arguments: argparse.Namespace, console: Console) -> int:
    """Takes a whole desk into an empty or a new one. Raises KnownError; then nothing changed."""
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases.taking_desk import take_desk

    if len(arguments.files) > 1:
        raise WrongUse(_("The .json of a whole desk is taken in alone. Name one file."))
    if arguments.kind or arguments.stage or arguments.map:
        raise WrongUse(_("--as, --stage and --map are for tables, not for the .json of a desk."))
    clock = Clock.from_environment()
    done = take_desk(arguments.files[0], arguments.into, clock, dry_run=arguments.dry_run)
    if arguments.json:
        console.json({"records": done.rows, "files": done.files})
        return 0
    if arguments.dry_run:
        console.line(_("This was a trial: nothing was written."))
        return 0
    text = _("Took in a whole desk: {records} records, {files} files. It is at {path}")
    console.line(text.format(records=done.rows, files=done.files, path=done.desk))
    if done.before is not None:
        console.line(_("The empty desk that was there is kept as {path}").format(path=done.before))
    return 0


def _command(desk: Desk, file: DealFile, found: Plan, arguments: argparse.Namespace) -> TakeInDeal:
    """Joined without being asked is only what is the very same record."""
    from salesdesk.usecases.taking_deal import TakeInDeal, likely, pipeline_named

    try:
        pipeline_id = pipeline_named(found, arguments.pipeline)
    except KnownError as error:
        raise KnownError(_("{error} Add --pipeline NAME.").format(error=error)) from error
    same = likely(found)
    if not arguments.join:
        same = {row_id: known for row_id, known in same.items() if row_id == known}
    return TakeInDeal(file, pipeline_id, same)
