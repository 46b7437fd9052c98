"""The actions about passphrases; their controller is `SecurityController`, on every page."""

from __future__ import annotations

from salesdesk.support.i18n import _
from salesdesk.ui.actions import ActionRow


def _row(verb: str, title: str, words: str, *keys: str, icon: str = "lock",
         group: bool = False, is_checkable: bool = False) -> ActionRow:  # fmt: skip
    return ActionRow(
        key=f"security.{verb}",
        title=title,
        context="security",
        handler=verb,
        menu="file",
        shortcuts=keys,
        icon=icon,
        words=words,
        is_group_start=group,
        is_checkable=is_checkable,
    )


ACTIONS: tuple[ActionRow, ...] = (
    _row("set_passphrase", _("Set a passphrase…"), _("encrypt password secret key"), group=True),
    _row("lock", _("Lock now"), _("hide away password"), "Ctrl+Alt+L"),
    _row("change_passphrase", _("Change the passphrase…"), _("password encrypt other new")),
    _row("print_recovery_key", _("Recovery key…"), _("forgotten password paper print"),
         icon="printer"),
    _row("keep_in_keychain", _("Keep the key in the keychain"), _("remember password system"),
         is_checkable=True),
    _row("remove_passphrase", _("Remove the passphrase…"), _("decrypt plain password"),
         icon="shield-alert"),
)  # fmt: skip
