"""What we keep, one file per noun; every model can be imported from here."""

from directory.models.account import (
    Link,
    Membership,
    OutsideAccount,
    Passkey,
    Person,
    RecoveryCode,
    SignedIn,
)
from directory.models.audit import AuditEntry
from directory.models.change import Change, ChangeArea, ChangeState, Version
from directory.models.identifiers import AddressArea, AddressStreet, StreetIdentifier
from directory.models.index import IndexChange
from directory.models.letter import Letter
from directory.models.moderation import (
    BrokenLink,
    Claiming,
    Confirmation,
    Decision,
    FoundCount,
    NobodyCount,
    NotTheSame,
    Report,
    ReportKind,
    StillRight,
)
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
    "AuditEntry",
    "BrokenLink",
    "Change",
    "ChangeArea",
    "ChangeState",
    "Claiming",
    "Confirmation",
    "Contact",
    "CoverageArea",
    "Decision",
    "FormerSlug",
    "FoundCount",
    "GazetteerLoad",
    "Identifier",
    "IndexChange",
    "Letter",
    "Link",
    "Membership",
    "NobodyCount",
    "NotTheSame",
    "OpeningTime",
    "OpeningTimeException",
    "Organisation",
    "OrganisationBase",
    "OutsideAccount",
    "Passkey",
    "Person",
    "PlaceWord",
    "PlaceWordKey",
    "Postcode",
    "PostcodeStreet",
    "RecoveryCode",
    "Report",
    "ReportKind",
    "Service",
    "ServiceAtLocation",
    "SignedIn",
    "Site",
    "StillRight",
    "StreetIdentifier",
    "Version",
]
