"""Every room, and where its door is."""

from flask import Blueprint

from directory.about.views import bp as about
from directory.account import leaving as _leaving  # noqa: F401 (adds its views)
from directory.account import outside as _outside  # noqa: F401 (adds its views)
from directory.account import second_factor as _second_factor  # noqa: F401
from directory.account import views as _account_views  # noqa: F401
from directory.account.room import bp as account
from directory.api.views import bp as api
from directory.demo.views import bp as demo
from directory.edit import coverage as _coverage  # noqa: F401 (adds its views to the room)
from directory.edit import ending as _ending  # noqa: F401
from directory.edit import entry as _entry  # noqa: F401
from directory.edit import found as _found  # noqa: F401
from directory.edit import joining as _joining  # noqa: F401
from directory.edit import still_right as _still_right  # noqa: F401
from directory.edit import team as _team  # noqa: F401
from directory.edit import views as _edit_views  # noqa: F401
from directory.edit.room import bp as edit
from directory.feeds.views import bp as feeds
from directory.find import entries as _entries  # noqa: F401 (adds its views to the room)
from directory.find import views as _find_views  # noqa: F401
from directory.find.room import bp as find
from directory.health.views import bp as health
from directory.moderate import doors as _moderating  # noqa: F401 (adds its views to the room)
from directory.moderate.room import bp as moderate
from directory.places.views import bp as places
from directory.report.views import bp as report

ROOMS: tuple[tuple[Blueprint, str], ...] = (
    (find, ""),
    (places, "/places"),
    (about, "/about"),
    (api, "/api"),
    (account, "/account"),
    (edit, "/edit"),
    (moderate, "/moderate"),
    (report, "/report"),
    (demo, "/demo"),
    (feeds, ""),
    (health, ""),
)
