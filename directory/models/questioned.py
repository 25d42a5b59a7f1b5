"""What a moderator may ask a question about before she decides, and the answer to it."""

from hashlib import blake2b

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column


class Questioned:
    """The last question, and the answer to it: while nobody has sent it, as it was kept."""

    # What the moderator asked or why she refused; it is sent to the author.
    said: Mapped[str] = mapped_column(Text, default="")
    # What was answered to the last question; a new question empties it.
    answer: Mapped[str] = mapped_column(Text, default="")

    @property
    def question(self) -> str:
        """Return what stands for the question: an answer is to the one that was read."""
        return blake2b(self.said.encode(), digest_size=8).hexdigest()
