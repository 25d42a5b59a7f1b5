"""Plain functions that put things in the directory, with good defaults."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from shapely import LineString, Point, to_wkb
from shapely.geometry.base import BaseGeometry
from slugify import slugify

from directory.domain.names import place_key
from directory.domain.place import ANYWHERE, Certainty, Level
from directory.domain.rights import Role
from directory.domain.terms import Kind
from directory.extensions import db
from directory.gazetteer.spelling import refresh
from directory.models import (
    Area,
    AreaBorder,
    AreaLink,
    AreaName,
    CoverageArea,
    Organisation,
    OrganisationBase,
    Person,
    Postcode,
    PostcodeStreet,
    Service,
    ServiceAtLocation,
    Site,
)
from directory.people.granting import grant
from tests.counting import forget


class Make:
    """Makes things and commits them; each method returns the row."""

    def __init__(self) -> None:
        """Start counting, so that every reference is new."""
        self.made = 0

    def _next(self) -> int:
        self.made += 1
        return self.made

    def area(
        self,
        name: str,
        level: Level,
        *,
        code: str = "",
        inside: Sequence[Area] = (),
        probably_inside: Sequence[Area] = (),
        partly_inside: Sequence[Area] = (),
        outline: BaseGeometry | None = None,
        aliases: Sequence[str] = (),
        **columns: Any,
    ) -> Area:
        """An area, its names and its links to those that contain it."""
        number = self._next()
        area = Area(
            # An address keeps nine letters of a code.
            code=code or f"{level.value[:3]}-{number}",
            level=level,
            name=name,
            slug=columns.pop("slug", "") or f"{slugify(name)}-{number}",
            source="test",
            **columns,
        )
        if outline is not None:
            west, south, east, north = (round(edge) for edge in outline.bounds)
            area.outline = to_wkb(outline)
            area.min_easting, area.min_northing = west, south
            area.max_easting, area.max_northing = east, north
            middle = outline.representative_point()
            area.easting, area.northing = round(middle.x), round(middle.y)
        keys = {place_key(each): each for each in (*aliases, name)}
        area.names = [
            AreaName(key=key, name=each, kind="name" if each == name else "alias")
            for key, each in keys.items()
        ]
        db.session.add(area)
        refresh(keys)
        for parents, certainty in (
            (inside, Certainty.CERTAIN),
            (probably_inside, Certainty.PROBABLE),
            (partly_inside, Certainty.PART),
        ):
            for parent in parents:
                db.session.add(
                    AreaLink(
                        child_code=area.code,
                        parent_code=parent.code,
                        certainty=certainty,
                        method="publisher",
                        source="test",
                    )
                )
        db.session.commit()
        forget()
        return area

    def borough(self, name: str, **more: Any) -> Area:
        """A local authority."""
        return self.area(name, Level.BOROUGH, **more)

    def ward(self, name: str, borough: Area, **more: Any) -> Area:
        """A ward of a borough."""
        return self.area(name, Level.WARD, inside=[borough], **more)

    def street(
        self, name: str, *wards: Area, at: tuple[int, int] | None = None, **more: Any
    ) -> Area:
        """A street in these wards, and in their boroughs; ``at`` is a point on it."""
        outline = LineString([at, (at[0] + 50, at[1])]) if at else None
        more.setdefault("outline", outline)
        return self.area(name, Level.STREET, inside=wards, **more)

    def person(
        self,
        email: str = "",
        role: Role | None = None,
        organisation: Organisation | None = None,
        area: Area | None = None,
        *,
        is_trusted: bool = False,
        name: str = "",
    ) -> Person:
        """Somebody who may sign in, with a role of an organisation, of an area, or of all."""
        person = Person(email=email or f"person{self._next()}@example.org", name=name)
        db.session.add(person)
        db.session.flush()
        if role is not None:
            grant(
                person,
                role,
                organisation_id=organisation.id if organisation else None,
                area_code=area.code if area else "",
                is_trusted=is_trusted,
            )
        db.session.commit()
        return person

    def grant(self, person: Person, role: Role, organisation: Organisation) -> None:
        """One more role of an organisation for somebody."""
        grant(person, role, organisation_id=organisation.id)
        db.session.commit()

    def border(self, one: Area, other: Area) -> None:
        """Two boroughs touch."""
        for a, b in ((one, other), (other, one)):
            db.session.add(AreaBorder(code=a.code, neighbour_code=b.code, method="publisher"))
        db.session.commit()
        forget()

    def postcode(
        self,
        text: str,
        ward: Area,
        borough: Area,
        at: tuple[int, int] | None = None,
        street: Area | None = None,
        **columns: Any,
    ) -> Postcode:
        """A postcode in a ward."""
        postcode = Postcode(
            key=text.replace(" ", ""),
            ward_code=ward.code,
            borough_code=borough.code,
            easting=at[0] if at else None,
            northing=at[1] if at else None,
            source="test",
            **columns,
        )
        db.session.add(postcode)
        if street is not None:
            db.session.add(
                PostcodeStreet(
                    postcode_key=postcode.key,
                    street_code=street.code,
                    certainty=Certainty.CERTAIN,
                    method="identifiers",
                )
            )
        db.session.commit()
        forget()
        return postcode

    def organisation(self, name: str, *bases: OrganisationBase, **columns: Any) -> Organisation:
        """A published organisation with these bases."""
        number = self._next()
        columns.setdefault("kind", Kind.CHARITY)
        columns.setdefault("slug", f"{slugify(name)}-{number}")
        organisation = Organisation(ref=f"org-{number}", name=name, **columns)
        organisation.bases = list(bases)
        db.session.add(organisation)
        db.session.commit()
        return organisation

    def base(
        self,
        ward: Area | None = None,
        borough: Area | None = None,
        at: tuple[int, int] | None = None,
        **columns: Any,
    ) -> OrganisationBase:
        """A base, to hand to an organisation."""
        return OrganisationBase(
            ward_code=ward.code if ward else "",
            borough_code=borough.code if borough else "",
            easting=at[0] if at else None,
            northing=at[1] if at else None,
            **columns,
        )

    def service(
        self,
        name: str,
        organisation: Organisation,
        *,
        serves: Sequence[Area] = (),
        but_not: Sequence[Area] = (),
        anywhere: bool = False,
        sites: Sequence[Site] = (),
        **columns: Any,
    ) -> Service:
        """A published service; ``serves`` nothing means that its coverage is not stated."""
        number = self._next()
        columns.setdefault("slug", f"{slugify(name)}-{number}")
        columns.setdefault("checked_on", date(2026, 3, 3))
        service = Service(
            ref=f"service-{number}", name=name, organisation_id=organisation.id, **columns
        )
        service.coverage = [
            CoverageArea(code=a.code, level=a.level, name=a.name, is_exclusion=is_exclusion)
            for areas, is_exclusion in ((serves, False), (but_not, True))
            for a in areas
        ]
        if anywhere:
            service.coverage.append(
                CoverageArea(code=ANYWHERE, level=Level.ANYWHERE, name="anywhere")
            )
        service.locations = [ServiceAtLocation(site=site) for site in sites]
        db.session.add(service)
        db.session.commit()
        return service

    def site(self, name: str, at: tuple[int, int] | None = None, **columns: Any) -> Site:
        """A place where services happen."""
        site = Site(
            ref=f"site-{self._next()}",
            name=name,
            easting=at[0] if at else None,
            northing=at[1] if at else None,
            **columns,
        )
        db.session.add(site)
        db.session.commit()
        return site

    @staticmethod
    def disc(easting: int, northing: int, metres: int) -> BaseGeometry:
        """A round area."""
        return Point(easting, northing).buffer(metres)
