"""What hangs on an entry, moved to another: people, changes, versions, reports, letters, counts."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from directory.domain.confirming import LETTERS
from directory.domain.rights import Role
from directory.domain.sections import Section
from directory.entries.versions import MERGED
from directory.entries.written import told_organisation
from directory.extensions import db
from directory.models import (
    Asked,
    BrokenLink,
    Change,
    ChangeState,
    Claiming,
    Confirmation,
    FoundCount,
    Link,
    Membership,
    NotTheSame,
    Organisation,
    Purpose,
    Report,
    StillRight,
    Version,
)
from directory.models.change import OPEN
from directory.models.organisation import now

_FOLLOW = (BrokenLink, Claiming, Report, Version)


def follow(kept_id: int, lost_id: int) -> None:
    """Let everything that hangs on one entry hang on another."""
    session: Session = db.session()
    for model in _FOLLOW:
        session.execute(
            update(model).where(model.organisation_id == lost_id).values(organisation_id=kept_id)
        )
    _changes(session, kept_id, lost_id)
    _memberships(session, kept_id, lost_id)
    _apart(session, kept_id, lost_id)
    _confirmed(session, kept_id, lost_id)
    _letters(session, kept_id, lost_id)
    _counts(session, kept_id, lost_id)
    session.flush()


def settle_history(kept: Organisation, sections: Iterable[Section]) -> None:
    """Put the versions of two entries in one order of time, with what it says now as the newest."""
    for section in sections:
        found = db.session.scalars(
            select(Version)
            .where(Version.organisation_id == kept.id, Version.service_id.is_(None))
            .where(Version.section == section)
            .order_by(Version.at, Version.number, Version.id)
        ).all()
        for number, version in enumerate(found, 1):
            version.number = number
        told = dict(told_organisation(kept, section))
        db.session.add(
            Version(
                organisation_id=kept.id,
                section=section,
                number=len(found) + 1,
                told=told,
                how=MERGED,
            )
        )
    db.session.flush()


def _changes(session: Session, kept_id: int, lost_id: int) -> None:
    """Move changes; those of the other's own sections that are open are taken back."""
    found = session.scalars(select(Change).where(Change.organisation_id == lost_id)).all()
    for change in found:
        if change.state in OPEN and change.service_id is None:
            change.state, change.open_key, change.decided_at = ChangeState.WITHDRAWN, None, now()
        elif change.state in OPEN:
            change.open_key = f"{kept_id}/{change.service_id}/{change.section}"
        change.organisation_id = kept_id
    session.flush()


def _memberships(session: Session, kept_id: int, lost_id: int) -> None:
    """Move roles and invitations; of somebody who has one of both entries the greater stays."""
    held = {
        each.person_id: each
        for each in session.scalars(
            select(Membership).where(
                Membership.organisation_id == kept_id, Membership.ended_at.is_(None)
            )
        )
    }
    for each in session.scalars(select(Membership).where(Membership.organisation_id == lost_id)):
        mine = held.get(each.person_id)
        if each.ended_at is None and mine is not None:
            mine.role = Role.OWNER if each.role is Role.OWNER else mine.role
            mine.is_trusted, each.ended_at = mine.is_trusted or each.is_trusted, now()
        each.organisation_id = kept_id
    invitations = (Link.purpose == Purpose.INVITATION, Link.subject_id == lost_id)
    session.execute(update(Link).where(*invitations).values(subject_id=kept_id))
    session.flush()


def _apart(session: Session, kept_id: int, lost_id: int) -> None:
    """Let what somebody said is another than the one be another than the other, too."""
    is_lost = (NotTheSame.one_id == lost_id) | (NotTheSame.other_id == lost_id)
    for each in session.scalars(select(NotTheSame).where(is_lost)).all():
        third = each.other_id if each.one_id == lost_id else each.one_id
        pair = (min(kept_id, third), max(kept_id, third))
        if third != kept_id and session.get(NotTheSame, pair) is None:
            session.add(
                NotTheSame(one_id=pair[0], other_id=pair[1], person_id=each.person_id, at=each.at)
            )
    session.flush()


def _confirmed(session: Session, kept_id: int, lost_id: int) -> None:
    """Move what was confirmed of services; that the other's own words were right is past."""
    session.execute(
        update(Confirmation)
        .where(Confirmation.organisation_id == lost_id, Confirmation.service_id.is_not(None))
        .values(organisation_id=kept_id)
    )


def _letters(session: Session, kept_id: int, lost_id: int) -> None:
    """Move letters that ask whether it is right, and let an answer of either's people count."""
    asked = select(Asked.link_id).where(Asked.organisation_id == kept_id)
    session.execute(
        update(Asked)
        .where(Asked.organisation_id == lost_id, Asked.link_id.not_in(asked))
        .values(organisation_id=kept_id)
        .execution_options(synchronize_session=False)
    )
    ours, theirs = (session.get(StillRight, each) for each in (kept_id, lost_id))
    if theirs is None:
        return
    if ours is None:
        theirs.organisation_id = kept_id
        return
    ours.unanswered = min(ours.unanswered, theirs.unanswered)
    for column in ("asked_at", "answered_at"):
        moments = [getattr(each, column) for each in (ours, theirs) if getattr(each, column)]
        setattr(ours, column, max(moments, default=None))
    if ours.unanswered < LETTERS:
        session.get_one(Organisation, kept_id).silent_since = None


def _counts(session: Session, kept_id: int, lost_id: int) -> None:
    """Add up how often both were found."""
    for each in session.scalars(select(FoundCount).where(FoundCount.organisation_id == lost_id)):
        held = session.get(FoundCount, (kept_id, each.month, each.need, each.area_code))
        if held is None:
            session.add(
                FoundCount(
                    month=each.month,
                    organisation_id=kept_id,
                    need=each.need,
                    area_code=each.area_code,
                    count=each.count,
                )
            )
        else:
            held.count += each.count
    session.flush()
