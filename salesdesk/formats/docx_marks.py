"""Marks of a Word document that its library has no call for.

Called by `docx_out` alone.
"""

from __future__ import annotations

from typing import Any


def speak(styles: Any, language: str) -> None:
    """The language for the spelling, in the place of the template's."""
    from docx.oxml.ns import qn

    for lang in styles.iter(qn("w:lang")):
        lang.set(qn("w:val"), language)


def field(run: Any, name: str) -> None:
    """Puts a field into a run, which the word processor fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "text", "separate", "shown", "end"):
        if kind == "text":
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {name} "
        elif kind == "shown":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def rule_below(style: Any) -> None:
    """A thin line under the headings of sections, as on paper."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    rule = OxmlElement("w:pBdr")
    line = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    rule.append(line)
    # The format asks for an order; a border comes before the spacing.
    spacing = style.element.find(f".//{qn('w:spacing')}")
    spacing.addprevious(rule)


def without_tabs(style: Any) -> None:
    """Takes away the template's stops: one tab leads from the left edge to the right one."""
    from docx.oxml.ns import qn

    for tabs in style.element.findall(f".//{qn('w:tabs')}"):
        tabs.getparent().remove(tabs)


def shade(cell: Any) -> None:
    """The grey of a table's head."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEEEEE")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)


def align_right(grid: Any, columns: tuple[int, ...]) -> None:
    """Puts columns of figures at the right edge, heads too."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    for column in columns:
        for cell in grid.columns[column].cells:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def mark(row: Any, name: str) -> None:
    """Sets a switch of a table's row."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))
