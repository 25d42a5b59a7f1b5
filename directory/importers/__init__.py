"""Room without doors: other people's lists of organisations and services."""

from directory.entries.difference import Became
from directory.importers.loading import load_organisations
from directory.importers.reading import Progress
from directory.importers.report import ImportReport

__all__ = ["Became", "ImportReport", "Progress", "load_organisations"]
