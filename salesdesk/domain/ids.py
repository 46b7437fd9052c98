"""Row ids: UUID version 7 as 32 hex characters, so that ids sort by the time they were made.

Used by every command that adds a row. Source: RFC 9562, section 5.7.
"""

from __future__ import annotations

import os
import time


def new_id() -> str:
    """A fresh id: 48 bits of Unix milliseconds, then 74 random bits."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    value |= 0x7 << 76 | (random >> 64 & 0xFFF) << 64
    value |= 0b10 << 62 | random & (1 << 62) - 1
    return f"{value:032x}"


def new_ids(count: int) -> list[str]:
    """`count` fresh ids in ascending order, made in one go for large imports."""
    milliseconds = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
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
