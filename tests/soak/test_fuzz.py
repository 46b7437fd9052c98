"""Files that are almost right, for every reader: some hundreds here, many more with ``-m soak``."""

from __future__ import annotations

import pytest

from tests.soak.fuzz import READERS, Reader, feed

readers = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.key)


@readers
def test_a_file_that_is_almost_right_is_read_or_refused(reader: Reader) -> None:
    found = feed(reader, 150, seed=7)
    assert found.read + found.refused == (7 if reader.is_slow else 150)
    assert found.read > 0


@pytest.mark.soak
@pytest.mark.timeout(7200)
@readers
def test_twenty_thousand_such_files(reader: Reader) -> None:
    assert feed(reader, 20_000, seed=11).read > 0


def test_a_reader_that_breaks_is_named_with_its_file() -> None:
    def breaks(path: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(AssertionError, match=r"mine, file 0: b'abc'"):
        feed(Reader("mine", ".txt", breaks, lambda: [b"abc"]), 40, seed=1)
