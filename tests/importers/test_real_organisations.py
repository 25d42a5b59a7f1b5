"""The facts on real organisations become a list that loads whole."""

from pathlib import Path

import pytest
from sqlalchemy import select

from directory.extensions import db
from directory.importers import Became, load_organisations
from directory.models import Service
from tests.factories import Make
from tests.importers import real_organisations

pytestmark = pytest.mark.usefixtures("places")


def test_the_real_organisations_load_whole(shared: Path, tmp_path: Path, make: Make) -> None:
    make.borough("Tower Hamlets")
    make.borough("City of London")
    make.borough("Waltham Forest")
    make.ward("Weavers", make.borough("Bow"))
    file = tmp_path / "real.csv"
    facts = shared / "data/orgs/organisations_hackney_towerhamlets.json"

    assert real_organisations.write(facts, file) == 102
    report = load_organisations(file)

    assert report.organisations == {Became.ADDED: 33}
    assert (report.services, report.rejected) == ({Became.ADDED: 102}, 0)
    smoking = db.session.scalars(select(Service).where(Service.name == "Stop smoking advice")).one()
    assert smoking.categories == ["stop-smoking"]
    assert [claim.name for claim in smoking.coverage] == ["Hackney"]
    assert smoking.organisation.bases[0].ward_code == "E05009377"
