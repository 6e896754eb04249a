"""A sitting as a state machine, on a desk in memory: phases, undo, limits, look-alikes, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from roadmap_flash.core.model import Act, CardState, Rating, State
from roadmap_flash.core.queue import APART
from roadmap_flash.core.scheduling import DEFAULT, answer
from roadmap_flash.core.session import Phase, Session
from roadmap_flash.core.timing import DAY_MS, LEARN_AHEAD_MS
from roadmap_flash.errors import ConflictError, StoreError
from tests.support.desk import NOON, MemoryDesk, choice, note

MINUTE = 60_000


def desk_of(count: int, **changes: object) -> MemoryDesk:
    return replace(MemoryDesk([note(f"n{place}") for place in range(count)]), **changes)  # type: ignore[arg-type]


def rate(session: Session, rating: Rating = Rating.EASY) -> None:
    session.reveal()
    assert session.rate(rating)


def shown_id(session: Session) -> str:
    return session.showing.card.card_id if session.showing else ""


def finish(session: Session, rating: Rating = Rating.EASY) -> list[str]:
    """Rate all that is left; the ids in the order of showing."""
    order = []
    while session.showing:
        order.append(shown_id(session))
        rate(session, rating)
    return order


# Phases


def test_a_sitting_starts_with_a_question_and_without_outcomes() -> None:
    session = Session(desk_of(2))
    assert (session.phase, shown_id(session), session.outcomes) == (Phase.QUESTION, "n0", {})


def test_a_sitting_without_cards_is_done_at_once() -> None:
    session = Session(desk_of(0))
    assert (session.phase, session.showing, session.total) == (Phase.DONE, None, 0)


def test_a_rating_before_the_reveal_is_refused_and_changes_nothing() -> None:
    desk = desk_of(1)
    session = Session(desk)
    assert [session.rate(rating) for rating in Rating] == [False] * 4
    assert (desk.log, session.phase, session.done) == ([], Phase.QUESTION, [])


def test_after_the_end_nothing_can_be_done_but_undo_and_more() -> None:
    desk = desk_of(1)
    session = Session(desk)
    rate(session)
    session.reveal()
    session.suspend()
    session.bury()
    session.flag("odd")
    assert not session.rate(Rating.GOOD)
    assert not session.choose(0)
    assert (session.phase, len(desk.log), session.flagged) == (Phase.DONE, 1, {})


def test_the_next_question_comes_after_a_rating() -> None:
    session = Session(desk_of(2))
    rate(session)
    assert (session.phase, shown_id(session), session.outcomes) == (Phase.QUESTION, "n1", {})
    rate(session)
    assert (session.phase, session.showing) == (Phase.DONE, None)


# The interval shown is the interval given


@pytest.mark.parametrize("rating", list(Rating))
@pytest.mark.parametrize("learned", [False, True])
def test_what_was_shown_is_recorded_however_long_the_learner_thinks(rating: Rating, learned: bool) -> None:
    desk = desk_of(1)
    if learned:
        desk.learned("n0")
    session = Session(desk)
    session.reveal()
    shown = dict(session.outcomes)
    revealed = desk.moment()
    desk.wait(7 * MINUTE)
    session.reveal()
    assert session.outcomes == shown
    session.rate(rating)
    assert desk.cards["n0"] == shown[rating]
    assert (desk.log[-1].after, desk.log[-1].moment, desk.log[-1].rating) == (shown[rating], revealed, rating)
    assert desk.log[-1].parameters == DEFAULT


def test_the_four_outcomes_are_those_of_the_scheduler() -> None:
    desk = desk_of(1)
    desk.learned("n0")
    session = Session(desk)
    session.reveal()
    expected = {rating: answer(desk.card("n0"), rating, desk.moment(), DEFAULT) for rating in Rating}
    assert session.outcomes == expected


def test_the_time_from_question_to_rating_is_recorded() -> None:
    desk = desk_of(1)
    session = Session(desk)
    desk.wait(4_000)
    session.reveal()
    desk.wait(1_500)
    session.rate(Rating.GOOD)
    assert (desk.log[-1].took_ms, session.done[-1].took_ms) == (5_500, 5_500)


def test_with_the_clock_set_back_an_answer_is_not_earlier_than_the_one_before() -> None:
    desk = desk_of(1)
    desk.learned("n0", days_ago=5)
    first = desk.cards["n0"]
    session = Session(desk)
    desk.now -= 7 * DAY_MS
    rate(session, Rating.GOOD)
    assert desk.log[-1].moment == ((first.last_at or 0) + 1, first.last_day)
    assert desk.cards["n0"].last_at == desk.log[-1].moment.at


# Multiple choice


def test_a_choice_reveals_and_proposes() -> None:
    session = Session(MemoryDesk([choice("c")]))
    assert session.showing
    right = session.showing.face.right
    assert session.choose((right + 1) % 3)
    assert (session.phase, session.proposal) == (Phase.ANSWER, Rating.AGAIN)
    assert session.choose(right)
    assert session.proposal is Rating.GOOD


@pytest.mark.parametrize("place", [-1, 3, 99])
def test_an_option_that_is_not_there_cannot_be_chosen(place: int) -> None:
    session = Session(MemoryDesk([choice("c")]))
    assert not session.choose(place)
    assert (session.phase, session.chosen) == (Phase.QUESTION, None)


def test_a_card_without_options_has_nothing_to_choose() -> None:
    session = Session(desk_of(1))
    assert not session.choose(0)
    assert session.phase is Phase.QUESTION


def test_the_learner_may_overrule_and_what_was_drawn_chosen_and_proposed_is_recorded() -> None:
    desk = MemoryDesk([choice("c")])
    session = Session(desk)
    assert session.showing
    order, wrong = session.showing.drawn["order"], (session.showing.face.right + 1) % 3
    session.choose(wrong)
    session.rate(Rating.EASY)
    assert desk.log[-1].shown == {"order": order, "chosen": wrong, "proposed": 1}
    assert desk.log[-1].rating is Rating.EASY


def test_without_a_choice_good_is_proposed_and_no_choice_recorded() -> None:
    desk = MemoryDesk([choice("c")])
    session = Session(desk)
    session.reveal()
    assert session.proposal is Rating.GOOD
    session.rate(Rating.GOOD)
    assert set(desk.log[-1].shown) == {"order"}


def test_a_choice_does_not_carry_over_to_the_next_card() -> None:
    session = Session(MemoryDesk([choice("c"), choice("d")]))
    assert session.showing
    session.choose((session.showing.face.right + 1) % 3)
    session.rate(Rating.EASY)
    assert (session.chosen, session.proposal) == (None, Rating.GOOD)


def test_a_drill_shows_other_numbers_after_an_answer_and_the_same_after_an_undo() -> None:
    vars_ = {"a": list(range(2, 60))}
    desk = MemoryDesk([note("d", "drill", q="<<a>>?", vars=vars_, compute="a", check="a")])
    session = Session(desk)
    assert session.showing
    first = session.showing.face
    rate(session, Rating.AGAIN)
    assert session.showing.face != first
    session.undo()
    assert session.showing.face == first


def test_a_corrected_card_says_what_was_wrong_until_it_is_answered() -> None:
    desk = MemoryDesk([note("n", fixed={"was": "wrong!", "day": NOON // DAY_MS - 1})])
    desk.learned("n", days_ago=2, interval=300)
    session = Session(desk)
    assert session.showing
    assert session.showing.corrected == "wrong!"
    rate(session, Rating.GOOD)
    desk.wait(DAY_MS)
    session.refresh()
    assert session.phase is Phase.DONE


def test_a_card_that_was_never_wrong_for_this_learner_says_nothing() -> None:
    session = Session(MemoryDesk([note("n", fixed={"was": "wrong!", "day": NOON // DAY_MS})]))
    assert session.showing
    assert session.showing.corrected == ""


# Order


def test_learning_that_is_due_comes_first_then_due_then_new() -> None:
    desk = desk_of(4)
    desk.learned("n2")
    desk.cards["n3"] = CardState("n3", State.LEARNING, due_at=NOON - 1, reps=1, first_day=1, last_day=1, last_at=1)
    assert finish(Session(desk)) == ["n3", "n2", "n0", "n1"]


def test_a_forgotten_card_comes_back_when_its_step_is_over() -> None:
    desk = desk_of(3)
    session = Session(desk)
    rate(session, Rating.AGAIN)
    assert (shown_id(session), session.back) == ("n1", 1)
    desk.wait(2 * MINUTE)
    rate(session)
    assert shown_id(session) == "n0"


def test_of_the_cards_that_come_back_the_next_one_is_told() -> None:
    desk = desk_of(3)
    session = Session(desk)
    rate(session, Rating.GOOD)
    rate(session, Rating.AGAIN)
    assert session.next_learning() == NOON + MINUTE
    assert finish(session) == ["n2", "n1", "n0"]


@pytest.mark.parametrize(("early", "shown"), [(0, True), (LEARN_AHEAD_MS, True), (LEARN_AHEAD_MS + 1, False)])
def test_a_learning_card_comes_ahead_of_its_time_only_by_twenty_minutes(early: int, shown: bool) -> None:
    desk = desk_of(0)
    desk.notes = [note("n")]
    due_at = NOON + early
    desk.cards["n"] = CardState("n", State.LEARNING, due_at=due_at, reps=1, first_day=1, last_day=1, last_at=1)
    session = Session(desk)
    assert (session.showing is not None) is shown
    assert session.next_learning() == (None if shown else due_at)
    assert session.back == (0 if shown else 1)


def test_a_card_ahead_of_its_time_waits_for_everything_else() -> None:
    desk = desk_of(3)
    session = Session(desk)
    rate(session, Rating.AGAIN)
    assert finish(session) == ["n1", "n2", "n0"]


def test_each_showing_has_its_number() -> None:
    session = Session(desk_of(2))
    numbers = [session.shown]
    for act in (lambda: rate(session), session.undo, lambda: rate(session), lambda: rate(session), session.undo):
        act()
        numbers.append(session.shown)
    assert numbers == [1, 2, 3, 4, 4, 5]


PAIRS = st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] < pair[1]), max_size=12)


@given(PAIRS)
def test_look_alikes_stay_five_cards_apart_unless_nothing_else_is_left(pairs: set[tuple[int, int]]) -> None:
    desk = desk_of(9)
    alike = {(f"n{a}", f"n{b}") for a, b in pairs} | {(f"n{b}", f"n{a}") for a, b in pairs}
    desk.confuse = {f"n{a}": frozenset(other for one, other in alike if one == f"n{a}") for a in range(9)}
    order = finish(Session(desk))
    assert sorted(order) == [f"n{a}" for a in range(9)]
    for place, card in enumerate(order):
        near = set(order[max(place - APART + 1, 0) : place])
        if desk.confuse[card] & near:
            assert all(desk.confuse[left] & near for left in order[place:])


def test_a_look_alike_in_learning_lets_other_cards_go_first() -> None:
    desk = desk_of(7)
    desk.confuse = {"n0": frozenset({"n1"}), "n1": frozenset({"n0"})}
    session = Session(desk)
    rate(session, Rating.AGAIN)
    desk.wait(2 * MINUTE)
    rate(session)
    assert finish(session) == ["n0", "n3", "n4", "n5", "n6", "n1"]


# Undo


def test_undo_brings_back_the_card_with_its_question() -> None:
    desk = desk_of(2)
    session = Session(desk)
    rate(session)
    undone = session.undo()
    assert undone
    assert (undone.act, shown_id(session), session.phase) == (Act.ANSWER, "n0", Phase.QUESTION)
    assert (session.position, session.total, session.done, desk.cards) == (1, 2, [], {})
    assert finish(session) == ["n0", "n1"]


def test_undo_of_nothing_changes_nothing() -> None:
    session = Session(desk_of(1))
    session.reveal()
    assert session.undo() is None
    assert (session.phase, shown_id(session)) == (Phase.ANSWER, "n0")


def test_undo_goes_on_after_the_end_as_far_as_there_is_anything() -> None:
    desk = desk_of(4)
    session = Session(desk)
    assert finish(session) == ["n0", "n1", "n2", "n3"]
    steps = []
    while session.undo():
        steps.append((shown_id(session), session.position, session.total))
    assert steps == [("n3", 4, 4), ("n2", 3, 4), ("n1", 2, 4), ("n0", 1, 4)]
    assert desk.cards == {}


def test_undo_reaches_into_an_earlier_sitting() -> None:
    desk = desk_of(2)
    finish(Session(desk))
    session = Session(desk)
    assert session.phase is Phase.DONE
    session.undo()
    assert (shown_id(session), session.position, session.total, session.done) == ("n1", 1, 1, [])


@pytest.mark.parametrize(("put_away", "act"), [(Session.suspend, Act.SUSPEND), (Session.bury, Act.BURY)])
def test_undo_takes_back_that_a_card_was_put_away(put_away: Callable[[Session], None], act: Act) -> None:
    desk = desk_of(2)
    session = Session(desk)
    put_away(session)
    assert (shown_id(session), session.total, session.done) == ("n1", 1, [])
    undone = session.undo()
    assert undone
    assert (undone.act, shown_id(session), session.total, desk.cards) == (act, "n0", 2, {})


def test_undo_of_a_card_that_left_the_library_goes_on_with_the_next() -> None:
    desk = desk_of(2)
    session = Session(desk)
    rate(session)
    desk.notes = desk.notes[1:]
    undone = session.undo()
    assert undone
    assert (undone.card_id, shown_id(session), session.total, session.done) == ("n0", "n1", 1, [])


# Putting away and flagging


def test_a_suspended_card_is_never_shown_again_and_a_buried_one_tomorrow() -> None:
    desk = desk_of(3)
    session = Session(desk)
    session.suspend()
    session.bury()
    assert finish(session) == ["n2"]
    desk.wait(DAY_MS)
    assert finish(Session(desk)) == ["n1"]


@pytest.mark.parametrize("revealed", [False, True])
def test_a_flag_keeps_the_card_where_it_is(revealed: bool) -> None:
    desk = desk_of(2)
    session = Session(desk)
    if revealed:
        session.reveal()
    phase = session.phase
    session.flag("which bins?")
    assert (shown_id(session), session.phase, session.flagged) == ("n0", phase, {"n0": "which bins?"})
    assert desk.cards["n0"].flag == "which bins?"
    rate(session, Rating.GOOD)
    assert (desk.cards["n0"].flag, desk.cards["n0"].reps) == ("which bins?", 1)


def test_undo_takes_a_flag_back() -> None:
    desk = desk_of(1)
    session = Session(desk)
    session.flag("")
    undone = session.undo()
    assert undone
    assert (undone.act, session.flagged, desk.cards, shown_id(session)) == (Act.FLAG, {}, {}, "n0")


def test_undo_of_a_second_flag_leaves_the_first() -> None:
    session = Session(desk_of(1))
    session.flag("first")
    session.flag("second")
    session.undo()
    assert session.flagged == {"n0": "first"}


# Limits and more


def test_a_limit_ends_the_sitting_after_so_many_answers() -> None:
    desk = desk_of(5)
    session = Session(desk, limit=2)
    assert (session.position, session.total) == (1, 2)
    assert finish(session) == ["n0", "n1"]
    session.undo()
    assert (shown_id(session), session.position, session.total) == ("n1", 2, 2)
    rate(session, Rating.AGAIN)
    assert session.phase is Phase.DONE


def test_a_limit_counts_answers_not_cards_put_away() -> None:
    session = Session(desk_of(4), limit=2)
    session.suspend()
    session.bury()
    assert finish(session) == ["n2", "n3"]


def test_a_limit_beyond_what_there_is_does_not_raise_the_total() -> None:
    assert Session(desk_of(2), limit=9).total == 2


def test_minutes_end_the_sitting_after_the_card_on_the_desk() -> None:
    desk = desk_of(5)
    session = Session(desk, minutes=1.5)
    rate(session)
    desk.wait(90_000 - 1)
    rate(session)
    assert shown_id(session) == "n2"
    desk.wait(1)
    session.reveal()
    assert session.rate(Rating.GOOD)
    assert session.phase is Phase.DONE


def test_a_clock_that_jumps_does_not_end_the_sitting() -> None:
    desk = desk_of(2)
    session = Session(desk, minutes=1)
    desk.now += DAY_MS // 2
    rate(session)
    assert shown_id(session) == "n1"


def test_more_brings_further_new_cards_after_the_end() -> None:
    desk = desk_of(5, new=2)
    session = Session(desk)
    assert finish(session) == ["n0", "n1"]
    assert session.more(2) == 2
    assert (shown_id(session), session.position, session.total) == ("n2", 3, 4)
    assert finish(session) == ["n2", "n3"]
    assert session.more(10) == 1
    assert finish(session) == ["n4"]
    assert session.more(10) == 0
    assert session.phase is Phase.DONE


def test_more_lifts_the_limits_of_the_sitting() -> None:
    desk = desk_of(6, new=4)
    session = Session(desk, limit=1, minutes=1)
    rate(session)
    desk.wait(DAY_MS // 8)
    assert session.phase is Phase.DONE
    assert session.more(1) == 1
    assert finish(session) == ["n1", "n2", "n3", "n4"]


def test_more_during_the_sitting_keeps_the_card_on_the_desk() -> None:
    session = Session(desk_of(4, new=2))
    session.reveal()
    assert session.more(1) == 1
    assert (shown_id(session), session.phase, session.total) == ("n0", Phase.ANSWER, 3)


# What goes wrong outside


@pytest.mark.parametrize(
    "act",
    [
        lambda session: session.rate(Rating.GOOD),
        Session.suspend,
        Session.bury,
        lambda session: session.flag("x"),
    ],
)
def test_when_the_desk_cannot_keep_an_act_the_sitting_does_not_move(act: Callable[[Session], object]) -> None:
    desk = desk_of(2)
    session = Session(desk)
    session.reveal()
    before = (session.showing, session.outcomes, session.total, session.position)
    desk.broken = StoreError("the disk is full")
    with pytest.raises(StoreError):
        act(session)
    assert (session.showing, session.outcomes, session.total, session.position) == before
    assert (session.phase, session.done, session.flagged, desk.cards) == (Phase.ANSWER, [], {}, {})
    desk.broken = None
    assert session.rate(Rating.GOOD)


def test_a_card_that_another_session_answered_is_refused_and_refresh_goes_on_without_it() -> None:
    desk = desk_of(2)
    one, other = Session(desk), Session(desk)
    rate(other)
    one.reveal()
    with pytest.raises(ConflictError):
        one.rate(Rating.GOOD)
    assert len(desk.log) == 1
    one.refresh()
    assert (shown_id(one), one.phase, one.position, one.total) == ("n1", Phase.QUESTION, 1, 1)


def test_refresh_keeps_what_was_done() -> None:
    session = Session(desk_of(3))
    rate(session)
    session.refresh()
    assert (session.position, session.total, shown_id(session)) == (2, 3, "n1")


# What holds always


class Sitting(RuleBasedStateMachine):
    """Any sequence of what a learner can do, held against the counters, the log and the cards."""

    @initialize(
        kinds=st.lists(st.sampled_from(["question", "choice"]), min_size=1, max_size=6),
        learned=st.sets(st.integers(0, 5)),
        new=st.integers(0, 4),
        limit=st.none() | st.integers(1, 6),
    )
    def sit_down(self, kinds: list[str], learned: set[int], new: int, limit: int | None) -> None:
        made = {"question": note, "choice": choice}
        self.desk = MemoryDesk([made[kind](f"n{place}") for place, kind in enumerate(kinds)], new)
        for place in learned:
            if place < len(kinds):
                self.desk.learned(f"n{place}")
        self.at_first = dict(self.desk.cards)
        self.limit = limit
        self.session = Session(self.desk, limit)

    @rule()
    def reveal(self) -> None:
        self.session.reveal()

    @rule(rating=st.sampled_from(Rating))
    def rate(self, rating: Rating) -> None:
        answers, showing, outcomes = len(self.session.done), self.session.showing, self.session.outcomes
        hidden = self.session.phase is not Phase.ANSWER
        assert self.session.rate(rating) is not hidden
        assert len(self.session.done) == answers + (not hidden)
        if showing and not hidden:
            assert self.desk.cards[showing.card.card_id] == outcomes[rating]

    @rule(place=st.integers(-1, 4))
    def choose(self, place: int) -> None:
        there = self.session.showing is not None and 0 <= place < len(self.session.showing.face.choices)
        assert self.session.choose(place) is there

    @rule(act=st.sampled_from([Session.suspend, Session.bury, Session.refresh]))
    def put_away(self, act: Callable[[Session], None]) -> None:
        act(self.session)

    @rule(reason=st.sampled_from(["", "odd"]))
    def flag(self, reason: str) -> None:
        before = self.session.showing
        self.session.flag(reason)
        assert shown_id(self.session) == (before.card.card_id if before else "")

    @rule(ms=st.integers(0, 30 * MINUTE))
    def wait(self, ms: int) -> None:
        self.desk.wait(ms)

    @rule(count=st.integers(1, 3))
    def more(self, count: int) -> None:
        assert 0 <= self.session.more(count) <= count
        self.limit = None

    @rule()
    def undo(self) -> None:
        newest = self.desk.log[-1] if self.desk.log else None
        assert self.session.undo() == newest
        if newest:
            assert (shown_id(self.session), self.session.phase) == (newest.card_id, Phase.QUESTION)

    @precondition(lambda self: len(self.desk.log) > 3)
    @rule()
    def undo_everything(self) -> None:
        while self.session.undo():
            pass
        assert self.desk.cards == self.at_first
        assert (self.session.done, self.session.flagged, self.session.position) == ([], {}, 1)

    @invariant()
    def the_counters_agree(self) -> None:
        session, desk = self.session, self.desk
        answers = [log for log in desk.log if log.act is Act.ANSWER]
        assert session.position == len(session.done) + 1 == len(answers) + 1
        assert [done.card_id for done in session.done] == [log.card_id for log in answers]
        learning = {card.card_id for card in desk.cards.values() if card.state in (State.LEARNING, State.RELEARNING)}
        put_away = {card.card_id for card in desk.cards.values() if card.suspended or card.buried_day}
        assert session.back == len(learning - put_away - {shown_id(session)})
        if session.showing:
            assert session.position <= session.total
            assert self.limit is None or session.total <= max(self.limit, session.position)
            assert session.showing.card == desk.card(shown_id(session))

    @invariant()
    def the_phase_agrees(self) -> None:
        session = self.session
        assert (session.phase is Phase.DONE) == (session.showing is None)
        if session.showing:
            assert (session.phase is Phase.ANSWER) == bool(session.outcomes)
        if session.phase is Phase.DONE and self.limit is None:
            assert session.total == len(session.done) + session.back


Sitting.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestSitting = Sitting.TestCase


def test_time_runs_forward_in_the_log() -> None:
    desk = desk_of(5)
    session = Session(desk)
    while session.showing:
        desk.wait(9_000)
        rate(session, Rating.GOOD)
    assert all(one.moment.at <= other.moment.at for one, other in pairwise(desk.log))
    assert len(desk.log) == 10
