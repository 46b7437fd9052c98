"""Reads a mail (``.eml``): who, when, about what, its words as plain text, its files.

Called by use cases when a mail is dropped on a deal. A broken mail is opened as far as it can be,
and `remarks` say what could not; nothing in it can make this take long: the sizes, the parts, their
depth and the people are bounded before the standard library looks at them. Its own header classes
are not used, since they take minutes over 20,000 recipients.
Source: reliability rule 12 and its cases 55 to 57.
"""

from __future__ import annotations

import codecs
import datetime as dt
import re
from binascii import Error as BinasciiError
from dataclasses import dataclass, field
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import Compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import Any, Final

from salesdesk.domain import entry
from salesdesk.domain.errors import KnownError
from salesdesk.formats.html_text import to_text
from salesdesk.support.i18n import _, ngettext

MOST_BOUNDARIES: Final = 100
"""Parts inside parts; real mails nest to six or so."""
MOST_PARTS: Final = 2000
MOST_FILES: Final = 100
MOST_PEOPLE: Final = 200
LONGEST_HEADER: Final = 64_000
"""Characters of one header that are looked at."""
MOST_HEAD_LINES: Final = 20_000
"""Lines of all headers together; millions of them would take a quarter of a minute."""
LONGEST_BODY: Final = 100_000
"""Characters of the words that are kept; the mail itself is kept whole."""
LONGEST_PAGE: Final = 2_000_000
"""Characters of an HTML body that are looked at."""
_TRICKY: Final = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf_7"})
"""Codecs that are slow on purpose-made bytes, or turn text into something else."""
_ADDRESS = re.compile(r"[^@\s<>(),;:\"]{1,100}@[^@\s<>(),;:\"]{1,200}")
_WHOLE = re.compile(r"[^@\s]+@[^@\s]+")
_FOLD = re.compile(r"\r?\n[ \t]+|\r?\n")


class _AsTheyStand(Compat32):
    """Headers are given as they came, so that bytes that are no ASCII can still be read."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """The value, where the base class makes every such byte a question mark."""
        return value


_POLICY: Final = _AsTheyStand()


@dataclass(frozen=True, slots=True)
class MailPerson:
    """Someone in a mail: the name as it stood there, "" for none, and the address in lower case."""

    name: str
    address: str
    part: str
    """from, to or cc."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that came with a mail."""

    name: str
    content: bytes = field(repr=False)
    media_type: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was read. `sent` is aware, None when it does not say or cannot be believed."""

    subject: str
    sent: dt.datetime | None
    people: tuple[MailPerson, ...]
    """The sender first; each address once."""
    body: str
    files: tuple[MailFile, ...] = ()
    remarks: tuple[str, ...] = ()
    """Sentences about what could not be read."""

    @property
    def sender(self) -> MailPerson | None:
        """Who wrote it."""
        return next((person for person in self.people if person.part == "from"), None)


def read(raw: bytes) -> Mail:
    """Reads a mail from its bytes. Raises KnownError when they are none."""
    remarks: list[str] = []
    message = _parsed(raw, remarks)
    heads = _heads(message)
    if not {"from", "to", "subject", "date", "received", "message-id"} & heads.keys():
        raise KnownError(
            _("This is no mail: it has no sender, no date and no subject. It is taken as a plain "
              "file; save the mail again as .eml to log it.")
        )  # fmt: skip
    plain: list[str] = []
    pages: list[str] = []
    files: list[MailFile] = []
    for part in _leaves(message):
        _sort_part(part, plain, pages, files, remarks)
    if len(files) > MOST_FILES:
        remarks.append(
            _("Only {most} of its {n} files were taken out; the mail itself holds them all.")
            .format(most=MOST_FILES, n=len(files))
        )  # fmt: skip
    sent = _sent(heads.get("date", [""])[0])
    # What the last server wrote is nearly as good: "by mx.example; Mon, 2 Nov 2026 10:00:00 +0100".
    sent = sent or _sent(heads.get("received", [""])[0].rpartition(";")[2])
    if sent is None:
        remarks.append(_("It does not say when it was sent, or not in a way that can be read."))
    return Mail(
        subject=entry.line(_text(heads.get("subject", [""])[0])) or "",
        sent=sent,
        people=_people(heads, remarks),
        body=_body(plain, pages, remarks),
        files=tuple(files[:MOST_FILES]),
        remarks=tuple(remarks),
    )


def _parsed(raw: bytes, remarks: list[str]) -> Message[Any, Any]:
    """The message; of one that is nested or cut into too many parts the headers alone."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if raw.startswith((b"From ", b">From ")):  # as mailboxes begin a mail
        raw = raw.partition(b"\n")[2]
    raw = _with_short_head(raw)
    too_deep = len(re.findall(rb"(?i)\bboundary\s*=", raw)) > MOST_BOUNDARIES
    too_deep = too_deep or len(re.findall(rb"(?i)message/rfc822", raw)) > MOST_BOUNDARIES
    if too_deep or raw.count(b"\n--") > MOST_PARTS:
        remarks.append(
            _("It is made of too many parts inside each other to be opened; only its head was "
              "read. The mail itself is kept as a file.")
        )  # fmt: skip
        return BytesHeaderParser(policy=_POLICY).parsebytes(raw.partition(b"\n\n")[0][:1_000_000])
    try:
        return message_from_bytes(raw, policy=_POLICY)
    except (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError):
        remarks.append(_("Its parts could not be read; only its head was."))
        return BytesHeaderParser(policy=_POLICY).parsebytes(raw[:1_000_000])


def _with_short_head(raw: bytes) -> bytes:
    """The mail with as much of its head as is looked at: so many lines, each so long."""
    found = re.search(rb"\r?\n\r?\n", raw)
    end = found.start() if found else len(raw)
    if end <= LONGEST_HEADER:
        return raw
    lines = raw[:end].split(b"\n", MOST_HEAD_LINES)[:MOST_HEAD_LINES]
    return b"\n".join(line[:LONGEST_HEADER] for line in lines) + raw[end:]


def _heads(message: Message[Any, Any]) -> dict[str, list[str]]:
    """The headers as they stand, by name in lower case; each cut to what is looked at."""
    found: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        if len(found.setdefault(name.lower(), [])) < 50:
            found[name.lower()].append(_FOLD.sub(" ", str(value)[:LONGEST_HEADER]))
    return found


def _leaves(message: Message[Any, Any]) -> list[Message[Any, Any]]:
    """The parts without parts, in order; a mail inside the mail is one of them."""
    found, waiting = [], [message]
    while waiting:
        part = waiting.pop()
        # Asked first: the payload of a leaf is decoded by whatever charset it names.
        if part.is_multipart() and part.get_content_type() != "message/rfc822":
            inner: Any = part.get_payload()
            waiting.extend(reversed([each for each in inner if isinstance(each, Message)]))
        else:
            found.append(part)
    return found


def _sort_part(
    part: Message[Any, Any],
    plain: list[str],
    pages: list[str],
    files: list[MailFile],
    remarks: list[str],
) -> None:
    """Puts a part where it belongs: words, a page, or a file."""
    kind = part.get_content_type()
    if kind.startswith("multipart/"):
        kind = "text/plain"  # it says that it has parts, and has none
    shown = (part.get_content_disposition() or "inline") == "inline"
    name = _file_name(part)
    if shown and not name and kind in {"text/plain", "text/html"}:
        (plain if kind == "text/plain" else pages).append(_words(part))
        return
    if shown and kind.startswith("image/") and part.get("Content-ID"):
        return  # a picture inside the page: a logo, most often; the mail itself still has it
    content = _content(part, kind)
    if content:
        files.append(MailFile(name or _made_up(kind, len(files) + 1), content, kind))
    elif name:
        remarks.append(
            _("Its file “{name}” came empty, or cannot be unpacked; the mail itself is kept whole.")
            .format(name=name)
        )  # fmt: skip


def _file_name(part: Message[Any, Any]) -> str:
    try:
        return entry.line(_text(str(part.get_filename("") or ""))) or ""
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""


def _made_up(kind: str, number: int) -> str:
    ending = {"message/rfc822": "eml", "text/calendar": "ics", "text/html": "html"}.get(kind)
    if ending is None:
        import mimetypes

        ending = (mimetypes.MimeTypes().guess_extension(kind) or ".bin").removeprefix(".")
    return f"part-{number}.{ending}"


def _content(part: Message[Any, Any], kind: str) -> bytes:
    """The bytes of a part, as far as they can be decoded."""
    try:
        if kind == "message/rfc822" and part.is_multipart():
            inner: Any = part.get_payload()
            return inner[0].as_bytes() if inner and isinstance(inner[0], Message) else b""
        content = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, BinasciiError):
        return b""
    return content if isinstance(content, bytes) else b""


def _words(part: Message[Any, Any]) -> str:
    try:
        charset = str(part.get_content_charset() or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        charset = ""
    return decoded(_content(part, "text/plain")[: LONGEST_PAGE * 4], charset)


def decoded(content: bytes, charset: str) -> str:
    """Bytes as text: by their charset if it is a known one and holds, else UTF-8, else Windows'."""
    try:
        codec = codecs.lookup(charset.strip(" '\"")) if charset else None
    except (LookupError, ValueError):
        codec = None
    wanted = [codec.name] if codec is not None and _is_plain(codec) else []
    if wanted in (["ascii"], ["us-ascii"]):
        wanted = []
    for name in [*wanted, "utf-8"]:
        try:
            return content.decode(name)
        except (UnicodeError, ValueError, LookupError):
            continue
    return content.decode("cp1252", "replace")


def _is_plain(codec: codecs.CodecInfo) -> bool:
    name = codec.name.replace("-", "_")
    return bool(getattr(codec, "_is_text_encoding", True)) and name not in _TRICKY


def _text(value: str) -> str:
    """A header's value in words, whatever its encoded words say of themselves."""
    if "=?" not in value:
        return _undone(value)
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError, LookupError, TypeError):
        return _undone(value)
    words = (
        decoded(piece, charset or "") if isinstance(piece, bytes) else _undone(piece)
        for piece, charset in pieces
    )
    return "".join(words)


def _undone(value: str) -> str:
    """Bytes that were no ASCII come as lone surrogates; read them as what they were."""
    if value.isascii():
        return value
    return decoded(value.encode("utf-8", "surrogateescape"), "")


def _people(heads: dict[str, list[str]], remarks: list[str]) -> tuple[MailPerson, ...]:
    found: dict[str, MailPerson] = {}
    many = 0
    for part in ("from", "to", "cc"):
        values = [value for value in heads.get(part, [])[:10] if value]
        many += sum(value.count("@") for value in values)
        for name, address in _pairs(values):
            tidy = (entry.line(_text(address)) or "").casefold()
            if _WHOLE.fullmatch(tidy) and len(found) < MOST_PEOPLE:
                words = (entry.line(_text(name)) or "").strip("'\" ")
                found.setdefault(tidy, MailPerson(words[:300], tidy[:300], part))
    if many > MOST_PEOPLE and len(found) == MOST_PEOPLE:
        text = ngettext(
            "It names about {n} person; {most} are shown.",
            "It names about {n} people; {most} are shown.",
            many,
        )
        remarks.append(text.format(n=many, most=MOST_PEOPLE))
    if not any(person.part == "from" for person in found.values()):
        remarks.append(_("Who wrote it is not in it, or not in a way that can be read."))
    return tuple(found.values())


def _pairs(values: list[str]) -> list[tuple[str, str]]:
    """(name, address) of everyone in headers of people; of an untidy one the addresses alone."""
    found: list[tuple[str, str]] = []
    for value in values:
        try:
            pairs = getaddresses([value])
        except (ValueError, IndexError, TypeError, RecursionError):
            pairs = []
        if not any(_WHOLE.fullmatch(address.strip()) for _name, address in pairs):
            pairs = [("", address) for address in _ADDRESS.findall(value)]
        found += pairs
    return found


def _sent(value: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(value[:200])
        found = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
        return found if 1990 <= found.astimezone(dt.UTC).year <= 2199 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _body(plain: list[str], pages: list[str], remarks: list[str]) -> str:
    words = "\n\n".join(filter(None, (part.strip() for part in plain)))
    if not words:
        words = "\n\n".join(filter(None, (to_text(page, LONGEST_PAGE) for page in pages)))
    tidy = "\n".join(line.rstrip() for line in (entry.text(words) or "").splitlines())
    tidy = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", tidy)
    if len(tidy) > LONGEST_BODY:
        remarks.append(_("Only the beginning of its words is shown; the mail itself is kept."))
        tidy = tidy[:LONGEST_BODY].rstrip() + " …"
    return tidy
