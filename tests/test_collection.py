"""Decks and store together: what a day holds, what the learner is told of changed decks, who keeps which history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roadmap_flash.collection import Collection, Outlook
from roadmap_flash.config import Settings
from roadmap_flash.core.model import Act, Rating, State
from roadmap_flash.core.session import Phase, Session
from roadmap_flash.core.timing import StudyDays, to_ms
from roadmap_flash.errors import ConflictError
from roadmap_flash.histories import Changes
from roadmap_flash.store import reading
from tests.support.samples import write_questions
from tests.support.stores import DAYS, PLENTY, card_rows, check_file, check_rows, given_answer, opened_collection

AGAIN, HARD, GOOD, EASY = Rating
Desk = Callable[..., AbstractContextManager[Collection]]
Clock = Callable[[str], None]

ROADMAP = """
textbooks: {}
roadmap:
- title: Base
  slug: base
- title: Middle
  slug: middle
  prerequisites: [base]
- title: Top
  slug: top
  prerequisites: [middle]
spine: [top]
"""


@pytest.fixture
def decks(tmp_path: Path) -> Path:
    folder = tmp_path / "decks"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(home: Path, decks: Path) -> Desk:
    """Opens the collection of `decks` as a new process would."""

    @contextmanager
    def opened(**limits: Any) -> Iterator[Collection]:
        with opened_collection(home, decks, **limits) as collection:
            yield collection

    return opened


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def set_clock(now: str) -> None:
        monkeypatch.setenv("FLASH_NOW", now)

    set_clock("2026-05-11T12:00")
    return set_clock


def write_deck(folder: Path, topic: str, *cards: str) -> None:
    """A deck of cards that are given as YAML flow mappings."""
    (folder / f"{topic}.yaml").write_text("\n".join([f"topic: {topic}", "cards:", *(f"- {c}" for c in cards), ""]))


def question(name: str, level: int = 1, answer: str = "yes", more: str = "") -> str:
    return f"{{id: {name}, q: Is {name} asked?, a: {answer}, level: {level}{more}}}"


def sit(collection: Collection, *ratings: Rating, limit: int | None = None) -> list[str]:
    """Answer until nothing is left, the last rating again and again (Easy if none is named); the ids in order."""
    session, given, answered = Session(collection, limit), list(ratings or [EASY]), []
    while session.showing:
        answered.append(session.showing.card.card_id)
        session.reveal()
        session.rate(given.pop(0) if len(given) > 1 else given[0])
    return answered


def told(desk: Desk) -> list[str]:
    """What a learner who answers a card and comes back is told of the decks."""
    with desk() as collection:
        lines = collection.changes().told()
        collection.today()
        collection.settle()
    return lines


# --- limits ---


def test_new_cards_are_limited_per_study_day(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 2, 5)
    limits = Settings(new=3, minutes=0)
    for now, expected in (("2026-05-11T12:00", 3), ("2026-05-11T20:00", 0), ("2026-05-12T12:00", 3)):
        clock(now)
        with desk(settings=limits) as collection:
            assert len(sit(collection)) == expected


def test_learning_steps_do_not_count_as_new(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 5)
    with desk(settings=Settings(new=2, minutes=0)) as collection:
        answered = sit(collection, AGAIN, GOOD)
    assert len(answered) > len(set(answered)) == 2


def test_reviews_are_limited_per_study_day_and_relearning_does_not_count(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 5)
    with desk() as collection:
        everything = set(sit(collection))
    clock("2026-06-11T12:00")
    limits = Settings(new=0, reviews=2, minutes=0)
    with desk(settings=limits) as collection:
        assert collection.outlook().due == 2
        first = sit(collection, AGAIN, GOOD)
    assert len(first) == 3
    assert len(set(first)) == 2
    with desk(settings=limits) as collection:
        assert sit(collection) == []
    clock("2026-06-12T12:00")
    with desk(settings=limits) as collection:
        second = sit(collection)
    assert len(second) == 2
    assert set(first).isdisjoint(second)
    assert set(first) | set(second) < everything


def test_a_card_that_is_learned_again_takes_no_place_of_a_review(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 5)
    with desk() as collection:
        sit(collection)
    limits = Settings(new=0, reviews=2, minutes=0)
    for now, rating in (("2026-06-11T12:00", AGAIN), ("2026-06-11T12:11", GOOD)):
        clock(now)
        with desk(settings=limits) as collection:
            (answered,) = sit(collection, rating, limit=1)
            assert collection.card(answered).reps == (2 if rating is AGAIN else 3)
            assert collection.outlook().due == 1


def test_an_undone_review_counts_no_more(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 4)
    with desk() as collection:
        sit(collection)
    clock("2026-06-11T12:00")
    with desk(settings=Settings(reviews=1, minutes=0)) as collection:
        assert len(sit(collection)) == 1
        assert collection.outlook().due == 0
        collection.undo()
        assert collection.outlook().due == 1


def test_asking_for_new_cards_gives_that_many_more_whatever_was_done(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 2, 10)
    limits = Settings(new=2, minutes=1)
    with desk(settings=limits) as collection:
        assert len(sit(collection)) == 2
    seen = set()
    for _ in range(2):
        with desk(settings=limits, new=4) as collection:
            answered = sit(collection)
            assert len(answered) == 4
            assert sit(collection) == []
            seen.update(answered)
    assert len(seen) == 8
    with desk(settings=limits, new=0) as collection:
        assert sit(collection) == []


def test_asking_for_no_new_cards_gives_none(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 3)
    with desk(new=0) as collection:
        assert collection.today().new == []


def test_a_new_card_taken_back_may_be_shown_again_within_the_limit(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 9)
    limits = Settings(new=3, minutes=0)
    with desk(settings=limits) as collection:
        assert len(sit(collection)) == 3
        collection.undo()
        assert len(sit(collection)) == 1
    with desk(settings=limits) as collection:
        collection.undo()
        assert len(sit(collection)) == 1


def test_further_new_cards_can_be_drawn_at_the_end(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 7)
    with desk(settings=Settings(new=2, minutes=0)) as collection:
        session = Session(collection)
        while session.showing:
            session.reveal()
            session.rate(EASY)
        assert session.more(3) == 3
        assert session.phase is Phase.QUESTION
        session.undo()
        assert collection.today().new
        assert len(sit(collection)) == 4
        assert len(collection.new_cards(10)) == 2


def with_pace(collection: Collection, took_ms: int, count: int = 30, days_ago: int = 30) -> None:
    """Answers to cards that are not in the library, to give the learner a pace."""
    for number in range(count):
        log = given_answer(collection.store, f"gone{number}", EASY, days_later=-days_ago)
        collection.record(replace(log, took_ms=took_ms))


@pytest.mark.parametrize(
    ("minutes", "took_ms", "expected"),
    [
        (1, None, 2),  # nothing known: 15 s an answer, two answers a new card
        (2, None, 4),
        (2, 6_000, 10),
        (2, 60_000, 1),
        (1, 3_600_000, 0),  # an hour at one card was a pause; it counts two minutes
        (0, 60_000, 40),  # no throttle
        (1440, 6_000, 40),  # the limit by count
    ],
)
def test_new_cards_are_throttled_so_that_the_day_fits_the_minutes(
    desk: Desk, decks: Path, clock: Clock, minutes: int, took_ms: int | None, expected: int
) -> None:
    write_questions(decks, 1, 60)
    with desk(settings=Settings(new=40, minutes=minutes)) as collection:
        if took_ms is not None:
            with_pace(collection, took_ms)
        assert len(collection.today().new) == expected


def test_reviews_and_time_spent_leave_less_room_for_new_cards(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 60)
    with desk(new=4) as collection:
        due = sit(collection)
    clock("2026-06-11T12:00")
    limits = Settings(new=40, minutes=3)
    with desk(settings=limits) as collection:
        assert len(due) == collection.outlook().due == 4
        assert collection.outlook().new == (3 * 60 - 4 * 15) // 30 == 4
        log = given_answer(collection.store, due[0], EASY, days_later=31)
        collection.record(replace(log, took_ms=75_000))
    with desk(settings=limits) as collection:
        assert collection.outlook() == Outlook(3, 0, (3 * 60 - 75 - 3 * 15) // 30, 2)


def test_the_outlook_counts_what_is_left_and_its_minutes(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 8)
    with desk(new=3) as collection:
        sit(collection)
    clock("2026-06-11T12:00")
    with desk(settings=Settings(new=2, minutes=0)) as collection:
        assert collection.outlook() == Outlook(due=3, learning=0, new=2, minutes=2)
        sit(collection, GOOD, limit=4)
        assert collection.outlook() == Outlook(due=0, learning=1, new=1, minutes=1)


# --- study days ---


@pytest.mark.parametrize(
    ("rollover", "before", "after"),
    [(4, "2026-05-12T03:59:59", "2026-05-12T04:00"), (0, "2026-05-11T23:59:59", "2026-05-12T00:00")],
)
def test_a_new_day_starts_at_the_rollover_hour(
    desk: Desk, decks: Path, clock: Clock, rollover: int, before: str, after: str
) -> None:
    write_questions(decks, 1, 9)
    limits = Settings(new=2, minutes=0, rollover=rollover, fuzz=False)
    with desk(settings=limits) as collection:
        (card_id, _) = sit(collection)
        due_day = collection.card(card_id).due_day
        assert due_day
    clock(before)
    with desk(settings=limits) as collection:
        assert sit(collection) == []
        assert collection.moment().day == StudyDays(rollover).of(to_ms_of("2026-05-11T12:00"))
    clock(after)
    with desk(settings=limits) as collection:
        assert len(sit(collection)) == 2


def to_ms_of(text: str) -> int:
    from datetime import UTC, datetime

    return to_ms(datetime.fromisoformat(text).replace(tzinfo=UTC))


def test_a_review_card_is_due_for_the_whole_of_its_study_day(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 1)
    clock("2026-05-11T23:30")
    with desk() as collection:
        (card_id,) = sit(collection)
        interval = collection.card(card_id).interval
    for hour, due in (("03:59", 0), ("04:00", 1), ("23:00", 1)):
        clock(f"2026-05-{11 + interval:02}T{hour}")
        with desk() as collection:
            assert collection.outlook().due == due


# --- topics ---


def on_a_roadmap(decks: Path, base: int = 2) -> None:
    (decks / "roadmap.yaml").write_text(ROADMAP)
    write_deck(decks, "base", *(question(f"ba-000{n}") for n in range(base)), question("ba-deep", level=3))
    write_deck(decks, "middle", question("mi-0000"), question("mi-deep", level=2))
    write_deck(decks, "top", question("to-0000"), question("to-deep", level=2))


def test_a_topic_opens_once_the_first_level_of_what_it_needs_was_seen(desk: Desk, decks: Path, clock: Clock) -> None:
    on_a_roadmap(decks)
    with desk() as collection:
        assert collection.today().opened == {"base"}
        answered = sit(collection)
    first_level = [card_id for card_id in answered if not card_id.endswith("deep")]
    assert first_level == ["ba-0000", "ba-0001", "mi-0000", "to-0000"]
    assert set(answered) == {"ba-0000", "ba-0001", "ba-deep", "mi-0000", "mi-deep", "to-0000", "to-deep"}


def test_goals_lead_the_way(desk: Desk, decks: Path, clock: Clock) -> None:
    on_a_roadmap(decks)
    with desk(settings=replace(PLENTY, focus=("middle",))) as collection:
        assert "to-0000" not in sit(collection)
        assert collection.today().new == []
        assert collection.hint() == "Every card of your goals has been seen; name others with: flash focus"


@pytest.mark.parametrize(
    ("focus", "new", "hint"),
    [
        ((), 1, "Top opens after 1 more level-1 card of Middle."),
        (("middle",), 0, "Middle opens after 2 more level-1 cards of Base."),
        (("middle",), 1, "Middle opens after 1 more level-1 card of Base."),
        (("middle",), 3, ""),
        (("middle",), 9, ""),
    ],
)
def test_the_hint_names_what_comes_next(
    desk: Desk, decks: Path, clock: Clock, focus: tuple[str, ...], new: int, hint: str
) -> None:
    on_a_roadmap(decks)
    with desk(settings=Settings(new=new, minutes=0, focus=focus)) as collection:
        assert collection.hint() == ""
        collection.today()
        assert collection.hint() == hint


def test_what_opened_stays_open_when_decks_grow(desk: Desk, decks: Path, clock: Clock) -> None:
    on_a_roadmap(decks, base=1)
    with desk() as collection:
        sit(collection, limit=1)
        assert collection.today().opened == {"base", "middle"}
        collection.settle()
    on_a_roadmap(decks, base=3)
    with desk() as collection:
        assert reading.opened_topics(collection.store.database) == {"base", "middle"}
        assert collection.today().opened == {"base", "middle"}
        assert "mi-0000" in collection.today().new


def test_what_never_opened_stays_closed_when_decks_grow(desk: Desk, decks: Path, clock: Clock) -> None:
    on_a_roadmap(decks, base=2)
    with desk() as collection:
        sit(collection, limit=1)
        collection.settle()
    on_a_roadmap(decks, base=3)
    with desk() as collection:
        assert collection.today().opened == {"base"}


def test_named_topics_are_all_there_is_and_open_whatever_they_need(desk: Desk, decks: Path, clock: Clock) -> None:
    on_a_roadmap(decks)
    with desk(only=frozenset({"top"})) as collection:
        assert set(sit(collection)) == {"to-0000", "to-deep"}
    clock("2026-06-11T12:00")
    with desk(only=frozenset({"base"})) as collection:
        assert collection.outlook().due == 0
        assert sorted(collection.today().new) == ["ba-0000", "ba-0001", "ba-deep"]
    with desk(only=frozenset({"top"})) as collection:
        assert sorted(collection.today().due) == ["to-0000", "to-deep"]


# --- decks that change ---


def test_nothing_is_told_of_decks_seen_for_the_first_time(desk: Desk, decks: Path) -> None:
    write_questions(decks, 2, 3)
    assert told(desk) == []
    assert told(desk) == []


BEFORE = [question("aa-0000"), question("aa-0001"), question("aa-0002"), "{id: aa-both, term: one, def: two}"]
CORRECTED = question("aa-0001", answer="no", more=", fixed: {on: 2026-05-11, was: yes}")


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (BEFORE, None),
        (BEFORE[::-1], None),
        ([question("aa-0000", answer="no"), *BEFORE[1:]], "The decks changed: 1 changed card."),
        ([*BEFORE, question("aa-0003")], "The decks changed: 1 new card."),
        ([*BEFORE, "{id: aa-more, term: three, def: four}"], "The decks changed: 2 new cards."),
        ([BEFORE[0], CORRECTED, *BEFORE[2:]], "The decks changed: 1 corrected card."),
        (BEFORE[1:], "The decks changed: 1 removed card."),
        (
            [question("aa-0000", answer="no"), CORRECTED, BEFORE[3], question("aa-0003")],
            "The decks changed: 1 new, 1 changed, 1 corrected, 1 removed cards.",
        ),
    ],
)
def test_changes_of_a_deck_are_told_once(
    desk: Desk, decks: Path, clock: Clock, after: list[str], line: str | None
) -> None:
    write_deck(decks, "aa", *BEFORE)
    assert told(desk) == []
    write_deck(decks, "aa", *after)
    with desk() as collection:
        assert collection.changes().told() == ([line] if line else [])
    assert told(desk) == ([line] if line else [])
    assert told(desk) == []


def test_new_and_removed_decks_are_told(desk: Desk, decks: Path, clock: Clock) -> None:
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"))
    told(desk)
    write_deck(decks, "bb", question("bb-0000"))
    assert told(desk) == ["The decks changed: 1 new card."]
    (decks / "aa.yaml").unlink()
    assert told(desk) == ["The decks changed: 2 removed cards."]
    assert told(desk) == []


def test_a_card_that_moves_to_another_deck_is_neither_new_nor_removed(desk: Desk, decks: Path, clock: Clock) -> None:
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"))
    write_deck(decks, "bb", question("bb-0000"))
    told(desk)
    write_deck(decks, "aa", question("aa-0000"))
    write_deck(decks, "bb", question("bb-0000"), question("aa-0001"))
    assert told(desk) == []


def test_nothing_to_tell_is_told_in_no_words() -> None:
    assert Changes().told() == []


def test_a_card_that_left_keeps_its_history_and_comes_back_with_it(desk: Desk, decks: Path, clock: Clock) -> None:
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"))
    with desk() as collection:
        sit(collection)
        collection.settle()
        before = card_rows(collection.store.database)
    write_deck(decks, "aa", question("aa-0001"))
    clock("2026-06-11T12:00")
    with desk() as collection:
        collection.changes()
        assert collection.today().due == ["aa-0001"]
        with pytest.raises(KeyError):
            collection.note_of("aa-0000")
        collection.settle()
        assert card_rows(collection.store.database) == before
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"))
    with desk() as collection:
        assert sorted(collection.today().due) == ["aa-0000", "aa-0001"]
        check_file(collection.store.database)


def test_undo_passes_over_the_desk_what_left_the_library(desk: Desk, decks: Path, clock: Clock) -> None:
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"))
    with desk() as collection:
        answered = sit(collection)
    write_deck(decks, "aa", question(answered[0]))
    with desk() as collection:
        session = Session(collection)
        undone = session.undo()
        assert undone
        assert undone.card_id == answered[1]
        assert session.phase is Phase.DONE
        assert session.undo()
        assert session.showing
        assert session.showing.card.card_id == answered[0]


def test_a_corrected_card_becomes_due_and_shows_what_was_wrong(desk: Desk, decks: Path, clock: Clock) -> None:
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"), question("aa-0002"))
    with desk() as collection:
        sit(collection, limit=2)
        collection.settle()
        seen = set(card_rows(collection.store.database))
    assert seen == {"aa-0000", "aa-0001"}
    clock("2026-05-13T12:00")
    fixed = ", fixed: {on: 2026-05-12, was: never}"
    write_deck(decks, "aa", question("aa-0000", more=fixed), question("aa-0001"), question("aa-0002", more=fixed))
    with desk(settings=Settings(new=0)) as collection:
        assert collection.changes().told() == ["The decks changed: 2 corrected cards."]
        session = Session(collection)
        assert session.showing
        assert session.showing.card.card_id == "aa-0000"
        assert session.showing.corrected == "never"
        session.reveal()
        session.rate(GOOD)
        assert session.showing is None
        session.undo()
        assert session.showing.corrected == "never"
        session.reveal()
        session.rate(GOOD)
    with desk() as collection:
        session = Session(collection)
        assert session.showing
        assert (session.showing.card.card_id, session.showing.corrected) == ("aa-0002", "")


# --- cards without an id, and ids that change ---

CAPITAL = "{q: What is the capital of France?, a: Paris}"
EDITED = "{q: What is the capital city of France?, a: Paris}"
NAMED = "{id: geo-abcd, q: What is the capital of France?, a: Paris}"
DIFFERENT = "{q: How deep is the sea?, a: very}"


@pytest.mark.parametrize(("before", "after"), [(CAPITAL, EDITED), (CAPITAL, NAMED), (EDITED, NAMED)])
def test_an_edited_card_without_an_id_keeps_its_history(
    desk: Desk, decks: Path, clock: Clock, before: str, after: str
) -> None:
    write_deck(decks, "geo", before, DIFFERENT)
    with desk() as collection:
        old = sit(collection, limit=1)[0]
        state = collection.card(old)
        collection.settle()
    write_deck(decks, "geo", after, DIFFERENT)
    clock("2026-05-12T12:00")
    with desk() as collection:
        changes = collection.changes()
        (new,) = changes.adopted
        assert changes.told() == [f"{new}: its question was edited; it keeps its history."]
        assert card_rows(collection.store.database) == {new: replace(state, card_id=new)}
        check_file(collection.store.database)
        collection.settle()
        assert collection.changes().told() == []
    clock("2026-06-11T12:00")
    with desk(new=0) as collection:
        assert sit(collection, GOOD) == [new]
        assert collection.card(new).reps == 2
        check_rows(collection.store.database)


def test_an_adopted_card_is_handed_over_only_once(desk: Desk, decks: Path, clock: Clock) -> None:
    """A learner who looks and leaves is told again, and nothing is lost by it."""
    write_deck(decks, "geo", CAPITAL)
    with desk() as collection:
        sit(collection)
        collection.settle()
    write_deck(decks, "geo", EDITED)
    with desk() as collection:
        collection.changes()
        rows = card_rows(collection.store.database)
        assert len(rows) == 1
    with desk() as collection:
        collection.changes()
        assert card_rows(collection.store.database) == rows
        check_rows(collection.store.database)


def test_a_question_edited_there_and_back_keeps_its_history(desk: Desk, decks: Path, clock: Clock) -> None:
    for number, card in enumerate((CAPITAL, EDITED, CAPITAL, EDITED)):
        clock(f"2026-0{number + 2}-20T12:00")
        write_deck(decks, "geo", card)
        with desk(settings=replace(PLENTY, maximum_interval=30)) as collection:
            collection.changes()
            (answered,) = sit(collection)
            collection.settle()
            assert collection.card(answered).reps == number + 1
            check_rows(collection.store.database)


def test_both_sides_of_an_edited_card_keep_their_history(desk: Desk, decks: Path, clock: Clock) -> None:
    write_deck(decks, "aa", "{term: a long enough term, def: its meaning}")
    for day in (11, 12):
        clock(f"2026-05-{day}T12:00")
        with desk() as collection:
            assert len(sit(collection)) == 1
            collection.settle()
            states = card_rows(collection.store.database)
    write_deck(decks, "aa", "{term: a long enough term indeed, def: its meaning}")
    with desk() as collection:
        (new,) = collection.changes().adopted
        rows = card_rows(collection.store.database)
        assert set(rows) == {f"{new}:term", f"{new}:def"}
        assert {(row.due_day, row.last_at) for row in rows.values()} == {
            (row.due_day, row.last_at) for row in states.values()
        }
        check_rows(collection.store.database)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (CAPITAL, DIFFERENT),
        (NAMED, NAMED.replace("abcd", "efgh")),
        (CAPITAL, "{q: What is the capital of France?, right: Paris, wrong: [Rome: No., Bonn: No.]}"),
    ],
    ids=["another question", "another id", "another kind"],
)
def test_another_card_starts_anew(desk: Desk, decks: Path, clock: Clock, before: str, after: str) -> None:
    write_deck(decks, "geo", before)
    with desk() as collection:
        sit(collection)
        collection.settle()
    write_deck(decks, "geo", after)
    with desk() as collection:
        changes = collection.changes()
        assert (changes.new, changes.removed, changes.adopted) == (1, 1, [])
        assert len(collection.today().new) == 1


@pytest.mark.parametrize("limit", [1, 2])
def test_a_card_whose_kind_changes_hands_its_history_to_the_first_card(
    desk: Desk, decks: Path, clock: Clock, limit: int
) -> None:
    write_deck(decks, "aa", "{id: aa-abcd, q: What is one?, a: two}")
    with desk() as collection:
        sit(collection)
        collection.settle()
        before = collection.card("aa-abcd")
    write_deck(decks, "aa", "{id: aa-abcd, term: one, def: two}")
    for _ in range(limit):
        with desk() as collection:
            collection.changes()
            assert card_rows(collection.store.database) == {"aa-abcd:term": replace(before, card_id="aa-abcd:term")}
            check_rows(collection.store.database)


def test_a_card_that_replaces_a_shipped_one_says_so_when_that_changes(
    home: Path, decks: Path, tmp_path: Path, clock: Clock
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    write_deck(decks, "aa", question("aa-0000"), question("aa-0001"))
    write_deck(own, "aa", question("aa-0000", answer="mine"))
    with opened_collection(home, decks, own) as collection:
        assert collection.note_of("aa-0000").fields["a"] == "mine"
        sit(collection)
        collection.settle()
    write_deck(decks, "aa", question("aa-0000", answer="better"), question("aa-0001"))
    with opened_collection(home, decks, own) as collection:
        assert collection.changes().told() == [
            "aa-0000: the shipped card that yours replaces has changed; compare them."
        ]
        assert collection.note_of("aa-0000").fields["a"] == "mine"
        collection.settle()
        assert collection.changes().told() == []


# --- the clock ---


@pytest.mark.parametrize(
    ("now", "line"),
    [
        ("2026-05-11T11:30", None),
        ("2026-05-11T13:00", None),
        ("2026-05-11T10:00", "! The clock is 2 h behind your last answer; is date and time set right?"),
        ("2026-05-01T12:00", "! The clock is 240 h behind your last answer; is date and time set right?"),
    ],
)
def test_a_clock_that_was_set_back_is_told(desk: Desk, decks: Path, clock: Clock, now: str, line: str | None) -> None:
    write_questions(decks, 1, 2)
    with desk() as collection:
        assert collection.clock_warning() == []
        sit(collection, limit=1)
    clock(now)
    with desk() as collection:
        assert collection.clock_warning() == ([f"{line} Answers are kept."] if line else [])


@pytest.mark.parametrize("now", ["2026-05-11T11:59", "2026-05-10T12:00", "2020-01-01T00:00"])
def test_an_answer_is_never_logged_before_the_last_one_of_its_card(
    desk: Desk, decks: Path, clock: Clock, now: str
) -> None:
    write_questions(decks, 1, 1)
    with desk() as collection:
        session = Session(collection)
        session.reveal()
        session.rate(GOOD)
        assert session.showing
        clock(now)
        session.reveal()
        session.rate(GOOD)
        first, second = reading.log_of(collection.store.database, "t000-0000")
        assert second.moment.at > first.moment.at
        assert second.moment.day >= first.moment.day
        assert collection.card("t000-0000").state is State.REVIEW
        check_rows(collection.store.database)


def test_acts_after_the_clock_was_set_back_count_as_later(desk: Desk, decks: Path, clock: Clock) -> None:
    write_questions(decks, 1, 1)
    with desk() as collection:
        session = Session(collection)
        session.flag("first")
        session.reveal()
        session.rate(GOOD)
        clock("2026-05-11T11:50")
        session.flag("second")
        session.bury()
        acts = [row.act for row in reading.log_of(collection.store.database, "t000-0000")]
        assert acts == [Act.FLAG, Act.ANSWER, Act.FLAG, Act.BURY]
        assert collection.card("t000-0000").flag == "second"
        check_rows(collection.store.database)


# --- two at once ---


def test_a_card_answered_in_another_terminal_is_refused_and_the_session_goes_on(
    desk: Desk, decks: Path, clock: Clock
) -> None:
    write_questions(decks, 1, 3)
    with desk() as one, desk() as other:
        here, there = Session(one), Session(other)
        assert here.showing
        assert there.showing
        assert here.showing.card.card_id == there.showing.card.card_id == "t000-0000"
        for session in (here, there):
            session.reveal()
        here.rate(EASY)
        with pytest.raises(ConflictError):
            there.rate(EASY)
        there.refresh()
        assert there.showing.card.card_id != "t000-0000"
        sit(other)
        assert set(card_rows(one.store.database)) == {f"t000-000{n}" for n in range(3)}
        assert all(card.reps == 1 for card in card_rows(one.store.database).values())
        check_file(one.store.database)


def test_a_whole_week_of_study_replays(desk: Desk, decks: Path, clock: Clock) -> None:
    """Forty cards, seven days, all ratings; whatever happened, the rows are what the log gives."""
    write_questions(decks, 4, 10)
    ratings = [GOOD, AGAIN, EASY, HARD, GOOD, GOOD, AGAIN, GOOD]
    for day in range(11, 18):
        clock(f"2026-05-{day}T12:00")
        with desk(settings=Settings(new=6, minutes=0)) as collection:
            answered = sit(collection, *ratings, EASY)
            collection.settle()
            assert len(answered) >= 6
    with desk() as collection:
        rows = card_rows(collection.store.database)
        assert len(rows) == 42 - 2
        assert {DAYS.of(row.last_at or 0) for row in rows.values()} >= {row.last_day for row in rows.values()}
        check_file(collection.store.database)
