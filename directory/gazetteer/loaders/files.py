"""Where the files are: on their own, in folders, in zips. Nothing is ever unpacked to disk."""

import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from directory.errors import GazetteerFileError

HEAD = 65_536
"""So many bytes are looked at to recognise a file."""

MOST_PARTS = 20_000
MOST_BYTES = 8 * 2**30
MOST_SQUEEZE = 200
"""A part of a zip may not unfold to more than this many times its size (when over 64 MB)."""

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)
"""What reading a damaged file or zip may raise."""


@dataclass(slots=True)
class Bundle:
    """What a zip or folder says about all files in it.

    Attributes:
        edition: from OS Code-Point Open's ``metadata.txt``, "2025-10"; empty when not told.
        counts: from the same, how many postcodes each area file should have.

    """

    edition: str = ""
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class SourceFile:
    """One file that may be read, as often as need be."""

    label: str
    size: int
    opener: Callable[[], BinaryIO]
    bundle: Bundle
    is_named: bool = False
    trouble: str = ""
    # Told by the zip's own index; empty for a plain file, whose bytes are then read.
    checksum: str = ""
    _head: bytes | None = None

    def head(self) -> bytes:
        """Return the first bytes.

        Raises:
            GazetteerFileError: the file cannot be read at all.

        """
        if self._head is None:
            try:
                with self.opener() as stream:
                    self._head = stream.read(HEAD)
            except BROKEN as error:
                raise broken(self.label) from error
        return self._head

    def fingerprint(self) -> str:
        """Return what tells this very content, in this edition, from any other."""
        edition = self.bundle.edition.encode()
        digest = hashlib.blake2b(edition, digest_size=24)
        if self.checksum:
            digest.update(self.head())
            return f"{self.checksum}-{digest.hexdigest()}"
        with self.opener() as stream:
            while block := stream.read(2**20):
                digest.update(block)
        return digest.hexdigest()


def broken(label: str) -> GazetteerFileError:
    """Return the error for a file whose bytes cannot be read to the end."""
    return GazetteerFileError(f"{label} is damaged or was cut short; download it again")


def walk(path: Path) -> Iterator[SourceFile]:
    """Yield every file at a path: itself, or those of a folder or zip, folders within included.

    Raises:
        GazetteerFileError: there is nothing at the path.

    """
    if path.is_dir():
        bundle = Bundle()
        paths = sorted(_within(path))
        for each in paths:
            _learn(bundle, each.name, each.stat().st_size, each.read_bytes)
        for each in paths:
            yield from _one(each, str(Path(path.name) / each.relative_to(path)), bundle)
    elif path.is_file():
        bundle = Bundle()
        beside = path.parent / "metadata.txt"
        if beside.is_file():
            _learn(bundle, beside.name, beside.stat().st_size, beside.read_bytes)
        yield from _one(path, path.name, bundle, is_named=True)
    else:
        raise GazetteerFileError(f"There is no file or folder at {path}")


def _within(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            each = Path(root, name)
            if not name.startswith(".") and each.is_file():
                yield each


def _one(path: Path, label: str, bundle: Bundle, *, is_named: bool = False) -> Iterator[SourceFile]:
    file = SourceFile(label, path.stat().st_size, lambda: path.open("rb"), bundle, is_named)
    try:
        is_zip = file.head().startswith(b"PK")
    except GazetteerFileError as error:
        file.trouble = str(error)
        is_zip = False
    if is_zip:
        yield from _zip(path, label, file)
    else:
        yield file


def _zip(path: Path, label: str, whole: SourceFile) -> Iterator[SourceFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if _is_file(part)]
    except BROKEN:
        whole.trouble = f"{label} is a damaged zip, or one cut short; download it again"
        yield whole
        return
    if len(parts) > MOST_PARTS:
        whole.trouble = f"{label} is a zip with more than {MOST_PARTS:,} files in it"
        yield whole
        return
    bundle = Bundle()
    for part in parts:
        _learn(bundle, part.filename, part.file_size, _Part(path, part).read)
    for part in _without_copies(parts):
        yield SourceFile(
            label=f"{label}/{part.filename}",
            size=part.file_size,
            opener=_Part(path, part).open,
            bundle=bundle,
            trouble=_too_much(part),
            checksum=f"{part.CRC:08x}-{part.file_size}",
        )


def _is_file(part: zipfile.ZipInfo) -> bool:
    return not part.is_dir() and not stat.S_ISLNK(part.external_attr >> 16)


def _without_copies(parts: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Leave out ``multi_csv/``: the same rows, cut up by area, beside a file that has them all."""
    whole = [p for p in parts if p.filename.endswith(".csv") and "/multi_csv/" not in p.filename]
    folders = {str(Path(part.filename).parent) for part in whole}
    return [
        part
        for part in parts
        if "/multi_csv/" not in part.filename
        or str(Path(part.filename).parent.parent) not in folders
    ]


def _too_much(part: zipfile.ZipInfo) -> str:
    squeezed = part.file_size > 2**26 and part.file_size > MOST_SQUEEZE * max(part.compress_size, 1)
    if part.file_size > MOST_BYTES or squeezed:
        return f"{part.filename} unfolds to {part.file_size:,} bytes, which no true file does"
    if part.flag_bits & 1:
        return f"{part.filename} is locked with a password"
    return ""


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    part: zipfile.ZipInfo

    def open(self) -> BinaryIO:
        return io.BufferedReader(_PartStream(self.path, self.part), 2**16)

    def read(self) -> bytes:
        with self.open() as stream:
            return stream.read(HEAD)


class _PartStream(io.RawIOBase):
    """A part of a zip, read no further than the zip's index says, and closed with its zip."""

    def __init__(self, path: Path, part: zipfile.ZipInfo) -> None:
        super().__init__()
        self._archive = zipfile.ZipFile(path)
        try:
            self._stream = self._archive.open(part)
        except BaseException:
            self._archive.close()
            raise

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        block = self._stream.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._archive.close()
        super().close()


_DATE = re.compile(r"COPYRIGHT DATE:\s*(\d{4})(\d\d)\d\d")
_COUNT = re.compile(r"^\s*([A-Z]{1,2})\t\s*(\d+)\s*$", re.MULTILINE)


def _learn(bundle: Bundle, name: str, size: int, read: Callable[[], bytes]) -> None:
    """Take what Code-Point Open's ``metadata.txt`` tells of its area files."""
    if not name.lower().endswith("metadata.txt") or size > HEAD:
        return
    try:
        text = read().decode("latin-1")
    except BROKEN:
        return
    if "CODE-POINT" in text.upper() and (found := _DATE.search(text)):
        bundle.edition = f"{found[1]}-{found[2]}"
        bundle.counts = {area: int(count) for area, count in _COUNT.findall(text)}
