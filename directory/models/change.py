"""What people want an entry to say, what was decided, and every version it had."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.domain.sections import Section
from directory.extensions import Base
from directory.models.account import Person
from directory.models.organisation import Organisation, now
from directory.models.questioned import Questioned
from directory.models.service import Service
from directory.models.types import UTCDateTime, area_code, words


class ChangeState(StrEnum):
    """How far a change has come."""

    DRAFT = "draft"
    WAITING = "waiting"
    ASKED = "asked"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN = (ChangeState.DRAFT, ChangeState.WAITING, ChangeState.ASKED)


class Change(Questioned, Base):
    """What a section should say: being written, waiting for a moderator, or decided on.

    There is at most one open change of a section of an entry; whoever goes on with it is its
    author. ``told`` and ``before`` hold the section's columns as docs/data-formats.md tells.
    """

    __tablename__ = "change"
    __table_args__ = (Index(None, "state", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    section: Mapped[Section] = mapped_column(words(Section))
    state: Mapped[ChangeState] = mapped_column(words(ChangeState), default=ChangeState.DRAFT)
    # Which section of which entry, while it is open: the database keeps it to one.
    open_key: Mapped[str | None] = mapped_column(String(60), unique=True)
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # What the public read when it was begun: another's edit meanwhile is seen by it.
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Counted up with each save and decision: of two at once, the second is told.
    revision: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    organisation: Mapped[Organisation] = relationship()
    service: Mapped[Service | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": revision}


class ChangeArea(Base):
    """An area whose moderators may decide on a change: what the bases lie in, or the coverage."""

    __tablename__ = "change_area"

    change_id: Mapped[int] = mapped_column(
        ForeignKey("change.id", ondelete="CASCADE"), primary_key=True
    )
    area_code: Mapped[str] = mapped_column(area_code(), primary_key=True, index=True)


class Version(Base):
    """What a section of an entry said from a moment on; versions are only ever added."""

    __tablename__ = "version"
    __table_args__ = (Index(None, "organisation_id", "service_id", "section", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    section: Mapped[Section] = mapped_column(words(Section))
    number: Mapped[int]
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    # How it came about: "edit", "restored", "merged", "before" (what stood there at first).
    how: Mapped[str] = mapped_column(String(16), default="edit")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    change_id: Mapped[int | None] = mapped_column(ForeignKey("change.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)

    person: Mapped[Person | None] = relationship()
