"""`flash verify`: which notes are run, several at a time, and what is kept of it."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from roadmap_flash import clock
from roadmap_flash.core.model import Note
from roadmap_flash.decks.editing.ids import Corpus
from roadmap_flash.decks.language import RUN
from roadmap_flash.decks.library import Library
from roadmap_flash.decks.lock import FILE, Proof, read_lock, write_lock
from roadmap_flash.decks.proof.judging import Outcome, Verdict, judge
from roadmap_flash.decks.proof.languages import all_languages
from roadmap_flash.decks.proof.needs import lacking, mentioned, modules
from roadmap_flash.decks.proof.plan import Plan, Program, has_proof, plan
from roadmap_flash.decks.proof.runs import Limits
from roadmap_flash.decks.proof.sandbox.worker import Worker
from roadmap_flash.decks.rows import is_damaged
from roadmap_flash.errors import DeckError
from roadmap_flash.paths import lock_folder, shipped_decks

MOST_WORKERS = 8


class Row(NamedTuple):
    """What came of one note."""

    note: Note
    outcome: Outcome
    proof: Proof | None = None
    ran: bool = False
    """Whether it was run; else its proof in the lock holds, or it was skipped."""
    lacks: str = ""
    """Why it could not be run here, although it was meant to be."""
    excused: bool = False
    """It could not be run, and nothing is amiss: its deck says that it needs a package that is not installed, and a
    proof made elsewhere holds; or it is in a language that nothing here runs."""


@dataclass
class Job:
    """A note that has something to run."""

    note: Note
    program: Program
    lacks: str
    """What its deck `needs` and is not installed."""

    @cached_property
    def plan(self) -> Plan:
        """What is to be run for it. Most proofs hold as they are, and need none."""
        return plan(self.note, self.program)


class Verification:
    """All that can be proven of some topics of a library, against the locks of its roots."""

    def __init__(self, library: Library, roots: list[Path], topics: Collection[str] | None) -> None:
        self._library = library
        self._roots = roots
        self._locks = {folder: read_lock(folder / FILE) for folder in dict.fromkeys(map(lock_folder, roots))}
        self._old = [read_lock(root / FILE) for root in roots]
        named = library.roadmap.topics if topics is None else filter(topics.__contains__, library.roadmap.topics)
        notes = (note for topic in named for note in library.notes(topic))
        self.jobs = [self._job(note) for note in notes if has_proof(note)]

    def changed(self) -> list[Job]:
        """The notes without a proof that holds."""
        return [job for job in self.jobs if self._proof(job.note) is None]

    def outside(self, jobs: list[Job]) -> list[Job]:
        """Those whose decks did not come with the program."""
        shipped = shipped_decks().resolve()
        return [job for job in jobs if not Path(job.note.file).resolve().is_relative_to(shipped)]

    def run(
        self,
        jobs: list[Job],
        progress: Callable[[], object],
        *,
        limits: Limits | None = None,
        isolated: bool = True,
    ) -> list[Row]:
        """What came of every note of the verification: these are run, the proofs of the others stand.

        `progress` is called after each. Raises FlashError where nothing can be isolated.
        """
        chosen = {job.note.id for job in jobs}
        runnable = [job for job in jobs if not _lacks(job)]
        ran: dict[str, Outcome] = {}
        with _workers(min(len(runnable), _cores(), MOST_WORKERS), limits, isolated=isolated) as judged:
            for job, outcome in judged(runnable):
                ran[job.note.id] = outcome
                progress()
        return [self._row(job, ran.get(job.note.id), chosen=job.note.id in chosen) for job in self.jobs]

    def write(self, found: list[Row]) -> None:
        """Keep what was proven, in the lock of each note's own root; entries of notes that left are dropped.

        What another run wrote meanwhile stays, and the proofs of notes that an error in their deck hides. Raises
        DeckError if a lock cannot be written.
        """
        everything = {note.id for note in self._library.notes()}
        corpus = cache(lambda: Corpus(self._roots))
        for folder in self._locks:
            old = read_lock(folder / FILE)
            mine = {row.note.id: row.proof for row in found if self._folder(row.note) == folder}
            others = {note: proof for note, proof in old.items() if note not in mine}
            kept = {note: proof for note, proof in others.items() if note in everything or corpus().card_at(note)}
            proofs = kept | {note: proof for note, proof in mine.items() if proof}
            if proofs != old or is_damaged(folder / FILE):
                self._write(folder, proofs)

    def _write(self, folder: Path, proofs: dict[str, Proof]) -> None:
        if not folder.is_dir() and folder in self._roots:
            return  # a library of one file keeps no lock
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write_lock(folder / FILE, proofs)
        except OSError as error:
            raise DeckError(f"{folder / FILE}: cannot be written: {error.strerror}; the proofs are not kept") from error

    def _job(self, note: Note) -> Job:
        header = self._library.program(note)
        programs = "\n".join([header.get("setup", ""), *(str(note.fields[key]) for key in RUN if key in note.fields)])
        needs = mentioned(tuple(header.get("needs", ())), programs + note.fields.get("code", ""))
        lacks = lacking(needs)
        program = Program(header.get("runs", "python"), header.get("setup", ""), () if lacks else modules(needs))
        return Job(note, program, lacks)

    def _row(self, job: Job, outcome: Outcome | None, *, chosen: bool) -> Row:
        old = self._proof(job.note)
        if outcome is None:
            lacks = _lacks(job) if chosen else ""
            kept = Outcome(Verdict.PROVEN, "", old.bound, old.refused) if old else Outcome(Verdict.SKIPPED, lacks)
            excused = bool(job.lacks and old) or bool(not old and job.plan.impossible)
            return Row(job.note, kept, old, lacks=lacks, excused=excused)
        if outcome.verdict != Verdict.PROVEN:
            return Row(job.note, outcome, ran=True)
        tools = all_languages()[job.plan.run.language].tools(job.plan.run)
        proof = Proof(job.note.digest, tools, _today(), outcome.bound, outcome.refused)
        same = old and old._replace(on=proof.on) == proof
        return Row(job.note, outcome, old if same else proof, ran=True)

    def _proof(self, note: Note) -> Proof | None:
        """The proof that holds for a note as it stands, of whichever lock."""
        found = (lock.get(note.id) for lock in [*self._locks.values(), *self._old])
        return next((proof for proof in found if proof and proof.digest == note.digest), None)

    def _folder(self, note: Note) -> Path:
        """Where the note's proof is kept: with the root that its file is in."""
        return lock_folder(next(root for root in self._roots if Path(note.file).is_relative_to(root)))


def _lacks(job: Job) -> str:
    """Why a note cannot be run here; empty if it can."""
    return job.plan.impossible or job.lacks or all_languages()[job.plan.run.language].missing(job.plan.run)


@contextmanager
def _workers(
    count: int, limits: Limits | None, *, isolated: bool
) -> Iterator[Callable[[list[Job]], Iterator[tuple[Job, Outcome]]]]:
    """A pool of sandboxes, and with it what judges notes, several at a time, in their order."""
    with ExitStack() as stack:
        pool = ThreadPoolExecutor(max(count, 1))
        stack.callback(pool.shutdown, cancel_futures=True)  # after the workers were closed: nothing waits for them
        workers: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        started = [stack.enter_context(Worker(limits, isolated=isolated)) for _ in range(count)]
        for worker in started:
            worker.wait_until_ready()
            workers.put(worker)

        def judged(job: Job) -> tuple[Job, Outcome]:
            worker = workers.get()
            try:
                return job, judge(job.plan, worker.run)
            finally:
                workers.put(worker)

        yield lambda jobs: pool.map(judged, jobs)


def _cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _today() -> str:
    return datetime.fromtimestamp(clock.now_ms() / 1000, UTC).date().isoformat()
