"""The look as data: two palettes and the sizes every widget paints with.

Called by ui.theme, which picks one and installs it; painting code reads the Tokens it is given.
Text colours keep a contrast of 4.5 to 1 on the surfaces they stand on (a test measures it).
"""

from __future__ import annotations

from PySide6.QtGui import QColor


class Tokens:
    """Colours by purpose and sizes in logical pixels; `*_fill` is painted under white or none.

    Not to be changed: a new look is new tokens. No dataclass, whose making of 48 fields would cost
    each start two milliseconds.
    """

    surface: QColor
    """Behind everything: the page."""
    raised: QColor
    """Cards, bars, the sidebar, dialogs."""
    field: QColor
    """Inside of an input."""
    sunken: QColor
    """Board columns, tracks of bars."""
    hover: QColor
    pressed: QColor
    line: QColor
    """Between regions."""
    card_line: QColor
    line_strong: QColor
    """Around buttons and inputs."""
    text: QColor
    soft: QColor
    """Text of second rank: navigation, table cells."""
    muted: QColor
    """Text of third rank: explanations."""
    faint: QColor
    """Counts, placeholders, labels of figures."""
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    slip: QColor
    """A tooltip or toast, dark in both palettes."""
    on_slip: QColor
    accent_text: QColor
    accent_soft: QColor
    accent_line: QColor
    target: QColor
    """A column a card may be dropped on."""
    ok: QColor
    ok_fill: QColor
    ok_soft: QColor
    ok_pale: QColor
    """A share that is likely, beside one that is sure."""
    warn: QColor
    warn_fill: QColor
    warn_soft: QColor
    late: QColor
    late_fill: QColor
    late_soft: QColor
    dot_off: QColor
    shadow: QColor
    radius = 6
    card_radius = 8
    gap = 8

    def __init__(self, colours: str, *, is_dark: bool, font_px: int = 13) -> None:
        """`colours`: a line for each, its name and its value."""
        self.is_dark, self.font_px = is_dark, font_px
        pairs = (line.split() for line in colours.strip().splitlines())
        self.__dict__.update((name, QColor(value)) for name, value in pairs)

    def px(self, value: float) -> int:
        """A length drawn for the 13 px text, at the text size in use; at least 1."""
        return max(1, round(value * self.font_px / 13))


_LIGHT = """
surface #f4f5f7
raised #ffffff
field #fbfcfd
sunken #eceef2
hover #f1f3f6
pressed #e6e9ee
line #e3e6eb
card_line #dfe3e9
line_strong #cfd5de
text #1c2430
soft #3b4656
muted #566171
faint #606b7b
accent #2f55d4
accent_hover #2648bb
on_accent #ffffff
slip #1c2430
on_slip #f4f6f9
accent_text #2447c7
accent_soft #e9eefc
accent_line #b9c7f5
target #e6ecfd
ok #1b7042
ok_fill #2c9a5d
ok_soft #dff1e6
ok_pale #9fd3b5
warn #8f4f00
warn_fill #d98a1c
warn_soft #fdeedd
late #b9222d
late_fill #d6333f
late_soft #fdeaeb
dot_off #d9dde4
shadow #2e141e3c
"""

_DARK = """
surface #12161c
raised #1b2129
field #161b22
sunken #171c23
hover #242b35
pressed #2c3541
line #28303b
card_line #2d3642
line_strong #434e5d
text #e8ecf2
soft #c5cdd8
muted #9fabbb
faint #909cad
accent #4468e0
accent_hover #5478ee
on_accent #ffffff
slip #333d4a
on_slip #eef1f5
accent_text #9db5ff
accent_soft #232f55
accent_line #41559a
target #1c2747
ok #6fcf97
ok_fill #379f66
ok_soft #1a3628
ok_pale #24603f
warn #f0b35c
warn_fill #d98a1c
warn_soft #3b2b14
late #ff8f94
late_fill #cd3a45
late_soft #421f24
dot_off #3a4452
shadow #80000000
"""


def light(font_px: int = 13) -> Tokens:
    """The palette of the pictures, for text of this many logical pixels."""
    return Tokens(_LIGHT, is_dark=False, font_px=font_px)


def dark(font_px: int = 13) -> Tokens:
    """The dark palette, for text of this many logical pixels."""
    return Tokens(_DARK, is_dark=True, font_px=font_px)
