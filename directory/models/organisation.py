"""Organisations: who they are, their numbers, where they are based, how to reach them."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.domain.rings import Spot
from directory.domain.terms import Kind, Publication
from directory.extensions import Base
from directory.models.types import UTCDateTime, words

if TYPE_CHECKING:
    from directory.models.service import Service


def now() -> datetime:
    """Return this moment, UTC."""
    return datetime.now(UTC)


class Organisation(Base):
    """A group of people who help on particular streets, however small."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    # The key by which whoever sent it knows it; an upsert finds it by this.
    ref: Mapped[str] = mapped_column(String(100), unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    also_known_as: Mapped[str] = mapped_column(String(200), default="")
    kind: Mapped[Kind] = mapped_column(words(Kind))
    description: Mapped[str] = mapped_column(Text, default="")
    founded: Mapped[str] = mapped_column(String(100), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    publication: Mapped[Publication] = mapped_column(
        words(Publication), default=Publication.PUBLISHED
    )
    # Where we learned it, and whether it was made up for a demonstration.
    source: Mapped[str] = mapped_column(Text, default="")
    is_invented: Mapped[bool] = mapped_column(default=False)
    # Checked: a person confirmed it. Edited: the words changed. The two are never mixed.
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    # Since then it ranks lower: nobody answered three letters that asked whether it is still right.
    silent_since: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    edited_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)

    identifiers: Mapped[list["Identifier"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Identifier.scheme"
    )
    bases: Mapped[list["OrganisationBase"]] = relationship(
        back_populates="organisation",
        cascade="all, delete-orphan",
        order_by="OrganisationBase.position",
    )
    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Contact.position"
    )
    services: Mapped[list["Service"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", order_by="Service.name"
    )


class Identifier(Base):
    """A number an organisation is registered under, by its org-id.guide prefix (``GB-CHC``)."""

    __tablename__ = "identifier"
    __table_args__ = (
        UniqueConstraint("organisation_id", "scheme", "number"),
        Index(None, "scheme", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    scheme: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(String(40))

    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")


class Address:
    """Columns shared by every address; codes are of the areas it lies in, metres are EPSG:27700.

    A hidden address (a refuge) still counts for rings, and is never shown or measured from.
    """

    address: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(8), default="")
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    ward_code: Mapped[str] = mapped_column(String(9), default="")
    neighbourhood_code: Mapped[str] = mapped_column(String(9), default="")
    borough_code: Mapped[str] = mapped_column(String(9), default="")
    region_code: Mapped[str] = mapped_column(String(9), default="")
    nation_code: Mapped[str] = mapped_column(String(9), default="")
    is_hidden: Mapped[bool] = mapped_column(default=False)
    # By what it was placed ("postcode", "point; ward: Hoxton West [E05009378]"): so that what is
    # told of it reads as the same place again. Empty: it was not placed, or nobody knows how.
    cue: Mapped[str] = mapped_column(String(320), default="", server_default="")

    @property
    def area_codes(self) -> tuple[str, str, str, str, str]:
        """Return its ward, neighbourhood, borough, region and nation, by code; "" if unknown."""
        return (
            self.ward_code,
            self.neighbourhood_code,
            self.borough_code,
            self.region_code,
            self.nation_code,
        )

    @property
    def spot(self) -> Spot:
        """Return it as the rules see it."""
        return Spot(self.easting, self.northing, *self.area_codes, self.is_hidden)


class OrganisationBase(Address, Base):
    """Where an organisation is established, or from where its people run things.

    The first by ``position`` is the main one.
    """

    __tablename__ = "base"
    __table_args__ = (Index(None, "borough_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(200), default="")
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="bases")


class Contact(Base):
    """A way to reach an organisation, or one of its services."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    service_id: Mapped[int | None] = mapped_column(
        ForeignKey("service.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    label: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(200), default="")

    organisation: Mapped[Organisation] = relationship(back_populates="contacts")


class FormerSlug(Base):
    """An address on this site that moved: ``kind`` is "organisation" or "service"."""

    __tablename__ = "former_slug"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    target_id: Mapped[int]
