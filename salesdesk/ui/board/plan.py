"""Where the words and marks of a card go: measured and elided once, then only drawn.

Called by the card delegate. All places are logical pixels relative to the card's left top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetricsF

from salesdesk.ui import theme
from salesdesk.ui.board import marks
from salesdesk.ui.lines import MORE, Line

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from salesdesk.ui.board.face import Face
    from salesdesk.ui.board.look import CardLook


MOST_WIDTHS = 1_000


class Words:
    """One run of text: shaped, and where it goes (left x and baseline y)."""

    __slots__ = ("baseline", "line", "role", "tone", "x")

    def __init__(self, line: Line, x: float, baseline: float, role: theme.Role, tone: str) -> None:
        self.line, self.x, self.baseline, self.role, self.tone = line, x, baseline, role, tone

    @property
    def text(self) -> str:
        """What is shown, cut if it had to be."""
        return self.line.text


class Plan:
    """A card ready to draw."""

    __slots__ = ("is_quiet", "is_stalled", "pictures", "words")

    def __init__(self, *, is_stalled: bool = False, is_quiet: bool = False) -> None:
        """`is_quiet`: paused or not assessed, so the card steps back."""
        self.words: list[Words] = []
        self.pictures: list[tuple[QPixmap, int, int]] = []
        self.is_stalled, self.is_quiet = is_stalled, is_quiet

    def put(self, line: Line, x: float, baseline: float, role: theme.Role, tone: str) -> None:
        """Adds a line of words."""
        self.words.append(Words(line, x, baseline, role, tone))

    def write(
        self,
        metrics: Metrics,
        text: str,
        x: float,
        baseline: float,
        role: theme.Role,
        tone: str,
        room: float,
    ) -> None:
        """Adds words, cut where they do not fit into the room."""
        self.put(metrics.shaped(text, role, tone, room), x, baseline, role, tone)


class Metrics:
    """Fonts, pens, sizes and pictures of one look on a screen of one scale."""

    def __init__(self, look: CardLook, tokens: theme.Tokens, ratio: float) -> None:
        self.look, self.tokens, self.ratio = look, tokens, ratio
        self._theme = theme.current()
        strong = QFontMetricsF(theme.font("strong"))
        self._ascent = round(strong.ascent())
        self._half_letter = QFontMetricsF(theme.font("small")).xHeight() / 2
        self.gap, self.small_gap, self.mark_gap = tokens.px(8), tokens.px(7), tokens.px(4)
        self.mark_room = tokens.px(14)
        self.pad_x, self.pad_y = tokens.px(11), tokens.px(8)
        self.line = round(strong.height()) + tokens.px(3)
        self.bleed = 2
        """The box picture is this much larger on each side, for its shadow."""
        self.radius = tokens.px(7)
        self.card_height = 2 * self.pad_y + look.lines * self.line - tokens.px(2)
        self.slot_height = self.card_height + tokens.px(8)
        self.least_width = tokens.px(120)
        self._widths: dict[tuple[str, str], float] = {}
        self._boxes: dict[tuple[int, bool, bool, bool, bool], QPixmap] = {}
        self._dots: dict[tuple[int, int, int], QPixmap] = {}
        self._marks: dict[str, QPixmap] = {}
        self._pills: dict[str, QPixmap] = {}

    def shaped(
        self, text: str, role: theme.Role, tone: str = "text", room: float | None = None
    ) -> Line:
        """Words, cut where they do not fit into the room."""
        return Line(text, role, tone, room, self._theme)

    def width_of(self, text: str, role: theme.Role) -> float:
        """How wide words are that many cards share."""
        found = self._widths.get((text, role))
        if found is None:
            if len(self._widths) > MOST_WIDTHS:
                self._widths.clear()
            found = self._widths[text, role] = self.shaped(text, role).width
        return found

    def baseline(self, line: int) -> float:
        """The y at which letters of a line (0 is the first) stand."""
        return self.pad_y + line * self.line + self._ascent

    def middle(self, line: int) -> int:
        """The y around which pictures of a line are centred."""
        return round(self.baseline(line) - self._half_letter)

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
            line = Line(words, "tiny", "warn")
            width = round(line.width) + self.tokens.px(12)
            made = self._pills[words] = marks.pill(self.tokens, self.ratio, line, width)
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
        step = metrics.shaped(face.step_text, face.step_role, face.step_tone)
        right_edge = _right_items(plan, metrics, line, (left, right), face, look, step.width)
        if "next_step" in look.fields:
            _step(plan, metrics, line, (left, right_edge), face, step)
    if face.more:
        line += 1
        plan.write(metrics, face.more, left, metrics.baseline(line), "tiny", "muted", right - left)
    return plan


def _pair(
    plan: Plan, metrics: Metrics, line: int, span: tuple[float, float], name: str, amount: str
) -> None:
    left, right = span
    tone = "muted" if plan.is_quiet else "text"
    if amount:
        said = metrics.shaped(amount, "small_strong", tone)
        right -= said.width
        plan.put(said, right, metrics.baseline(line), "small_strong", tone)
        right -= metrics.gap
    plan.write(metrics, name, left, metrics.baseline(line), "strong", tone, right - left)


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
        role: theme.Role = "strong" if face.has_amount else "small"
        said = metrics.shaped(face.amount, role, tone)
        right -= said.width
        plan.put(said, right, baseline, role, tone)
        right -= metrics.gap
    if "account" in look.fields and face.account:
        plan.write(metrics, face.account, left, baseline, "small", "muted", right - left)


def _right_items(
    plan: Plan,
    metrics: Metrics,
    line: int,
    span: tuple[float, float],
    face: Face,
    look: CardLook,
    step_width: float,
) -> float:
    """Pill, age and dots from the right, as many as leave the next step readable.

    The first always shows; gives the x up to which the next step may go.
    """
    left, right = span
    gap = metrics.small_gap
    wanted = min(step_width + metrics.mark_room, 0.72 * (right - left))
    edge, middle = right, metrics.middle(line)
    for kind in ("pill", "age", "dots"):
        if not _has(kind, face, look):
            continue
        if kind == "age":
            age = metrics.shaped(face.age, "tiny", "warn" if face.is_stalled else "faint")
            wide = age.width
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
            plan.put(age, edge, metrics.baseline(line), "tiny", tone)
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


def _step(
    plan: Plan, metrics: Metrics, line: int, span: tuple[float, float], face: Face, step: Line
) -> None:
    """The state's mark, what, and when; "when" is never cut for "what"."""
    left, right = span
    if face.step_mark:
        picture = metrics.mark(face.step_mark)
        side = picture.height() / metrics.ratio
        plan.pictures.append((picture, round(left), round(metrics.middle(line) - side / 2)))
        left += side + metrics.mark_gap
    if step.width > right - left:
        step = _fitting(face, metrics, step, right - left)
    plan.put(step, left, metrics.baseline(line), face.step_role, face.step_tone)


def _fitting(face: Face, metrics: Metrics, step: Line, room: float) -> Line:
    """The step in as many words as fit: first the time goes, then letters of what is to be done."""
    role, tone = face.step_role, face.step_tone
    if face.step_what and step.is_plain:
        # `step` starts with what is to be done, so that need not be shaped once more.
        tail = f" · {face.step_day}"
        left = room - metrics.width_of(tail, role)
        if step.x_of(len(face.step_what)) <= left:
            return metrics.shaped(face.step_short, role, tone)
        place = step.fitting(left - metrics.width_of(MORE, role))
        if place > 2:
            return metrics.shaped(f"{_cut(face.step_what, place)}{MORE}{tail}", role, tone)
    elif face.step_what:
        short = metrics.shaped(face.step_short, role, tone, room)
        if short.text == face.step_short:
            return short
    else:
        return metrics.shaped(face.step_day, role, tone, room)
    return metrics.shaped(face.step_when, role, tone, room)


def _cut(words: str, most: int) -> str:
    """The words up to so many letters, whole ones where that leaves enough: no "Call Ge"."""
    whole = words[: most + 1].rpartition(" ")[0].rstrip()
    return whole if len(whole) > 2 else words[:most].rstrip()
