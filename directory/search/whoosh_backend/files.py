"""Files of the index: neither looking something up nor writing it asks the system each time.

Files of a segment are never written again once they are there, and one that has been removed can
be read on by whoever has it open.
"""

import os
import pickle
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, BinaryIO

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class MappedStorage(FileStorage):  # type: ignore[misc]
    """A folder whose files are read in place, as memory, and written once."""

    def open_file(self, name: str, **kwargs: Any) -> "MappedFile":
        """Open a file.

        Raises:
            OSError: it is missing or cannot be read.

        """
        with (Path(self.folder) / name).open("rb") as file:
            if not os.fstat(file.fileno()).st_size:
                return MappedFile(BytesIO(), b"", name=name, **kwargs)
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        return MappedFile(mapped, mapped, name=name, **kwargs)

    def create_file(self, name: str, **kwargs: Any) -> "WrittenFile":
        """Create a file, or empty it.

        Raises:
            OSError: the folder cannot be written.

        """
        kwargs.pop("excl", None)
        kwargs.pop("mode", None)
        return WrittenFile((Path(self.folder) / name).open("wb"), name=name, **kwargs)


class WrittenFile(StructFile):  # type: ignore[misc]
    """A file that is written from end to end and knows how far it is without asking the system."""

    def __init__(self, file: BinaryIO, **kwargs: Any) -> None:
        """Take an empty file."""
        super().__init__(file, **kwargs)
        self.is_real = False
        self._at = 0

    def write(self, data: bytes) -> None:
        """Write bytes."""
        self.file.write(data)
        self._at += len(data)

    def write_pickle(self, thing: object, protocol: int = -1) -> None:
        """Write anything."""
        self.write(pickle.dumps(thing, protocol))

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._at

    def seek(self, *where: int) -> None:
        """Go to a position."""
        self.file.seek(*where)
        self._at = self.file.tell()


class MappedFile(StructFile):  # type: ignore[misc]
    """A file in memory. Reading at a position moves nothing, so threads may do it together."""

    def __init__(self, file: mmap | BytesIO, mapped: mmap | bytes, **kwargs: Any) -> None:
        """Take what is mapped: as a file, and as memory."""
        super().__init__(file, **kwargs)
        self.is_real = False
        self.mapped = mapped

    def get(self, position: int, length: int) -> bytes:
        """Return bytes from a position on."""
        return self.mapped[position : position + length]

    def close(self) -> None:
        """Let go of it; it is gone when nobody looks at its memory any longer."""
        self.is_closed = True
        self.file, self.mapped = BytesIO(), b""
