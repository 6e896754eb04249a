"""What is to be run to prove a note. Pure: a plan says what must pass, what must be refused, and what is only tried."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from roadmap_flash.core.kinds.cloze import gaps
from roadmap_flash.core.kinds.drill import evaluate, grid
from roadmap_flash.core.model import Fields, Note
from roadmap_flash.decks.proof.answers import plain, probes, right_answers, wrong_answers
from roadmap_flash.decks.proof.languages import all_languages
from roadmap_flash.decks.proof.runs import Run

_DRILL = """
_check = compile({check!r}, "<check>", "eval")
for _point, _want in {points!r}:
    _got = eval(_check, {{**globals(), **_point}})
    _got = [float(_x) for _x in (_got if isinstance(_got, (list, tuple)) else [_got])]
    assert len(_got) == len(_want), f"at {{_point}}: check gives {{_got}}, compute {{_want}}"
    for _a, _b in zip(_got, _want):
        assert abs(_a - _b) <= 1e-9 * max(abs(_a), abs(_b)), f"at {{_point}}: check gives {{_got}}, compute {{_want}}"
"""
"""`check` over the whole grid against `compute`, to 1e-9."""
_MENTIONS = {"cloze": r"\bC\d+\b", "both": r"\b(?:TERM|DEF)\b"}


class Program(NamedTuple):
    """What a deck says of how its snippets run: their language, what runs before each, the packages they need."""

    runs: str = "python"
    setup: str = ""
    needs: tuple[str, ...] = ()


class Trial(NamedTuple):
    """One run with one answer; `told` names the answer."""

    told: str
    run: Run


@dataclass(frozen=True)
class Plan:
    """All trials of one note.

    `right` must pass, `wrong` must be refused; `probes` are tried only where no wrong answer was refused by a test.
    `output` is what the one run of an output card must print. `unbound` says why passing proves nothing of the answer.
    """

    right: list[Trial] = field(default_factory=list)
    wrong: list[Trial] = field(default_factory=list)
    probes: list[Trial] = field(default_factory=list)
    output: str | None = None
    unbound: str = ""
    impossible: str = ""
    """Why nothing can be run for it anywhere, such as a language that is not run here."""

    @property
    def run(self) -> Run:
        """A run of it, for what all have in common."""
        return self.right[0].run


def has_proof(note: Note) -> bool:
    """Whether a note has anything to prove it."""
    return note.kind in ("output", "drill") or "verify" in note.fields


def plan(note: Note, program: Program) -> Plan:
    """The plan of a note that has something to prove it."""
    if note.kind == "output":
        return _plan_output(note.fields, program)
    return _plan_drill(note.fields, program) if note.kind == "drill" else _plan_answers(note, program)


def _plan_output(fields: Fields, program: Program) -> Plan:
    language = all_languages().get(fields["lang"].lower())
    name = language.names[0] if language else ""
    if name not in ("python", "bash", "sql"):
        return Plan(impossible=f"what {fields['lang']} prints cannot be proven here: python, bash and sql can be run")
    run = Run(name, fields["code"], _setup(name, program), prints=True, needs=program.needs)
    return Plan([Trial("its code", run)], output=fields["output"])


def _plan_drill(fields: Fields, program: Program) -> Plan:
    points = [(point, [float(value) for value in evaluate(fields["compute"], point)]) for point in grid(fields["vars"])]
    code = _DRILL.format(check=fields["check"].strip(), points=points)
    run = Run("python", code, _setup("python", program), needs=program.needs)
    same = _normal(fields["check"]) == _normal(fields["compute"])
    return Plan([Trial("its grid", run)], unbound="`check` is `compute` once more" if same else "")


def _normal(formula: str | list[str]) -> str:
    text = formula if isinstance(formula, str) else f"[{', '.join(formula)}]"
    try:
        return ast.dump(ast.parse(text.strip(), mode="eval"))
    except (SyntaxError, ValueError, RecursionError):
        return text


def _plan_answers(note: Note, program: Program) -> Plan:
    snippet = _snippet(note, program)
    if isinstance(snippet, str):
        return Plan(impossible=snippet)
    answers = _names(note.fields) if note.kind in _MENTIONS else {}
    rights = right_answers(note.fields) if note.kind not in _MENTIONS else []
    found = Plan([Trial(f"the answer {right!r}", _with(snippet, {"ANSWER": right})) for right in rights])
    if not rights:
        found = Plan([Trial("its own text", _with(snippet, answers))])
    verify = json.dumps(note.fields["verify"])
    mentioned = sorted(set(re.findall(_MENTIONS.get(note.kind, r"\bANSWER\b"), verify)) & {"ANSWER", *answers})
    if not mentioned:
        return replace(found, unbound="the snippet does not mention the answer")
    if all_languages()[snippet.language].restates(snippet.code):
        found = replace(
            found, unbound="the snippet computes nothing, it only compares the answer with what it says itself"
        )
    for name in mentioned:
        found = _against(found, snippet, name, answers or {"ANSWER": rights[0]}, note.fields)
    return found


def _against(found: Plan, snippet: Run, name: str, answers: dict[str, str], fields: Fields) -> Plan:
    """The plan with the wrong answers of one name, the others being right."""

    def trials(texts: list[str]) -> list[Trial]:
        spoken = "" if name == "ANSWER" else f" for {name}"
        return [Trial(f"the wrong answer {text!r}{spoken}", _with(snippet, {**answers, name: text})) for text in texts]

    wrong, more = wrong_answers(fields, answers[name]), probes(answers[name], snippet.language)
    return replace(found, wrong=[*found.wrong, *trials(wrong)], probes=[*found.probes, *trials(more)])


def _names(fields: Fields) -> dict[str, str]:
    """What a cloze or a term with its definition puts in place of `ANSWER`."""
    if "cloze" in fields:
        return {f"C{number}": plain(texts[0]) for number, texts in gaps(fields["cloze"]).items()}
    return {"TERM": plain(fields["term"]), "DEF": plain(fields["def"])}


def _snippet(note: Note, program: Program) -> Run | str:
    """What `verify` runs, still without an answer; or why it cannot be run."""
    verify = note.fields["verify"]
    given: dict[str, Any] = verify if isinstance(verify, dict) else {program.runs: verify}
    if "schema" in given:
        options = {"version": dict(note.as_of).get("kubernetes", ""), "error": "", **given}
        options["valid"] = given.get("valid") == "true"
        return Run("schema", note.fields.get("code", ""), options=options)
    name, code = next(iter(given.items()))
    return Run(name, code, _setup(name, program), needs=program.needs)


def _setup(language: str, program: Program) -> str:
    """The deck's `setup`, for snippets in the deck's own language."""
    return program.setup if language == program.runs else ""


def _with(snippet: Run, names: dict[str, str]) -> Run:
    """The snippet with its answer; a schema gets it into the error it looks for."""
    if snippet.language == "schema":
        error = plain(snippet.options["error"].replace("$ANSWER", names.get("ANSWER", "")))
        return snippet._replace(options={**snippet.options, "error": error})
    return snippet._replace(names=names)
