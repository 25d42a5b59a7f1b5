"""The room of moderators: importing this adds all its views."""

from directory.moderate import (
    duplicate_views,
    entry_views,
    list_views,
    log_views,
    role_views,
    views,
)
from directory.moderate.room import bp

__all__ = ["bp", "duplicate_views", "entry_views", "list_views", "log_views", "role_views", "views"]
