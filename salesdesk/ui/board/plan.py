"""Where the words and marks of a card go: measured and elided once, then only drawn.

Called by the card delegate. All places are logical pixels relative to the card's left top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPen

from salesdesk.ui import theme
from salesdesk.ui.board import marks

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPixmap

    from salesdesk.ui.board.face import Face
    from salesdesk.ui.board.look import CardLook

_ROLES: tuple[theme.Role, ...] = ("strong", "body", "small", "small_strong", "tiny")
_TONES = ("text", "soft", "muted", "faint", "ok", "accent_text", "warn", "late")


class Words(NamedTuple):
    """One run of text: what, where (left x and baseline y), in which font and colour."""

    text: str
    x: float
    baseline: float
    role: str
    tone: str


class Plan:
    """A card ready to draw."""

    __slots__ = ("is_quiet", "is_stalled", "pictures", "words")

    def __init__(self, *, is_stalled: bool = False, is_quiet: bool = False) -> None:
        """`is_quiet`: paused or not assessed, so the card steps back."""
        self.words: list[Words] = []
        self.pictures: list[tuple[QPixmap, int, int]] = []
        self.is_stalled, self.is_quiet = is_stalled, is_quiet


class Metrics:
    """Fonts, pens, sizes and pictures of one look on a screen of one scale."""

    def __init__(self, look: CardLook, tokens: theme.Tokens, ratio: float) -> None:
        self.tokens, self.ratio = tokens, ratio
        self.fonts: dict[str, QFont] = {role: theme.font(role) for role in _ROLES}
        self._measures = {role: QFontMetricsF(font) for role, font in self.fonts.items()}
        self.pens = {tone: QPen(getattr(tokens, tone)) for tone in _TONES}
        self.pad_x, self.pad_y = tokens.px(11), tokens.px(8)
        self.line = round(self._measures["strong"].height()) + tokens.px(3)
        self.bleed = 2
        """The box picture is this much larger on each side, for its shadow."""
        self.radius = tokens.px(7)
        self.card_height = 2 * self.pad_y + look.lines * self.line - tokens.px(2)
        self.slot_height = self.card_height + tokens.px(8)
        self.least_width = tokens.px(120)
        self._boxes: dict[tuple[int, bool, bool, bool, bool], QPixmap] = {}
        self._dots: dict[tuple[int, int, int], QPixmap] = {}
        self._marks: dict[str, QPixmap] = {}
        self._pills: dict[str, QPixmap] = {}

    def width(self, text: str, role: str) -> float:
        """How wide a text is."""
        return self._measures[role].horizontalAdvance(text)

    def elided(self, text: str, role: str, room: float) -> str:
        """The text, with … at its end where it is wider than the room."""
        return self._measures[role].elidedText(text, Qt.TextElideMode.ElideRight, room)

    def baseline(self, line: int, role: str = "strong") -> float:
        """The y at which letters of a line (0 is the first) stand."""
        top = self.pad_y + line * self.line
        return top + round(self._measures["strong"].ascent())

    def middle(self, line: int) -> int:
        """The y around which pictures of a line are centred."""
        return round(self.baseline(line) - self._measures["small"].xHeight() / 2)

    def box(
        self, width: int, is_stalled: bool, is_quiet: bool, is_selected: bool, is_over: bool
    ) -> QPixmap:
        """The card itself: fill, outline, shadow, stalled stripe."""
        key = (width, is_stalled, is_quiet, is_selected, is_over)
        made = self._boxes.get(key)
        if made is None:
            if len(self._boxes) > 64:
                self._boxes.clear()
            made = self._boxes[key] = marks.box(self, *key)
        return made

    def dots(self, met: int, total: int, inner: float, room: float) -> QPixmap:
        """Exit criteria, met of total: one size for all cards of a width, a small one if tight."""
        share = 0.36 * inner
        fitting = (w for w in (14, 11, 8, 6) if total * self.tokens.px(w + 3) <= share)
        wide = next(fitting, 6)
        if total * self.tokens.px(wide + 3) > room:
            wide = 6
        made = self._dots.get((met, total, wide))
        if made is None:
            made = marks.dots(self.tokens, self.ratio, met, total, self.tokens.px(wide))
            self._dots[met, total, wide] = made
        return made

    def mark(self, name: str) -> QPixmap:
        """The shape of a next-step state, so that it is not told by colour alone."""
        made = self._marks.get(name)
        if made is None:
            made = self._marks[name] = marks.mark(self.tokens, self.ratio, name)
        return made

    def pill(self, words: str) -> QPixmap:
        """A small capsule with words, such as "1 obj."."""
        made = self._pills.get(words)
        if made is None:
            width = round(self.width(words, "tiny")) + self.tokens.px(12)
            made = self._pills[words] = marks.pill(self.tokens, self.ratio, words, width)
        return made


def lay_out(face: Face, look: CardLook, metrics: Metrics, width: int) -> Plan:
    """The plan of a card of this width."""
    plan = Plan(is_stalled=face.is_stalled, is_quiet=face.is_quiet)
    left, right = metrics.pad_x, width - metrics.pad_x
    line = 0
    if look.is_comfortable:
        _pair(plan, metrics, line, (left, right), face.name, "")
        if look.fields & {"account", "amount"}:
            line += 1
            _account(plan, metrics, line, (left, right), face, look)
    else:
        amount = face.amount if "amount" in look.fields else ""
        _pair(plan, metrics, line, (left, right), face.name, amount)
    if look.fields & {"next_step", "progress", "objections", "days"}:
        line += 1
        right_edge = _right_items(plan, metrics, line, (left, right), face, look)
        if "next_step" in look.fields:
            _step(plan, metrics, line, (left, right_edge), face)
    if face.more:
        line += 1
        text = metrics.elided(face.more, "tiny", right - left)
        plan.words.append(Words(text, left, metrics.baseline(line), "tiny", "muted"))
    plan.words.sort(key=lambda words: (words.role, words.tone))
    return plan


def _pair(
    plan: Plan, metrics: Metrics, line: int, span: tuple[float, float], name: str, amount: str
) -> None:
    left, right = span
    tone = "muted" if plan.is_quiet else "text"
    if amount:
        wide = metrics.width(amount, "small_strong")
        right -= wide
        plan.words.append(Words(amount, right, metrics.baseline(line), "small_strong", tone))
        right -= metrics.tokens.px(8)
    shown = metrics.elided(name, "strong", right - left)
    plan.words.append(Words(shown, left, metrics.baseline(line), "strong", tone))


def _account(
    plan: Plan,
    metrics: Metrics,
    line: int,
    span: tuple[float, float],
    face: Face,
    look: CardLook,
) -> None:
    left, right = span
    baseline = metrics.baseline(line)
    if "amount" in look.fields and face.amount:
        tone = "muted" if plan.is_quiet or not face.has_amount else "text"
        role = "strong" if face.has_amount else "small"
        right -= metrics.width(face.amount, role)
        plan.words.append(Words(face.amount, right, baseline, role, tone))
        right -= metrics.tokens.px(8)
    if "account" in look.fields and face.account:
        shown = metrics.elided(face.account, "small", right - left)
        plan.words.append(Words(shown, left, baseline, "small", "muted"))


def _right_items(
    plan: Plan,
    metrics: Metrics,
    line: int,
    span: tuple[float, float],
    face: Face,
    look: CardLook,
) -> float:
    """Pill, age and dots from the right, as many as leave the next step readable.

    The first always shows; gives the x up to which the next step may go.
    """
    left, right = span
    gap = metrics.tokens.px(7)
    wanted = min(_step_width(metrics, face), 0.72 * (right - left))
    edge, middle = right, metrics.middle(line)
    for kind in ("pill", "age", "dots"):
        if not _has(kind, face, look):
            continue
        if kind == "age":
            wide = metrics.width(face.age, "tiny")
        else:
            room = edge - left - wanted - gap
            picture = (
                metrics.pill(face.pill)
                if kind == "pill"
                else metrics.dots(face.met, face.total, right - left, room)
            )
            wide = picture.width() / metrics.ratio
        is_tight = edge - wide - gap - left < wanted
        # A state told in a sentence, such as "Set next step", comes before the dots.
        if is_tight and (edge < right or (kind == "dots" and not face.step_what)):
            continue
        edge -= wide
        if kind == "age":
            tone = "warn" if face.is_stalled else "faint"
            plan.words.append(Words(face.age, edge, metrics.baseline(line), "tiny", tone))
        else:
            height = picture.height() / metrics.ratio
            plan.pictures.append((picture, round(edge), round(middle - height / 2)))
        edge -= gap
    return edge


def _has(kind: str, face: Face, look: CardLook) -> bool:
    if kind == "pill":
        return bool(face.pill) and "objections" in look.fields
    if kind == "age":
        return bool(face.age) and "days" in look.fields
    return face.total > 0 and "progress" in look.fields


def _step_width(metrics: Metrics, face: Face) -> float:
    return metrics.width(face.step_text, face.step_role) + metrics.tokens.px(14)


def _step(plan: Plan, metrics: Metrics, line: int, span: tuple[float, float], face: Face) -> None:
    """The state's mark, what, and when; "when" is never cut for "what"."""
    left, right = span
    if face.step_mark:
        picture = metrics.mark(face.step_mark)
        side = picture.height() / metrics.ratio
        plan.pictures.append((picture, round(left), round(metrics.middle(line) - side / 2)))
        left += side + metrics.tokens.px(4)
    text = _fitting(face, metrics, right - left)
    plan.words.append(Words(text, left, metrics.baseline(line), face.step_role, face.step_tone))


def _fitting(face: Face, metrics: Metrics, room: float) -> str:
    """The step in as many words as fit: first the time goes, then letters of what is to be done."""
    role = face.step_role
    for text in (face.step_text, face.step_short):
        if metrics.width(text, role) <= room:
            return text
    if face.step_what:
        tail = f" · {face.step_day}"
        short = metrics.elided(face.step_what, role, room - metrics.width(tail, role))
        return f"{short}{tail}" if len(short) > 3 else metrics.elided(face.step_when, role, room)
    return metrics.elided(face.step_when, role, room)
