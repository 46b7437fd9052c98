"""The manual's files for its tests: words, tables and sections."""

from __future__ import annotations

import re

from salesdesk.support.paths import resources

FOLDER = resources("manual")
FILES = sorted(FOLDER.glob("*.md"))
ROOT = FOLDER.parent.parent


def words_of(name: str) -> str:
    return next(file for file in FILES if file.stem.endswith(name)).read_text(encoding="utf-8")


def table_rows(words: str) -> list[list[str]]:
    lines = (line for line in words.splitlines() if line.startswith("|"))
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def sections(words: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)$", words, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))
