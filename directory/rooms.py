"""Every room, and where its door is."""

from flask import Blueprint

from directory.about.views import bp as about
from directory.account.doors import bp as account
from directory.api.views import bp as api
from directory.demo.views import bp as demo
from directory.edit.doors import bp as edit
from directory.feeds.views import bp as feeds
from directory.find.doors import bp as find
from directory.health.views import bp as health
from directory.moderate.doors import bp as moderate
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
