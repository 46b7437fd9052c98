"""What goes out with a proposal: the mail draft with the PDF, and the invite to a walk-through.

Called by the Proposal panel's Send. Files are written to a folder; nothing is sent from here, the
rep opens them in their own mail program and calendar.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _, format_date, format_time

if TYPE_CHECKING:
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases.proposals import Version
    from salesdesk.usecases.sender import SenderView

WALK_MINUTES = 45
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Sending:
    """What the rep wants to go out. `to`: addresses, alone or as ``Name <address>``.

    `walk_on` None means no walk-through is proposed.
    """

    to: tuple[str, ...]
    subject: str
    body: str
    walk_on: dt.date | None = None
    walk_time: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The files that were written; `invite` None when there is no walk-through."""

    pdf: Path
    mail: Path
    invite: Path | None


def addresses(text: str) -> tuple[str, ...]:
    """The addresses in a line, divided by commas or semicolons, as they are typed: unchecked."""
    return tuple(part.strip() for part in text.replace(";", ",").split(",") if part.strip())


def subject_of(version: Version) -> str:
    """The first guess at the mail's subject."""
    return _("Our proposal: {title}").format(title=version.offer.title)


def body_of(
    version: Version, sender: SenderView, walk_on: dt.date | None, walk_time: dt.time | None
) -> str:
    """The first guess at the mail: what is in it, and when to go through it together."""
    offer = version.offer
    parts = [
        _("Good day,"),
        _("Attached is our proposal for {deal}. It begins with what you told us, in your words; "
          "please correct what we got wrong.").format(deal=offer.deal),
    ]  # fmt: skip
    if walk_on is not None:
        when = format_date(walk_on, "full")
        if walk_time is not None:
            when = _("{day} at {time}").format(day=when, time=format_time(walk_time))
        parts.append(
            _("I would like to go through it with you on {when}; an invitation comes with this "
              "mail.").format(when=when)
        )  # fmt: skip
    if offer.valid_until:
        day = format_date(dt.date.fromisoformat(offer.valid_until), "long")
        parts.append(_("It holds until {date}.").format(date=day))
    parts.append("\n".join(filter(None, (_("Kind regards"), sender.name, sender.company))))
    return "\n\n".join(parts)


def check_mail(sending: Sending) -> None:
    """Raises KnownError when the mail could not be made: an address that is none, too many."""
    from salesdesk.formats.mail_draft import Draft, to_eml

    to_eml(Draft(sending.to, sending.subject, sending.body))


def write_files(
    clock: Clock, version: Version, sending: Sending, pdf: Path, sender: SenderView
) -> Made:
    """Writes mail draft and invitation beside the PDF that was made.

    Raises KnownError for an address that is none, or when a file cannot be written; what was
    written before stays.
    """
    from salesdesk.formats.csv_out import replacing
    from salesdesk.formats.mail_draft import Draft, to_eml

    try:
        attached = (pdf.name, PDF, pdf.read_bytes())
    except OSError as fault:
        raise KnownError(
            _("The PDF “{name}” is not there any more ({reason}). The version stays ready to send; "
              "send it again.").format(name=pdf.name, reason=fault.strerror or fault)
        ) from fault  # fmt: skip
    draft = Draft(sending.to, sending.subject, sending.body, (attached,))
    content = to_eml(draft, sender=sender.email)
    mail = pdf.with_suffix(".eml")
    with replacing(mail) as raw:
        raw.write(content)
    if sending.walk_on is None:
        return Made(pdf, mail, None)
    invite = pdf.with_suffix(".ics")
    with replacing(invite) as raw:
        raw.write(_invite(clock, version, sending, sender))
    return Made(pdf, mail, invite)


def _invite(clock: Clock, version: Version, sending: Sending, sender: SenderView) -> bytes:
    from salesdesk.formats.calendar_out import Event, to_ics
    from salesdesk.usecases.step_calendar import AT_NINE

    assert sending.walk_on is not None
    start: dt.datetime | dt.date = sending.walk_on
    if sending.walk_time is not None:
        # The rep's own zone on that very day, so that daylight saving is right.
        start = dt.datetime.combine(sending.walk_on, sending.walk_time).astimezone()
    people = tuple(_named(each) for each in sending.to)
    event = Event(
        uid=f"{version.id}-walk@salesdesk",
        title=_("Going through the proposal: {title}").format(title=version.offer.title),
        start=start,
        minutes=WALK_MINUTES if isinstance(start, dt.datetime) else None,
        words=sending.subject,
        attendees=people,
        remind_minutes=30 if isinstance(start, dt.datetime) else AT_NINE,
    )
    organizer = (sender.name or sender.company, sender.email) if sender.email else None
    is_invitation = organizer is not None and bool(people)
    return to_ics(
        (event,),
        made=clock.now_utc(),
        method="REQUEST" if is_invitation else "PUBLISH",
        organizer=organizer if is_invitation else None,
    )


def _named(address: str) -> tuple[str, str]:
    """Name and mail out of ``Name <mail>`` or a mail alone."""
    name, _mark, mail = address.rpartition("<")
    return (name.strip(), mail.rstrip("> ").strip()) if _mark else ("", address.strip())
