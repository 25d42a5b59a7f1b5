"""Ways to reach somebody, as people type them: "Bookings: 07700 900123, hall@example.org"."""

from dataclasses import dataclass

from directory.entries.cells import Row, email, is_email, is_phone, line, phone, said, values
from directory.entries.errors import BadRowError

MOST = 10


@dataclass(frozen=True, slots=True)
class Reach:
    """One way to reach somebody."""

    label: str = ""
    phone: str = ""
    email: str = ""


def read_contacts(row: Row, phones: str, emails: str, further: str) -> tuple[Reach, ...] | None:
    """Return the contacts of a row, or None when the list has no column for them.

    Args:
        row: the row.
        phones: the column with the telephone number.
        emails: the column with the e-mail address.
        further: the column with further contacts.

    Raises:
        BadRowError: a number or an address is not one.

    """
    if not {phones, emails, further} & row.keys():
        return None
    first = Reach("", phone(row, phones), email(row, emails))
    found = [first] if first != Reach() else []
    value = row.get(further)
    if isinstance(value, list):
        found += [_read(each, further) for each in value]
    else:
        found += [_typed(each, further) for each in values(row, further)]
    if len(found) > MOST:
        raise BadRowError(f"{further}: {len(found)} contacts are too many (at most {MOST})")
    return tuple(dict.fromkeys(found))


def _read(value: object, column: str) -> Reach:
    if not isinstance(value, dict):
        return _typed(said({column: value}, column), column)
    found = Reach(line(value, "label", 120), phone(value, "phone"), email(value, "email"))
    if not found.phone and not found.email:
        raise BadRowError(f"{column}: a contact has neither phone nor email")
    return found


def _typed(text: str, column: str) -> Reach:
    label, colon, rest = text.partition(":")
    if not colon:
        label, rest = "", text
    parts = [part.strip() for part in rest.split(",") if part.strip()]
    phones = [part for part in parts if is_phone(part)]
    emails = [part for part in parts if is_email(part)]
    strange = [part for part in parts if part not in (*phones, *emails)]
    if strange or not parts or len(phones) > 1 or len(emails) > 1:
        raise BadRowError(
            f"{column}: “{text[:60]}” cannot be understood; "
            "write it like “Bookings: 07700 900123, hall@example.org”"
        )
    return Reach(
        line({column: label}, column, 120),
        phone({column: "".join(phones)}, column),
        email({column: "".join(emails)}, column),
    )
