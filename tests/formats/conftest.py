"""Files of a line or two, and the shared folder of real ones when it is beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.workbooks import Write


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Writes bytes or text to a file in a folder of its own and gives its path."""

    def write(content: bytes | str, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
