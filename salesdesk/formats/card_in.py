"""Reads contact cards (``.vcf``): name, title, mail, phone, company; many in one file.

Called by use cases when cards are dropped. Pictures and sounds are left out before anything is
parsed, whatever their size, and nothing that a card points to is ever fetched. What the library
refuses is read once more, line by line.
Source: RFC 2426 and 6350 (vCard 3.0 and 4.0), vCard 2.1; reliability cases 52 to 54.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.formats.mail_in import decoded
from salesdesk.support.i18n import _

MOST_CARDS: Final = 1000
MOST_LINES: Final = 2000
"""Lines of one card, pictures apart."""
LONGEST_LINE: Final = 20_000
_HEAVY = re.compile(r"(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY|AGENT)\b[^:]*:", re.IGNORECASE)
_WANTED = frozenset({"FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "EMAIL", "TEL"})
_MARKUP = re.compile(r"\\([nN,;:\\])")


@dataclass(frozen=True, slots=True)
class Card:
    """A person as a card names them; "" for what it does not say."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""


def read(raw: bytes) -> tuple[Card, ...]:
    """The people in a file of cards, in order. Raises KnownError when there is none."""
    cards = []
    for lines in _split(_lines(_decoded(raw))):
        card = _read_one(lines)
        if card is not None:
            cards.append(card)
        if len(cards) > MOST_CARDS:
            raise KnownError(
                _("These are more than {most} contact cards. The file is taken as it is; import "
                  "such a list as a table (File → Import).").format(most=MOST_CARDS)
            )  # fmt: skip
    if not cards:
        raise KnownError(
            _("There is no contact card with a name or an address in this file. It is taken "
              "as a plain file; export the contact again as vCard to add the person.")
        )  # fmt: skip
    return tuple(cards)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    return decoded(raw.removeprefix(b"\xef\xbb\xbf"), "")


def _lines(text: str) -> Iterator[str]:
    """Unfolded lines, without pictures and other heavy things; over-long ones are cut."""
    held: list[str] = []
    is_heavy = False
    for line in re.split(r"\r\n|\n|\r", text):
        # Base 64 of version 2.1 goes on until an empty line, folded or not.
        if is_heavy and (line[:1] in {" ", "\t"} or (line and ":" not in line)):
            continue
        is_heavy = False
        if line[:1] in {" ", "\t"} and held:
            held.append(line[1:])
            continue
        if held and held[-1].endswith("=") and _is_quoted(held[0]):
            held.append("\n" + line)  # a soft line end of quoted-printable
            continue
        if held:
            yield _joined(held)
        is_heavy = _HEAVY.match(line) is not None
        held = [] if is_heavy or not line.strip() else [line]
    if held:
        yield _joined(held)


def _joined(held: list[str]) -> str:
    return "".join(held)[:LONGEST_LINE]


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def _split(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each card; one without an END ends where the next begins."""
    card: list[str] | None = None
    for line in lines:
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if card:
                yield card
            card = []
        elif mark == "END:VCARD":
            if card:
                yield card
            card = None
        elif card is not None and len(card) < MOST_LINES:
            card.append(line)
    if card:
        yield card


def _read_one(lines: list[str]) -> Card | None:
    """A card by the library, else by ourselves; None when it names nobody."""
    wanted = [line for line in lines if _property(line) in _WANTED]
    try:
        found = _by_library(wanted)
    except Exception:  # noqa: BLE001 - whatever the library stumbles over, a card is only text
        found = _by_hand(wanted)
    first = {name: next(filter(None, values), "") for name, values in found.items()}
    email, phone = first.get("EMAIL", ""), first.get("TEL", "")
    email = email.removeprefix("mailto:").strip().casefold()
    company = first.get("ORG", "")
    name = first.get("FN") or first.get("N") or first.get("NICKNAME") or company or email
    if not name:
        return None
    return Card(
        name=name[: entry.LONGEST_NAME],
        title=(first.get("TITLE") or first.get("ROLE", ""))[: entry.LONGEST_NAME],
        email=email if re.fullmatch(r"[^@\s]+@[^@\s]+", email) else "",
        phone=phone.removeprefix("tel:").replace(";ext=", " ext. ")[:100],
        company=company[: entry.LONGEST_NAME],
    )


def _property(line: str) -> str:
    """The name of a line's property, without its group."""
    return re.split(r"[;:]", line, maxsplit=1)[0].rpartition(".")[2].strip().upper()


def _by_library(lines: list[str]) -> dict[str, list[str]]:
    """Values by property. Raises whatever the library raises."""
    import vobject

    text = "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])
    if any(_is_quoted(line) for line in lines):
        raise ValueError("the library loses the charset of quoted-printable values")
    if any(_is_odd(line) for line in lines):
        raise ValueError("the library's patterns take hours over such lines")
    # Strictly: what it would pass over it would also write, word for word, into the log.
    card: Any = vobject.readOne(text)
    found: dict[str, list[str]] = {}
    for child in card.getChildren():
        found.setdefault(child.name.upper(), []).append(_value(child.name.upper(), child.value))
    return found


_VALUE = r"(?:[\w-]{1,40}|\"[\w ./-]{0,60}\")"
_PLAIN_HEAD = re.compile(rf"(?:[\w-]+\.)?[\w-]+(?:;[\w-]+(?:={_VALUE}(?:,{_VALUE})*)?)*", re.ASCII)
"""A property and its parameters as programs write them; each is matched in one way only."""


def _is_odd(line: str) -> bool:
    head, colon, _value = line.partition(":")
    return not colon or len(head) > 200 or len(line) > 2000 or _PLAIN_HEAD.fullmatch(head) is None


def _value(name: str, value: Any) -> str:
    """A value of the library's as one line."""
    if name == "N" and not isinstance(value, str):
        parts = (value.prefix, value.given, value.additional, value.family, value.suffix)
        words = [" ".join(p) if isinstance(p, list) else str(p or "") for p in parts]
        return _tidy(" ".join(words))
    if isinstance(value, list):  # the company; what follows are its departments
        first = next((part for part in value if part), "")
        return _tidy(",".join(first) if isinstance(first, list) else str(first))
    return _tidy(str(value))


def _by_hand(lines: list[str]) -> dict[str, list[str]]:
    """Values by property, as far as the lines can be read."""
    found: dict[str, list[str]] = {}
    for line in lines:
        head, _colon, value = line.partition(":")
        name = _property(line)
        if _is_quoted(line):
            charset = re.search(r"CHARSET=([\w-]+)", head, re.IGNORECASE)
            raw = quopri.decodestring(value.replace("\n", "\r\n").encode("utf-8", "replace"))
            value = decoded(raw, charset[1] if charset else "")
        parts = [_plain(part) for part in re.split(r"(?<!\\);", value)]
        if name == "N":
            family, given, more, prefix, suffix = (parts + [""] * 5)[:5]
            parts = [" ".join(filter(None, (prefix, given, more, family, suffix)))]
        found.setdefault(name, []).append(_tidy(parts[0] or _plain(value)))
    return found


def _plain(value: str) -> str:
    return _MARKUP.sub(lambda found: " " if found[1] in "nN" else found[1], value).strip()


def _tidy(value: str) -> str:
    return " ".join((entry.line(value) or "").split())
