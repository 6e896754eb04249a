"""What today holds: the opening rule, goals, levels, siblings, look-alikes, limits; the roadmap at ten a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_flash.core.model import CardRef, Moment, State, Topic
from roadmap_flash.core.queue import APART, Aims, Learning, NewCards, Today, build, pick
from roadmap_flash.decks.roadmap import Roadmap, read_roadmap
from roadmap_flash.paths import shipped_decks

DAY = 739_000


@dataclass(frozen=True)
class Seen:
    """A card that was touched."""

    card_id: str
    state: int = State.REVIEW
    due_day: int | None = DAY + 100
    due_at: int | None = None
    first_day: int | None = DAY - 10
    last_day: int | None = DAY - 10
    suspended: int = 0
    buried_day: int | None = None


@dataclass
class Study:
    """A library in memory, its goals, and what was seen of it."""

    topics: dict[str, Topic]
    refs: list[CardRef]
    goals: Sequence[str]
    known: dict[str, Seen] = field(default_factory=dict)
    opened: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    only: frozenset[str] | None = None
    day: int = DAY

    def build(self, reviews: int = 200) -> tuple[Today, NewCards]:
        aims = Aims(self.topics, self.goals, self.opened, self.free)
        return build(self.refs, self.known.values(), Moment(self.day * 86_400_000, self.day), aims, reviews, self.only)

    def source(self) -> NewCards:
        return self.build()[1]

    def draw(self, count: int) -> list[str]:
        """Draw without answering."""
        return self.source().draw(count)

    def see(self, *card_ids: str) -> None:
        """Answer these for the first time, today."""
        for card_id in card_ids:
            self.known[card_id] = Seen(card_id, first_day=self.day, last_day=self.day)

    def suspend(self, *card_ids: str) -> None:
        for card_id in card_ids:
            never = Seen(card_id, State.NEW, due_day=None, first_day=None, last_day=None)
            self.known[card_id] = replace(self.known.get(card_id, never), suspended=1)

    def study_day(self, count: int) -> list[str]:
        """Draw and answer; what opened is kept, and the next day comes."""
        today, source = self.build()
        drawn = source.draw(count)
        self.see(*drawn)
        self.opened |= today.opened
        self.day += 1
        return drawn


def topic(slug: str, *needs: str) -> Topic:
    return Topic(slug, slug.title(), slug, (slug,), (), needs, 0, ages=False)


def cards(slug: str, *levels: int) -> list[CardRef]:
    """One note a level, named a1, a2 … in the order given."""
    return [ref(f"{slug}{n}", slug, level) for n, level in enumerate(levels, 1)]


def ref(card_id: str, slug: str = "a", level: int = 1, fixed_day: int = 0) -> CardRef:
    return CardRef(card_id, card_id.partition(":")[0], slug, level, (), fixed_day)


def study(needs: Mapping[str, str], levels: Mapping[str, Sequence[int]], goals: str) -> Study:
    """Topics of one letter each: what they need, and the levels of their cards."""
    topics = {slug: topic(slug, *wanted) for slug, wanted in needs.items()}
    return Study(topics, [card for slug in levels for card in cards(slug, *levels[slug])], tuple(goals))


# The opening rule


def test_a_topic_opens_once_the_level_1_cards_of_its_prerequisite_have_been_seen() -> None:
    chain = study({"a": "", "b": "a"}, {"a": [1, 2, 1], "b": [1, 1]}, "b")
    assert chain.source().opened() == {"a"}
    assert chain.draw(10) == ["a1", "a3", "b1", "b2", "a2"]
    chain.see("a1")
    assert chain.source().opened() == {"a"}
    chain.see("a3")
    assert chain.source().opened() == {"a", "b"}


def test_only_direct_prerequisites_count() -> None:
    chain = study({"a": "", "b": "a", "c": "b"}, {"a": [1, 1], "b": [1], "c": [1]}, "c")
    chain.see("b1")
    assert "c" in chain.source().opened()
    assert chain.draw(1) == ["c1"]


def test_every_direct_prerequisite_counts() -> None:
    fork = study({"a": "", "b": "", "c": "ab"}, {"a": [1], "b": [1], "c": [1]}, "c")
    fork.see("a1")
    assert "c" not in fork.source().opened()
    fork.see("b1")
    assert "c" in fork.source().opened()


def test_suspended_cards_count_as_met() -> None:
    chain = study({"a": "", "b": "a"}, {"a": [1, 1], "b": [1]}, "b")
    chain.suspend("a1", "a2")
    assert chain.draw(10) == ["b1"]


def test_buried_cards_do_not_count_as_met() -> None:
    chain = study({"a": "", "b": "a"}, {"a": [1], "b": [1]}, "b")
    chain.known["a1"] = Seen("a1", State.NEW, None, first_day=None, last_day=None, buried_day=DAY)
    assert chain.draw(10) == []
    chain.day += 1
    assert chain.draw(10) == ["a1", "b1"]


def test_topics_without_a_deck_and_decks_without_level_1_count_as_met() -> None:
    chain = study({"a": "", "b": "", "c": "abx"}, {"b": [2, 3], "c": [1]}, "c")
    assert chain.draw(1) == ["c1"]


def test_what_was_opened_stays_open_when_decks_grow() -> None:
    chain = study({"a": "", "b": "a"}, {"a": [1], "b": [1]}, "b")
    chain.see("a1")
    today, _ = chain.build()
    chain.refs += [ref("a-new", "a")]
    assert chain.draw(1) == ["a-new"]
    chain.opened = frozenset(today.opened)
    assert chain.draw(1) == ["b1"]


def test_a_topic_that_was_begun_stays_open() -> None:
    chain = study({"a": "", "b": "a"}, {"a": [1], "b": [1, 1]}, "b")
    chain.see("b1")
    assert chain.draw(1) == ["b2"]


def test_a_free_topic_needs_nothing() -> None:
    chain = study({"a": "", "b": "a"}, {"a": [1], "b": [1]}, "b")
    chain.free = chain.only = frozenset("b")
    assert chain.draw(10) == ["b1"]


def test_what_blocks_a_topic_is_named_with_the_number_of_cards_to_see() -> None:
    chain = study({"a": "", "b": "", "c": "ab"}, {"a": [1], "b": [1, 1, 2], "c": [1]}, "c")
    chain.see("a1")
    assert chain.source().blocked_by("c") == ("b", 2)
    chain.see("b1")
    assert chain.source().blocked_by("c") == ("b", 1)
    chain.see("b2")
    assert chain.source().blocked_by("c") is None


@pytest.mark.parametrize("needs", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}])
def test_cycles_of_prerequisites_do_not_hang(needs: dict[str, str]) -> None:
    cycle = study(needs, {slug: [1, 2] for slug in needs}, "".join(needs))
    assert cycle.draw(10) == []
    assert cycle.source().waiting() == 2 * len(needs)


def test_topics_that_all_need_each_other_do_not_hang() -> None:
    slugs = [f"t{n}" for n in range(14)]
    knot = Study({slug: topic(slug, *slugs) for slug in slugs}, [ref(f"{slug}-1", slug) for slug in slugs], slugs)
    assert knot.draw(10) == []


def test_many_ways_to_a_topic_that_has_nothing_for_today_do_not_hang() -> None:
    layers = [[f"{side}{depth}" for side in "ab"] for depth in range(40)]
    topics = {slug: topic(slug, *(layers[n - 1] if n else ())) for n, layer in enumerate(layers) for slug in layer}
    refs = [ref(f"{slug}:{side}", slug) for slug in topics for side in "xy"]
    tower = Study(topics, refs, list(topics)[::-1])
    tower.see("a0:x", "b0:x")
    assert tower.draw(10) == []


def test_a_deep_chain_of_prerequisites_is_followed_to_its_start() -> None:
    slugs = [f"t{n:03d}" for n in range(300)]
    topics = {slug: topic(slug, *([slugs[n - 1]] if n else [])) for n, slug in enumerate(slugs)}
    deep = Study(topics, [ref(f"{slug}-1", slug) for slug in slugs], slugs[-1:])
    assert deep.draw(1000) == [f"{slug}-1" for slug in slugs]


# Three topics at a time


def turns(drawn: Sequence[str]) -> list[set[str]]:
    """The cards in threes; who of three begins is no matter."""
    return [set(drawn[n : n + 3]) for n in range(0, len(drawn), 3)]


def test_three_topics_take_turns() -> None:
    flat = study(dict.fromkeys("abcd", ""), {slug: [1, 1] for slug in "abcd"}, "abcd")
    assert flat.draw(8) == ["a1", "b1", "c1", "a2", "b2", "c2", "d1", "d2"]


def test_two_serve_the_foremost_goals_and_the_third_the_deeper_levels_of_a_goal_begun_earlier() -> None:
    flat = study(dict.fromkeys("abcd", ""), {"a": [1, 2, 3, 4], "b": [1] * 3, "c": [1] * 3, "d": [1]}, "abcd")
    flat.see("a1")
    flat.day += 1
    assert turns(flat.draw(9)) == [{"b1", "c1", "a2"}, {"b2", "c2", "a3"}, {"b3", "c3", "a4"}]


def test_a_goal_is_served_by_what_it_needs_until_it_opens() -> None:
    tree = study({"a": "", "b": "a", "c": "b", "d": ""}, {slug: [1, 1] for slug in "abcd"}, "cd")
    assert tree.draw(8) == ["a1", "d1", "a2", "d2", "b1", "b2", "c1", "c2"]


def test_two_goals_that_need_the_same_topic_leave_a_place_for_the_next_goal() -> None:
    tree = study({"a": "", "b": "a", "c": "a", "d": ""}, {slug: [1] for slug in "abcd"}, "bcd")
    assert set(tree.draw(2)) == {"a1", "d1"}


def test_deeper_levels_of_topics_that_are_only_needed_come_last() -> None:
    tree = study({"a": "", "b": "a"}, {"a": [1, 2, 3], "b": [1, 2, 3, 4]}, "b")
    assert tree.draw(10) == ["a1", "b1", "b2", "b3", "b4", "a2", "a3"]


def test_deeper_levels_of_a_prerequisite_come_with_the_goals_if_it_is_one() -> None:
    tree = study({"a": "", "b": "a"}, {"a": [1, 2], "b": [1] * 4}, "ba")
    assert turns(tree.draw(4)) == [{"a1", "b1", "a2"}, {"b2"}]


def test_a_topic_without_unseen_cards_makes_room_for_the_next() -> None:
    flat = study(dict.fromkeys("abcd", ""), {"a": [1], "b": [1] * 3, "c": [1] * 3, "d": [1] * 3}, "abcd")
    flat.see("a1")
    flat.day += 1
    assert turns(flat.draw(9)) == [{"b1", "c1", "d1"}, {"b2", "c2", "d2"}, {"b3", "c3", "d3"}]


def test_topics_that_no_goal_needs_are_left_alone() -> None:
    tree = study({"a": "", "b": "a", "x": ""}, {"a": [1], "b": [1], "x": [1]}, "b")
    assert tree.draw(10) == ["a1", "b1"]
    assert tree.source().waiting() == 2


def test_drawing_in_portions_keeps_the_turns() -> None:
    flat = study(dict.fromkeys("abcd", ""), {slug: [1] * 4 for slug in "abcd"}, "abcd")
    source = flat.source()
    assert [*source.draw(3), *source.draw(6)] == flat.draw(9)


@pytest.mark.parametrize("a_day", [1, 2])
def test_three_topics_take_turns_also_where_the_days_are_small(a_day: int) -> None:
    flat = study(dict.fromkeys("abc", ""), {"a": [1, 2, 2], "b": [1] * 20, "c": [1] * 20}, "abc")
    drawn = [card for _ in range(12 // a_day) for card in flat.study_day(a_day)]
    assert {card[0] for card in drawn} == set("abc")
    assert [card for card in drawn if card[0] == "a"] == ["a1", "a2", "a3"], drawn


# Levels, siblings, limits on topics


def test_within_a_topic_cards_come_by_level_and_in_the_order_of_the_deck() -> None:
    deck = study({"a": ""}, {"a": [3, 1, 4, 2, 1]}, "a")
    assert deck.draw(10) == ["a2", "a5", "a4", "a1", "a3"]


def test_a_topic_that_has_no_level_1_is_begun_with_its_lowest_level() -> None:
    flat = study({"a": "", "b": ""}, {"a": [3, 2], "b": [1]}, "ab")
    assert flat.draw(10) == ["a2", "b1", "a1"]


def test_new_siblings_come_on_different_days() -> None:
    pair = Study({"a": topic("a")}, [ref("n:term"), ref("n:def"), ref("m")], ["a"])
    assert pair.draw(10) == ["n:term", "m"]
    pair.see("n:term")
    assert pair.draw(10) == ["m"]
    pair.day += 1
    assert pair.draw(10) == ["n:def", "m"]


@pytest.mark.parametrize("state", [State.LEARNING, State.RELEARNING])
def test_a_card_waits_while_its_sibling_is_learned(state: State) -> None:
    pair = Study({"a": topic("a")}, [ref("n:term"), ref("n:def"), ref("n:x")], ["a"])
    pair.known["n:term"] = Seen("n:term", state, None, due_at=5, last_day=DAY - 3)
    pair.known["n:def"] = Seen("n:def", due_day=DAY)
    today, source = pair.build()
    assert (today.learning, today.due, source.draw(10)) == ([Learning(5, "n:term")], [], [])


def test_due_siblings_come_on_different_days_and_keep_new_ones_away() -> None:
    trio = Study({"a": topic("a")}, [ref("n:c1"), ref("n:c2"), ref("n:c3")], ["a"])
    trio.known = {f"n:c{n}": Seen(f"n:c{n}", due_day=DAY - n) for n in (1, 2)}
    today, source = trio.build()
    assert (today.due, source.draw(10)) == (["n:c2"], [])


def test_a_suspended_sibling_keeps_no_card_away() -> None:
    pair = Study({"a": topic("a")}, [ref("n:term"), ref("n:def")], ["a"])
    pair.suspend("n:term")
    assert pair.draw(10) == ["n:def"]


def test_new_cards_that_are_suspended_or_buried_today_wait() -> None:
    flat = study({"a": ""}, {"a": [1, 1, 1]}, "a")
    flat.suspend("a1")
    flat.known["a2"] = Seen("a2", State.NEW, None, first_day=None, last_day=None, buried_day=DAY)
    assert flat.draw(10) == ["a3"]
    flat.day += 1
    assert flat.draw(10) == ["a2", "a3"]


def test_only_limits_learning_due_and_new_cards() -> None:
    two = study({"a": "", "b": "a"}, {"a": [1] * 4, "b": [1] * 4}, "ab")
    two.known = {
        **{f"{slug}1": Seen(f"{slug}1", State.LEARNING, None, due_at=9) for slug in "ab"},
        **{f"{slug}2": Seen(f"{slug}2", due_day=DAY) for slug in "ab"},
    }
    two.only = two.free = frozenset("b")
    today, source = two.build()
    assert (today.learning, today.due, source.draw(10)) == ([Learning(9, "b1")], ["b2"], ["b3", "b4"])


# Due cards


def due_of(known: Iterable[Seen], reviews: int = 200, refs: Sequence[CardRef] | None = None) -> Today:
    seen = {card.card_id: card for card in known}
    return Study({"a": topic("a")}, list(refs or map(ref, seen)), ["a"], known=seen).build(reviews)[0]


@pytest.mark.parametrize(
    ("card", "shown"),
    [
        (Seen("x", due_day=DAY), True),
        (Seen("x", due_day=DAY - 400), True),
        (Seen("x", due_day=DAY + 1), False),
        (Seen("x", due_day=DAY, last_day=DAY), False),
        (Seen("x", due_day=DAY, suspended=1), False),
        (Seen("x", due_day=DAY, buried_day=DAY), False),
        (Seen("x", due_day=DAY, buried_day=DAY - 1), True),
        (Seen("x", State.NEW, due_day=None), False),
    ],
)
def test_a_review_card_is_due_for_the_whole_of_its_day_and_after(card: Seen, shown: bool) -> None:
    assert due_of([card]).due == (["x"] if shown else [])


def test_learning_cards_come_in_the_order_of_their_instants_whatever_the_limit() -> None:
    known = [Seen(f"l{at}", State.RELEARNING, None, due_at=at, last_day=DAY) for at in (30, 10, 20)]
    assert due_of(known, 0).learning == [(10, "l10"), (20, "l20"), (30, "l30")]


@pytest.mark.parametrize("state", [State.LEARNING, State.RELEARNING])
def test_a_learning_card_that_was_put_away_does_not_come(state: State) -> None:
    card = Seen("x", state, None, due_at=1)
    assert due_of([card]).learning == [(1, "x")]
    assert due_of([replace(card, suspended=1)]).learning == []
    assert due_of([replace(card, buried_day=DAY)]).learning == []


@pytest.mark.parametrize(("reviews", "count"), [(-3, 0), (0, 0), (2, 2), (9, 4)])
def test_reviews_are_limited_and_the_longest_overdue_go_first(reviews: int, count: int) -> None:
    known = [Seen(f"x{n}", due_day=DAY - n) for n in (2, 0, 3, 1)]
    assert due_of(known, reviews).due == ["x3", "x2", "x1", "x0"][:count]


def test_a_sibling_that_waits_does_not_use_up_the_limit() -> None:
    known = [Seen("n:c1", due_day=DAY - 2), Seen("n:c2", due_day=DAY - 1), Seen("m", due_day=DAY)]
    assert due_of(known, 2).due == ["n:c1", "m"]


def test_the_order_of_due_cards_is_stable_within_a_day_and_another_one_tomorrow() -> None:
    known = [Seen(f"x{n}", due_day=DAY - 5) for n in range(30)]
    refs = [ref(card.card_id) for card in known]
    order = due_of(known, refs=refs).due
    assert due_of(known[::-1], refs=refs[::-1]).due == order
    assert due_of([replace(known[int(order[0][1:])], last_day=DAY), *known], refs=refs).due == order
    assert due_of([*known, replace(known[int(order[0][1:])], last_day=DAY)], refs=refs).due == order[1:]
    tomorrow = Study({"a": topic("a")}, refs, ["a"], known={card.card_id: card for card in known}, day=DAY + 1)
    assert sorted(tomorrow.build()[0].due) == sorted(order)
    assert tomorrow.build()[0].due != order
    assert order != sorted(order)


@pytest.mark.parametrize(
    ("last_day", "due"),
    [(DAY - 10, True), (DAY - 9, True), (DAY - 8, False), (DAY - 1, False), (DAY, False)],
)
def test_a_corrected_card_is_due_at_once_if_it_may_have_been_seen_wrong(last_day: int, due: bool) -> None:
    card = Seen("x", due_day=DAY + 400, last_day=last_day)
    today = due_of([card], refs=[ref("x", fixed_day=DAY - 9)])
    assert (today.due, today.corrected) == ((["x"], {"x"}) if due else ([], set()))


def test_a_card_that_was_corrected_today_and_seen_since_waits_for_another_day() -> None:
    today = due_of([Seen("x", due_day=DAY + 400, last_day=DAY)], refs=[ref("x", fixed_day=DAY)])
    assert (today.due, today.corrected) == ([], set())


def test_a_card_that_was_seen_since_its_correction_is_an_ordinary_one() -> None:
    today = due_of([Seen("x", due_day=DAY, last_day=DAY - 8)], refs=[ref("x", fixed_day=DAY - 9)])
    assert (today.due, today.corrected) == (["x"], set())


def test_a_suspended_card_stays_so_when_it_is_corrected() -> None:
    today = due_of([Seen("x", suspended=1)], refs=[ref("x", fixed_day=DAY - 9)])
    assert (today.due, today.corrected) == ([], set())


def test_a_card_that_was_corrected_before_it_was_ever_seen_is_an_ordinary_new_card() -> None:
    new = Study({"a": topic("a")}, [ref("x", fixed_day=DAY)], ["a"])
    today, source = new.build()
    assert (today.due, today.corrected, source.draw(5)) == ([], set(), ["x"])


def test_the_length_of_today_counts_everything() -> None:
    assert len(Today([Learning(1, "a")], ["b", "c"], ["d", "e", "f"])) == 6


# Look-alikes


def test_a_look_alike_waits_until_it_is_five_cards_away() -> None:
    confuse = {"b": frozenset({"a"})}
    for between in range(APART + 2):
        shown = ["a", *(f"x{n}" for n in range(between))]
        expected = 0 if between >= APART - 1 else 1
        assert pick(["b", "c"], shown, confuse) == expected, between


def test_none_is_picked_where_each_is_a_look_alike() -> None:
    assert pick(["b", "c"], ["a"], {"b": frozenset({"a"}), "c": frozenset({"a"})}) is None
    assert pick([], ["a"], {}) is None


# What holds always


@dataclass(frozen=True)
class Plan:
    """A random library: topics with what they need, cards with note and level, what is suspended, a day's count."""

    needs: tuple[tuple[int, ...], ...]
    notes: tuple[tuple[int, int, int], ...]
    suspended: frozenset[int]
    goals: tuple[int, ...]
    count: int

    def study(self) -> Study:
        topics = {f"t{n}": topic(f"t{n}", *(f"t{need}" for need in needs)) for n, needs in enumerate(self.needs)}
        refs = [
            ref(f"n{number}:c{side}", f"t{place % len(topics)}", level)
            for number, (place, level, sides) in enumerate(self.notes)
            for side in range(sides)
        ]
        made = Study(topics, refs, [f"t{goal % len(topics)}" for goal in self.goals])
        made.suspend(*(refs[n % len(refs)].card_id for n in self.suspended))
        return made


@st.composite
def plans(draw: st.DrawFn, *, cycles: bool) -> Plan:
    size = draw(st.integers(1, 6))
    needs = tuple(
        tuple(draw(st.sets(st.integers(0, size - 1 if cycles else n - 1), max_size=3))) if n or cycles else ()
        for n in range(size)
    )
    notes = st.tuples(st.integers(0, size - 1), st.integers(1, 4), st.integers(1, 3))
    return Plan(
        needs,
        tuple(draw(st.lists(notes, min_size=1, max_size=14))),
        draw(st.frozensets(st.integers(0, 40), max_size=3)),
        tuple(draw(st.permutations(range(size)))),
        draw(st.integers(1, 7)),
    )


def is_open(plan: Study, slug: str, met: set[str], begun: set[str]) -> bool:
    """The opening rule, said once more: what was begun, or has every level-1 card of what it needs met."""
    level_1 = [card for card in plan.refs if card.topic in plan.topics[slug].prerequisites and card.level == 1]
    return slug in begun | plan.opened or all(card.card_id in met for card in level_1)


def check_day(plan: Study, drawn: Sequence[str]) -> None:
    """Each drawn card was unseen, open and of the lowest level that could be shown, and no two are siblings."""
    refs = {card.card_id: card for card in plan.refs}
    met, begun = set(plan.known), {refs[seen.card_id].topic for seen in plan.known.values() if seen.first_day}
    busy: set[str] = set()
    for card_id in drawn:
        card = refs[card_id]
        assert card_id not in met
        assert card.note_id not in busy
        assert is_open(plan, card.topic, met, begun)
        waiting = [
            one.level
            for one in plan.refs
            if one.topic == card.topic and one.card_id not in met and one.note_id not in busy
        ]
        assert card.level == min(waiting)
        met.add(card_id)
        begun.add(card.topic)
        busy.add(card.note_id)


@given(plans(cycles=False))
def test_every_card_is_drawn_exactly_once_in_the_end_and_never_before_its_topic_is_open(plan: Plan) -> None:
    made = plan.study()
    wanted = {card.card_id for card in made.refs} - set(made.known)
    seen: list[str] = []
    idle = 0
    while idle < 2:
        drawn = made.draw(plan.count)
        check_day(made, drawn)
        assert made.study_day(plan.count) == drawn
        seen += drawn
        idle = 0 if drawn else idle + 1
    assert sorted(seen) == sorted(wanted)


@given(plans(cycles=True))
def test_nothing_hangs_or_comes_twice_whatever_needs_what(plan: Plan) -> None:
    made = plan.study()
    seen: list[str] = []
    while drawn := made.draw(plan.count):
        check_day(made, drawn)
        made.study_day(plan.count)
        seen += drawn
    assert len(seen) == len(set(seen))


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=8, unique=True))
def test_look_alikes_are_only_picked_where_nothing_else_is_left(order: list[str]) -> None:
    confuse = {one: frozenset({other}) for one, other in permutations("abcd", 2)}
    place = pick(order, ["d", "x", "y", "z"], confuse)
    free = [card for card in order if "d" not in confuse.get(card, frozenset())]
    assert (order[place] if place is not None else None) == (free[0] if free else None)


# The real roadmap


@cache
def roadmap() -> Roadmap:
    return read_roadmap(shipped_decks() / "roadmap.yaml")


def whole_roadmap() -> Study:
    """A library with ten notes for each topic, five of them level 1, and the goals of who names none."""
    plan = roadmap()
    levels = (1, 1, 1, 1, 1, 2, 2, 3, 3, 4)
    refs = [ref(f"{slug}-{n}", slug, level) for slug in plan.topics for n, level in enumerate(levels)]
    return Study(dict(plan.topics), refs, list(dict.fromkeys([*plan.spine, *plan.topics])))


@cache
def days_of_the_roadmap() -> list[list[str]]:
    """What each day brings at ten new cards a day."""
    whole = whole_roadmap()
    days = []
    while drawn := whole.study_day(10):
        days.append(drawn)
    return days


def first_day_of(slug: str) -> int:
    return next(n for n, day in enumerate(days_of_the_roadmap(), 1) if any(c.rpartition("-")[0] == slug for c in day))


@pytest.mark.parametrize("slug", ["docker", "mlops"])
def test_at_ten_a_day_the_first_cards_of_docker_and_mlops_come_within_two_weeks(slug: str) -> None:
    assert first_day_of(slug) <= 14


def test_the_whole_roadmap_is_seen_each_card_once_ten_a_day() -> None:
    days = days_of_the_roadmap()
    seen = [card for day in days for card in day]
    assert len(roadmap().topics) == 230
    assert sorted(seen) == sorted(card.card_id for card in whole_roadmap().refs)
    assert [len(day) for day in days] == [10] * 230


def test_no_topic_of_the_roadmap_begins_before_what_it_needs() -> None:
    level_1_seen: dict[str, int] = {}
    for card_id in (card for day in days_of_the_roadmap() for card in day):
        slug, _, number = card_id.rpartition("-")
        if number == "0":
            unmet = [need for need in roadmap().topics[slug].prerequisites if level_1_seen.get(need, 0) < 5]
            assert unmet == [], f"{slug} begins before {unmet}"
        level_1_seen[slug] = level_1_seen.get(slug, 0) + (int(number) < 5)


def test_a_day_of_the_roadmap_is_spread_over_topics() -> None:
    topics = [{card.rpartition("-")[0] for card in day} for day in days_of_the_roadmap()[:-1]]
    assert min(map(len, topics)) >= 2
    assert sum(len(day) >= 3 for day in topics) > 0.95 * len(topics)


def test_the_spine_is_begun_in_its_order_as_far_as_prerequisites_allow() -> None:
    first = [first_day_of(slug) for slug in roadmap().spine]
    late = [pair for pair in pairwise(first) if pair[0] > pair[1] + 14]
    assert late == []


def test_named_goals_come_before_everything_else() -> None:
    whole = whole_roadmap()
    whole.goals = ["kubernetes"]
    needed = {"kubernetes"}
    while more := {need for slug in needed for need in whole.topics[slug].prerequisites} - needed:
        needed |= more
    seen: list[str] = []
    while drawn := whole.study_day(10):
        seen += drawn
    assert {card.rpartition("-")[0] for card in seen} == needed
    assert len(seen) == 10 * len(needed)
