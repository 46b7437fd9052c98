"""Values that name parts of a process, or are made of many parts, in a person's words.

Called by `usecases.record_text`. A key is looked up in the process of the record's pipeline, else
in those of all pipelines; one that no process knows is given as it is.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from salesdesk.domain.discovery import OWN
from salesdesk.domain.record_choices import FILTER_PARTS, NEXT_STEPS
from salesdesk.support.i18n import _, format_date, format_number, ngettext

if TYPE_CHECKING:
    from salesdesk.usecases.record_text import RecordTexts, Values

_PARTS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("answer", "question_key"): ("questions",),
    ("objection", "category"): ("categories",),
    ("practice", "play_key"): ("plays",),
    ("concession", "guardrail"): ("guardrails",),
    ("handoff_item", "item_key"): ("handoff",),
    ("score", "element"): ("frameworks", "research"),
    ("review", "reasons"): ("reasons",),
    ("gate_override", "missing"): ("stages",),
    ("saved_filter", "body"): ("stages",),
}
"""The lists of a process that a column names entries of."""
_NAMES = ("name", "text")
Named = Callable[[str], str]
"""The words of a key."""


class RecordKeys:
    """Looks keys up in the processes of one desk; each process is read once."""

    def __init__(self, texts: RecordTexts, pipelines: Callable[[], list[str]]) -> None:
        """`pipelines` gives the ids of all of them."""
        self._texts, self._all = texts, pipelines
        self._bodies: dict[str, dict[str, Any]] = {}

    def key(self, table: str, column: str, key: str, beside: Values) -> str:
        """The words of one key."""
        if key.startswith(OWN):
            own = self._texts.row("own_question", key.removeprefix(OWN)) or {}
            return str(own.get("text") or _("An own question"))
        for body in self._processes(beside):
            for part in _PARTS[table, column]:
                for entry in _entries(_narrowed(body, part, beside)):
                    if entry.get("key") == key:
                        return str(next((entry[n] for n in _NAMES if entry.get(n)), key))
        return key

    def body(self, table: str, column: str, value: str, beside: Values) -> str:
        """What something is made of; "(changed)" when it has a form that is not known."""
        try:
            content = json.loads(value)
            said = _BODIES[table, column](
                content, lambda key: self.key(table, column, key, beside), self._texts
            )
        except (ValueError, TypeError, KeyError, AttributeError):
            said = ""
        return said or _("(changed)")

    def _processes(self, beside: Values) -> Iterator[dict[str, Any]]:
        pipeline = beside.get("pipeline_id")
        if not pipeline and beside.get("deal_id"):
            pipeline = (self._texts.row("deal", beside["deal_id"]) or {}).get("pipeline_id")
        for pipeline_id in dict.fromkeys([pipeline, *self._all()]):
            row = self._texts.row("pipeline", str(pipeline_id)) or {}
            yield self._body(str(row.get("process_version_id")))

    def _body(self, version: str) -> dict[str, Any]:
        if version not in self._bodies:
            row = self._texts.row("process_version", version) or {}
            found = json.loads(row.get("body") or "{}")
            self._bodies[version] = found if isinstance(found, dict) else {}
        return self._bodies[version]


def _narrowed(body: Mapping[str, Any], part: str, beside: Values) -> Any:
    """A list of the process; of the frameworks the one that the record is about."""
    found = body.get(part) or []
    if part == "frameworks":
        return [each for each in found if each.get("key") == beside.get("framework")] or found
    return found


def _entries(part: Any) -> Iterator[Mapping[str, Any]]:
    """All that has a key, the innermost first: a section may be called like what is in it."""
    if isinstance(part, list):
        for each in part:
            yield from _entries(each)
    elif isinstance(part, dict):
        for each in part.values():
            if isinstance(each, list | dict):
                yield from _entries(each)
        if "key" in part:
            yield part


def _keys(content: Any, named: Named, _texts: RecordTexts) -> str:
    return ", ".join(named(str(key)) for key in content)


def _people(content: Any, _named: Named, texts: RecordTexts) -> str:
    known = ((each, texts.row("person", str(each))) for each in content)
    return ", ".join(str(row["name"]) if row else str(each) for each, row in known)


def _agenda(content: Any, _named: Named, _texts: RecordTexts) -> str:
    lines = []
    for minutes, words in content:
        length = ngettext("{n} minute", "{n} minutes", minutes).format(n=format_number(minutes))
        lines.append(f"{words} ({length})")
    return "\n".join(lines)


def _exits(content: Any, _named: Named, _texts: RecordTexts) -> str:
    return "\n".join(f"{words}: {_('yes') if is_met else _('no')}" for words, is_met in content)


def _as_sent(content: Any, _named: Named, _texts: RecordTexts) -> str:
    options = [str(option["name"]) for option in content.get("options", ())]
    return " · ".join(filter(None, (content.get("title"), ", ".join(options))))


def _process(content: Any, _named: Named, _texts: RecordTexts) -> str:
    stages = ", ".join(str(stage["name"]) for stage in content["stages"])
    return f"{content['name']}: {stages}"


def _filter(content: Any, named: Named, _texts: RecordTexts) -> str:
    parts = (
        (_(FILTER_PARTS[part]), _filter_value(part, value, named))
        for part, value in content.items()
    )
    return "\n".join(f"{label}: {words}" for label, words in parts)


def _filter_value(part: str, value: Any, named: Named) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return format_number(value)
    if part.startswith("close_"):
        return format_date(dt.date.fromisoformat(value))
    if part == "next_steps":
        return ", ".join(_(NEXT_STEPS[each]) for each in value)
    return value if isinstance(value, str) else ", ".join(map(named, value))


_BODIES: Mapping[tuple[str, str], Callable[[Any, Named, RecordTexts], str]] = {
    ("gate_override", "missing"): _keys,
    ("review", "reasons"): _keys,
    ("call", "attendees"): _people,
    ("call", "agenda"): _agenda,
    ("call", "exits"): _exits,
    ("proposal", "frozen"): _as_sent,
    ("process_version", "body"): _process,
    ("saved_filter", "body"): _filter,
}
