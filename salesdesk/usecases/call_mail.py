"""What goes out after a call: the summary as a mail draft, the next step as a calendar file.

Called by the dialog of a call that was held. Nothing is sent from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

if TYPE_CHECKING:
    from salesdesk.formats.mail_draft import Draft
    from salesdesk.usecases.deal_views import DealView, Stakeholder, StepView
    from salesdesk.usecases.desk import Desk


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made: its name and its bytes."""

    name: str
    content: bytes


def summary_draft(desk: Desk, deal_id: str, words: str, to: Iterable[str]) -> Draft:
    """The summary as a mail to the people with these ids; who has no address is left out.

    Raises KnownError without words.
    """
    from salesdesk.formats.mail_draft import Draft

    if not words.strip():
        raise KnownError(_("There is no summary to send yet. Write it first."))
    view = _deal(desk, deal_id)
    wanted = set(to)
    people = [p for p in view.stakeholders if p.person_id in wanted and p.email]
    subject = _("What we understood: {deal}").format(deal=view.deal.name)
    return Draft(tuple(_address(person) for person in people), subject, words.strip())


def draft_file(draft: Draft) -> File:
    """The draft as an ``.eml`` file. Raises KnownError for an address that is none."""
    from salesdesk.domain.file_safety import cleaned_name
    from salesdesk.formats.mail_draft import to_eml

    return File(cleaned_name(f"{draft.subject}.eml"), to_eml(draft))


def step_file(desk: Desk, deal_id: str, step: StepView) -> File:
    """A next step as an ``.ics`` file with its reminder, the same as from the deal's page."""
    from salesdesk.usecases.step_calendar import calendar_file

    return File(*calendar_file(desk, deal_id, step.id))


def _deal(desk: Desk, deal_id: str) -> DealView:
    from salesdesk.usecases.deal_page import deal_view

    return deal_view(desk, deal_id)


def _address(person: Stakeholder) -> str:
    # A name with signs of its own would not be read back as one; the address alone always is.
    plain = person.name.replace("<", " ").replace(">", " ").strip()
    return f"{plain} <{person.email}>" if plain else person.email
