"""An application that is put up once, and made as new for each test."""

import shutil
from pathlib import Path

from flask import Flask

from directory.extensions import limiter


class Standing:
    """An application; whatever a test did to its folder, settings and memory is undone."""

    def __init__(self, app: Flask) -> None:
        """Remember what it is like while nobody has used it."""
        self.app = app
        self._settings = dict(app.config)
        self._extensions = dict(app.extensions)

    def anew(self) -> Flask:
        """Return it as it was at first, with an empty folder."""
        folder = Path(self.app.instance_path)
        shutil.rmtree(folder)
        folder.mkdir()
        self.app.config.clear()
        self.app.config.update(self._settings)
        self.app.extensions.clear()
        self.app.extensions.update(self._extensions)
        limiter.enabled = False
        return self.app
