"""Places: areas, how they contain each other, postcodes, and what was loaded.

Coordinates are whole metres on the British National Grid (EPSG:27700). An area is known by its
``code``: the ONS code where there is one (``E05009377``), an identifier of the publisher's for a
street, else one of our own that never changes. Codes, not row numbers, tie everything together,
so that a file may be loaded before the file that names its areas.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from directory.domain.place import Certainty, Level
from directory.extensions import Base
from directory.models.types import UTCDateTime, area_code, words


def _key_text(length: int) -> String:
    """Return the type of a normalised name: compared byte by byte, so that a prefix is a range."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Area(Base):
    """A street, patch, ward, neighbourhood, borough, region or nation.

    An area that its publisher no longer lists keeps its row and gets ``ends_on``, so that coverage
    which names it survives.
    """

    __tablename__ = "area"
    __table_args__ = (
        UniqueConstraint("level", "slug"),
        # The whole box, so that "which wards may hold this point" reads the index alone.
        Index("ix_area_box", "level", "min_easting", "max_easting", "min_northing", "max_northing"),
    )

    code: Mapped[str] = mapped_column(area_code(), primary_key=True)
    level: Mapped[Level] = mapped_column(words(Level))
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(220))
    # What it is within its level: "road number", "block", "London borough".
    kind: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    min_easting: Mapped[int | None]
    min_northing: Mapped[int | None]
    max_easting: Mapped[int | None]
    max_northing: Mapped[int | None]
    # Well-known binary, EPSG:27700: points or lines of a street, the polygon of the rest.
    outline: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    # Where the outline is from: "publisher"; "wards", all of a borough's joined; for a street
    # "line" (surveyed), "points" (a line drawn through points on it) or "point".
    outline_method: Mapped[str] = mapped_column(String(12), default="")
    source: Mapped[str] = mapped_column(String(60), default="")
    edition: Mapped[str] = mapped_column(String(20), default="")

    names: Mapped[list["AreaName"]] = relationship(
        back_populates="area", cascade="all, delete-orphan", order_by="AreaName.name"
    )


class AreaName(Base):
    """A name by which an area may be asked for: its own, an alias, a former or a Welsh one."""

    __tablename__ = "area_name"

    area_code: Mapped[str] = mapped_column(
        area_code(), ForeignKey("area.code", ondelete="CASCADE"), primary_key=True
    )
    # The normalised name (data rule: directory/domain/names.py); what a typed text is matched with.
    key: Mapped[str] = mapped_column(_key_text(200), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(String(200))
    # "name", "alias", "former" or "welsh".
    kind: Mapped[str] = mapped_column(String(12), default="name")

    area: Mapped[Area] = relationship(back_populates="names")


class PlaceWord(Base):
    """A word that some place's name has; what misspelt words are put right with.

    Written by :func:`directory.gazetteer.spelling.refresh`, which every loader calls with the keys
    it has stored. ``backwards`` is the word from its last letter to its first, so that words
    which end alike stand together.
    """

    __tablename__ = "place_word"

    word: Mapped[str] = mapped_column(_key_text(60), primary_key=True)
    backwards: Mapped[str] = mapped_column(_key_text(60), index=True)


class PlaceWordKey(Base):
    """A telling word that a name's key has after its first word: "eastern", "great eastern street".

    What type-ahead finds names by when their first word is not the one being typed. Words that
    very many names have ("road") are left out. Written with :class:`PlaceWord`.
    """

    __tablename__ = "place_word_key"

    word: Mapped[str] = mapped_column(_key_text(60), primary_key=True)
    key: Mapped[str] = mapped_column(_key_text(200), primary_key=True)


class AreaLink(Base):
    """One area lies in another; how we know, and how surely. Areas form a graph, not a tree."""

    __tablename__ = "area_link"

    child_code: Mapped[str] = mapped_column(area_code(), primary_key=True)
    parent_code: Mapped[str] = mapped_column(area_code(), primary_key=True, index=True)
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, 12))
    # How it was found: "publisher", "identifiers", "line", "outline", "points", "point".
    method: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(60), default="")
    edition: Mapped[str] = mapped_column(String(20), default="")


class AreaBorder(Base):
    """Two local authorities touch. Kept once each way round."""

    __tablename__ = "area_border"

    code: Mapped[str] = mapped_column(area_code(), primary_key=True)
    neighbour_code: Mapped[str] = mapped_column(area_code(), primary_key=True)
    method: Mapped[str] = mapped_column(String(20))


class Postcode(Base):
    """A postcode, its point, and the areas its publisher puts it in.

    The key has no space ("N15QJ"). Area codes are kept as text, whether or not the area is known.
    """

    __tablename__ = "postcode"
    # What stands near a point: which outcode a street is in.
    __table_args__ = (Index("ix_postcode_point", "easting", "northing"),)

    key: Mapped[str] = mapped_column(String(7), primary_key=True)
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    ward_code: Mapped[str] = mapped_column(String(9), default="")
    neighbourhood_code: Mapped[str] = mapped_column(String(9), default="")
    borough_code: Mapped[str] = mapped_column(String(9), default="")
    nation_code: Mapped[str] = mapped_column(String(9), default="")
    # Positional quality as published: 10 is best, 90 (or 9) is none.
    quality: Mapped[int | None] = mapped_column(SmallInteger)
    retired_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(20), default="")
    edition: Mapped[str] = mapped_column(String(20), default="")


class PostcodeStreet(Base):
    """A postcode has addresses on a street."""

    __tablename__ = "postcode_street"

    postcode_key: Mapped[str] = mapped_column(String(7), primary_key=True)
    street_code: Mapped[str] = mapped_column(area_code(), primary_key=True, index=True)
    certainty: Mapped[Certainty] = mapped_column(words(Certainty, 12))
    method: Mapped[str] = mapped_column(String(20))


class GazetteerLoad(Base):
    """One file that was loaded, how far it got, and what came of it."""

    __tablename__ = "gazetteer_load"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(400))
    kind: Mapped[str] = mapped_column(String(40))
    edition: Mapped[str] = mapped_column(String(20), default="")
    fingerprint: Mapped[str] = mapped_column(String(80), index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # How many rows are safely in; a load that was cut short goes on from here.
    position: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    retired: Mapped[int] = mapped_column(default=0)
    rejected: Mapped[int] = mapped_column(default=0)
