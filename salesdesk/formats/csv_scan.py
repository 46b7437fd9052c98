"""A cheap look at all bytes of a text file before it is parsed: encoding, longest line, NULs.

Called by ``formats.csv_file`` only. Memory stays at a few MiB whatever the file: a file that is
one line of a gigabyte is refused here, before anything would try to hold that line.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

LONGEST_LINE = 8 * 2**20
"""Bytes of one line that are still read."""
SAMPLE_BYTES = 256 * 1024
MIXED = "mixed"
"""Our name for UTF-8 in which some bytes are cp1252: files put together from two sources."""

_CHUNK = 2**20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = (
    (b"PK\x03\x04", "xlsx"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"%PDF-", "pdf"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "png"),
    (b"SQLite format 3\x00", "sqlite"),
)


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: the bytes that are not UTF-8 are taken as cp1252."""
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", "replace"), error.end


ERRORS_AS_CP1252 = "salesdesk-cp1252"
codecs.register_error(ERRORS_AS_CP1252, _as_cp1252)


@dataclass(frozen=True, slots=True)
class Scan:
    """What the bytes told. `sample` is the beginning; `whole` when it is all of the file."""

    encoding: str
    sample: bytes
    whole: bool


def decoding(encoding: str) -> tuple[str, str]:
    """(codec, errors) to open a file with, for an encoding that :func:`scan` or the user named.

    cp1252 has five bytes without a meaning, which become U+FFFD; UTF-16 lets lone surrogates
    through, so that the row they are in can be rejected by name instead of the whole file.
    """
    if encoding == MIXED:
        return "utf-8-sig", ERRORS_AS_CP1252
    if encoding.lower() in ("utf-8", "utf8"):
        return "utf-8-sig", "strict"
    if encoding == "cp1252":
        return encoding, "replace"
    if encoding.startswith(("utf-16", "utf-32")):
        return encoding, "surrogatepass"
    return encoding, "strict"


def scan(path: Path, encoding: str | None = None) -> Scan:
    """Reads the whole file once, in pieces.

    Raises KnownError when the file cannot be read, is no text, has a line over
    :data:`LONGEST_LINE`, or `encoding` is not one that Python knows.
    """
    if encoding is not None and encoding != MIXED:
        _check_codec(encoding)
    try:
        with path.open("rb") as file:
            head = file.read(SAMPLE_BYTES)
            _check_text(path.name, head)
            guess = encoding or _by_bom(head) or _wide_without_bom(head)
            judge = _Judge()
            chunk, size, run = head, 0, 0
            while chunk:
                run = _run_on(path.name, chunk, run)
                size += len(chunk)
                if guess is None or guess == "utf-8-sig":
                    judge.feed(chunk)
                chunk = file.read(_CHUNK)
    except OSError as error:
        text = _("“{name}” cannot be read: {why}. Check that it is there and not locked.")
        raise KnownError(text.format(name=path.name, why=error.strerror or error)) from error
    if guess is None or (guess == "utf-8-sig" and encoding is None):
        guess = judge.verdict(guess or "utf-8")
    return Scan(guess, head, size <= len(head))


class _Judge:
    """Decides between UTF-8, cp1252 and a mixture over all bytes."""

    def __init__(self) -> None:
        self._strict = codecs.getincrementaldecoder("utf-8")("strict")
        self._carry = b""
        self._good = 0
        self._bad = 0

    def feed(self, chunk: bytes) -> None:
        if self._bad == 0:
            pending = self._strict.getstate()[0]
            try:
                self._good += 0 if chunk.isascii() else 1
                self._strict.decode(chunk)
                return
            except UnicodeDecodeError:
                self._good = max(0, self._good - 1)
                chunk = pending + chunk
        self._count(chunk)

    def _count(self, chunk: bytes) -> None:
        chunk = self._carry + chunk
        self._carry = b""
        cut = len(chunk)
        while cut and len(chunk) - cut < 3 and chunk[cut - 1] >= 0x80:
            cut -= 1
        if cut and len(chunk) > cut:
            self._carry, chunk = chunk[cut:], chunk[:cut]
        kept = chunk.decode("utf-8", "ignore")
        self._good += sum(1 for char in kept if ord(char) > 127)
        self._bad += len(chunk) - len(kept.encode("utf-8"))

    def verdict(self, utf8: str) -> str:
        """`utf8` itself, ``cp1252`` or :data:`MIXED`."""
        if self._carry:
            rest, self._carry = self._carry, b""
            kept = rest.decode("utf-8", "ignore")
            self._good += len(kept)
            self._bad += len(rest) - len(kept.encode("utf-8"))
        elif self._strict.getstate()[0]:
            self._bad += 1
        if not self._bad:
            return utf8
        return MIXED if self._good or utf8 == "utf-8-sig" else "cp1252"


def _by_bom(head: bytes) -> str | None:
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def _wide_without_bom(head: bytes) -> str | None:
    """UTF-16 without a mark: in Western text every second byte is NUL."""
    part = head[:2000]
    half = len(part) // 2
    if half < 2:
        return None
    if part[1::2].count(0) > half * 0.6 and part[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if part[0::2].count(0) > half * 0.6 and part[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _check_codec(encoding: str) -> None:
    try:
        is_text = getattr(codecs.lookup(encoding), "_is_text_encoding", True)
    except (LookupError, ValueError):
        is_text = False
    if not is_text:
        text = _("“{encoding}” is not an encoding. Use for example utf-8, cp1252 or utf-16.")
        raise KnownError(text.format(encoding=encoding))


def _check_text(name: str, head: bytes) -> None:
    """Raises KnownError when the file is plainly something else than text."""
    kind = next((kind for mark, kind in _NOT_TEXT if head.startswith(mark)), None)
    if kind is not None:
        text = _("“{name}” is not a text file but {kind}. Save it as CSV and import that.")
        raise KnownError(text.format(name=name, kind=kind))
    start = head[:1000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"\xef\xbb\xbf<html")):
        text = _("“{name}” is a web page, not a table. Export it as CSV or XLSX and import that.")
        raise KnownError(text.format(name=name))


def _run_on(name: str, chunk: bytes, run: int) -> int:
    """Bytes since the last line end, after `chunk`. Raises KnownError when a line is too long."""
    last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    if last < 0:
        run += len(chunk)
    if run > LONGEST_LINE:
        text = _("“{name}” has a line of more than {size} MB. It is no table that can be imported.")
        raise KnownError(text.format(name=name, size=LONGEST_LINE // 2**20))
    return run if last < 0 else len(chunk) - last - 1
