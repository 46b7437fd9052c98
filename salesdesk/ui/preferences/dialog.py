"""The preferences. What is chosen takes effect at once, except the language.

Opened by the shell's controller. What a stage asks before a deal leaves it is not here: it
belongs to the process.
"""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from salesdesk.support.i18n import _, active_locale
from salesdesk.support.paths import resources
from salesdesk.ui import theme
from salesdesk.ui.live_settings import LiveSettings, minutes_of
from salesdesk.ui.widgets.buttons import Button
from salesdesk.ui.widgets.cards import SectionHeader
from salesdesk.ui.widgets.choice import PickOne, Segments
from salesdesk.ui.widgets.dialog import Dialog
from salesdesk.ui.widgets.form import Form
from salesdesk.ui.widgets.labels import PlainLabel
from salesdesk.ui.widgets.texts import LineEdit

LOCALES = (
    "en_US en_GB en_IE en_AU en_CA en_IN de_DE de_AT de_CH fr_FR fr_CA es_ES es_MX it_IT pt_PT "
    "pt_BR nl_NL da_DK sv_SE nb_NO fi_FI pl_PL cs_CZ ro_RO el_GR tr_TR uk_UA ja_JP ko_KR zh_CN"
).split()
CURRENCIES = (
    "EUR USD GBP CHF SEK NOK DKK PLN CZK HUF RON CAD AUD NZD JPY INR BRL MXN ZAR SGD".split()
)
LOCK_AFTER = (0, 5, 15, 60)
"""Minutes; 0: never."""
TEXT_SIZES = (11, 12, 13, 14, 15, 16, 17, 19)


class Preferences(Dialog):
    """A form over LiveSettings. `company_requested()` asks for the dialog about the company, which
    is kept in the desk; `backups_requested()` for the one about backups.
    """

    company_requested = Signal()
    backups_requested = Signal()

    def __init__(self, settings: LiveSettings, *, parent: QWidget | None = None) -> None:
        super().__init__(_("Preferences"), "preferences", size=(560, 600), parent=parent)
        self._settings = settings
        self.body.addWidget(SectionHeader(_("Look")))
        self.body.addWidget(self._look_form())
        self.body.addWidget(SectionHeader(_("Language and figures")))
        self.body.addWidget(self._region_form())
        self.body.addWidget(SectionHeader(_("You, on papers and mail drafts")))
        self.body.addWidget(self._rep_form())
        self.body.addWidget(
            Button(_("Your company, address and logo…"), "pref_company",
                   on_click=self.company_requested.emit)
        )  # fmt: skip
        self.body.addWidget(SectionHeader(_("Safety")))
        self.body.addWidget(self._safety_form())
        self.body.addWidget(SectionHeader(_("Backups")))
        self.body.addWidget(
            Button(_("Where, how often, and the last ones…"), "pref_backups",
                   on_click=self.backups_requested.emit)
        )  # fmt: skip
        self.body.addWidget(SectionHeader(_("Gates")))
        gates = _(
            "What a deal must show before it leaves a stage, and whether a missing item asks for "
            "a reason, blocks or does nothing, is part of the sales process, not of these "
            "preferences: all who work with a process keep the same rules."
        )
        self.body.addWidget(PlainLabel(gates, "body", "muted", wrap=True, name="gates_pointer"))
        self.set_cancel(_("Close"))

    def _look_form(self) -> Form:
        now = self._settings.now
        form = Form("look_form")
        self.scheme = Segments(
            "pref_palette",
            _("Colours"),
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))],
            value=now.palette,
        )
        self.scheme.picked.connect(self._on_scheme_picked)
        self.density = Segments(
            "pref_density",
            _("Cards on the board"),
            [("comfortable", _("Comfortable")), ("compact", _("Compact"))],
            value=now.card_density,
        )
        self.density.picked.connect(lambda value: self._settings.change(card_density=value))
        size = theme.tokens().font_px
        sizes = [(px, f"{round(px / 13 * 100)} %") for px in sorted({*TEXT_SIZES, size})]
        self.text_size = PickOne("pref_text_size", _("Text size"), sizes, value=size)
        self.text_size.picked.connect(self._on_text_size_picked)
        form.add("palette", _("Colours"), self.scheme)
        form.add("density", _("Cards on the board"), self.density)
        form.add("text_size", _("Text size"), self.text_size)
        return form

    def _region_form(self) -> Form:
        now = self._settings.now
        form = Form("region_form")
        self.language = PickOne(
            "pref_language", _("Language and region"), _languages(), value=now.language
        )
        self.language.picked.connect(lambda value: self._settings.change(language=value))
        self.currency = PickOne(
            "pref_currency",
            _("Currency of new deals"),
            _currencies(now.currency),
            value=now.currency,
        )
        self.currency.picked.connect(lambda value: self._settings.change(currency=value))
        self.paper = Segments(
            "pref_paper", _("Paper"), [("A4", "A4"), ("Letter", "Letter")], value=now.paper
        )
        self.paper.picked.connect(lambda value: self._settings.change(paper=value))
        form.add(
            "language",
            _("Language and region"),
            self.language,
            hint=_("Words, dates and figures. Takes effect at the next start."),
        )
        form.add("currency", _("Currency of new deals"), self.currency)
        form.add("paper", _("Paper"), self.paper)
        return form

    def _rep_form(self) -> Form:
        now = self._settings.now
        form = Form("rep_form")
        rows = (
            ("rep_name", _("Your name"), now.rep_name),
            ("rep_email", _("Your mail address"), now.rep_email),
        )
        for key, label, value in rows:
            line = LineEdit(f"pref_{key}", label, words=value, longest=200)
            line.editingFinished.connect(
                lambda key=key, line=line: self._settings.change(**{key: line.words()})
            )
            form.add(key, label, line)
        return form

    def _safety_form(self) -> Form:
        form = Form("safety_form")
        minutes = minutes_of(self._settings)
        choices = [
            (count, _("{count} min").format(count=count) if count else _("Off"))
            for count in sorted({*LOCK_AFTER, minutes})
        ]
        self.lock_after = Segments(
            "pref_lock_after", _("Lock when nobody is there"), choices, value=minutes
        )
        self.lock_after.picked.connect(
            lambda value: self._settings.keep("security", lock_after=value)
        )
        hint = _("For a desk with a passphrase, which File sets. A running call is never locked.")
        form.add("lock_after", _("Lock when nobody is there"), self.lock_after, hint=hint)
        return form

    def _on_scheme_picked(self, value: str) -> None:
        self._settings.change(palette=value)
        theme.current().set_look(cast("theme.Scheme", value))

    def _on_text_size_picked(self, px: int) -> None:
        self._settings.keep("look", font_px=px)
        look = theme.current()
        look.set_look(look.scheme, px)


def _languages() -> list[tuple[str, str]]:
    from babel import Locale

    folder = resources("locale")
    shipped = (
        {each.name for each in folder.iterdir() if each.is_dir()} if folder.is_dir() else set()
    )
    own = active_locale()
    names = sorted({*LOCALES, own, *(name for name in shipped if "_" in name)})
    rows = [(name, Locale.parse(name).get_display_name() or name) for name in names]
    rows.sort(key=lambda row: row[1].casefold())
    return [
        ("", _("As the system says")),
        *((name, words[:1].upper() + words[1:]) for name, words in rows),
    ]


def _currencies(own: str) -> list[tuple[str, str]]:
    from babel.numbers import get_currency_name

    codes = CURRENCIES if own in CURRENCIES else [own, *CURRENCIES]
    return [(code, f"{code} · {get_currency_name(code, locale=active_locale())}") for code in codes]
