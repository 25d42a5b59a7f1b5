"""The windows of one browser: to open one takes longer than to load most pages."""

from typing import Any


class Windows:
    """Windows that are used again: they keep scripts, styles and where they were, nothing else."""

    def __init__(self, browser: Any) -> None:
        """Begin with none."""
        self._browser = browser
        self._spare: dict[bool, list[Any]] = {True: [], False: []}
        self._has_javascript: dict[Any, bool] = {}

    def take(self, *, javascript: bool) -> Any:
        """Return a window that nobody uses, in a context of its own."""
        if self._spare[javascript]:
            return self._spare[javascript].pop()
        context = self._browser.new_context(java_script_enabled=javascript)
        context.set_default_timeout(8_000)
        page = context.new_page()
        self._has_javascript[page] = javascript
        return page

    def put_back(self, page: Any) -> None:
        """Take it for the next visitor."""
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear(); sessionStorage.clear()")
        page.goto("about:blank")
        page.context.clear_cookies()
        page.emulate_media(media="null", color_scheme="light", reduced_motion="null")
        self._spare[self._has_javascript[page]].append(page)
