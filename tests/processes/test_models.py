"""The models that check a file have exactly the fields of the domain's classes."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import typing

import pytest

from salesdesk.domain import facts, gates, process
from salesdesk.processes import models

SHARED = [
    name
    for name, kind in vars(process).items()
    if dataclasses.is_dataclass(kind) and hasattr(models, name)
]


def test_every_class_of_a_process_has_a_model() -> None:
    classes = {n for n, k in vars(process).items() if dataclasses.is_dataclass(k)}
    assert set(SHARED) == classes


@pytest.mark.parametrize("name", SHARED)
def test_a_model_has_exactly_the_fields_of_its_class(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(getattr(process, name))}

    assert set(getattr(models, name).model_fields) == fields


@pytest.mark.parametrize("name", SHARED)
def test_a_model_leaves_out_what_its_class_leaves_out(name: str) -> None:
    kind, model = getattr(process, name), getattr(models, name)
    for field in dataclasses.fields(kind):
        if field.name == "layer" and name == "Question":
            continue  # taken from the topic
        is_needed = field.default is dataclasses.MISSING
        assert model.model_fields[field.name].is_required() == is_needed, field.name


def test_the_rules_that_a_file_may_name_are_those_that_gates_evaluate() -> None:
    assert set(typing.get_args(facts.RuleTest)) == set(gates.RULES)


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        (facts.FACT_KINDS, facts.FACT_KIND_LABELS),
        (facts.ROLES, facts.ROLE_LABELS),
        (facts.INFLUENCES, facts.INFLUENCE_LABELS),
        (facts.STANCES, facts.STANCE_LABELS),
        (facts.FIELDS, facts.FIELD_LABELS),
        (typing.get_args(facts.FactColumn), facts.FACT_COLUMN_LABELS),
        (tuple(gates.RULES), facts.RULE_LABELS),
        (facts.PERSONAS, facts.PERSONA_LABELS),
    ],
)
def test_every_word_has_one_label(words: tuple[str, ...], labels: dict[str, str]) -> None:
    assert set(labels) == set(words)
    assert len(set(labels.values())) == len(words)


def test_listing_the_shipped_processes_imports_neither_pydantic_nor_ruamel() -> None:
    script = (
        "import sys; from salesdesk.processes import builtin; builtin.builtin_keys();"
        "print([m for m in ('pydantic', 'ruamel.yaml') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
