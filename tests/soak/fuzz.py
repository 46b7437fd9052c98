"""Feeds every reader thousands of files that are almost right.

Each must be read, or refused with a KnownError, within seconds; any other error, a hang or the end
of the process is a defect. ``python -m tests.soak.fuzz [ROUNDS] [SEED] [READER…]`` goes on for so
many files a reader and prints the first file that broke one, whole; the tests call :func:`feed`.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.message import EmailMessage
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from salesdesk.domain.errors import KnownError
from salesdesk.formats import card_in, csv_file, deal_archive, mail_in, picture, xlsx_file
from salesdesk.processes.check import check_file
from salesdesk.support.paths import resources
from salesdesk.support.settings import SettingsFile

PATIENCE_S = 10.0
LONGEST = 1 << 18
"""Bytes that a file grows to at most; size alone is tested elsewhere."""
TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n\n", b'"', b"'", b";", b",", b"\t", b"\\",
    b"=", b"%", b"&#0;", b"=?utf-8?b?", b"?=", b"--", b"{", b"}", b"[", b"&a", b"*a", b": ",
    b"- ", b"!!python/object", b"1e309", b"-0", b"99999999999999999999", b"NaN", b"0000-00-00",
    b"\xed\xa0\x80", b"\xe2\x80\xae", b"BEGIN:VCARD\n", b"END:VCARD\n", b"Content-Type: ",
    b"multipart/mixed; boundary=", b"charset=", b"base64", b"PK\x03\x04", b"<!ENTITY", b"]]>",
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """What reads a kind of file, and whole files of that kind to begin with."""

    key: str
    suffix: str
    read: Callable[[Path], object]
    seeds: Callable[[], Iterable[bytes]]
    is_slow: bool = False
    """Takes so long over a file that it gets a twentieth of the files."""


@dataclass
class Fed:
    """How many files were read, and how many refused in a sentence."""

    read: int = 0
    refused: int = 0


def feed(reader: Reader, rounds: int, seed: int) -> Fed:
    """Feeds one reader; raises AssertionError, with the file, for anything but a plain refusal."""
    chance, found = random.Random(f"{seed} {reader.key}"), Fed()
    seeds = list(reader.seeds())
    rounds = rounds // 20 if reader.is_slow else rounds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{reader.suffix}"
        for number in range(rounds):
            content = chance.choice(seeds)
            if number and content.startswith(b"PK") and chance.random() < 0.8:
                content = _spoilt_inside(content, chance)
            elif number:
                content = _spoilt(content, seeds, chance)
            path.write_bytes(content)
            began = time.thread_time()
            try:
                reader.read(path)
                found.read += 1
            except KnownError:
                found.refused += 1
            except Exception as error:
                raise AssertionError(f"{reader.key}, file {number}: {content!r}") from error
            took = time.thread_time() - began
            assert took < PATIENCE_S, f"{reader.key}, file {number}, {took:.0f} s: {content!r}"
    return found


def _spoilt_inside(content: bytes, chance: random.Random) -> bytes:
    """A zip file with one of its parts spoilt, and all sums right: what is inside is read."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
        parts = {name: source.read(name) for name in source.namelist()}
        harmed = chance.choice(list(parts))
        for name, part in parts.items():
            target.writestr(name, _spoilt(part, [part], chance) if name == harmed else part)
    return made.getvalue()


def _spoilt(content: bytes, seeds: list[bytes], chance: random.Random) -> bytes:
    """The content after one to eight harms."""
    spoilt = bytearray(content)
    for _harm in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(spoilt) + 1)
        end = min(len(spoilt), at + chance.choice((1, 4, 40, 400)))
        match chance.randrange(8):
            case 0 if spoilt:
                spoilt[at - 1] = chance.randrange(256)
            case 1 if spoilt:
                spoilt[at - 1] ^= 1 << chance.randrange(8)
            case 2:
                del spoilt[at:end]
            case 3:
                spoilt[at:at] = spoilt[at:end] * chance.choice((1, 2, 50))
            case 4:
                spoilt[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 3, 300))
            case 5:
                spoilt[at:end] = chance.choice(TOKENS)
            case 6:
                other = chance.choice(seeds)
                start = chance.randrange(len(other) + 1)
                spoilt[at:] = other[start:]
            case _:
                del spoilt[at:]
    return bytes(spoilt[:LONGEST])


def _csv(path: Path) -> None:
    table = csv_file.sniff(path)
    list(csv_file.rows(path, table.dialect))


def _workbook(path: Path) -> None:
    """Without a child process, which would take most of the time; the check stands before it."""
    table = next(iter(xlsx_file.sniff_plain(str(path), {})))
    list(xlsx_file.batches(str(path), table["dialect"]))


def _tables() -> Iterable[bytes]:
    yield b"Deal name,Account,Value,Close date\nFleet,Acme,1200.50,2026-11-22\nDock,Beta,,\n"
    yield "Geschäft;Firma;Wert;Datum\nFlotte;Öl AG;1.200,50;22.11.2026\n".encode("cp1252")
    yield '\ufeffName\tStage\n"Two\nlines"\tWon\n'.encode("utf-16")
    yield b"Report of today\n\nName,Amount\nA,1\nB,2\nTotal,3\n"


def _workbooks() -> Iterable[bytes]:
    import xlsxwriter  # type: ignore[import-untyped]

    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Deals")
    for number, row in enumerate((("Deal", "Value"), ("Fleet", 1200.5), ("Dock", "n/a"))):
        sheet.write_row(number, 0, row)
    book.close()
    yield made.getvalue()


def _mails() -> Iterable[bytes]:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Ada Lovelace <ada@acme.example>", "rep@seller.example"
    mail["Subject"], mail["Date"] = "Lieferung für Lyon", "Mon, 2 Nov 2026 10:00:00 +0100"
    mail.set_content("Hello,\n\nno missed slots in Lyon. ü\n")
    yield mail.as_bytes()
    mail.add_alternative("<p>Hello <b>you</b></p>", subtype="html")
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="Plan ü.pdf")
    yield mail.as_bytes()


def _cards() -> Iterable[bytes]:
    yield (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nORG:Acme;Ops\r\n"
        b"EMAIL;TYPE=WORK:ada@acme.example\r\nTEL;TYPE=CELL:+33 1 23\r\nNOTE:Likes\\, a lot\r\n"
        b"END:VCARD\r\n"
    )
    yield (
        b"BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:B=C3=BC;A\n"
        b"TITLE:Head of\n  everything\nPHOTO;ENCODING=BASE64:AAAA\n\nEND:VCARD\n"
    )


def _processes() -> Iterable[bytes]:
    yield resources("processes", "seven-step.yaml").read_bytes()[:6000]
    yield b"format: 1\nkey: mine\nname: Mine\nstages:\n- key: a\n  name: A\n  place: board\n"


def _archives() -> Iterable[bytes]:
    content = b"%PDF-1.7"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.deal"
        records = {"deal": [{"id": "x", "name": "Fleet"}], "note": [{"id": "n", "body": "ü"}]}
        deal_archive.write(path, {"app": "1"}, records, {sha256(content).hexdigest(): content})
        yield path.read_bytes()
        deal_archive.write(path, {}, {}, {})
        yield path.read_bytes()


def _pictures() -> Iterable[bytes]:
    size = b"\x00\x00\x00\x10" * 2
    yield b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x06\x00\x00\x00\x1f\xf3\xff\x61"
    jfif = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    yield b"\xff\xd8" + jfif + b"\xff\xc0\x00\x11\x08\x00\x10\x00\x10\x03\x01\x22\x00"
    yield b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>'


def _settings() -> Iterable[bytes]:
    yield b'{"palette": "dark", "language": "de", "screens": {"look": {"font_px": 13}}}'
    yield (
        b'{"backup_folder": "~/Backups", "card_density": "compact", "last_desk": "/a/b.desk",'
        b' "recent_desks": ["/a/b.desk", "c.desk"], "screens": {"board": {"order": "amount",'
        b' "collapsed": ["p won"], "look": {"density": "compact", "fields": ["amount"]}},'
        b' "dialogs": {"restore": [800, 600]}, "security": {"lock_after": 15, "kept": ["a"]},'
        b' "opening": {"anyway": ["/a/b.desk"]}}}'
    )


def _used_settings(path: Path) -> None:
    """Reads them as a start does, which none may prevent, and writes them again."""
    from salesdesk.support import i18n
    from salesdesk.ui.board.keeping import Keeping
    from salesdesk.ui.live_settings import LiveSettings, font_px_of, minutes_of
    from salesdesk.usecases import opening

    file = SettingsFile(path)
    loaded = file.load()
    settings, live = loaded.settings, LiveSettings(loaded.settings)
    i18n.choose_locale(settings.language)
    assert 11 <= font_px_of(live) <= 19
    minutes_of(live), live.dialog_size("restore"), Keeping(live).look.to_plain()
    opening.is_trusted(settings, path), opening.remembered(settings, path)
    file.save(settings)
    assert file.load().told == ()
    for kept_aside in path.parent.glob("*.broken-*"):
        kept_aside.unlink()  # thousands of them would take longer to count than to read


def _picture(path: Path) -> None:
    picture.kind_of(path.read_bytes())


READERS = (
    Reader("csv", ".csv", _csv, _tables),
    Reader("xlsx", ".xlsx", _workbook, _workbooks),
    Reader("mail", ".eml", lambda path: mail_in.read(path.read_bytes()), _mails),
    Reader("card", ".vcf", lambda path: card_in.read(path.read_bytes()), _cards),
    Reader("process", ".yaml", check_file, _processes, is_slow=True),
    Reader("deal", ".deal", deal_archive.read, _archives),
    Reader("picture", ".png", _picture, _pictures),
    Reader("settings", ".json", _used_settings, _settings),
)


def main() -> None:
    """Prints how many files were read and refused, reader by reader."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    for reader in READERS:
        if reader.key in sys.argv[3:] or len(sys.argv) <= 3:
            print(reader.key, feed(reader, rounds, seed), flush=True)


if __name__ == "__main__":
    main()
