"""Build a :class:`Place`: its chain, its neighbours, its outline, and words that mean just it."""

from shapely.geometry.base import BaseGeometry
from sqlalchemy import select
from sqlalchemy.orm import undefer

from directory.domain.place import Certainty, ChainLink, Level, Place
from directory.domain.postcodes import as_postcode, formatted
from directory.errors import NotFoundError
from directory.extensions import db
from directory.gazetteer.chain import Links, climb, in_order, merged
from directory.gazetteer.choices import choices_for, inside
from directory.gazetteer.outlines import holding, read
from directory.gazetteer.postcodes import Unit, find, links_of
from directory.models import Area, AreaBorder

_DRAWN_AROUND = {
    Level.STREET: (Level.PATCH,),
    Level.PATCH: (Level.PATCH, Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH),
    Level.WARD: (Level.PATCH,),
    Level.NEIGHBOURHOOD: (Level.PATCH,),
}
_NO_WARD = "We know the borough of this postcode but not its ward."
_POINT_ONLY = "We know where this postcode is, but not which ward or borough it is in."
_NAME_ONLY = "We know of this postcode, but not where it is, nor which ward or borough it is in."


def place_for_code(code: str) -> Place:
    """Return the place with this code: an area's, or a postcode's key ("N15QJ").

    Raises:
        NotFoundError: there is none.

    """
    area = _area(Area.code == code) if _is_text(code) else None
    if area is not None:
        return place_of_area(area)
    unit = find(key) if (key := as_postcode(code)) else None
    if unit is None:
        raise NotFoundError("We do not know that place.")
    return place_of_postcode(unit)


def place_by_slug(level: Level, slug: str) -> Place:
    """Return the place whose page is ``/places/<level>/<slug>``.

    Raises:
        NotFoundError: there is none.

    """
    found = _area(Area.level == level, Area.slug == slug) if _is_text(slug) else None
    if found is None:
        raise NotFoundError("We do not know that place.")
    return place_of_area(found)


def place_of_area(area: Area, note: str = "", where: str = "") -> Place:
    """Return an area as a place; ``where`` is worked out when it is not given."""
    outline = read(area.outline)
    chain = climb([area.code])
    links = _with_those_drawn_around(area, outline, chain[area.code])
    choices = choices_for([area.code], chain) if not where else []
    return Place(
        where=where or (choices[0].where if choices else area.code),
        level=area.level,
        code=area.code,
        name=area.name,
        chain=_itself_first(links, area.code),
        borders=_borders(links),
        outline=outline,
        within=inside(links.values(), area.level),
        slug=area.slug,
        note=note or _retired(area),
    )


def place_of_postcode(unit: Unit, street: ChainLink | None = None) -> Place:
    """Return a postcode as a place, on a street that was typed with it when one was."""
    links = links_of(unit)
    if street is not None:
        links[street.code] = street
    text = formatted(unit.key)
    return Place(
        where=text,
        level=Level.POSTCODE,
        code=unit.key,
        name=text,
        chain=_itself_first(links, unit.key),
        borders=_borders(links),
        outline=unit.point,
        within=inside(links.values(), Level.POSTCODE),
        note=_about(unit, links),
    )


def _with_those_drawn_around(area: Area, outline: BaseGeometry | None, links: Links) -> Links:
    """Add to a chain the areas that no link tells of, but whose polygon holds the outline.

    A patch that somebody drew has no links: neither to its wards, nor from the streets in it.
    """
    if outline is None or area.level not in _DRAWN_AROUND:
        return links
    held = {
        each.code: each.certainty
        for each in holding(outline, _DRAWN_AROUND[area.level])
        if each.certainty is not Certainty.PART and each.code != area.code
    }
    return {**merged(held, climb(held)), **links} if held else links


def area_by_code(code: str) -> Area | None:
    """Return an area with its outline, or None."""
    return _area(Area.code == code) if _is_text(code) else None


def _area(*conditions: object) -> Area | None:
    found: Area | None = db.session.scalar(
        select(Area).where(*conditions).options(undefer(Area.outline))  # type: ignore[arg-type]
    )
    return found


def _is_text(value: str) -> bool:
    """Say whether a value can be asked for: a database refuses some letters outright."""
    return 0 < len(value) <= 220 and value.isprintable()


def _itself_first(links: Links, code: str) -> tuple[ChainLink, ...]:
    chain = in_order(links.values())
    return (*(x for x in chain if x.code == code), *(x for x in chain if x.code != code))


def _borders(links: Links) -> tuple[str, ...]:
    """Return the local authorities that border those of the chain, without these themselves."""
    own = [link.code for link in links.values() if link.level is Level.BOROUGH]
    if not own:
        return ()
    rows = db.session.scalars(
        select(AreaBorder.neighbour_code)
        .where(AreaBorder.code.in_(own), AreaBorder.neighbour_code.not_in(own))
        .distinct()
        .order_by(AreaBorder.neighbour_code)
    )
    return tuple(rows)


def _retired(area: Area) -> str:
    if area.ends_on is None:
        return ""
    return f"{area.name} is not in use any more. Its publisher took it out in {area.ends_on:%B %Y}."


def _about(unit: Unit, links: Links) -> str:
    """Return what someone should know of a postcode's answer, or ""."""
    said = []
    if unit.retired:
        said.append(f"This postcode was retired in {unit.retired}. We use where it was.")
    levels = {link.level for link in links.values()}
    if Level.WARD not in levels:
        bare = _POINT_ONLY if unit.point is not None else _NAME_ONLY
        said.append(_NO_WARD if Level.BOROUGH in levels else bare)
    return " ".join(said)
