"""Proves cards by running them, as docs/decks.md says under "What is run". Until `flash verify` does it for everyone.

python -m tests.support.proving            proves the shipped decks and writes decks/verified.lock
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import yaml

from roadmap_flash.core.kinds.cloze import gaps
from roadmap_flash.core.kinds.drill import evaluate, grid
from roadmap_flash.core.model import Note
from roadmap_flash.decks.library import Library, open_library
from roadmap_flash.decks.lock import FILE, Proof, write_lock

ROOT = Path(__file__).parents[2]
SECONDS = 10
_GIT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_PAGER": "cat",
    "GIT_EDITOR": "true",
    **{
        f"GIT_{who}_{what}": f"{who.lower()}@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    },
}


@dataclass
class Outcome:
    """Of one card: whether it is proven, whether a wrong answer was refused, and what failed."""

    proven: bool
    bound: bool = False
    failure: str = ""
    tools: dict[str, str] = field(default_factory=dict)


class Prover:
    """Proves the notes of one library. Use it as a context: it keeps a Python process with numpy and sympy."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._headers: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Self:
        command = [sys.executable, str(Path(__file__).with_name("snippets.py"))]
        self._python = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *error: object) -> None:
        self._python.communicate()

    def prove(self, note: Note) -> Outcome:
        """Run what the note has to run."""
        if note.kind == "output":
            return self._prove_output(note)
        if note.kind == "drill":
            return self._prove_drill(note)
        return self._prove_answers(note) if "verify" in note.fields else Outcome(proven=False)

    def _prove_output(self, note: Note) -> Outcome:
        lang, code = note.fields["lang"], note.fields["code"]
        setup = self._header(note).get("setup", "") if lang == self._runs(note) else ""
        _, printed = self._run(lang, setup, code, {}, loaded=False)
        right = printed.strip() == note.fields["output"].strip()
        return _outcome(right, f"prints {printed!r}", bound=True, tools=_tools(lang, code))

    def _prove_drill(self, note: Note) -> Outcome:
        fields = note.fields
        for point in grid(fields["vars"]):
            expected = [float(value) for value in evaluate(fields["compute"], point)]
            code = (
                f"_check = {fields['check']}\n"
                "_got = [float(x) for x in (_check if isinstance(_check, (list, tuple)) else [_check])]\n"
                f"_want = {expected!r}\n"
                "assert len(_got) == len(_want), (_got, _want)\n"
                "assert all(abs(a - b) <= 1e-9 * max(abs(a), abs(b)) for a, b in zip(_got, _want)), (_got, _want)\n"
            )
            status, printed = self._run("python", "", code, dict(point))
            if status:
                return _outcome(False, f"at {point}: {printed[-300:]}", bound=True, tools={})
        return _outcome(True, "", bound=True, tools=_tools("python", fields["check"]))

    def _prove_answers(self, note: Note) -> Outcome:
        fields = note.fields
        snippet = json.dumps(fields["verify"])
        answer = fields.get("a", fields.get("right"))
        for right in [answer, *fields.get("accept", [])]:
            status, printed = self._try(note, right)
            if status:
                return _outcome(False, f"{right!r} does not pass: {printed[-300:]}", bound=False, tools={})
        names = {"cloze": r"\bC\d", "both": r"\b(TERM|DEF)\b"}.get(note.kind, "ANSWER")
        bound = re.search(names, snippet) is not None
        if bound and answer is not None:
            for wrong in _wrong_answers(fields, _plain(answer)):
                status, printed = self._try(note, wrong)
                if status == 0 or status is None:
                    return _outcome(
                        False, f"the wrong answer {wrong!r} passes: {printed[-300:]}", bound=False, tools={}
                    )
        return _outcome(True, "", bound=bound, tools=self._tools_of(note))

    def _try(self, note: Note, answer: str | None) -> tuple[int | None, str]:
        """Run the snippet with one answer; the status is None where the setup itself failed."""
        fields, verify = note.fields, note.fields["verify"]
        names = {} if answer is None else {"ANSWER": _plain(answer)}
        if note.kind == "cloze":
            names |= {f"C{number}": _plain(texts[0]) for number, texts in gaps(fields["cloze"]).items()}
        if note.kind == "both":
            names |= {"TERM": _plain(fields["term"]), "DEF": _plain(fields["def"])}
        if isinstance(verify, dict) and "schema" in verify:
            return _against_schema(verify, fields["code"], names.get("ANSWER", ""))
        lang, code = next(iter(verify.items())) if isinstance(verify, dict) else (self._runs(note), verify)
        setup = self._header(note).get("setup", "") if lang == self._runs(note) else ""
        return self._run(lang, setup, code, names)

    def _run(
        self, lang: str, setup: str, code: str, names: dict[str, Any], *, loaded: bool = True
    ) -> tuple[int | None, str]:
        folder = tempfile.mkdtemp()
        try:
            if lang == "python":
                return self._run_python(f"{setup}\n{code}" if setup else code, folder, names, loaded=loaded)
            if setup and _bash(setup, folder, {})[0]:
                return None, "setup failed"
            return _bash(code, folder, names)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _run_python(self, code: str, folder: str, names: dict[str, Any], *, loaded: bool) -> tuple[int, str]:
        assert self._python.stdin is not None
        assert self._python.stdout is not None
        job = {"code": code, "folder": folder, "names": names, "loaded": loaded}
        self._python.stdin.write(json.dumps(job) + "\n")
        self._python.stdin.flush()
        answer = json.loads(self._python.stdout.readline())
        return answer["code"], answer["output"]

    def _header(self, note: Note) -> dict[str, Any]:
        if note.file not in self._headers:
            deck = yaml.load(Path(note.file).read_text("utf-8"), yaml.BaseLoader)
            self._headers[note.file] = {key: deck[key] for key in ("runs", "setup") if key in deck}
        return self._headers[note.file]

    def _runs(self, note: Note) -> str:
        return str(self._header(note).get("runs", "python"))

    def _tools_of(self, note: Note) -> dict[str, str]:
        verify = note.fields["verify"]
        if isinstance(verify, dict) and "schema" in verify:
            return {"kubernetes schema": _kubernetes_version(note)}
        lang, code = next(iter(verify.items())) if isinstance(verify, dict) else (self._runs(note), verify)
        return _tools(lang, code)


def _outcome(right: bool, failure: str, *, bound: bool, tools: dict[str, str]) -> Outcome:
    return Outcome(right, bound and right, "" if right else failure, tools)


def _bash(code: str, folder: str, names: dict[str, Any]) -> tuple[int, str]:
    environment = {"PATH": os.environ["PATH"], "HOME": folder, "LC_ALL": "C.UTF-8", **_GIT, **names}
    command = ["bash", "-ec", code]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, timeout=SECONDS, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 124, "timed out"
    return done.returncode, done.stdout.decode("utf-8", "replace")


def _against_schema(verify: dict[str, str], code: str, answer: str) -> tuple[int, str]:
    """0 where the manifest is valid as `valid` says, and an error says what `error` says."""
    import kubernetes_validate

    errors = []
    for document in yaml.safe_load_all(code):
        try:
            kubernetes_validate.validate(document, "1.35", strict=True)
        except kubernetes_validate.ValidationError as error:
            errors.append(str(getattr(error, "message", error)))
    if verify["valid"] == "true":
        return int(bool(errors)), str(errors)
    wanted = _plain(verify.get("error", "").replace("$ANSWER", answer))
    return int(not any(wanted in error for error in errors)), str(errors)


def _kubernetes_version(note: Note) -> str:
    return dict(note.as_of).get("kubernetes", "1.35")


def _plain(text: str) -> str:
    """The text without one outer pair of backticks or dollars."""
    text = text.strip()
    match = re.fullmatch(r"(`+)([^`]+)\1", text) or re.fullmatch(r"(\$)([^$]+)\1", text)
    return match[2].strip() if match else text


def _wrong_answers(fields: dict[str, Any], answer: str) -> list[str]:
    """The wrong options, what `not` lists, and one more: a number plus one, else a word that is no answer."""
    try:
        more = str(int(answer) + 1)
    except ValueError:
        try:
            more = str(float(answer) + 1)
        except ValueError:
            more = "WRONG"
    return [*(text for option in fields.get("wrong", []) for text in option), *fields.get("not", []), more]


_PACKAGES = {"numpy": r"\bnp\b|numpy", "sympy": r"\b(Matrix|solve|symbols|Symbol|Rational|eye|N)\b"}


def _tools(lang: str, code: str) -> dict[str, str]:
    """What a snippet was run with, and in which version."""
    from importlib.metadata import version

    if lang == "bash":
        name, command = (
            ("git", ["git", "--version"]) if "git" in code or "ANSWER" in code else ("bash", ["bash", "--version"])
        )
        printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return {name: re.findall(r"\d+\.\d+[.\d]*", printed)[0]}
    used = [name for name, sign in _PACKAGES.items() if re.search(sign, code)]
    return {name: version(name) for name in used} or {"python": ".".join(map(str, sys.version_info[:3]))}


def main() -> None:
    """Prove the shipped decks, write their lock, and tell what was proven."""
    library = open_library([ROOT / "decks"], None)
    proofs, counts = {}, {"proven": 0, "bound": 0, "unproven": 0}
    today = datetime.now(UTC).date().isoformat()
    with Prover(library) as prover:
        for note in library.notes():
            outcome = prover.prove(note)
            if outcome.failure:
                sys.exit(f"{note.id}: {outcome.failure}")
            counts["proven" if outcome.proven else "unproven"] += 1
            counts["bound"] += outcome.bound
            if outcome.proven:
                proofs[note.id] = Proof(note.digest, outcome.tools, today)
    write_lock(ROOT / "decks" / FILE, proofs)
    sys.stdout.write(f"{counts}\n")


if __name__ == "__main__":
    main()
