"""Months: the first day of one, and days so many months before."""

from datetime import date


def first_of(day: date) -> date:
    """Return the first day of its month."""
    return day.replace(day=1)


def month_before(month: date, months: int = 1) -> date:
    """Return the first day of the month that was so many months before."""
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def day_before(day: date, months: int) -> date:
    """Return the day so many months before; the 28th at the latest, which every month has."""
    return month_before(day, months).replace(day=min(day.day, 28))
