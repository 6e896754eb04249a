"""Settings: what each key takes, its limits, errors that name file and key in one line, and a file that stays yours."""

from __future__ import annotations

import json
import tomllib
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roadmap_flash import cli
from roadmap_flash.config import FILE, HELP, Settings, parse_setting, read_settings, seconds, write_setting
from roadmap_flash.core.scheduling import WEIGHTS
from roadmap_flash.errors import ConfigError

DEFAULTS = asdict(Settings())
GOOD = [
    ("minutes", "0", 0),
    ("minutes", "1440", 1440),
    ("new", "0", 0),
    ("new", "9999", 9999),
    ("reviews", "1", 1),
    ("retention", "0.7", 0.7),
    ("retention", "0.97", 0.97),
    ("rollover", "0", 0),
    ("rollover", "12", 12),
    ("learning_steps", "90s 10m 1h 2d", ("90s", "10m", "1h", "2d")),
    ("relearning_steps", "5m", ("5m",)),
    ("maximum_interval", "1", 1),
    ("maximum_interval", "36500", 36500),
    ("fuzz", "false", False),
    ("fuzz", "true", True),
    ("focus", "mlops kubernetes", ("mlops", "kubernetes")),
]
BAD = [
    ("minutes", "-1"),
    ("minutes", "1441"),
    ("minutes", "ten"),
    ("minutes", "2.5"),
    ("minutes", ""),
    ("new", "10000"),
    ("new", "-1"),
    ("reviews", "many"),
    ("retention", "0.69"),
    ("retention", "0.98"),
    ("retention", "90%"),
    ("retention", "nan"),
    ("retention", "inf"),
    ("rollover", "13"),
    ("rollover", "-1"),
    ("learning_steps", "10"),
    ("learning_steps", "1m 0m"),
    ("learning_steps", "1.5m"),
    ("relearning_steps", "10x"),
    ("maximum_interval", "0"),
    ("maximum_interval", "36501"),
    ("maximum_interval", "9" * 5000),
    ("fuzz", "yes"),
    ("fuzz", "1"),
]
BAD_IN_FILE = [
    ("minutes", '"20"'),
    ("minutes", "2.5"),
    ("minutes", "true"),
    ("minutes", "1441"),
    ("new", "-1"),
    ("retention", "1"),
    ("retention", "nan"),
    ("retention", '"0.9"'),
    ("rollover", "13"),
    ("learning_steps", '"1m"'),
    ("learning_steps", "[1, 10]"),
    ("learning_steps", '["1m", "soon"]'),
    ("relearning_steps", '["\\u001b[31m"]'),
    ("maximum_interval", "0"),
    ("fuzz", "1"),
    ("focus", "[1]"),
    ("focus", '"mlops"'),
    ("focus", "{a = 1}"),
    ("unknown", "1"),
    ("Minutes", "1"),
]


def write(home: Path, text: str) -> None:
    home.mkdir(exist_ok=True)
    (home / FILE).write_text(text, "utf-8")


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The only line on standard error."""
    (line,) = capsys.readouterr().err.splitlines()
    return line


def test_without_a_file_there_are_the_defaults(home: Path) -> None:
    assert read_settings(home) == Settings()
    assert not home.exists()


def test_an_empty_file_changes_nothing(home: Path) -> None:
    write(home, "# nothing set\n")
    assert read_settings(home) == Settings()


def test_every_setting_has_a_word_of_help_in_one_line() -> None:
    assert list(HELP) == [field.name for field in fields(Settings)]
    assert all(text and "\n" not in text for text in HELP.values())


@pytest.mark.parametrize("key", DEFAULTS)
def test_every_default_may_be_written_and_read(home: Path, key: str) -> None:
    write_setting(home, key, DEFAULTS[key])
    assert read_settings(home) == Settings()


@pytest.mark.parametrize(("key", "typed", "expected"), GOOD)
def test_a_typed_value_is_taken_and_comes_back_from_the_file(
    home: Path, key: str, typed: str, expected: object
) -> None:
    value = parse_setting(key, typed.split())
    assert value == expected
    assert type(value) is type(expected)
    write_setting(home, key, value)
    assert asdict(read_settings(home)) == {**DEFAULTS, key: expected}


@pytest.mark.parametrize(("key", "typed"), BAD)
def test_a_typed_value_out_of_range_is_refused_in_one_line_and_nothing_is_written(
    home: Path, key: str, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ConfigError, match=key):
        parse_setting(key, typed.split())
    if typed:
        assert cli.run(["config", key, "--", *typed.split()]) == 5
        line = one_line(capsys)
        assert key in line
        assert len(line) < 200
    assert not (home / FILE).exists()


@pytest.mark.parametrize(("key", "value"), BAD_IN_FILE)
def test_a_wrong_value_in_the_file_is_named_with_file_and_key(
    home: Path, key: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f"# mine\nnew = 5\n{key} = {value}\n" if key != "new" else f"{key} = {value}\n"
    write(home, text)
    assert cli.run(["due"]) == 5
    line = one_line(capsys)
    assert f"{home / FILE}: " in line
    assert key in line
    assert "\x1b" not in line
    assert (home / FILE).read_text("utf-8") == text


@pytest.mark.parametrize(
    "content",
    [b"minutes 20\n", b"minutes = \n", b"minutes = 1\nminutes = 2\n", b"[limits\n", b"\xff\xfe\n", b"minutes = 20\x00"],
    ids=["no equals", "no value", "twice", "torn table", "not utf-8", "null"],
)
def test_a_file_that_is_no_toml_is_refused_in_one_line_and_never_written_over(
    home: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    home.mkdir()
    (home / FILE).write_bytes(content)
    for command in (["due"], ["review", "--plain"], ["config"], ["config", "minutes", "30"], ["focus", "mlops"]):
        assert cli.run(command) == 5, command
        line = one_line(capsys)
        assert f"{home / FILE}: cannot be read: " in line
        assert line.endswith("mend or delete it")
    assert (home / FILE).read_bytes() == content


def test_a_table_in_the_file_is_refused_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(home, "minutes = 5\n[limits]\nnew = 4\n")
    assert cli.run(["config", "new", "3"]) == 5
    assert f"{home / FILE}: 'limits' is no setting; there are minutes, new" in one_line(capsys)


def test_a_folder_in_place_of_the_file_is_told_in_one_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / FILE).mkdir(parents=True)
    for command in (["config"], ["config", "minutes", "30"]):
        assert cli.run(command) == 5
        assert f"{home / FILE}: cannot be read" in one_line(capsys)


def test_an_unknown_key_is_refused_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["config", "minuts", "30"]) == 5
    line = one_line(capsys)
    assert "'minuts' is no setting" in line
    assert all(key in line for key in HELP)


MINE = """\
# what I like
minutes = 45   # evenings

learning_steps = ["1m", "15m"]
# minutes = 10
fuzz = false
"""


def test_other_lines_survive_a_change(home: Path) -> None:
    write(home, MINE)
    write_setting(home, "minutes", 30)
    assert (home / FILE).read_text("utf-8") == MINE.replace("45", "30")
    write_setting(home, "new", 3)
    write_setting(home, "minutes", 31)
    assert read_settings(home) == Settings(minutes=31, new=3, learning_steps=("1m", "15m"), fuzz=False)
    assert all(line in (home / FILE).read_text("utf-8") for line in ("# what I like\n", "# minutes = 10\n"))


@pytest.mark.parametrize(
    "written",
    [
        'learning_steps = [\n  "1m",\n  "15m", # a quarter\n]\n',
        'learning_steps = ["1m",\n"15m"]\n',
        '"learning_steps" = ["1m"]\n',
        "'learning_steps' = ['1m']\n",
        '  learning_steps=["1m"]\n',
    ],
)
def test_a_value_that_is_written_in_another_way_is_replaced_whole(home: Path, written: str) -> None:
    write(home, f"# first\nnew = 7\n{written}fuzz = false\n# last\n")
    write_setting(home, "learning_steps", ("5m",))
    assert all(line in (home / FILE).read_text("utf-8") for line in ("# first\nnew = 7\n", "fuzz = false\n# last\n"))
    assert read_settings(home) == Settings(new=7, fuzz=False, learning_steps=("5m",))


def test_a_key_whose_name_ends_like_another_is_left_alone(home: Path) -> None:
    write(home, 'relearning_steps = ["7m"]\n')
    write_setting(home, "learning_steps", ("5m",))
    assert read_settings(home) == Settings(relearning_steps=("7m",), learning_steps=("5m",))


values = st.one_of(
    st.tuples(st.just("minutes"), st.integers(0, 1440)),
    st.tuples(st.just("new"), st.integers(0, 9999)),
    st.tuples(st.just("retention"), st.floats(0.7, 0.97)),
    st.tuples(st.just("rollover"), st.integers(0, 12)),
    st.tuples(st.just("fuzz"), st.booleans()),
    st.tuples(
        st.sampled_from(["learning_steps", "relearning_steps"]),
        st.lists(st.from_regex(r"[1-9][0-9]{0,4}[smhd]", fullmatch=True), max_size=4).map(tuple),
    ),
    st.tuples(
        st.just("focus"),
        st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=9), max_size=3).map(tuple),
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, max_size=4))
def test_whatever_was_set_last_is_what_is_read(home: Path, changes: list[tuple[str, Any]]) -> None:
    (home / FILE).unlink(missing_ok=True)
    for key, value in changes:
        write_setting(home, key, value)
    assert read_settings(home) == Settings(**dict(changes))


def test_the_file_is_private_and_nothing_else_is_left(home: Path) -> None:
    write_setting(home, "minutes", 30)
    assert home.stat().st_mode & 0o777 == 0o700
    assert (home / FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in home.iterdir()] == [FILE]


def test_a_file_that_cannot_be_written_is_told_in_one_line_and_stays(home: Path) -> None:
    write(home, "minutes = 5\n")
    (home / "config.part").mkdir()
    with pytest.raises(ConfigError, match=r"config\.toml: cannot be written: .*; nothing was changed"):
        write_setting(home, "minutes", 30)
    assert (home / FILE).read_text("utf-8") == "minutes = 5\n"


@pytest.mark.parametrize(
    ("step", "expected"), [("1s", 1), ("90s", 90), ("10m", 600), ("2h", 7200), ("1d", 86400), ("99999d", 8639913600)]
)
def test_a_step_has_a_length(step: str, expected: int) -> None:
    assert seconds(step) == expected


@pytest.mark.parametrize(
    "step", ["", "m", "10", "0m", "01m", "-1m", "1.5h", "1 m", "1M", "100000s", "1w", "1m\n", "１m"]
)
def test_what_is_no_step_is_refused(step: str) -> None:
    with pytest.raises(ConfigError, match="is no step; write a number and s, m, h or d"):
        seconds(step)


def test_settings_become_what_cards_are_scheduled_with() -> None:
    chosen = Settings(
        retention=0.85, learning_steps=("30s", "1h"), relearning_steps=(), maximum_interval=100, fuzz=False
    )
    parameters = chosen.parameters()
    assert parameters.weights == WEIGHTS
    assert (parameters.retention, parameters.maximum_interval, parameters.fuzz) == (0.85, 100, False)
    assert (parameters.learning_steps, parameters.relearning_steps) == ((30, 3600), ())


def test_the_command_shows_what_is_set(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["config", "retention", "0.85"]) == 0
    assert cli.run(["config", "learning_steps", "5m", "1h"]) == 0
    capsys.readouterr()
    assert cli.run(["config", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown == {**json.loads(json.dumps(DEFAULTS)), "retention": 0.85, "learning_steps": ["5m", "1h"]}
    assert tomllib.loads((home / FILE).read_text("utf-8")) == {"retention": 0.85, "learning_steps": ["5m", "1h"]}
