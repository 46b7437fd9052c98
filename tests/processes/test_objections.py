"""The built-in objection plays: complete, each in its own words, none a copy of another."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz
from ruamel.yaml import YAML

from salesdesk.domain import facts
from salesdesk.domain.process import Play

FILE = Path(__file__).parents[2] / "resources" / "processes" / "library" / "objections.yaml"
CATEGORIES = [
    "price",
    "budget",
    "cheaper_rival",
    "timing",
    "incumbent",
    "build_it",
    "think_it_over",
    "not_interested",
    "trust",
    "missing_feature",
    "security",
    "effort",
    "unclear_return",
    "priorities",
    "alignment",
    "leaving",
]
PRICE = {"price-value", "price-budget", "price-comparison", "price-negotiation", "price-authority"}
NAMED_ELSEWHERE = {
    "budget-none-set-aside",
    "cheaper_rival-half-price",
    "timing-not-now",
    "timing-after-busy-season",
    "incumbent-happy",
    "incumbent-contract",
    "build_it-own-team",
    "think_it_over-must-ask",
    "not_interested-send-something",
    "trust-never-heard",
    "trust-references",
    "missing_feature-integration",
    "security-review",
    "effort-retrain",
    "effort-no-it-time",
    "unclear_return-prove-it",
    "priorities-bigger-fire",
    "alignment-colleague-against",
    "leaving-not-using-it",
}
LIST_SIZES = {
    "heard": (2, 4),
    "root_causes": (2, 3),
    "diagnose": (3, 4),
    "respond": (2, 3),
    "follow_ups": (2, 3),
    "personas": (1, 4),
}
TOO_ALIKE = 85


@pytest.fixture(scope="module")
def library() -> dict[str, Any]:
    """The file as plain values."""
    loaded: dict[str, Any] = YAML(typ="safe").load(FILE)
    return loaded


@pytest.fixture(scope="module")
def plays(library: dict[str, Any]) -> list[dict[str, Any]]:
    """The plays as plain values, in file order."""
    found: list[dict[str, Any]] = library["plays"]
    return found


def _lines(plays: list[dict[str, Any]], *names: str) -> Iterator[tuple[str, str]]:
    """(play key, text) of every text in the named fields."""
    for play in plays:
        for name in names:
            value = play[name]
            for text in [value] if isinstance(value, str) else value:
                yield play["key"], text


def test_the_file_holds_categories_and_plays_and_nothing_else(library: dict[str, Any]) -> None:
    assert set(library) == {"categories", "plays"}


def test_the_file_begins_with_a_word_to_the_people_who_edit_it() -> None:
    assert FILE.read_text(encoding="utf-8").startswith("# ")


def test_all_sixteen_categories_are_there_in_order_each_with_a_name(
    library: dict[str, Any],
) -> None:
    assert [category["key"] for category in library["categories"]] == CATEGORIES
    names = [category["name"] for category in library["categories"]]
    assert all(names)
    assert len(set(names)) == len(names)


def test_every_category_has_at_least_two_plays(plays: list[dict[str, Any]]) -> None:
    counts = Counter(play["category"] for play in plays)
    assert set(counts) == set(CATEGORIES)
    assert min(counts.values()) >= 2


def test_price_splits_into_value_budget_comparison_negotiation_and_authority(
    plays: list[dict[str, Any]],
) -> None:
    assert {play["key"] for play in plays if play["category"] == "price"} == PRICE


def test_the_plays_that_stages_refer_to_are_there(plays: list[dict[str, Any]]) -> None:
    assert {play["key"] for play in plays} >= NAMED_ELSEWHERE


def test_every_key_is_unique_and_begins_with_its_category(plays: list[dict[str, Any]]) -> None:
    keys = [play["key"] for play in plays]
    assert len(set(keys)) == len(keys)
    for play in plays:
        assert play["key"].startswith(play["category"] + "-"), play["key"]


def test_every_play_fills_exactly_the_fields_of_a_play(plays: list[dict[str, Any]]) -> None:
    fields = {field.name for field in dataclasses.fields(Play)}
    for play in plays:
        assert set(play) == fields, play["key"]
        for name, value in play.items():
            texts = value if name in LIST_SIZES else [value]
            assert isinstance(texts, list), (play["key"], name)
            assert all(isinstance(text, str) and text.strip() for text in texts), play["key"]


@pytest.mark.parametrize("name", LIST_SIZES)
def test_every_list_has_a_useful_length(plays: list[dict[str, Any]], name: str) -> None:
    least, most = LIST_SIZES[name]
    for play in plays:
        assert least <= len(play[name]) <= most, (play["key"], name)


def test_every_response_answers_one_root_cause(plays: list[dict[str, Any]]) -> None:
    for play in plays:
        assert len(play["respond"]) == len(play["root_causes"]), play["key"]


def test_personas_are_known_and_named_once(plays: list[dict[str, Any]]) -> None:
    for play in plays:
        assert set(play["personas"]) <= set(facts.PERSONAS), play["key"]
        assert len(set(play["personas"])) == len(play["personas"]), play["key"]


def test_questions_are_asked_as_questions(plays: list[dict[str, Any]]) -> None:
    for key, text in _lines(plays, "diagnose", "confirm"):
        assert "?" in text, (key, text)


def test_the_short_version_fits_a_glance_on_the_phone(plays: list[dict[str, Any]]) -> None:
    for key, text in _lines(plays, "short"):
        assert len(text.split()) <= 45, key
        assert 1 <= text.count(". ") + 1 <= 3, key


def test_a_response_can_be_said_in_one_breath_or_two(plays: list[dict[str, Any]]) -> None:
    for key, text in _lines(plays, "respond"):
        assert 12 <= len(text.split()) <= 60, (key, text)


@pytest.mark.parametrize("name", ["listen_for", "follow_ups", "respond", "diagnose", "short"])
def test_no_line_of_a_field_is_a_near_copy_of_another(
    plays: list[dict[str, Any]], name: str
) -> None:
    alike = [
        (one, other)
        for one, other in itertools.combinations(_lines(plays, name), 2)
        if fuzz.ratio(one[1].lower(), other[1].lower()) > TOO_ALIKE
    ]
    assert alike == []


def test_no_line_stands_in_two_fields(plays: list[dict[str, Any]]) -> None:
    names = [f.name for f in dataclasses.fields(Play) if f.name not in ("key", "category")]
    names.remove("personas")
    counts = Counter(text.casefold().strip(" .?!") for _, text in _lines(plays, *names))
    assert [text for text, times in counts.items() if times > 1] == []


@pytest.mark.parametrize("name", ["acknowledge", "respond", "confirm", "give_get", "walk_away"])
def test_lines_do_not_all_begin_alike(plays: list[dict[str, Any]], name: str) -> None:
    openings = Counter(" ".join(text.split()[:3]) for _, text in _lines(plays, name))
    opening, times = openings.most_common(1)[0]
    assert times <= 3, opening
