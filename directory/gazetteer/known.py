"""Areas and postcodes by their codes: what they are called, for thousands at once."""

from collections.abc import Collection

from sqlalchemy import select

from directory.domain.place import ANYWHERE, ChainLink, Level
from directory.domain.postcodes import as_postcode, formatted
from directory.extensions import db
from directory.gazetteer.chain import chunks
from directory.gazetteer.postcodes import find, find_all
from directory.models import Area


def known(codes: Collection[str]) -> dict[str, ChainLink]:
    """Return the level and name of those of these codes that we know: areas, postcodes' keys, "*".

    Two queries for every 500 codes; what nobody loaded is not there. Areas that are gone are.
    """
    wanted = {code for code in codes if code.isprintable()}
    found: dict[str, ChainLink] = {}
    if ANYWHERE in wanted:
        found[ANYWHERE] = ChainLink(ANYWHERE, Level.ANYWHERE, "anywhere")
    for chunk in chunks(sorted(wanted)):
        rows = db.session.execute(
            select(Area.code, Area.level, Area.name).where(Area.code.in_(chunk))
        )
        found.update({code: ChainLink(code, level, name) for code, level, name in rows})
    keys = {code for code in wanted - set(found) if as_postcode(code) == code}
    for key in find_all(keys):
        found[key] = ChainLink(key, Level.POSTCODE, formatted(key))
    for key in sorted(keys - set(found)):
        # Not in our own table: the package of all the UK's, which asks no database.
        if find(key) is not None:
            found[key] = ChainLink(key, Level.POSTCODE, formatted(key))
    return found
