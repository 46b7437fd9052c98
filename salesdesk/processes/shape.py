"""Turns pydantic's findings about the shape of a process file into faults with lines.

Called by ``processes.check``. Says what was found and what was expected, in the words of the
person who edits the file, and offers the nearest known word.
"""

from __future__ import annotations

import types
import typing
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from salesdesk.processes.faults import Fault, clip, meant, unknown
from salesdesk.processes.models import Shape
from salesdesk.processes.source import Node
from salesdesk.support.i18n import _

Loc = tuple[int | str, ...]


def shape_faults(root: Node, model: type[Shape]) -> list[Fault]:
    """Every mistake of shape below `root` against `model`, in the order pydantic finds them."""
    try:
        model.model_validate(root.plain())
    except ValidationError as error:
        return [_fault(root, model, details) for details in error.errors(include_url=False)]
    return []


def trail(root: Node, loc: Loc) -> str:
    """The way to a place in words: list items by their key where they have one."""
    words: list[str] = []
    node: Node | None = root
    for step in loc:
        node = _child(node, step)
        key = node.text("key") if node is not None else ""
        if isinstance(step, str):
            words.append(clip(step, 40))
        else:
            words.append(clip(key, 40) if key else str(step + 1))
    return " › ".join(words)


def _child(node: Node | None, step: int | str) -> Node | None:
    """The node one step below, or None when the file has none there."""
    if node is None:
        return None
    if isinstance(step, str):
        return node.fields.get(step)
    return node.items[step] if step < len(node.items) else None


def _fault(root: Node, model: type[Shape], details: ErrorDetails) -> Fault:
    """The fault for one finding, placed at the nearest node that the file really has."""
    loc: Loc = details["loc"]
    node, parent, found_at = root, root, 0
    for step in loc:
        below = _child(node, step)
        if below is None:
            break
        node, parent, found_at = below, node, found_at + 1
    line, column = node.line, node.column
    last = loc[-1] if loc else ""
    if details["type"] == "extra_forbidden" and isinstance(last, str):
        line, column = parent.key_at.get(last, (line, column))
    message = _message(model, loc, details, node if found_at == len(loc) else None)
    return Fault(node.file, line, column, trail(root, loc), message)


def _message(model: type[Shape], loc: Loc, details: ErrorDetails, node: Node | None) -> str:
    """What was found and what was expected."""
    kind, context = details["type"], details.get("ctx", {})
    last = str(loc[-1]) if loc else ""
    if kind == "missing":
        return _("“{name}” is missing; expected {what}.").format(
            name=last, what=_expected(_annotation(model, loc))
        )
    if kind == "extra_forbidden":
        owner = _annotation(model, loc[:-1])
        known = owner.model_fields if _is_shape(owner) else {}
        return unknown(_("field"), last, known, listed=True)
    if kind == "literal_error":
        return _literal(_annotation(model, loc), details["input"])
    found = _found(details["input"])
    if kind in ("string_too_long", "too_long"):
        most = context.get("max_length", 0)
        return _("found {found}; expected at most {most} of it.").format(found=found, most=most)
    if kind in ("greater_than_equal", "less_than_equal"):
        return _("found {found}; expected {what}.").format(found=found, what=_range(model, loc))
    if kind == "string_pattern_mismatch" and "a-z" in str(context.get("pattern")):
        return _(
            "found {found}; expected a key of small letters, digits and hyphens,"
            " such as “pain-cost”."
        ).format(found=found)
    what = _expected(_annotation(model, loc))
    message = _("found {found}; expected {what}.").format(found=found, what=what)
    if kind == "string_type" and isinstance(details["input"], int | float | bool):
        return f"{message} " + _("Put it in quotes if it is meant as text.")
    return message


def _literal(annotation: Any, found: Any) -> str:
    """The message for a word outside a short fixed list."""
    words = [str(word) for word in _choices(annotation)]
    message = _("found {found}; expected one of: {words}.").format(
        found=_found(found), words=", ".join(words)
    )
    return " ".join(part for part in (message, meant(str(found), words)) if part)


def _choices(annotation: Any) -> tuple[Any, ...]:
    """The words of a Literal, also inside ``Literal | None``."""
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return args
    return tuple(word for arg in args for word in _choices(arg))


def _range(model: type[Shape], loc: Loc) -> str:
    """The range of a number field in words."""
    owner = _annotation(model, loc[:-1])
    low, high = 0, 0
    for bound in owner.model_fields[str(loc[-1])].metadata if _is_shape(owner) else ():
        low, high = getattr(bound, "ge", low), getattr(bound, "le", high)
    return _("a whole number from {low} to {high}").format(low=low, high=high)


def _annotation(model: Any, loc: Loc) -> Any:
    """The type that the models ask for at `loc`; None where they know of none."""
    kind: Any = model
    for step in loc:
        if isinstance(step, int):
            kind = next((arg for arg in typing.get_args(kind)), None)
        elif _is_shape(kind) and step in kind.model_fields:
            kind = kind.model_fields[step].annotation
        else:
            return None
        kind = _bare(kind)
    return kind


def _bare(kind: Any) -> Any:
    """`kind` without the constraints around it; of a field that may be left out, what it holds."""
    while hasattr(kind, "__metadata__"):
        kind = kind.__origin__
    held = [arg for arg in typing.get_args(kind) if _is_shape(arg)]
    return held[0] if isinstance(kind, types.UnionType) and held else kind


def _is_shape(kind: Any) -> typing.TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _expected(kind: Any) -> str:
    """What a field wants, in words."""
    words = _choices(kind)
    if words:
        return _("one of: {words}").format(words=", ".join(map(str, words)))
    if _is_shape(kind):
        return _("fields such as {names}").format(names=", ".join(list(kind.model_fields)[:3]))
    if kind is bool:
        return _("true or false")
    if kind is int:
        return _("a whole number")
    if typing.get_origin(kind) is list:
        return _("a list with at least one item, each after “- ”")
    return _("some text")


def _found(value: Any) -> str:
    """What stands there, in words."""
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("“{word}”").format(word="true" if value else "false")
    if isinstance(value, int | float):
        return _("the number {number}").format(number=value)
    if isinstance(value, str):
        return _("the text “{text}”").format(text=clip(value)) if value.strip() else _("no text")
    if isinstance(value, list):
        return _("a list") if value else _("an empty list")
    return _("fields")
