"""The system's keychain, for who wants a desk's key kept there. Called by ui.security alone.

The library `keyring` is optional and imported when it is first used; without it, or without a
keychain of the system behind it, nothing is offered. What is kept is the key of one desk, under
what its file begins with, and never the passphrase.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import threading
from typing import Any, Final

from salesdesk.domain.errors import KnownError
from salesdesk.support.i18n import _

SERVICE: Final = "SalesDesk"
PATIENCE_S = 30.0
"""Long enough to type the password of a keychain that asks for it."""


def is_installed() -> bool:
    """Whether the library is there; the system's own keychain is not asked yet."""
    return importlib.util.find_spec("keyring") is not None


def is_available() -> bool:
    """Whether a keychain can be used. May take half a second: the system is asked for its own."""
    if not is_installed():
        return False
    with contextlib.suppress(Exception):  # a library of another's, with plugins of others
        backend = _library().get_keyring()
        # Below one are those that refuse everything or keep keys in a plain file.
        return float(getattr(backend, "priority", 0)) >= 1
    return False


def refuse_missing() -> None:
    """Raises KnownError, which says what to do, when there is no keychain that can be used."""
    if not is_installed():
        raise KnownError(
            _(
                "The Python library keyring, which speaks to the system's keychain, is not "
                "installed. Nothing was kept; the passphrase is asked for at each start. Install "
                "it with “python3 packaging/bootstrap.py setup --keychain” and start SalesDesk "
                "again."
            )
        )
    if not is_available():
        raise KnownError(
            _(
                "This computer has no keychain that answers. Nothing was kept; the passphrase is "
                "asked for at each start. On Linux a keychain comes with the desktop, such as "
                "GNOME's or KDE's, and is open while you are logged in there."
            )
        )


def get(name: str) -> str | None:
    """What is kept under a name; None when nothing is or the keychain does not answer in time.

    It is asked on a thread of its own: before there is a window, nobody could end the waiting.
    """
    if not is_installed():
        return None
    found: list[object] = []

    def ask() -> None:
        with contextlib.suppress(Exception):
            found.append(_library().get_password(SERVICE, name))

    asking = threading.Thread(target=ask, name="keychain", daemon=True)
    asking.start()
    asking.join(PATIENCE_S)
    return found[0] if found and isinstance(found[0], str) else None


def put(name: str, value: str) -> None:
    """Keeps a value. Raises KnownError when the keychain refuses."""
    try:
        _library().set_password(SERVICE, name, value)
    except Exception as error:
        raise KnownError(
            _(
                "The system's keychain did not take the key. Nothing was kept; the passphrase is "
                "asked for at each start. Unlock the keychain and try again."
            )
        ) from error


def forget(name: str) -> None:
    """Removes what is kept under a name, as far as the keychain lets us."""
    with contextlib.suppress(Exception):
        _library().delete_password(SERVICE, name)


def _library() -> Any:
    return importlib.import_module("keyring")
