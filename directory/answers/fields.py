"""The kinds of value a question in a query string may hold, each bounded, each with its message."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput

YES = frozenset({"1", "true", "on", "yes"})
NO = frozenset({"", "0", "false", "off", "no"})
# Marks that turn the direction of text round can make a page say what was never typed; those of no
# width come along with what is copied, and cannot be seen to be taken out.
UNSEEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad")
SHOWN = 40


def clean(text: str | None) -> str:
    """Return the text with control characters and spare spaces gone, in one Unicode form."""
    kept = ("" if each in UNSEEN else _printable(each) for each in text or "")
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _printable(letter: str) -> str:
    return " " if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter


def shown(text: str) -> str:
    """Return a value as a message may repeat it: cleaned, short, in quotation marks."""
    tidy = clean(text)
    return f"“{tidy[:SHOWN]}…”" if len(tidy) > SHOWN else f"“{tidy}”"


class TextField(StringField):  # type: ignore[misc]
    """Words that a person typed; how many letters are allowed is for the form to say."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value, cleaned."""
        self.data = clean(valuelist[0]) if valuelist else ""

    def process_data(self, value: str | None) -> None:
        """Take a value given in code."""
        self.data = clean(value)


class FlagField(Field):  # type: ignore[misc]
    """Yes or no: ``1`` or nothing; the long words are understood too."""

    widget = CheckboxInput()
    false_values = tuple(NO)

    def process_data(self, value: bool | None) -> None:
        """Take a value given in code."""
        self.data = bool(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value.

        Raises:
            ValueError: it is neither yes nor no.

        """
        said = valuelist[0].strip().lower() if valuelist else ""
        self.data = said in YES
        if said not in YES | NO:
            raise ValueError(f"{shown(said)} is neither yes (1) nor no (0).")

    def _value(self) -> str:
        return "1"


class PageField(Field):  # type: ignore[misc]
    """Which page of the results; 1 when nothing is said."""

    def process_data(self, value: int | None) -> None:
        """Take a value given in code."""
        self.data = value or 1

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the first value.

        Raises:
            ValueError: it is not a whole number from 1.

        """
        said = valuelist[0].strip() if valuelist else ""
        self.data = 1
        if said and not re.fullmatch(r"0*[1-9][0-9]*", said):
            raise ValueError(f"{shown(said)} is not a page. Pages are numbered 1, 2, 3 and so on.")
        if said:
            # A number too long to be a page is cut, and still far too large.
            self.data = int(said.lstrip("0")[:9])


class SeveralField(Field):  # type: ignore[misc]
    """Any of a list of values. One that is not on the list is refused by name, never dropped.

    Dropping it would answer a question that nobody asked.
    """

    def __init__(self, label: str, labels: Mapping[str, str], **kwargs: Any) -> None:
        """Take the words for every value that may be chosen; all forms share them."""
        super().__init__(label, **kwargs)
        self.labels = labels

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take every value once, in the order given."""
        tidy = (clean(value) for value in valuelist)
        self.data = list(dict.fromkeys(value for value in tidy if value))

    def process_data(self, value: Iterable[str] | None) -> None:
        """Take values given in code."""
        self.data = [str(each) for each in value or ()]

    def pre_validate(self, _form: object) -> None:
        """Refuse what is not on the list.

        Raises:
            ValidationError: a value is not one of the choices.

        """
        unknown = [value for value in self.data if value not in self.labels]
        if unknown:
            label = self.label.text.rstrip("?").lower()
            raise ValidationError(f"{shown(unknown[0])} is not one of the choices for “{label}”.")
