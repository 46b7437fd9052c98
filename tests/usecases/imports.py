"""Files for import tests: small ones written by hand, and where the real ones stand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from salesdesk.usecases.desk import Desk
from tests.store.whole import dump

DATA = Path(__file__).parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared folder of real files is not beside the checkout"
)
MAVEN = tuple(
    DATA / "maven-crm-opportunities" / name
    for name in ("accounts.csv", "products.csv", "sales_pipeline.csv")
)
MAVEN_STAGES = {"Prospecting": "Qualification", "Engaging": "Discovery"}

ACCOUNTS = """account,sector,employees,subsidiary_of
Isdom,retail,120,
Cancity,retail,45,Isdom
"""
PRODUCTS = """product,series,sales_price
GTX Pro,GTX,4821
MG Special,MG,55
"""
DEALS = """opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
A1,Moses Frase,GTXPro,Isdom,Won,2026-01-20,2026-03-01,4514
A2,Moses Frase,GTX Pro,Cancity,Lost,2026-02-25,2026-03-11,0
A3,Darcel Schlecht,MG Special,Zoomzone,Engaging,2026-10-25,,
A4,Darcel Schlecht,MG Special,,Prospecting,,,
"""
STAGES = {"Engaging": "Propose", "Prospecting": "Qualify"}


def write(folder: Path, **texts: str) -> list[Path]:
    """Files `<name>.csv` with these texts, in the order given."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def small(folder: Path) -> list[Path]:
    """Accounts, products and deals that belong together."""
    return write(folder, accounts=ACCOUNTS, products=PRODUCTS, deals=DEALS)


def rows(desk: Desk, statement: str) -> list[tuple[Any, ...]]:
    """Plain rows by SQL."""
    return [tuple(row) for row in desk.raw.execute(statement).fetchall()]


def without_ids(desk: Desk) -> dict[str, Counter[tuple[Any, ...]]]:
    """Everything in a desk with each id replaced by what it names, to compare two desks.

    Ids and times of writing differ from one desk to the next; all else must not.
    """
    whole = dump(desk)
    names = {
        row_id: f"{table}:{row.get('name') or row.get('import_key') or ''}"
        for table, found in whole.items()
        for row_id, row in found.items()
    }
    for table in ("stay", "line_item", "deal_person"):
        for row_id, row in whole.get(table, {}).items():
            names[row_id] = f"{table} of {names.get(row['deal_id'], '')}"
    left_out = {"id", "written_at", "published_at", "body"}
    return {
        table: Counter(
            tuple(
                (key, names.get(value, value) if isinstance(value, str) else value)
                for key, value in sorted(row.items())
                if key not in left_out
            )
            for row in found.values()
        )
        for table, found in whole.items()
    }
