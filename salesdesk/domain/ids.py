"""Row ids: UUID version 7 as 32 hex characters, so that ids sort by the time they were made.

Used by every command that adds a row. Source: RFC 9562, sections 5.7 and 6.2, method 3.
"""

from __future__ import annotations

import os
import time

_MS = 1_000_000
"""Nanoseconds."""


def new_id() -> str:
    """A fresh id: 48 bits of Unix milliseconds, 12 of their part, then 62 random bits.

    What is made one after the other so keeps its order, down to a quarter of a microsecond.
    """
    milliseconds, rest = divmod(time.time_ns(), _MS)
    random = int.from_bytes(os.urandom(8), "big")
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (rest << 12) // _MS << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    return f"{value:032x}"


def new_ids(count: int) -> list[str]:
    """`count` fresh ids in ascending order, made in one go for large imports."""
    milliseconds = (time.time_ns() // _MS & (1 << 48) - 1) << 80
    start = int.from_bytes(os.urandom(4), "big") << 42 & (1 << 74) - 1
    noise = os.urandom(4 * count)
    ids = []
    for index in range(count):
        # A running 42-bit step keeps the order; its low bits are random, so ids cannot be guessed.
        serial = start + (index << 32) + int.from_bytes(noise[4 * index : 4 * index + 4], "big")
        serial &= (1 << 74) - 1
        low = 0b10 << 62 | serial & (1 << 62) - 1
        value = milliseconds | 0x7 << 76 | (serial >> 62) << 64 | low
        ids.append(f"{value:032x}")
    return ids
