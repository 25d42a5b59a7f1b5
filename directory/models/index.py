"""What the search index still has to hear of."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Base
from directory.models.organisation import now
from directory.models.types import UTCDateTime


class IndexChange(Base):
    """A service changed; written in the same transaction, removed once the index has it."""

    __tablename__ = "index_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime(), default=now)
