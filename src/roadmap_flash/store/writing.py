"""Writing through SQLModel: one transaction an act, durable when the call returns."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import Connection, Engine, StaticPool, event
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, create_engine

from roadmap_flash.core.model import Act, CardState, Moment, Parameters, ReviewLog, State
from roadmap_flash.errors import ConflictError
from roadmap_flash.store import reading
from roadmap_flash.store.database import in_plain_words
from roadmap_flash.store.rows import card_json, card_of, card_row, parameters_content, parameters_id
from roadmap_flash.store.tables import (
    CardRow,
    FactRow,
    KnownDeckRow,
    OpenedTopicRow,
    ParameterSetRow,
    ReviewLogRow,
)

Result = TypeVar("Result")


class Writer:
    """The one that writes to an open database. Every method is one transaction, whole or not at all."""

    def __init__(self, database: sqlite3.Connection, path: Path, device: str) -> None:
        self._database = database
        self._path = path
        self._device = device
        self._engine = _engine(database)

    def record(self, log: ReviewLog) -> ReviewLog:
        """Write an act and its card. Raises ConflictError if the card is no longer as `log.before` has it."""
        return self._transact(lambda session: self._record(session, log))

    def undo(self, moment: Moment) -> ReviewLog | None:
        """Take back the newest act that stands, by a row that voids it; the act, or None if there is none."""

        def work(session: Session) -> ReviewLog | None:
            undone = reading.last_act(self._database)
            if undone is None:
                return None
            void = ReviewLog(
                undone.card_id, Act.UNDO, moment, before=undone.after, after=undone.before, voids=undone.uid
            )
            self._record(session, void)
            return undone

        return self._transact(work)

    def remember_decks(self, decks: dict[str, tuple[str, dict[str, Any]]], stamp: str) -> None:
        """Note what the library looks like now: digest and notes by topic, and its stamp."""

        def work(session: Session) -> None:
            for topic in set(reading.known_decks(self._database)) - set(decks):
                session.delete(session.get_one(KnownDeckRow, topic))
            for topic, (digest, notes) in decks.items():
                session.merge(KnownDeckRow(topic=topic, digest=digest, notes=notes))
            session.merge(FactRow(name="library", value=stamp))

        self._transact(work)

    def open_topics(self, slugs: Iterable[str], day: int) -> None:
        """Note that these topics opened."""

        def work(session: Session) -> None:
            for slug in slugs:
                if session.get(OpenedTopicRow, slug) is None:
                    session.add(OpenedTopicRow(slug=slug, day=day))

        self._transact(work)

    def adopt(self, old: CardState, new_id: str, moment: Moment) -> None:
        """Hand the state of a card whose note got another id to its new id. The log keeps both ids, linked."""
        new = replace(old, card_id=new_id)
        link = {"from": old.card_id, "to": new_id}

        def work(session: Session) -> None:
            self._record(session, ReviewLog(old.card_id, Act.ADOPT, moment, before=old, after=None, shown=link))
            self._record(session, ReviewLog(new_id, Act.ADOPT, moment, before=None, after=new, shown=link))

        self._transact(work)

    def set_fact(self, name: str, value: str) -> None:
        """Note a small fact about the file."""
        self._transact(lambda session: session.merge(FactRow(name=name, value=value)))

    def _transact(self, work: Callable[[Session], Result]) -> Result:
        with in_plain_words(self._path):
            try:
                with Session(self._engine, expire_on_commit=False) as session:
                    session.connection()  # takes the lock: what is read from here on stays true
                    result = work(session)
                    session.commit()
                    return result
            except DBAPIError as error:
                raise error.orig or error from error

    def _record(self, session: Session, log: ReviewLog) -> ReviewLog:
        row = session.get(CardRow, log.card_id)
        before = card_of(row.model_dump()) if row else None
        untouched = CardState(log.card_id)
        if (before or untouched) != (log.before or untouched):
            raise ConflictError(
                f"{log.card_id}: the card changed meanwhile, in another session; this answer was not kept"
            )
        _put_card(session, row, log.after)
        session.add(
            ReviewLogRow(
                uid=uuid4().hex,
                card_id=log.card_id,
                act=log.act,
                at=log.moment.at,
                day=log.moment.day,
                rating=log.rating,
                took_ms=log.took_ms,
                state_before=before.state if before else State.NEW,
                before=card_json(before) if before else None,
                after=card_json(log.after) if log.after else None,
                shown=log.shown,
                parameters=self._parameters(session, log.parameters),
                device=self._device,
                voids=log.voids,
            )
        )
        return log

    def _parameters(self, session: Session, parameters: Parameters | None) -> str | None:
        """The id of the parameter set, which is written the first time it is used."""
        if parameters is None:
            return None
        key = parameters_id(parameters)
        if session.get(ParameterSetRow, key) is None:
            session.add(ParameterSetRow(id=key, content=parameters_content(parameters)))
            session.flush()
        return key


def _put_card(session: Session, row: CardRow | None, card: CardState | None) -> None:
    if card is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(CardRow(**card_row(card)))
    else:
        for column, value in card_row(card).items():
            setattr(row, column, value)


def _compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _engine(database: sqlite3.Connection) -> Engine:
    """An engine on the one open connection. A writer takes the lock at once: what it reads first stays true."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: database,
        poolclass=StaticPool,
        json_serializer=_compact,
        json_deserializer=json.loads,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
