"""Says before there is a window why a desk is not opened, and asks whether to insist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salesdesk.support.i18n import _
from salesdesk.ui.widgets.ask import Question, tell_error

if TYPE_CHECKING:
    from salesdesk.domain.errors import KnownError


def asks(refusal: KnownError, *, may_insist: bool) -> bool:
    """Shows the sentence; whether the user opens the desk all the same."""
    if not may_insist:
        tell_error(None, str(refusal), title=_("The desk was not opened"), name="not_opened")
        return False
    question = make(refusal)
    question.exec()
    return bool(question.answer == "insist")


def make(refusal: KnownError) -> Question:
    """The question; closing it is no."""
    return Question(
        _("This place is not safe for a desk"),
        str(refusal),
        [("insist", _("Open it all the same"), "secondary"), ("no", _("Do not open"), "primary")],
        name="not_opened",
    )
