"""Parts of a play as they stand beside the steps: things to ask, to pick, to know."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from salesdesk.domain.objection_history import Likely
from salesdesk.domain.objections import Worked
from salesdesk.support.i18n import _, ngettext
from salesdesk.ui import theme
from salesdesk.ui.deal.rows import column
from salesdesk.ui.deal.words import role_label
from salesdesk.ui.widgets import Card, PlainLabel, PointLabel
from salesdesk.ui.widgets.wrapped_link import WrappedLink


class PlayPart(Card):
    """A tinted box "From the playbook" under a step."""

    def __init__(self, name: str) -> None:
        super().__init__("sunken", name=name, spacing=5)
        look = theme.tokens()
        self.body.setContentsMargins(look.px(12), look.px(9), look.px(12), look.px(9))

    def tell(self, title: str, text: str) -> None:
        """A small heading with a text; nothing for no text."""
        if text:
            self.body.addWidget(
                column(
                    PlainLabel(title, "small_strong", "muted"),
                    PlainLabel(text, "body", "soft", wrap=True),
                    gap=1,
                )
            )

    def list(self, title: str, texts: Sequence[str]) -> None:
        """A small heading with lines to say."""
        if texts:
            lines = [PointLabel(text) for text in texts]
            self.body.addWidget(column(PlainLabel(title, "small_strong", "muted"), *lines, gap=2))

    def choices(
        self,
        title: str,
        texts: Sequence[str],
        name: str,
        on_pick: Callable[[str], object],
        worked: Sequence[Worked] = (),
    ) -> None:
        """A small heading with texts to pick by a click, with how often each settled it."""
        if not texts:
            return
        by_text = {each.key: each for each in worked}
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.tokens().px(2))
        rows.addWidget(PlainLabel(title, "small_strong", "muted"))
        for number, text in enumerate(texts, 1):
            label, found = text, by_text.get(text.strip())
            if found is not None and found.used:
                label += f"  ({worked_words(found)})"
            link = WrappedLink(
                label,
                f"{name}_{number}",
                functools.partial(on_pick, text),
                role="body",
                mark="›",
                label=_("Use: {text}").format(text=text),
            )
            rows.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(box)


def worked_words(worked: Worked) -> str:
    """How often something was used and settled it, with n: "used 5×, settled 3 of 4 (few)"."""
    used = ngettext("used once", "used {n}×", worked.used).format(n=worked.used)
    if not worked.n:
        return _("{used}, not decided yet").format(used=used)
    text = ngettext("settled {m} of {n}", "settled {m} of {n}", worked.n).format(
        m=worked.resolved, n=worked.n
    )
    text = _("{used}, {settled}").format(used=used, settled=text)
    return _("{text} (few)").format(text=text) if worked.is_small else text


def why_likely(likely: Likely, *, with_process: bool = True) -> str:
    """Why an objection is expected: the process, and what the desk has heard, each with its n."""
    parts = []
    if likely.is_in_process and with_process:
        parts.append(_("the process expects it here"))
    if likely.tend:
        roles = ", ".join(role_label(role).lower() for role in likely.tend)
        parts.append(_("often said by: {roles}").format(roles=roles))
    if likely.against:
        parts.append(_("against {rivals}").format(rivals=", ".join(likely.against)))
    heard, deals = likely.in_stage
    if heard:
        parts.append(_("heard on {n} of {of} deals in this stage").format(n=heard, of=deals))
    parts += [
        _("{n}× from {role}").format(n=n, role=role_label(role).lower()) for role, n in likely.roles
    ]
    parts += [
        _("on {n} of {of} deals with {rival}").format(n=n, of=of, rival=rival)
        for rival, n, of in likely.rivals
    ]
    return " · ".join(parts)
