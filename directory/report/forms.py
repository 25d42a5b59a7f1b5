"""What a visitor says is wrong."""

from typing import Any

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import ValidationError

LONGEST_TOLD = 1_000
LONGEST_PLACE = 200

KINDS = (
    ("not_here", "It does not serve where I live"),
    ("closed", "It has closed, or moved away"),
    ("wrong_contact", "A phone number or an address is wrong"),
    ("other", "Something else"),
)


class ReportForm(Form):  # type: ignore[misc]
    """What is wrong, where she looked from if she likes, and in her own words."""

    kind = StringField("What is wrong?")
    place = StringField(
        "Which street or postcode?", filters=[lambda text: " ".join((text or "").split())]
    )
    told = TextAreaField("What should we know?", filters=[lambda text: (text or "").strip()])

    def validate_kind(self, field: Any) -> None:
        """Refuse a report that says nothing.

        Raises:
            ValidationError: none of the kinds was chosen.

        """
        if field.data not in dict(KINDS):
            raise ValidationError("Choose what is wrong.")

    def validate_place(self, field: Any) -> None:
        """Refuse what is longer than any place.

        Raises:
            ValidationError: it is.

        """
        if len(field.data) > LONGEST_PLACE:
            raise ValidationError(f"Please use {LONGEST_PLACE} letters or fewer.")

    def validate_told(self, field: Any) -> None:
        """Ask for words where the kind says nothing, and not for too many.

        Raises:
            ValidationError: there are none, or too many.

        """
        if len(field.data) > LONGEST_TOLD:
            raise ValidationError(f"Please use {LONGEST_TOLD:,} letters or fewer.")
        if not field.data and self.kind.data == "other":
            raise ValidationError("Tell us what is wrong.")
