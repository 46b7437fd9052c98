"""Fractional keys: the order of cards and lists without ever renumbering.

A key is text over the digits 0-9A-Za-z, read as a fraction between 0 and 1 and compared as plain
bytes; no key ends in "0", so there is always room before it. Used by deals, facts and line items.
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
_VALUE = {digit: value for value, digit in enumerate(DIGITS)}


def key_between(before: str | None, after: str | None) -> str:
    """A key strictly between two keys; None stands for the very start or the very end.

    Raises ValueError when `before` is not below `after`.
    """
    if before is not None and after is not None and before >= after:
        raise ValueError(f"no key between {before!r} and {after!r}")
    if after is None:
        return _above(before or "")
    return _middle(before or "", after)


def keys_between(before: str | None, after: str | None, count: int) -> list[str]:
    """`count` ascending keys between two keys, all about as short as they can be."""
    if count <= 0:
        return []
    if before is None and after is None:
        return _even(count)
    middle = key_between(before, after)
    left = (count - 1) // 2
    return [
        *keys_between(before, middle, left),
        middle,
        *keys_between(middle, after, count - 1 - left),
    ]


def _even(count: int) -> list[str]:
    """Evenly spread keys over the whole range; what an import of a fresh pipeline uses."""
    width, room = 1, BASE
    while room < 2 * (count + 1):
        width, room = width + 1, room * BASE
    step = room // (count + 1)
    keys = []
    for index in range(1, count + 1):
        value, digits = index * step, []
        for _ in range(width):
            value, digit = divmod(value, BASE)
            digits.append(DIGITS[digit])
        keys.append("".join(reversed(digits)).rstrip("0"))
    return keys


def _above(before: str) -> str:
    """A key above `before`, climbing slowly: appending many cards must not grow keys fast."""
    for place, digit in enumerate(before):
        if digit != DIGITS[-1]:
            return before[:place] + DIGITS[_VALUE[digit] + 1]
    return before + DIGITS[BASE // 2]


def _middle(before: str, after: str) -> str:
    """The key half-way between two keys of which the second is higher."""
    place = 0
    while True:
        low = _VALUE[before[place]] if place < len(before) else 0
        high = _VALUE[after[place]] if place < len(after) else 0
        if low != high:
            break
        place += 1
    prefix = after[:place]
    if high - low > 1:
        return prefix + DIGITS[(low + high) // 2]
    # Neighbouring digits: stay under `after` by keeping the low digit and climbing behind it.
    rest = before[place + 1 :]
    return prefix + DIGITS[low] + _above(rest)
