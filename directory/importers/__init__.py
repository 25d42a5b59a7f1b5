"""Room without doors: other people's lists of organisations and services."""

from directory.importers.loading import ImportReport, load_organisations
from directory.importers.storing import Became

__all__ = ["Became", "ImportReport", "load_organisations"]
