"""Collect every sentence marked for translation into ``resources/locale/salesdesk.pot``.

Run by whoever changed a sentence, from anywhere: ``.venv/bin/python packaging/messages.py``. With
``--check`` nothing is written, and the exit code is 1 when the template is out of date. It holds no
date and no line numbers, so that it changes only when a sentence does.
"""

from __future__ import annotations

import argparse
import io
import sys
import tomllib
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "resources" / "locale" / "salesdesk.pot"
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "ngettext": (1, 2)}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
HEADER = "# Sentences of SalesDesk, for translators. Made by packaging/messages.py.\n#"


def template_text() -> str:
    """The template as it should be now."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    catalog = Catalog(
        project=project["name"],
        version=project["version"],
        charset="utf-8",
        header_comment=HEADER,
    )
    for folder in ("salesdesk", "resources/templates"):
        if not (ROOT / folder).is_dir():
            continue
        found = extract_from_dir(
            ROOT / folder, method_map=METHODS, keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for file, _line, message, comments, context in found:
            place = (f"{folder}/{file}", 0)
            catalog.add(message, None, [place], auto_comments=comments, context=context)
    return _written(catalog)


def _written(catalog: Catalog) -> str:
    stream: IO[bytes] = io.BytesIO()
    write_po(stream, catalog, width=100, sort_output=True, include_lineno=False)
    stream.seek(0)
    # What differs at each run, and Babel's placeholders, say nothing to a translator.
    dropped = (
        "POT-Creation-Date Generated-By PO-Revision-Date Report-Msgid-Bugs-To Last-Translator "
        "Language-Team"
    ).split()
    lines = stream.read().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{d}' for d in dropped)))


def main(arguments: list[str]) -> int:
    """Write the template, or with ``--check`` only compare."""
    parser = argparse.ArgumentParser(description="Collect the sentences to translate.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when outdated")
    is_check = parser.parse_args(arguments).check
    text = template_text()
    is_current = TEMPLATE.is_file() and TEMPLATE.read_text(encoding="utf-8") == text
    if is_check:
        print("The template is up to date." if is_current else "The template is out of date.")
        return 0 if is_current else 1
    TEMPLATE.parent.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(text, encoding="utf-8", newline="\n")
    print(f"Wrote {TEMPLATE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
