"""Asking as people type, and reading what came of it."""

from werkzeug.datastructures import MultiDict

from directory.answers import Answer, FindForm, ask_forgiving

LUNCH = ["Monday lunch club", "Tuesday lunch club"]


def asked(q: str, where: str = "", **more: str) -> tuple[FindForm, Answer]:
    form, answer = ask_forgiving(FindForm(MultiDict({"q": q, "where": where, **more})))
    assert isinstance(answer, Answer)
    return form, answer


def names(answer: Answer) -> list[str]:
    return sorted(each.service.name for each in answer.results)


def offered(answer: Answer) -> list[tuple[str, int]]:
    return [(each.words, each.total) for each in answer.rescues]
