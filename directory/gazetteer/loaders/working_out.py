"""What is worked out once files are in: links, overlaps, borders. All of it may be repeated."""

from directory.domain.place import Level
from directory.gazetteer.loaders.area_links import join_wards, link_overlaps, place_postcodes
from directory.gazetteer.loaders.borders import mark_borders
from directory.gazetteer.loaders.identifier_links import link_by_identifiers
from directory.gazetteer.loaders.outlines import Outlines
from directory.gazetteer.loaders.report import LoadReport
from directory.gazetteer.loaders.street_links import link_patches, link_streets


def work_out() -> LoadReport:
    """Work out everything that follows from what is in the tables; say what became other.

    It asks only the tables, so it does not matter in which order files were loaded, or whether
    the last load was cut short.
    """
    report = LoadReport("worked out", "links, overlaps and borders")
    joined = join_wards()
    wards, neighbourhoods, boroughs = (
        Outlines(level) for level in (Level.WARD, Level.NEIGHBOURHOOD, Level.BOROUGH)
    )
    areas = [wards, neighbourhoods, boroughs]
    counts = {
        "boroughs given an outline from their wards": joined,
        "wards and neighbourhoods that overlap others": link_overlaps(wards, neighbourhoods),
        "borders between authorities added or taken away": mark_borders(boroughs),
        "patches linked to areas": link_patches(areas),
        "streets linked to areas by position": link_streets(areas),
        "streets linked to areas by their addresses": link_by_identifiers(),
        "gaps filled in postcodes": place_postcodes(areas),
    }
    report.changed = sum(counts.values())
    report.notes = [f"{number:,} {what}" for what, number in counts.items() if number]
    return report
