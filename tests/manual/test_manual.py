"""The manual is whole: pages, actions, papers, formats, messages are in it; links lead on."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from salesdesk.documents import PRINTABLES
from salesdesk.domain import facts
from salesdesk.formats import FORMATS
from salesdesk.processes.builtin import builtin_keys
from salesdesk.ui import theme
from salesdesk.ui.actions import ActionRow, all_rows
from salesdesk.ui.shell.manual import ManualPage, ManualWindow, matching, read_pages
from salesdesk.ui.shell.pages import PAGES
from salesdesk.ui.widgets.markdown import MarkdownView
from tests.manual.pages import FILES, FOLDER, ROOT, sections, table_rows, words_of

LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
NAMES = [file.stem for file in FILES]


@pytest.fixture(scope="module")
def pages() -> dict[str, ManualPage]:
    return {page.key: page for page in read_pages(FOLDER)}


def test_each_page_of_the_window_has_a_page_of_the_manual(pages) -> None:
    assert [row.key for row in PAGES if row.key not in pages] == []


def test_each_page_has_one_title_which_comes_first_and_no_other_has_it(pages) -> None:
    titles = []
    for file in FILES:
        lines = CODE.sub("", file.read_text(encoding="utf-8")).splitlines()
        assert lines[0].startswith("# "), file.name
        assert sum(line.startswith("# ") for line in lines) == 1, file.name
        titles.append(lines[0])
    assert len(set(titles)) == len(titles) == len(pages)


@pytest.mark.parametrize("row", all_rows(), ids=lambda row: row.key)
def test_each_action_stands_in_the_list_of_keys_with_its_keys(row: ActionRow) -> None:
    section = sections(words_of("keys"))[_section_of(row)]
    found = [cells for cells in table_rows(section) if cells[0] == row.title]
    assert found, f"{row.title} is not listed"
    assert found[0][1] == ", ".join(row.shortcuts)
    assert len(found[0][2]) > 3, f"{row.title} is not explained"


def _section_of(row: ActionRow) -> str:
    named = {page.key: page.title for page in PAGES}
    tables = {"deals": "Tables", "accounts": "Tables"}
    return tables.get(row.context) or named.get(row.context) or "Everywhere"


def test_the_keys_of_the_pages_are_right() -> None:
    rows = table_rows(sections(words_of("keys"))["Pages"])
    listed = {cells[0]: cells[1] for cells in rows[2:]}
    assert listed == {page.title: page.shortcut for page in PAGES if page.shortcut}


@pytest.mark.parametrize("row", PRINTABLES, ids=lambda row: row.kind)
def test_each_paper_is_described(row) -> None:
    cells = [each[:2] for each in table_rows(words_of("printing"))]
    assert [row.title, f"`{row.kind}`"] in cells
    assert f"`{row.kind}`" in sections(words_of("command-line"))["print"]


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_each_format_that_is_read_is_described(row) -> None:
    words = words_of("importing")
    assert row.name in words
    if row.key == "xlsx":
        assert all(f"`{suffix}`" in words for suffix in row.suffixes)


def test_the_rules_of_process_files_are_all_listed() -> None:
    words = words_of("process-files")
    tests = {cells[0].strip("`") for cells in table_rows(sections(words)["Rules"])[2:]}
    assert tests == set(facts.RuleTest.__args__)
    for title, vocabulary in (
        ("Kinds of fact", facts.FactKind),
        ("Roles", facts.Role),
        ("Fields", facts.Field),
        ("Columns of a fact", facts.FactColumn),
    ):
        listed = re.search(rf"\*\*{title}:\*\*(.*?)\.\n", words, re.DOTALL)
        assert listed is not None
        assert {word.strip() for word in listed[1].split(",")} == set(vocabulary.__args__)


def test_the_fields_of_a_process_file_are_all_listed() -> None:
    from salesdesk.processes.models import Criterion, Process, Stage

    section = sections(words_of("process-files"))["The file"]
    for model in (Process, Stage, Criterion):
        assert [name for name in model.model_fields if f"`{name}`" not in section] == []


def test_the_example_of_a_criterion_is_one() -> None:
    from ruamel.yaml import YAML

    from salesdesk.processes.models import Criterion

    blocks = re.findall(r"```\n(criteria:.*?)```", words_of("process-files"), re.DOTALL)
    for item in YAML(typ="safe").load(blocks[0])["criteria"]:
        assert Criterion.model_validate(item).rule.test == "fact"


def test_the_built_in_processes_are_named_with_their_columns() -> None:
    from salesdesk.processes.builtin import load_builtin

    words = words_of("-process")
    assert all(f"`{key}`" in words for key in builtin_keys())
    eight = [stage.name for stage in load_builtin("eight-step").board_stages()]
    assert ", ".join(eight) in words


def test_the_letters_that_mark_an_answer_are_listed() -> None:
    from salesdesk.ui.deal.discovery.marking import MARKS

    cells = [cell for row in table_rows(words_of("discover")) for cell in row]
    told = {cells[i]: cells[i + 1] for i in range(len(cells) - 1)}
    labels = dict(facts.FACT_KIND_LABELS)
    for kind, letter in MARKS:
        assert told[letter] == labels[kind].lower()


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_each_link_leads_to_a_page_and_each_page_is_linked_from_the_first(file: Path) -> None:
    targets = LINK.findall(file.read_text(encoding="utf-8"))
    assert [target for target in targets if not (FOLDER / target).is_file()] == []
    linked = LINK.findall(words_of("index"))
    assert file.name in linked or file.stem.endswith("index")


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_page_has_no_html_no_paths_of_a_machine_and_shows_no_pictures(file: Path) -> None:
    words = file.read_text(encoding="utf-8")
    prose = CODE.sub("", words)
    assert re.findall(r"<[A-Za-z/!][^>]*>", prose) == []
    assert re.findall(r"(?<![\w.])/(?:home|root|tmp|work|usr|var|Users)\b", words) == []
    assert PICTURE.findall(words) == [], "the manual's browser reads no files"
    assert max(map(len, words.splitlines())) < 300
    assert set(words) - set(string.printable) <= set("“”’…×Σ−·↑↓←→ öäüé"), file.name


def test_the_readme_shows_what_is_there() -> None:
    words = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = [t for t in LINK.findall(words) + PICTURE.findall(words) if "://" not in t]
    assert [target for target in targets if not (ROOT / target).exists()] == []
    pictures = [ROOT / target for target in PICTURE.findall(words)]
    assert len(pictures) >= 4
    for picture in pictures:
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert picture.stat().st_size < 200_000


def test_f1_opens_the_page_of_each_page_and_a_link_leads_on(qtbot, pages) -> None:
    window = ManualWindow(FOLDER)
    qtbot.addWidget(window)
    for row in PAGES:
        window.open_at(row.key)
        assert window.view.markdown() == pages[row.key].words
    window.open_at("index")
    window.view.link_requested.emit(QUrl("20-board.md"))
    assert window.view.markdown() == pages["board"].words


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("mapping stages dates", ""),
        ("stalled", "words"),
        ("restore", "backups"),
        ("gate", "process"),
    ],
)
def test_the_search_finds_pages_by_their_words(words: str, key: str) -> None:
    found = [page.key for page in matching(read_pages(FOLDER), words)]
    assert key in found if key else found == []


def test_each_message_that_is_explained_is_one_of_ours() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "salesdesk").rglob("*.py")]
    ours = [text for source in sources for text in _texts(source)]
    cells = [row[0] for row in table_rows(words_of("trouble")) if row[0].startswith(("*", "is "))]
    quoted = [quote for cell in cells for quote in re.findall(r"\*([^*]+)\*", cell)]
    parts = [part.strip(" .“”") for quote in quoted for part in quote.split("…")]
    lost = [part for part in parts if len(part) > 3 and not any(part in text for text in ours)]
    assert len(parts) > 50
    assert lost == []


def _texts(source: str) -> list[str]:
    nodes = ast.walk(ast.parse(source))
    return [
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_a_page_is_shown_from_its_top_whatever_the_size_of_the_window(qtbot) -> None:
    window = ManualWindow(FOLDER)
    qtbot.addWidget(window)
    window.open_at("index")
    for size in ((700, 400), (1000, 600)):
        window.resize(*size)
        qtbot.waitUntil(lambda size=size: (window.width(), window.height()) == size)
        assert window.view.verticalScrollBar().value() == 0


def test_lines_of_code_stand_together_and_wrap(qtbot) -> None:
    view = MarkdownView("page", "Page", "```\nfirst\nsecond\n```\n\nwords")
    qtbot.addWidget(view)
    shapes = {}
    block = view.document().begin()
    while block.isValid():
        shapes[block.text()] = block.blockFormat()
        block = block.next()
    assert shapes["first"].bottomMargin() == 0 < shapes["second"].bottomMargin()
    assert not shapes["first"].nonBreakableLines()


def test_a_long_page_is_laid_out_once_not_after_each_of_its_lines(qtbot: QtBot) -> None:
    view = MarkdownView("page", "Page")
    qtbot.addWidget(view)
    view.show()
    changes: list[int] = []
    view.document().contentsChange.connect(lambda *_where: changes.append(1))
    view.set_markdown("# Keys\n\n" + "| Key | What it does |\n|---|---|\n| F1 | Manual |\n" * 100)
    assert view.document().blockCount() > 200
    assert len(changes) < 10


def test_a_page_follows_a_change_of_the_text_size_where_it_was_scrolled_to(qtbot: QtBot) -> None:
    look = theme.current()
    was = look.tokens.font_px
    view = MarkdownView("page", "Page", "A line of words that is rather long.\n\n" * 60)
    qtbot.addWidget(view)
    view.resize(300, 200)
    view.show()
    view.verticalScrollBar().setValue(120)
    height = view.document().size().height()
    try:
        look.set_look(look.scheme, was + 5)
        assert view.document().size().height() > height
        assert view.verticalScrollBar().value() == 120
    finally:
        look.set_look(look.scheme, was)
