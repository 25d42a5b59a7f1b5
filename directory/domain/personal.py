"""What this directory keeps about people: each table, why, for how long, and what erasing does.

The page about data protection, the page "What we hold about you" and the export are made from it,
and a test compares it with the models: what is not in here cannot be kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept about people.

    Attributes:
        title, what, why: in plain words; ``basis`` is the lawful basis (UK GDPR, article 6).
        until: how long; names of settings in braces stand for their numbers.
        on_erasing: what becomes of it when the person has herself erased.
        columns: for each table, the columns that tell of a person. Those that lead to her row, or
            hold her address, are also how it is found.
        secret: columns that nobody is shown, not even she: hashes, and keys to sign in with.

    """

    title: str
    what: str
    why: str
    basis: str
    until: str
    on_erasing: str
    columns: Mapping[str, tuple[str, ...]]
    secret: tuple[str, ...] = ()


PUBLIC_TASK = "We need it to keep a public directory right (legitimate interests)."
ASKED_FOR = "You asked us to do something that needs it (legitimate interests)."

KEPT: tuple[Kept, ...] = (
    Kept(
        title="Your account",
        what="Your e-mail address, your name if you gave one, when you last signed in, and when we "
        "last asked whether your entries are right.",
        why="To know that it is you, and to write to you about your entries.",
        basis=ASKED_FOR,
        until="Until you erase it. An account that keeps no entry goes when nobody has signed in "
        "with it for {KEEP_UNUSED_ACCOUNTS_MONTHS} months.",
        on_erasing="Your name and address are taken out.",
        columns={"person": ("id", "email", "name", "totp_secret")},
        secret=("totp_secret", "totp_step"),
    ),
    Kept(
        title="What you may do",
        what="Which entries you keep, or which areas you look after, who gave you that, and when.",
        why="So that nobody else can change an entry.",
        basis=PUBLIC_TASK,
        until="For as long as there is the directory, without your name once you are erased.",
        on_erasing="It ends at once. That it was there stays, without your name.",
        columns={"membership": ("person_id", "granted_by_id")},
    ),
    Kept(
        title="How you sign in",
        what="The browsers you signed in with (“Firefox on Windows”) and when, your passkeys, the "
        "key of your app, your written codes, and the number your council knows you by if you "
        "sign in there.",
        why="To let you in, and nobody else.",
        basis=ASKED_FOR,
        until="Each time you sign in it lasts {SESSION_HOURS} hours, and is forgotten "
        "{KEEP_ENDED_DAYS} days later. Passkeys, the key of an app and codes stay until you take "
        "them away.",
        on_erasing="It is thrown away, and you are signed out everywhere.",
        columns={
            "signed_in": ("person_id", "device"),
            "passkey": ("person_id", "name"),
            "recovery_code": ("person_id",),
            "outside_account": ("person_id", "subject"),
        },
        secret=("key_hash", "code_hash", "public_key", "credential_id", "sign_count"),
    ),
    Kept(
        title="Links we sent you",
        what="That a link went to your address, what for, and whether it was used.",
        why="So that a link works once, and nobody can flood you with letters.",
        basis=ASKED_FOR,
        until="{KEEP_ENDED_DAYS} days after it was used or ran out.",
        on_erasing="They are thrown away.",
        columns={"link": ("email",)},
        secret=("token_hash",),
    ),
    Kept(
        title="Letters to you",
        what="What we wrote to you, and when it was sent.",
        why="To send it, and to see what went wrong when it does not arrive.",
        basis=ASKED_FOR,
        until="{LETTERS_DAYS} days after it was sent, or given up when it could not be. Its words "
        "go as soon as it is sent.",
        on_erasing="They are thrown away.",
        columns={"letter": ("person_id", "email", "subject", "text", "html")},
    ),
    Kept(
        title="Asking to keep an entry",
        what="Who you said you are, how you said we can check, and what you answered when a "
        "moderator asked.",
        why="So that a moderator can see that the group is yours.",
        basis=PUBLIC_TASK,
        until="{KEEP_DECIDED_DAYS} days after it was decided.",
        on_erasing="Your words are taken out.",
        columns={
            "claiming": ("person_id", "who", "how_to_check", "said", "answer", "decided_by_id")
        },
    ),
    Kept(
        title="What you wrote for entries",
        what="Your changes, what you answered when a moderator asked about one, and each version "
        "of an entry, with who wrote it.",
        why="So that everyone can see what changed, and a mistake can be put back.",
        basis=PUBLIC_TASK,
        until="Versions stay for as long as there is the directory. Drafts that you never sent go "
        "after {KEEP_DRAFTS_DAYS} days, and what was refused or taken back after "
        "{KEEP_DECIDED_DAYS} days.",
        on_erasing="Drafts and answers go. What an entry said stays, without your name.",
        columns={
            "change": ("person_id", "told", "before", "said", "answer", "decided_by_id"),
            "version": ("person_id", "told"),
        },
    ),
    Kept(
        title="What you confirmed or decided",
        what="That you said an entry is still right, or decided something as a moderator.",
        why="So that a decision can be explained.",
        basis=PUBLIC_TASK,
        until="For as long as there is the directory, without your name once you are erased.",
        on_erasing="The decision stays, without your name.",
        columns={"confirmation": ("person_id",), "not_the_same": ("person_id",)},
    ),
    Kept(
        title="The log",
        what="What you did here and when: signed in, sent a change, approved one. It has a number "
        "in place of your name. Moderators see whose number it is, until you are erased.",
        why="So that whoever looks after public information can be held to account.",
        basis=PUBLIC_TASK,
        until="For as long as there is the directory. The database itself refuses to change it.",
        on_erasing="It stays. The number leads to nobody any more.",
        columns={"audit_entry": ("person_id", "details")},
    ),
    Kept(
        title="People to get in touch with",
        what="Names of people, phone numbers and e-mail addresses that a group gives out.",
        why="So that people who need help can reach the group.",
        basis=PUBLIC_TASK,
        until="Until the group changes it, or you ask us to take it out: then also out of every "
        "earlier version.",
        on_erasing="It belongs to the entry and stays, unless you ask for it to be taken out.",
        columns={"contact": ("label", "phone", "email")},
    ),
    Kept(
        title="What visitors report",
        what="That an entry is wrong, in the words of a visitor. Not who she is.",
        why="To put the entry right.",
        basis=PUBLIC_TASK,
        until="{KEEP_DECIDED_DAYS} days after it was decided.",
        on_erasing="We cannot tell which are yours.",
        columns={"report": ("told", "place", "said", "decided_by_id")},
    ),
)
"""Everything, in the order in which pages tell it."""

TELLING = ("email", "phone", "device", "who", "how_to_check", "totp_secret")
"""Names of columns that always tell of a person, wherever they are."""

ERASED = "a person who has left"
