"""The manual tells of every command, of its arguments, and of the JSON that scripts read."""

from __future__ import annotations

import argparse
import dataclasses
import io
import re
from importlib import import_module

import pytest

from salesdesk.cli import COMMANDS
from salesdesk.cli.console import Console
from salesdesk.cli.parsing import Parser
from salesdesk.domain.importing_fields import FIELDS
from tests.manual.pages import sections, table_rows, words_of


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_is_described_with_all_its_arguments(command) -> None:
    section = sections(words_of("command-line"))[command.name]
    synopsis = re.search(r"```\n(.*?)```", section, re.DOTALL)
    assert synopsis is not None
    parser = Parser(f"salesdesk {command.name}", "", Console(io.StringIO(), io.StringIO()))
    import_module(command.module).describe(parser)
    for argument in _arguments(parser):
        assert argument in synopsis[1], f"{argument} of {command.name}"
    known = {option for action in parser._actions for option in action.option_strings}
    told = set(re.findall(r"--[a-z][a-z-]*", section))
    assert told <= known, f"{command.name} has no {told - known}"


def _arguments(parser: argparse.ArgumentParser) -> list[str]:
    found = []
    for action in parser._actions:
        if "--help" in action.option_strings:
            continue
        name = action.option_strings[-1] if action.option_strings else action.metavar
        found += [str(name)] if name else [str(each) for each in action.choices or ()]
    return found


def test_the_json_that_scripts_read_is_described() -> None:
    from salesdesk.usecases.importing import FileReport
    from salesdesk.usecases.listing import LISTED

    words = sections(words_of("command-line"))
    report = FileReport("", "deals", 0, 0, 0, 0, 0, None)
    assert all(f'"{key}"' in words["import"] for key in report.as_plain())
    assert {cells[0] for cells in table_rows(words["list"])[2:]} == set(LISTED)


def test_the_keys_of_listed_records_are_those_described(tmp_path) -> None:
    from salesdesk.domain.clock import Clock
    from salesdesk.usecases.desk import Desk
    from salesdesk.usecases.listing import LISTED, listing, promised
    from tests.desks import copy_demo

    path = tmp_path / "demo.desk"
    copy_demo(path)
    desk = Desk(path, Clock.from_environment(), threaded=False, may_write=False)
    try:
        real = {kind: list(promised(listing(desk, kind)[0])) for kind in LISTED}
    finally:
        desk.close()
    rows = table_rows(sections(words_of("command-line"))["list"])
    told = {
        row[0]: re.findall(r"`([a-z_]+)`", re.sub(r"\([^)]*\)", "", row[1])) for row in rows[2:]
    }
    assert told == real


def test_the_map_file_of_the_manual_can_be_read() -> None:
    import json

    from salesdesk.domain.importing import from_plain

    section = sections(words_of("command-line"))["import"]
    blocks = re.findall(r"```\n(\{.*?)```", section, re.DOTALL)
    plan = from_plain(json.loads(blocks[-1]))
    assert json.loads(json.dumps(dataclasses.asdict(plan)))["kind"] == "deals"
    assert {column.target for column in plan.columns} <= {each.key for each in FIELDS["deals"]}
