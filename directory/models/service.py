"""Services: what is offered, to whom, where, when, and for which areas."""

from datetime import date, datetime, time

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.domain.hours import Frequency
from directory.domain.place import Level
from directory.domain.terms import Cost, Publication, Status
from directory.extensions import Base
from directory.models.organisation import Address, Contact, Organisation, now
from directory.models.types import UTCDateTime, area_code, words


class Service(Base):
    """Something an organisation does for people: the thing that is searched for.

    ``audiences``, ``languages``, ``access`` and ``modes`` hold values of the lists in
    :mod:`directory.domain.terms`; ``categories`` slugs of ``data/categories.toml``, at most three.
    """

    __tablename__ = "service"
    __table_args__ = (Index(None, "organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(100), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(String(300), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    categories: Mapped[list[str]] = mapped_column(JSON, default=list)
    publication: Mapped[Publication] = mapped_column(
        words(Publication), default=Publication.PUBLISHED
    )
    status: Mapped[Status] = mapped_column(words(Status), default=Status.RUNNING)
    status_note: Mapped[str] = mapped_column(String(300), default="")
    cost: Mapped[Cost] = mapped_column(words(Cost), default=Cost.UNKNOWN)
    cost_note: Mapped[str] = mapped_column(String(300), default="")
    age_from: Mapped[int | None] = mapped_column(SmallInteger)
    age_to: Mapped[int | None] = mapped_column(SmallInteger)
    audiences: Mapped[list[str]] = mapped_column(JSON, default=list)
    eligibility: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    access: Mapped[list[str]] = mapped_column(JSON, default=list)
    access_note: Mapped[str] = mapped_column(String(300), default="")
    modes: Mapped[list[str]] = mapped_column(JSON, default=list)
    ways_in: Mapped[list[str]] = mapped_column(JSON, default=list)
    way_in_note: Mapped[str] = mapped_column(String(300), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    checked_on: Mapped[date | None] = mapped_column(index=True)
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    # When a moderator said that so wide a coverage is right; a new coverage is asked about anew.
    wide_and_right_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now, index=True)
    edited_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    # Counted up with each change that the public sees, whatever table it is in.
    revision: Mapped[int] = mapped_column(default=0)

    organisation: Mapped[Organisation] = relationship(back_populates="services")
    coverage: Mapped[list["CoverageArea"]] = relationship(
        cascade="all, delete-orphan", order_by="CoverageArea.id"
    )
    locations: Mapped[list["ServiceAtLocation"]] = relationship(
        cascade="all, delete-orphan", order_by="ServiceAtLocation.id"
    )
    openings: Mapped[list["OpeningTime"]] = relationship(
        cascade="all, delete-orphan", order_by="(OpeningTime.weekday, OpeningTime.opens)"
    )
    exceptions: Mapped[list["OpeningTimeException"]] = relationship(
        cascade="all, delete-orphan", order_by="OpeningTimeException.day"
    )
    contacts: Mapped[list[Contact]] = relationship(
        cascade="all, delete-orphan", order_by=Contact.position, overlaps="contacts,organisation"
    )


class CoverageArea(Base):
    """One area that a service is for, or (an exclusion) is not for. None at all: not stated.

    The code is an area's, a postcode's key, or ``*`` for anywhere. It is kept as text with the
    name it had, so that a newer gazetteer never takes it away.
    """

    __tablename__ = "coverage_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(area_code(), index=True)
    level: Mapped[Level] = mapped_column(words(Level))
    name: Mapped[str] = mapped_column(String(200))
    is_exclusion: Mapped[bool] = mapped_column(default=False)
    claimed_by: Mapped[str] = mapped_column(String(120), default="")
    confirmed_on: Mapped[date | None]


class Site(Address, Base):
    """A place where services happen. Several services, of several organisations, may share it."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    access: Mapped[list[str]] = mapped_column(JSON, default=list)


class ServiceAtLocation(Base):
    """A service happens at a site."""

    __tablename__ = "service_at_location"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    note: Mapped[str] = mapped_column(String(300), default="")

    site: Mapped[Site] = relationship()


class OpeningTime(Base):
    """A time that a service is open and that comes round, as in :mod:`directory.domain.hours`."""

    __tablename__ = "opening_time"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time]
    closes: Mapped[time]
    frequency: Mapped[Frequency] = mapped_column(words(Frequency), default=Frequency.WEEKLY)
    interval: Mapped[int] = mapped_column(SmallInteger, default=1)
    nth: Mapped[int] = mapped_column(SmallInteger, default=0)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class OpeningTimeException(Base):
    """A day on which a service keeps other hours, or none."""

    __tablename__ = "opening_time_exception"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[date]
    opens: Mapped[time | None]
    closes: Mapped[time | None]
    note: Mapped[str] = mapped_column(String(200), default="")
