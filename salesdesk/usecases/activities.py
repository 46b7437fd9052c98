"""Activities: calls, mails, meetings and remarks that happened. Next steps are in `next_steps`.

Called by the deal page, the accounts screen, imports and the command line. An activity of the rep's
own never counts as progress; one that the buyer started counts as a buyer action.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypedDict

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.ids import new_id
from salesdesk.support.i18n import _
from salesdesk.usecases.deal_access import get_deal

if TYPE_CHECKING:
    from salesdesk.store.unit import Unit

KINDS = ("call", "email", "meeting", "note")
"""What an activity can be."""


class ActivityChanges(TypedDict, total=False):
    """The fields of an activity that may be edited; only those present change."""

    kind: str
    subject: str
    body: str | None
    happened_on: str
    happened_time: str | None
    by_buyer: bool
    outcome: str | None
    person_id: str | None


def _subject(value: Any) -> str:
    return entry.name(value, _("Say in a few words what it was about. Nothing was saved."))


def _kind(value: Any) -> str:
    return entry.one_of(value, KINDS)


def _day(value: Any) -> str:
    return entry.needed_day(value, _("When was it? Nothing was saved; enter the date."))


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "kind": _kind,
    "subject": _subject,
    "body": entry.text,
    "happened_on": _day,
    "happened_time": entry.clock_time,
    "by_buyer": bool,
    "outcome": entry.text,
    "person_id": lambda value: value or None,
}


@dataclass(frozen=True)
class LogActivity:
    """Logs what happened on a deal or with an account. `happened_on` None means today."""

    kind: str
    subject: str
    deal_id: str | None = None
    account_id: str | None = None
    person_id: str | None = None
    body: str | None = None
    happened_on: str | None = None
    happened_time: str | None = None
    by_buyer: bool = False
    outcome: str | None = None
    activity_id: str = field(default_factory=new_id)

    @property
    def label(self) -> str:
        """For the undo menu."""
        return _("Log “{subject}”").format(subject=self.subject.strip())

    def apply(self, unit: Unit) -> None:
        """Raises KnownError without a subject, for a day to come, or when it belongs to nothing."""
        from salesdesk.store.schema import Activity

        if not (self.deal_id or self.account_id):
            raise KnownError(_("An activity belongs to a deal or an account. Nothing was saved."))
        if self.deal_id:
            get_deal(unit, self.deal_id)
        values = checked(
            unit,
            {
                "kind": self.kind,
                "subject": self.subject,
                "body": self.body,
                "happened_on": self.happened_on or unit.today,
                "happened_time": self.happened_time,
                "by_buyer": self.by_buyer,
                "outcome": self.outcome,
                "person_id": self.person_id,
            },
        )
        unit.add(
            Activity(
                id=self.activity_id, deal_id=self.deal_id, account_id=self.account_id, **values
            )
        )


@dataclass(frozen=True)
class EditActivity:
    """Changes fields of an activity."""

    activity_id: str
    changes: ActivityChanges

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the activity."""
        return _("Edit activity")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when a value cannot be taken."""
        from salesdesk.store.schema import Activity

        activity = unit.get(Activity, self.activity_id)
        for column, value in checked(unit, self.changes).items():
            setattr(activity, column, value)
        unit.label = _("Edit “{subject}”").format(subject=activity.subject)


@dataclass(frozen=True)
class BinActivity:
    """Puts an activity into the bin."""

    activity_id: str

    @property
    def label(self) -> str:
        """For the undo menu; `apply` sets one that names the activity."""
        return _("Put activity into the bin")

    def apply(self, unit: Unit) -> None:
        """Raises KnownError when the activity is gone."""
        from salesdesk.store.schema import Activity

        activity = unit.get(Activity, self.activity_id)
        unit.bin(activity)
        unit.label = _("Put “{subject}” into the bin").format(subject=activity.subject)


def checked(unit: Unit, changes: ActivityChanges) -> dict[str, Any]:
    """The tidied values by column. Raises KnownError for one that cannot be taken."""
    values = {key: _CHECKS[key](value) for key, value in changes.items()}
    if values.get("happened_on", "") > unit.today:
        raise KnownError(
            _("That day is still to come. Nothing was saved; plan it as a next step instead.")
        )
    return values
