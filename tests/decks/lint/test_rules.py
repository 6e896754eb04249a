"""Every rule finds its bad example and lets its good one pass; further cases for each of them."""

from __future__ import annotations

import pkgutil
import time
from collections import Counter

import pytest

from roadmap_flash.decks.lint import LIBRARY_RULES, card_findings, gates, rules
from roadmap_flash.decks.lint.model import Rule
from roadmap_flash.decks.lint.registry import all_gates, all_rules
from roadmap_flash.decks.problems import READING_RULES
from tests.support.cards import asks, notes_of, rules_of, sourced
from tests.support.decks import read
from tests.support.samples import DECK

every_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)


@every_rule
def test_the_bad_example_is_found_and_the_good_one_has_no_finding_at_all(rule: Rule) -> None:
    bad, good = rule.bad, rule.good
    if rule.name != "unsourced":
        bad, good = sourced(bad), sourced(good)
    (note,) = notes_of(bad)
    found = [problem for problem in card_findings(note, False) if problem.rule == rule.name]
    assert {problem.severity for problem in found} == {rule.severity}
    assert all(problem.message and problem.line >= note.line for problem in found)
    (note,) = notes_of(good)
    assert card_findings(note, False) == []


def test_every_file_of_both_folders_is_read_and_no_name_stands_twice() -> None:
    for package, found in ((rules, all_rules()), (gates, all_gates())):
        sources = {rule.find.__module__.rpartition(".")[2] for rule in found}
        assert sources == {module.name for module in pkgutil.iter_modules(package.__path__)}
    names = Counter([*(rule.name for rule in all_rules()), *(gate.name for gate in all_gates()), *LIBRARY_RULES])
    assert max(names.values()) == 1
    assert not set(names) & set(READING_RULES)


def test_the_sample_deck_has_no_finding() -> None:
    assert [problem for note in read(DECK).notes for problem in card_findings(note, False)] == []


def words(count: int) -> str:
    return " ".join(["word"] * count)


@pytest.mark.parametrize(
    ("count", "rule"), [(20, None), (21, "long-answer"), (40, "long-answer"), (41, "answer-too-long")]
)
def test_the_length_of_answers(count: int, rule: str | None) -> None:
    assert set(rules_of(asks("Which of the two things is longer?", words(count)))) == ({rule} if rule else set())
    assert set(rules_of(asks("Which of the two things is longer?", f"{words(count)} `and code`"))) == (
        {rule} if rule else set()
    )


@pytest.mark.parametrize(
    ("count", "rule"), [(25, None), (26, "long-question"), (45, "long-question"), (46, "question-too-long")]
)
def test_the_length_of_questions(count: int, rule: str | None) -> None:
    assert set(rules_of(asks(f"{words(count)}?"))) == ({rule} if rule else set())
    gaps = "{{c1::with a gap}} and {{c2::another}}"
    assert set(rules_of(f"cloze: '{words(count - 1)} {gaps}.'")) == ({rule} if rule else set())


FOUND = {
    "two-questions": [
        "What is gradient descent? How does it work?",
        "What is a tree edge and what is a back edge?",
        "Which port does it use and why?",
    ],
    "essay": [
        "Can you explain how cross-validation works?",
        "Tell me about the checksum of a packet.",
        "Briefly describe a deque.",
    ],
    "some-of-many": ["What are some advantages of arrays?", "Which several ways exist to scale a feature?"],
    "superlative": [
        "What is the best way to list indexes?",
        "What is the main difference between a list and a tuple?",
        "What is the most popular queue of all?",
    ],
    "short-question": ["What is Redis?", "Precision?"],
    "yes-no": [
        "Is heap sort stable?",
        "Isn't heap sort stable?",
        "If a pod is not ready, does it get traffic?",
        "There is a list. Can it be sorted?",
    ],
    "asks-for-list": ["What are the 4 layers of TCP/IP?", "Name all layers of TCP/IP.", "List the layers of TCP/IP."],
    "pointing": ["It is kept in memory. Which part?", "What does this do to memory use?", "How does it work?"],
    "elsewhere": ["What is wrong with the code shown above?", "Which of the following is a prime number?"],
    "ambiguous-word": ["What is gained by pruning?", "What does recall measure?", "Why is the adapter small?"],
    "no-question": ["The complexity of binary search.", "size of a char in bytes"],
    "ageing-word": ["Which strategy does Git currently use?", "What is the latest version of Kubernetes?"],
    "et-cetera": ["Which files (logs, caches, etc.) does it remove?"],
}  # fmt: skip
NOT_FOUND = {
    "two-questions": [
        "What lies between when a fault starts and when it is noticed?",
        "What does `a ? b : c` give for a false `a`?",
        "What does this code print? (NumPy is imported as `np`.)",
    ],
    "essay": ["Which command explains a query plan?", "How would a plan describe a full scan?"],
    "some-of-many": ["Which option describes the different options of a program?"],
    "superlative": [
        "What is the best case of quicksort among $n$ keys?",
        "Which fit is the best fit line among these?",
    ],
    "short-question": ["What is 16 * 11?", "What does `git log --oneline` print?"],
    "yes-no": [
        "Is the root of a max-heap the largest or the smallest key?",
        "Which pods does a Service select?",
        "What is lost when a node fails, and is that counted?",
    ],
    "asks-for-list": ["Which command can list the merged branches?", "What would you type to list all units?"],
    "pointing": ["What does it mean to underfit the data?", "Why is it a risk to pickle untrusted data?"],
    "elsewhere": ["Which values lie above the threshold of 0.9?", "Which of the following `a`, `b` is even: 1 or 2?"],
    "ambiguous-word": [
        "What is gained by pruning a decision tree?",
        "What does logistic regression predict?",
        "Who cannot recall the options?",
    ],
    "no-question": [
        "Compute the determinant of $A$.",
        "In bash, print the first line of `f`.",
        "Given $x$: Find its root.",
    ],
    "ageing-word": ["Which branch is currently checked out?", "Which commit is the latest of a branch?"],
    "et-cetera": ["What does `/etc/hosts` map, or rather /etc/hosts?"],
}


@pytest.mark.parametrize(("rule", "question"), [(rule, text) for rule, texts in FOUND.items() for text in texts])
def test_questions_that_break_a_rule(rule: str, question: str) -> None:
    assert rule in rules_of(asks(question))


@pytest.mark.parametrize(("rule", "question"), [(rule, text) for rule, texts in NOT_FOUND.items() for text in texts])
def test_questions_that_keep_it(rule: str, question: str) -> None:
    assert rule not in rules_of(asks(question))


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        ("Yes.", "yes-no-answer"),
        ("no, because it copies", "yes-no-answer"),
        ("False", "yes-no-answer"),
        ("`True`", None),
        ("no data is lost", None),
        ("false positives", None),
        ("a, b, c and d", "list-answer"),
        ("- a\n- b\n- c\n- d", "list-answer"),
        ("it waits, then it locks, then it reads the row, then it writes it, then it unlocks", "list-answer"),
        ("the vector (1, 2, 3, 4, 5)", None),
        ("1,000,000 of them", None),
        ("$a, b, c, d, e$", None),
        ("`a, b, c, d, e`", None),
        ("a, b and c", "three-items"),
        ("reading, which is slow, and writing", None),
        ("It copies. Then it swaps.", "two-sentences"),
        ("It copies, e.g. Strings.", None),
        ("version 2.39 of Git", None),
        ("untracked files, etc.", "et-cetera"),
    ],
)
def test_answers(answer: str, rule: str | None) -> None:
    assert set(rules_of(asks("Which thing does the program handle?", answer))) == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("card", "rule"),
    [
        (asks("Which statement does start a transaction?", "`START TRANSACTION`"), "answer-in-question"),
        (asks("Which is faster, a set or a list?", "a set"), None),
        (asks("How many of 2 coins show heads?", "2"), None),
        (asks("Which variable counts $n$ items?", "$n$"), None),
        (asks("What is printed?\n```\nprint('done')\n```", "done"), None),
        ("term: readiness probe\ndef: the readiness probe of a pod\n", "answer-in-question"),
        (asks("Which probe stops the traffic?", "readiness", hint="It is the readiness one."), "answer-in-hint"),
        (asks("Which probe stops the traffic?", "readiness", hint="not liveness"), None),
        ("cloze: 'Write an {{c1::index}} here.'", "article-before-gap"),
        ("cloze: 'Write a `{{c1::b}}` here.'", "article-before-gap"),
        ("cloze: 'Write `a {{c1::b}}` here.'", None),
        ("cloze: 'The data {{c1::index}} is here.'", None),
    ],
)
def test_what_gives_the_answer_away(card: str, rule: str | None) -> None:
    given_away = {"answer-in-question", "answer-in-hint", "article-before-gap"}
    assert set(rules_of(card)) & given_away == ({rule} if rule else set())


def choice(question: str, right: str, *wrong: str) -> str:
    return "\n".join([f"q: {question}", f"right: {right!r}", "wrong:", *(f"- {text!r}: No." for text in wrong)])


@pytest.mark.parametrize(
    ("card", "rule"),
    [
        (choice("Which port is it?", "80", "81", "none of the above"), "catch-all"),
        (choice("Which port is it?", "all of these", "81 and more", "82"), "catch-all"),
        (choice("Which port is it?", "both A and B", "81 and more", "82"), "catch-all"),
        (choice("Which port is it?", "any port", "81 or 82", "82"), None),
        (choice("Which of these is not even?", "3", "2", "4"), "negative-choice"),
        (choice("All of these are even except which?", "3", "2", "4"), "negative-choice"),
        (choice("Which of these isn't even?", "3", "2", "4"), "negative-choice"),
        (choice("Why does the pod not start?", "no image", "no node", "no disk"), None),
        (choice("Which command lists files that are not tracked?", "status", "log", "show"), None),
        (choice("What happens if no value is set or not read?", "error", "zero", "null"), None),
        (choice("Which one holds here?", "x" * 29, "x" * 20, "x"), "longest-right"),
        (choice("Which one holds here?", "x" * 28, "x" * 20, "x"), None),
        (choice("Which one holds here?", "x" * 7, "x" * 2, "x"), None),
        (choice("Which of the following is even?", "2", "3", "5"), None),
    ],
)
def test_choices(card: str, rule: str | None) -> None:
    dishonest = {"catch-all", "negative-choice", "longest-right"}
    assert set(rules_of(card)) & dishonest == ({rule} if rule else set())


@pytest.mark.parametrize(
    ("verify", "found"),
    [
        ("assert 1", True),
        ("assert ANSWER", False),
        ("'{python: assert 1}'", True),
        ("{python: assert 1}", True),
        ("{python: assert ANSWER}", False),
        ("{schema: kubernetes, valid: true}", False),
    ],
)
def test_a_proof_mentions_the_answer(verify: str, found: bool) -> None:
    assert ("unbound" in rules_of(asks("Which number is the largest?", verify=verify))) is found
    assert "unbound" not in rules_of("cloze: 'The {{c1::first}} gap.'\nverify: assert C1")


def test_a_card_is_sourced_or_proven() -> None:
    (note,) = notes_of(asks("Which number is the largest?"))
    assert [problem.rule for problem in card_findings(note, False)] == ["unsourced"]
    assert card_findings(note, True) == []


@pytest.mark.parametrize(
    ("formula", "found"), [("{a}", False), ("{a", True), ("a}", True), ("}{", True), (r"\{a", False), (r"\\{a", True)]
)
def test_braces_of_formulas(formula: str, found: bool) -> None:
    card = f"q: Which set is ${formula}$ here?\na: a thing\n"
    assert ("unbalanced-braces" in rules_of(card)) is found
    assert "unbalanced-braces" not in rules_of(f"q: Which set is `{formula}` here?\na: a thing\n")


def test_code_is_something_to_point_at() -> None:
    code = "\nlang: python\ncode: print(1)"
    for question in ("What does this print?", "What does the code above print, and to which stream?"):
        assert {"pointing", "elsewhere"} & set(rules_of(asks(question)))
        assert not {"pointing", "elsewhere"} & set(rules_of(asks(question) + code))


def test_the_line_is_that_of_the_key_that_is_meant() -> None:
    (note,) = notes_of("id: al-aaaa\nq: Is it so?\nlevel: 2\na: 'Yes.'\nsrc: page\nhint: Yes.\n")
    found = {problem.rule: problem.line for problem in card_findings(note, False)}
    assert found["yes-no"] == note.line + 1
    assert found["yes-no-answer"] == note.line + 3
    assert found["answer-in-hint"] == note.line + 5


HOSTILE = {
    "question marks": "? " * 100_000,
    "no question marks": "why and " * 40_000,
    "which": "which " * 50_000 + "?",
    "digits": "1" * 300_000,
    "blanks": "a" + " " * 300_000 + "b,",
    "lines": "a" + "\n" * 300_000 + "b",
    "brackets": "[(" * 100_000,
    "bars": "|" * 200_000,
    "abbreviations": "e.g. E" * 60_000,
    "stars": "*_" * 100_000,
    "backticks": "` " * 100_000,
    "commas": "a, " * 100_000,
    "some": "some of the " * 30_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_long_card_of_anything_is_judged_in_seconds(text: str) -> None:
    (note,) = notes_of("q: x\na: y\nwhy: z")
    note.fields.update(q=text, a=text, why=text, hint=text)
    begun = time.process_time()
    card_findings(note, False)
    assert time.process_time() - begun < 5
