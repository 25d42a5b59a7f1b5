"""Readers of the publishers' own files, and what they write."""

from directory.gazetteer.loaders.job import Progress
from directory.gazetteer.loaders.report import LoadReport
from directory.gazetteer.loaders.run import load, status

__all__ = ["LoadReport", "Progress", "load", "status"]
