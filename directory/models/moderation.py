"""What moderators are asked to decide besides changes, and what was decided for good."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.domain.sections import Section
from directory.extensions import Base
from directory.models.account import Link, Person
from directory.models.organisation import Organisation, now
from directory.models.questioned import Questioned
from directory.models.service import Service
from directory.models.types import UTCDateTime, area_code, words


class Decision(StrEnum):
    """What became of a request or a report."""

    OPEN = "open"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class Claiming(Questioned, Base):
    """A person says that a listed entry is her organisation's, and how that can be checked."""

    __tablename__ = "claiming"
    __table_args__ = (Index(None, "decision", "asked_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    who: Mapped[str] = mapped_column(String(300))
    how_to_check: Mapped[str] = mapped_column(Text)
    decision: Mapped[Decision] = mapped_column(words(Decision), default=Decision.OPEN)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revision: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": revision}


class ClaimingArea(Base):
    """An area whose moderators may decide on a request to keep an entry."""

    __tablename__ = "claiming_area"

    claiming_id: Mapped[int] = mapped_column(
        ForeignKey("claiming.id", ondelete="CASCADE"), primary_key=True
    )
    area_code: Mapped[str] = mapped_column(area_code(), primary_key=True, index=True)


class ReportKind(StrEnum):
    """What a visitor says is wrong."""

    NOT_HERE = "not_here"
    CLOSED = "closed"
    WRONG_CONTACT = "wrong_contact"
    OTHER = "other"


class Report(Base):
    """A visitor says that an entry is wrong; nothing is kept of who said so."""

    __tablename__ = "report"
    __table_args__ = (Index(None, "decision", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[ReportKind] = mapped_column(words(ReportKind))
    told: Mapped[str] = mapped_column(String(1_000), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    decision: Mapped[Decision] = mapped_column(words(Decision), default=Decision.OPEN)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    said: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()
    service: Mapped[Service | None] = relationship()
    decided_by: Mapped[Person | None] = relationship()

    __mapper_args__ = {"version_id_col": revision}


class ReportArea(Base):
    """An area whose moderators may decide on what a visitor reported."""

    __tablename__ = "report_area"

    report_id: Mapped[int] = mapped_column(
        ForeignKey("report.id", ondelete="CASCADE"), primary_key=True
    )
    area_code: Mapped[str] = mapped_column(area_code(), primary_key=True, index=True)


class NotTheSame(Base):
    """Two organisations that look alike, and that a person said are two; the smaller id first."""

    __tablename__ = "not_the_same"

    one_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)

    person: Mapped[Person | None] = relationship()


class Likeness(Base):
    """What an organisation may be told by, as it was when it was last compared with others.

    ``name_key`` is its name as it is compared; ``host`` of its website, without "www.".
    """

    __tablename__ = "likeness"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    name_key: Mapped[str] = mapped_column(String(220), default="")
    borough_code: Mapped[str] = mapped_column(area_code(), default="", index=True)
    postcode: Mapped[str] = mapped_column(String(8), default="", index=True)
    host: Mapped[str] = mapped_column(String(300), default="", index=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)


class Suspicion(Base):
    """Two organisations that may be one, and why; the smaller id first. A person decides."""

    __tablename__ = "suspicion"

    one_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    # Of directory.domain.likeness.Why, with spaces between, the strongest first.
    reasons: Mapped[str] = mapped_column(String(80))
    strength: Mapped[int] = mapped_column(index=True)
    found_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)


class Confirmation(Base):
    """When a person last confirmed a section of an entry; its words did not change by it."""

    __tablename__ = "confirmation"
    __table_args__ = (Index(None, "organisation_id", "service_id", "section"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    section: Mapped[Section] = mapped_column(words(Section))
    on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class StillRight(Base):
    """When the people of an entry were last asked whether it is right, and when they answered.

    ``unanswered`` counts the rounds of letters since they did. A round is one letter to each of
    them.
    """

    __tablename__ = "still_right"
    __table_args__ = (Index(None, "unanswered", "asked_at"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    unanswered: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    organisation: Mapped[Organisation] = relationship()


class Asked(Base):
    """An entry that the link in a letter asks about, and when it was answered by that link: once.

    It goes when its link goes.
    """

    __tablename__ = "asked"

    link_id: Mapped[int] = mapped_column(
        ForeignKey("link.id", ondelete="CASCADE"), primary_key=True
    )
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    link: Mapped[Link] = relationship()
    organisation: Mapped[Organisation] = relationship()


class BrokenLink(Base):
    """A web address on an entry that did not answer, and since when."""

    __tablename__ = "broken_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    address: Mapped[str] = mapped_column(String(300))
    trouble: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    looked_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)


class WebsiteLook(Base):
    """When a web address was last looked at, and how often in a row it did not answer."""

    __tablename__ = "website_look"

    address: Mapped[str] = mapped_column(String(300), primary_key=True)
    looked_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    failures: Mapped[int] = mapped_column(default=0)


class FoundCount(Base):
    """How often an organisation was shown in answer to a need, at a place, in a month.

    ``need`` is a category's slug, or "" for anything else; ``area_code`` a ward's, that of a
    borough where the place was no smaller, or "". ``month`` is its first day. Nothing tells who
    asked, nor in which words.
    """

    __tablename__ = "found_count"

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[date] = mapped_column(primary_key=True, index=True)
    need: Mapped[str] = mapped_column(String(60), primary_key=True)
    area_code: Mapped[str] = mapped_column(area_code(), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class NobodyCount(Base):
    """How often a need found nobody who serves a place, in a month; as in :class:`FoundCount`."""

    __tablename__ = "nobody_count"

    area_code: Mapped[str] = mapped_column(area_code(), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True, index=True)
    need: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
