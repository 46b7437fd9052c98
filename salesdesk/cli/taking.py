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
