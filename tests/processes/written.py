"""A whole process as the text of one process file, for tests that read it again."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from salesdesk.domain.process import Process


def process_text(process: Process) -> str:
    """JSON, which is YAML whose texts all stand in quotes; fields at their default are left out."""
    return json.dumps(_given(process), ensure_ascii=False)


def _given(value: Any) -> Any:
    """Dataclasses as mappings without their defaults, tuples as lists, the rest as it is."""
    if dataclasses.is_dataclass(value):
        return {
            field.name: _given(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.default is dataclasses.MISSING or getattr(value, field.name) != field.default
        }
    return [_given(each) for each in value] if isinstance(value, tuple) else value
