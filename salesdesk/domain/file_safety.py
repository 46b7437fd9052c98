"""Which names and which bytes may leave the desk: cleaned names, and what is never started.

Called before a kept file is opened or saved, and before one is kept. A program cannot be made safe
by asking; so programs and scripts are only ever saved, by their ending and by how they begin.
Source: reliability rule 11 and its cases 61 and 62.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_FILE_NAME: Final = 120
"""Characters; longer ones do not fit every file system."""
_MOST_BYTES: Final = 220
"""Of a name as file systems count it; they take 255, and a name in the making is longer."""

_REFUSED = re.compile(r'[<>:"/\\|?*]+')
"""What some file system does not take in a name."""
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE
)
"""Names that mean a device on Windows, whatever ending follows."""

STARTED: Final = frozenset(
    "ade adp app appimage appinstaller appref-ms application appx appxbundle asp aspx bas bash bat "
    "bin bundle cab cer chm cmd cnt com command cpl crt crx csh deb desktop diagcab dll dmg dylib "
    "ex_ exe flatpak flatpakref fish fxp gadget grp hlp hpj hta htc htm html inf ins iso isp its "
    "img jar jnlp js jse jsp ksh library-ms lnk mad maf mag mam maq mar mas mat mau mav maw mcf "
    "mda mdb mde mdt mdw mdz mhtml mht mpkg msc msh msh1 msh1xml msh2 msh2xml mshxml msi msix "
    "msixbundle msp mst msu ocx ops osd out pcd phar php pif pkg pl plg prf prg printerexport ps1 "
    "ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc pst py pyc pyo pyw pyz pyzw rb reg rpm run "
    "scf scpt scptd scr sct search-ms service settingcontent-ms sh shb shs slk snap so svg swf sys "
    "terminal theme tool tmp url vb vbe vbp vbs vhd vhdx vsmacros vsw vxd webloc website wim "
    "workflow ws wsc wsf wsh xbap xhtml xll xnk xht xml xps xsl zsh "
    "docm dotm pptm potm ppsm ppam sldm xlsm xltm xlam xlsb xla".split()
)
"""Endings of what runs when it is opened: programs, scripts, shortcuts, disk images, documents with
macros, and pages that carry scripts. Lower case, without the dot.
"""

_BEGINNINGS: Final = (
    b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"dex\n", b"L\x00\x00\x00\x01\x14\x02\x00",
    b"\x00asm", b"!<arch>", b"\xed\xab\xee\xdb", b"ITSF", b"MSCF",
)  # fmt: skip
"""How programs begin: Windows, Linux, macOS, Java, shell scripts, shortcuts, packages."""
_SCRIPT = re.compile(
    rb"^\s*(?:<\?php|<script|<html|<!doctype html|<hta:|<svg|@echo|\[internetshortcut\]"
    rb"|\[desktop entry\]|windows registry editor)",
    re.IGNORECASE,
)
_MACROS = b"vbaProject.bin"
"""The part of an Office file that holds its macros; its name stands in the zip's directory."""


def cleaned_name(name: str, fallback: str = "file") -> str:
    """The last part of a name as any file system takes it, and as it reads: at most 120 characters.

    Fewer where they take several bytes each, as emoji and Chinese do.

    Folders, control signs and signs that turn the reading direction are left out, a device's name
    gets an underscore, and a leading dot goes, so that nothing is hidden.
    """
    last = re.split(r"[/\\]", _printable(name).rstrip("/\\ "))[-1]
    clean = " ".join(_REFUSED.sub(" ", last).split()).strip(". ") or fallback
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 16:
        clean = f"{_cut(stem, len(ending) + 1, len(ending.encode()) + 1)}.{ending}"
    else:
        clean = _cut(clean)
    first = clean.partition(".")[0].strip()
    return f"_{clean}" if _DEVICES.fullmatch(first) else clean


def _cut(words: str, more: int = 0, more_bytes: int = 0) -> str:
    """As much of it as a name may have beside so many characters and bytes more."""
    some = words[: LONGEST_FILE_NAME - more].encode()[: _MOST_BYTES - more_bytes]
    return some.decode(errors="ignore").rstrip(" .")


def _printable(name: str) -> str:
    """Without signs that are not seen: controls, direction marks, lone surrogates."""
    whole = unicodedata.normalize("NFC", name)
    return "".join(
        " " if sign in "\t\r\n" else sign
        for sign in whole
        if sign in "\t\r\n" or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def ending(name: str) -> str:
    """The name's last ending in lower case without its dot; "" for none."""
    return name.rpartition(".")[2].lower() if "." in name.strip(".") else ""


def may_open(name: str, content: bytes) -> bool:
    """Whether a file may be handed to the program that shows its kind.

    Never a program or a script, by its ending or by how it begins, whatever its name says. A file
    without an ending is not opened either: what would open it cannot be foreseen.
    """
    kind = ending(cleaned_name(name))
    if not kind or kind in STARTED or content.startswith(_BEGINNINGS):
        return False
    if _SCRIPT.match(content[:512].removeprefix(b"\xef\xbb\xbf")):
        return kind in {"md", "txt", "csv", "eml"}  # shown as text, whatever stands in them
    return not (content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) and _has_macros(content))


def _has_macros(content: bytes) -> bool:
    wide = "_VBA_PROJECT".encode("utf-16-le")
    return _MACROS in content or wide in content
