"""The user's settings: a small typed JSON file, written whole or not at all.

Read once at the start by ``__main__`` and ``app``, written by the preferences screen and the
shell. A file that cannot be read is kept aside under another name and said so; settings that make
no sense fall back to their defaults one by one, and what a newer version wrote is kept.
"""

from __future__ import annotations

import json
import math
import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _
from salesdesk.support.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CHOICES: Final = {
    "palette": ("system", "light", "dark"),
    "card_density": ("comfortable", "compact"),
    "paper": ("A4", "Letter"),
    "backup_every": ("10", "30", "60", "120"),
}


class Settings(NamedTuple):
    """What the user chose; change with ``_replace``. Empty text means "not chosen"."""

    language: str = ""
    """A locale such as "en_GB"; empty: as the system says."""
    palette: str = "system"
    card_density: str = "comfortable"
    paper: str = "A4"
    currency: str = "EUR"
    """ISO code for new deals."""
    rep_name: str = ""
    rep_email: str = ""
    last_desk: str = ""
    """Path of the desk to open when none is named."""
    recent_desks: tuple[str, ...] = ()
    """Newest first."""
    backup_folder: str = ""
    """Empty: the standard place."""
    backup_every: str = "30"
    """Minutes between the backups of a desk that changes."""
    screens: Mapping[str, Any] = MappingProxyType({})
    """What each screen keeps for itself, by its name: JSON values such as widths and filters."""
    extra: Mapping[str, Any] = MappingProxyType({})
    """Entries of the file that this version does not know; written back as they were."""


class LoadedSettings:
    """Settings with the sentences the user should be told about them; usually none."""

    def __init__(self, settings: Settings, told: tuple[str, ...] = ()) -> None:
        self.settings, self.told = settings, told


class SettingsFile:
    """The settings on disk."""

    def __init__(self, path: Path) -> None:
        """Name the file; it need not exist."""
        self.path = path

    def load(self) -> LoadedSettings:
        """Read the settings; never fails, for a program must start without them.

        A damaged file is put aside: only who tells of it calls this, all others `read`.
        """
        try:
            entries = self._entries()
        except FileNotFoundError:
            return LoadedSettings(Settings())
        except OSError as fault:
            sentence = _("Your settings could not be read ({reason}), so the usual ones are used.")
            return LoadedSettings(Settings(), (sentence.format(reason=fault.strerror),))
        except (ValueError, RecursionError):
            return LoadedSettings(Settings(), (self._keep_aside(),))
        return _from_entries(entries)

    def read(self) -> Settings:
        """The settings, or the usual ones; the file stays where it is, damaged or not."""
        try:
            return _from_entries(self._entries()).settings
        except (OSError, ValueError, RecursionError):
            return Settings()

    def _entries(self) -> dict[str, Any]:
        """What is in the file. Raises OSError, ValueError, RecursionError."""
        text = self.path.read_bytes().decode("utf-8")
        entries = json.loads(text, parse_float=_number, parse_constant=_number)
        if not isinstance(entries, dict):
            raise ValueError("not an object")
        # Half a character, written as "\\ud800", no screen could show and no file keep.
        json.dumps(entries, ensure_ascii=False).encode("utf-8")
        return entries

    def save(self, settings: Settings) -> None:
        """Write all settings at once: a new file, flushed, then put in the old one's place.

        Raises KnownError when the disk refuses; the old settings are then still there.
        """
        unfinished = self.path.with_name(f".{self.path.name}.new")
        text = json.dumps(_to_entries(settings), indent=2, ensure_ascii=False, sort_keys=True)
        try:
            make_private(self.path.parent)
            descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with open(descriptor, "wb") as stream:
                stream.write(text.encode("utf-8", "replace") + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
            os.replace(unfinished, self.path)
        except OSError as fault:
            unfinished.unlink(missing_ok=True)
            raise KnownError(
                _(
                    "Your settings could not be saved ({reason}). The ones from before are kept; "
                    "free some space or choose another folder, then try again."
                ).format(reason=fault.strerror)
            ) from fault

    def _keep_aside(self) -> str:
        """Rename a file that is no settings file; returns the sentence that says so."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.broken-{number}.json")).exists():
            number += 1
        try:
            os.replace(self.path, aside)
        except OSError:
            return _("Your settings file is damaged and was left as it is; the usual are used.")
        return _(
            "Your settings file was damaged. It was kept as {name}; the usual settings are used."
        ).format(name=aside.name)


def _number(digits: str) -> float:
    """A number that can be written again: not NaN, not infinite. Raises ValueError."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _to_entries(settings: Settings) -> dict[str, Any]:
    """The JSON object: what we do not know first, so that it never hides what we do."""
    named = {name: value for name, value in settings._asdict().items() if name != "extra"}
    return {**settings.extra, **named, "screens": dict(settings.screens)}


def _from_entries(entries: Mapping[str, Any]) -> LoadedSettings:
    """Take each entry that makes sense, the default for each that does not."""
    usual = Settings()
    taken: dict[str, Any] = {}
    refused: list[str] = []
    known = set(Settings._fields) - {"extra"}
    for name in sorted(known & entries.keys()):
        value = _checked(name, entries[name], getattr(usual, name))
        if value is None:
            refused.append(name)
        else:
            taken[name] = value
    extra = {name: value for name, value in entries.items() if name not in known}
    told = (_sentence_about(refused),) if refused else ()
    return LoadedSettings(Settings(**taken, extra=extra), told)


def _checked(name: str, value: object, usual: object) -> Any:
    """The value in its right type, or None when it is not of the default's kind."""
    if isinstance(usual, tuple):
        is_list = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return tuple(value) if is_list and isinstance(value, list) else None
    if isinstance(usual, str) and isinstance(value, str):
        return value if name not in _CHOICES or value in _CHOICES[name] else None
    return value if isinstance(usual, MappingProxyType) and isinstance(value, dict) else None


def _sentence_about(names: list[str]) -> str:
    return _(
        "These settings made no sense and were set to the usual: {names}. The others are kept."
    ).format(names=", ".join(names))
