"""People who sign in, what was granted to them, and how they prove who they are."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.domain.personal import ERASED
from directory.domain.rights import Role
from directory.extensions import Base
from directory.models.organisation import Organisation, now
from directory.models.types import UTCDateTime, area_code, words


class Person(Base):
    """Somebody with an e-mail address; what she may do is in her memberships.

    An erased person keeps her row, without name or address, so that the audit stays whole.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Lower case; an erased person's is "erased-<id>".
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    signed_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # When a letter last asked her whether her entries are still right.
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # Base32; empty until she sets up an authenticator app. Steps of 30 s: each code works once.
    totp_secret: Mapped[str] = mapped_column(String(64), default="")
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="person", foreign_keys="Membership.person_id", order_by="Membership.id"
    )
    passkeys: Mapped[list["Passkey"]] = relationship(cascade="all, delete-orphan")

    @property
    def called(self) -> str:
        """Return what colleagues and moderators read: her name, or her address."""
        return ERASED if self.erased_at is not None else self.name or self.email


class Membership(Base):
    """A role that somebody granted to a person, and when it ended."""

    __tablename__ = "membership"
    __table_args__ = (Index(None, "organisation_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", ondelete="CASCADE")
    )
    area_code: Mapped[str] = mapped_column(area_code(), default="")
    is_trusted: Mapped[bool] = mapped_column(default=False)
    # None: granted on the command line.
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    person: Mapped[Person] = relationship(back_populates="memberships", foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship()


class Purpose(StrEnum):
    """What a link is for."""

    SIGN_IN = "sign-in"
    INVITATION = "invitation"
    STILL_RIGHT = "still-right"


class Link(Base):
    """A link that was sent to a person: it works once, until it expires; only its hash is kept.

    ``purpose`` is one of :class:`Purpose`; ``subject_id`` what it is about.
    """

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(24))
    email: Mapped[str] = mapped_column(String(254), index=True)
    subject_id: Mapped[int | None]
    next_path: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class SignedIn(Base):
    """A session: a browser in which a person is signed in. Only the hash of its key is kept."""

    __tablename__ = "signed_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # What the person may know it by: "Firefox on Windows". No address is kept.
    device: Mapped[str] = mapped_column(String(80), default="")
    began_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    second_factor_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    person: Mapped[Person] = relationship()


class Passkey(Base):
    """A passkey (WebAuthn credential) of a person."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1_023), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    name: Mapped[str] = mapped_column(String(80), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class RecoveryCode(Base):
    """A code that stands in for a lost second factor, once; only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class OutsideAccount(Base):
    """A person as her council's own sign-in (OpenID Connect) knows her."""

    __tablename__ = "outside_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
