"""What a person types to sign in and to say who she is."""

from typing import Any

from wtforms import BooleanField, Form, HiddenField, StringField
from wtforms.validators import ValidationError

from directory.domain.people import is_email, tidy_email

LONGEST_EMAIL = 254
LONGEST_NAME = 120


class SignInForm(Form):  # type: ignore[misc]
    """An e-mail address, and where to go afterwards."""

    email = StringField("Your e-mail address", filters=[tidy_email])
    next = HiddenField()

    def validate_email(self, field: Any) -> None:
        """Refuse what cannot be an address.

        Raises:
            ValidationError: it is empty, too long, or has not the form of one.

        """
        if not field.data:
            raise ValidationError("Type your e-mail address.")
        if len(field.data) > LONGEST_EMAIL or not is_email(field.data):
            raise ValidationError("That is not a whole e-mail address, like name@example.org.")


class NameForm(Form):  # type: ignore[misc]
    """What she is called, as moderators and colleagues see it."""

    name = StringField("Your name", filters=[lambda text: " ".join((text or "").split())])

    def validate_name(self, field: Any) -> None:
        """Refuse a name that nobody has.

        Raises:
            ValidationError: it is longer than any name.

        """
        if len(field.data) > LONGEST_NAME:
            raise ValidationError(f"Please use {LONGEST_NAME} letters or fewer.")


class EraseForm(Form):  # type: ignore[misc]
    """Her own address, typed so that nothing is erased by mistake."""

    email = StringField("Type your e-mail address", filters=[tidy_email])
    leave = BooleanField("Leave these entries without anyone who keeps them")

    def __init__(self, *given: Any, mine: str = "", **more: Any) -> None:
        """Remember which address it must be."""
        super().__init__(*given, **more)
        self._mine = mine

    def validate_email(self, field: Any) -> None:
        """Refuse any address but her own.

        Raises:
            ValidationError: it is another.

        """
        if field.data != self._mine:
            raise ValidationError(f"That is not the address you are signed in as, {self._mine}.")
