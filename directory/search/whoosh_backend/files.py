"""Files of the index, opened as memory: looking something up costs no call of the system.

Files of a segment are never written again once they are there, and one that has been removed can
be read on by whoever has it open.
"""

import os
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class MappedStorage(FileStorage):  # type: ignore[misc]
    """A folder whose files are read in place."""

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
