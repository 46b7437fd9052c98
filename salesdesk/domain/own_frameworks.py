"""Qualification frameworks of the rep's own: what a form says, checked and made a framework.

Called by `usecases.own_frameworks`. Pure. An element that is filled like one of another framework
takes over what feeds that one: kinds of fact, roles, and the questions that fill its field.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.domain.facts import FRAMEWORK_ELEMENTS
from salesdesk.domain.process import Element, Framework, Process
from salesdesk.domain.qualification import RED_FLAGS, RESEARCH
from salesdesk.support.i18n import _

MOST_LEVELS, MOST_ELEMENTS, LONGEST = 10, 40, 1000
"""Levels of a scale, elements of a framework, characters of a text."""
UNCHANGED = "="
"""What feeds an element stays as it is."""


@dataclass(frozen=True, slots=True)
class ElementEntry:
    """An element as it was entered. `key` is empty for a new one.

    `levels` is its rubric, from level 0 up. `like` is the field (``framework.element``) that it is
    filled like, `UNCHANGED`, or empty when nothing is to be suggested for it.
    """

    key: str
    name: str
    asks: str
    levels: tuple[str, ...]
    like: str = UNCHANGED


@dataclass(frozen=True, slots=True)
class FrameworkEntry:
    """A framework as it was entered. `key` is empty for a new one."""

    key: str
    name: str
    summary: str
    scale: tuple[str, ...]
    elements: tuple[ElementEntry, ...]


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that hold something."""
    return tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))


def entry_of(framework: Framework) -> FrameworkEntry:
    """A framework as its form shows it."""
    elements = tuple(ElementEntry(e.key, e.name, e.asks, e.levels) for e in framework.elements)
    return FrameworkEntry(
        framework.key, framework.name, framework.summary, framework.scale, elements
    )


def copy_of(framework: Framework) -> FrameworkEntry:
    """A new framework that begins as this one, with each element filled like its first one."""
    found = entry_of(framework)
    elements = tuple(
        dataclasses.replace(each, key="", like=f"{framework.key}.{each.key}")
        for each in found.elements
    )
    name = _("{framework}, my own").format(framework=framework.name)
    return dataclasses.replace(found, key="", name=name, elements=elements)


def likes(process: Process, besides: str = "") -> tuple[tuple[str, str], ...]:
    """The fields an element can be filled like, (field, name), but those of one framework."""
    return tuple(
        (f"{framework.key}.{element.key}",
         _("{element} ({framework})").format(element=element.name, framework=framework.name))
        for framework in process.frameworks
        if framework.key != besides
        for element in framework.elements
    )  # fmt: skip


def like_of(process: Process, framework: str, element: Element) -> str:
    """What the program fills an element from, in words: "Champion (MEDDIC)"; "" for nothing."""
    names = dict(likes(process))
    fed = next((names[field] for field in element.fed_by if field in names), "")
    own = f"{framework}.{element.key}"
    is_asked = any(own in question.fills for question in process.questions)
    return fed or (_("its own questions") if is_asked or element.facts or element.roles else "")


def made(process: Process, given: FrameworkEntry) -> Framework:
    """The framework that was entered.

    Raises KnownError, with the sentence for whoever entered it, when something is missing.
    """
    name = entry.name(given.name, _("A framework needs a name. Nothing was changed."))
    others = [f for f in process.frameworks if f.key != given.key]
    if any(other.name.casefold() == name.casefold() for other in others):
        raise KnownError(
            _("There is a framework called “{name}” already. Nothing was changed; choose another "
              "name.").format(name=name)
        )  # fmt: skip
    scale = _scale(given.scale)
    before = next((f for f in process.frameworks if f.key == given.key), None)
    elements = _elements(process, before, given.elements, len(scale))
    summary = _short(entry.text(given.summary) or ", ".join(e.name for e in elements))
    taken = {f.key for f in process.frameworks} | {*FRAMEWORK_ELEMENTS, RESEARCH, RED_FLAGS}
    return Framework(before.key if before else _key(name, taken), name, summary, scale, elements)


def with_framework(process: Process, framework: Framework) -> Process:
    """The process with this framework, in the place of the one with its key, else the last."""
    kept = [framework if f.key == framework.key else f for f in process.frameworks]
    if framework not in kept:
        kept.append(framework)
    return dataclasses.replace(process, frameworks=tuple(kept))


def without_framework(process: Process, key: str) -> Process:
    """The process without a framework. Raises KnownError when it is the only one."""
    kept = tuple(f for f in process.frameworks if f.key != key)
    if not kept:
        raise KnownError(
            _("A process needs a framework. Nothing was changed; make another one first.")
        )
    if len(kept) == len(process.frameworks):
        raise KnownError(_("That framework is not there any more. Nothing was changed."))
    return dataclasses.replace(process, frameworks=kept)


def _scale(given: Sequence[str]) -> tuple[str, ...]:
    scale = tuple(filter(None, (entry.line(each) for each in given)))
    if not 2 <= len(scale) <= MOST_LEVELS:
        raise KnownError(
            _("A scale has from 2 to {most} levels; this one has {n}. Nothing was changed.").format(
                most=MOST_LEVELS, n=len(scale)
            )
        )
    if len({each.casefold() for each in scale}) < len(scale):
        raise KnownError(
            _("Two levels of the scale have the same name. Nothing was changed; tell them apart.")
        )
    return tuple(_short(each) for each in scale)


def _elements(
    process: Process, before: Framework | None, given: Sequence[ElementEntry], levels: int
) -> tuple[Element, ...]:
    if not 1 <= len(given) <= MOST_ELEMENTS:
        raise KnownError(
            _("A framework has from 1 to {most} elements; this one has {n}. Nothing was "
              "changed.").format(most=MOST_ELEMENTS, n=len(given))
        )  # fmt: skip
    found: list[Element] = []
    for each in given:
        known = before.element(each.key) if before and each.key else None
        taken = {other.key for other in given if other.key} | {other.key for other in found}
        element = _element(each, known, levels, taken)
        if any(other.name.casefold() == element.name.casefold() for other in found):
            raise KnownError(
                _("There are two elements called “{name}”. Nothing was changed; tell them "
                  "apart.").format(name=element.name)
            )  # fmt: skip
        found.append(_fed(process, element, each.like))
    return tuple(found)


def _element(
    given: ElementEntry, known: Element | None, levels: int, taken: Collection[str]
) -> Element:
    name = entry.name(given.name, _("Every element needs a name. Nothing was changed."))
    asks = entry.words(
        given.asks,
        _("Say what must be found out about “{name}”. Nothing was changed.").format(name=name),
    )
    rubric = tuple(filter(None, (entry.text(each) for each in given.levels)))
    if len(rubric) != levels:
        raise KnownError(
            _("“{name}” has {n} lines for {levels} levels. Nothing was changed; write one line for "
              "each level of the scale.").format(name=name, n=len(rubric), levels=levels)
        )  # fmt: skip
    texts = {"name": name, "asks": _short(asks), "levels": tuple(_short(e) for e in rubric)}
    if known is not None:
        return dataclasses.replace(known, **texts)  # type: ignore[arg-type]
    return Element(key=_key(name, taken), **texts)  # type: ignore[arg-type]


def _fed(process: Process, element: Element, like: str) -> Element:
    """The element, suggested from what feeds `like`."""
    if like == UNCHANGED:
        return element
    framework, _dot, key = like.partition(".")
    other = next((f.element(key) for f in process.frameworks if f.key == framework), None)
    if other is None:
        return dataclasses.replace(element, facts=(), roles=(), fed_by=())
    fed_by = tuple(dict.fromkeys((like, *other.fed_by)))
    return dataclasses.replace(element, facts=other.facts, roles=other.roles, fed_by=fed_by)


def _short(text: str) -> str:
    """Raises KnownError for a text that was pasted into the wrong field."""
    if len(text) > LONGEST:
        raise KnownError(
            _("A text of the framework has more than {most} characters. Nothing was changed; "
              "shorten it.").format(most=LONGEST)
        )  # fmt: skip
    return text


def _key(name: str, taken: Collection[str]) -> str:
    """A key made of a name, as process files write them, that nothing else has."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall("[a-z0-9]+", plain))[:60].strip("-") or "own"
    number, found = 1, stem
    while found in taken:
        number += 1
        found = f"{stem}-{number}"
    return found
