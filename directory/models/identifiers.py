"""The chain from a street to its addresses' wards, by the identifiers of Ordnance Survey and ONS.

Nothing here is about a person: an address is a number (UPRN) with a street and a ward.
"""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.types import area_code


class StreetIdentifier(Base):
    """A publisher's identifier of a street: ``osgb…`` (a road's TOID) or ``usrn-20900123``.

    A street may have several, and long streets share some.
    """

    __tablename__ = "street_identifier"

    identifier: Mapped[str] = mapped_column(String(40), primary_key=True)
    street_code: Mapped[str] = mapped_column(area_code(), primary_key=True, index=True)


class AddressStreet(Base):
    """An address is on a street (OS Open Linked Identifiers: UPRN and USRN)."""

    __tablename__ = "address_street"

    uprn: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    usrn: Mapped[int] = mapped_column(primary_key=True, index=True, autoincrement=False)


class AddressArea(Base):
    """An address is in a ward and has a postcode (ONSUD or NSUL)."""

    __tablename__ = "address_area"

    uprn: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ward_code: Mapped[str] = mapped_column(String(9), default="")
    borough_code: Mapped[str] = mapped_column(String(9), default="")
    postcode_key: Mapped[str] = mapped_column(String(7), default="")
