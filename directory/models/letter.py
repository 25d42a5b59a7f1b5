"""Letters to send: written in the same transaction as the act they tell of."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.organisation import now
from directory.models.types import UTCDateTime


class Letter(Base):
    """An e-mail that waits, was sent, or was given up (a dead letter)."""

    __tablename__ = "letter"
    __table_args__ = (Index(None, "sent_at", "dead_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Also its Message-ID: a worker killed between sending and marking sends the same one again.
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
    attempts: Mapped[int] = mapped_column(default=0)
    # A worker holds it until then; another takes it over when that is past.
    held_until: Mapped[datetime | None] = mapped_column(UTCDateTime())
    trouble: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    dead_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
