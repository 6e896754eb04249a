"""The tables as SQLModel models. `schema.py` creates them; a test holds the two equal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel


class CardRow(SQLModel, table=True):
    """One row a card that was ever touched."""

    __tablename__ = "card"

    card_id: str = Field(primary_key=True)
    state: int
    step: int
    stability: float | None
    difficulty: float | None
    due_day: int | None
    due_at: int | None
    interval: int
    reps: int
    lapses: int
    first_day: int | None = Field(index=True)
    last_day: int | None
    last_at: int | None
    suspended: bool
    buried_day: int | None
    flag: str | None


class ParameterSetRow(SQLModel, table=True):
    """What answers were scheduled with."""

    __tablename__ = "parameter_set"

    id: str = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class ReviewLogRow(SQLModel, table=True):
    """One row an act; only ever added to."""

    __tablename__ = "review_log"

    seq: int | None = Field(default=None, primary_key=True)
    uid: str = Field(unique=True)
    card_id: str = Field(index=True)
    act: str
    at: int
    day: int = Field(index=True)
    rating: int | None
    took_ms: int
    state_before: int
    before: dict[str, Any] | None = Field(sa_column=Column(JSON(none_as_null=True)))
    after: dict[str, Any] | None = Field(sa_column=Column(JSON(none_as_null=True)))
    shown: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    parameters: str | None = Field(foreign_key="parameter_set.id")
    device: str
    voids: str | None = Field(index=True)


class KnownDeckRow(SQLModel, table=True):
    """What a deck looked like when it was last seen."""

    __tablename__ = "known_deck"

    topic: str = Field(primary_key=True)
    digest: str
    notes: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class OpenedTopicRow(SQLModel, table=True):
    """A topic that opened, and when."""

    __tablename__ = "opened_topic"

    slug: str = Field(primary_key=True)
    day: int


class FactRow(SQLModel, table=True):
    """A small fact about this file."""

    __tablename__ = "fact"

    name: str = Field(primary_key=True)
    value: str
