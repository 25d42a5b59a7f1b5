"""What we keep, one file per noun; every model can be imported from here."""

from directory.models.identifiers import AddressArea, AddressStreet, StreetIdentifier
from directory.models.index import IndexChange
from directory.models.organisation import (
    Contact,
    FormerSlug,
    Identifier,
    Organisation,
    OrganisationBase,
)
from directory.models.place import (
    Area,
    AreaBorder,
    AreaLink,
    AreaName,
    GazetteerLoad,
    PlaceWord,
    PlaceWordKey,
    Postcode,
    PostcodeStreet,
)
from directory.models.service import (
    CoverageArea,
    OpeningTime,
    OpeningTimeException,
    Service,
    ServiceAtLocation,
    Site,
)

__all__ = [
    "AddressArea",
    "AddressStreet",
    "Area",
    "AreaBorder",
    "AreaLink",
    "AreaName",
    "Contact",
    "CoverageArea",
    "FormerSlug",
    "GazetteerLoad",
    "Identifier",
    "IndexChange",
    "OpeningTime",
    "OpeningTimeException",
    "Organisation",
    "OrganisationBase",
    "PlaceWord",
    "PlaceWordKey",
    "Postcode",
    "PostcodeStreet",
    "Service",
    "ServiceAtLocation",
    "Site",
    "StreetIdentifier",
]
