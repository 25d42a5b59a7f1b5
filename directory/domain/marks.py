"""Marks on a drawing, so that each can be read: near ones are one, others keep off each other.

A drawing is as wide as the page allows, and on a phone its marks are drawn larger. They are kept
as far apart as is right for a phone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot

HIGH = 13
"""Half the height of a mark, as it is drawn where there is room."""

LARGE = 1.85
"""How much larger a mark is drawn on a phone."""

GAP = 3
ROUNDS = 60
MOST = 60
"""More marks than this are left where they are: a drawing so full is not made better."""

MOVED = 9
"""A mark that moved less still stands where it belongs; from further a line leads back."""


@dataclass(frozen=True, slots=True)
class Box:
    """Ground on a drawing that is taken: its middle, and half its width and height."""

    x: float
    y: float
    half_w: float
    half_h: float

    def is_clear_of(self, others: "Iterable[Box]") -> bool:
        """Say whether it touches none of these."""
        return all(
            abs(self.x - each.x) >= self.half_w + each.half_w
            or abs(self.y - each.y) >= self.half_h + each.half_h
            for each in others
        )


@dataclass(slots=True)
class Mark:
    """Something numbered on the drawing; marks that would hide each other are one mark.

    ``at`` is where it belongs, when it had to move from there.
    """

    x: int
    y: int
    numbers: list[int] = field(default_factory=list)
    at: tuple[int, int] | None = None

    @property
    def label(self) -> str:
        """Return what is written on it: "3", "3, 7", or "5 here" when more are there."""
        if len(self.numbers) > 2:
            return f"{len(self.numbers)} here"
        return ", ".join(str(number) for number in self.numbers)

    @property
    def half(self) -> int:
        """Return half the width that it is drawn with."""
        return HIGH if len(self.label) < 3 else 8 + 4 * len(self.label)

    @property
    def box(self) -> Box:
        """Return what it takes of the drawing on a phone."""
        return Box(self.x, self.y, self.half * LARGE, HIGH * LARGE)


def together(spots: Iterable[tuple[int, int, int]], wide: int, high: int) -> list[Mark]:
    """Return the marks for numbered spots (x, y, number); those nearer than this are one mark."""
    marks: list[Mark] = []
    for x, y, number in spots:
        near = (m for m in marks if abs(m.x - x) < wide and abs(m.y - y) < high)
        mark = next(near, None)
        if mark is None:
            mark = Mark(x, y)
            marks.append(mark)
        if number not in mark.numbers:
            mark.numbers.append(number)
    return marks


def spread(marks: Sequence[Mark], fixed: Sequence[Box], width: int, height: int) -> None:
    """Move marks aside, as little as may be, off each other, off what is fixed and off the edge."""
    if len(marks) > MOST:
        return
    boxes = [[float(m.x), float(m.y), m.half * LARGE + GAP, HIGH * LARGE + GAP] for m in marks]
    still = [[each.x, each.y, each.half_w, each.half_h] for each in fixed]
    for _ in range(ROUNDS):
        pushes = [_push(a, b, 0.5) for i, a in enumerate(boxes) for b in boxes[i + 1 :]]
        pushes += [_push(a, b, 1.0) for a in boxes for b in still]
        for box in boxes:
            box[0] = min(max(box[0], box[2]), width - box[2])
            box[1] = min(max(box[1], box[3]), height - box[3])
        if not any(pushes):
            break
    for mark, (x, y, *_) in zip(marks, boxes, strict=True):
        if hypot(x - mark.x, y - mark.y) > MOVED:
            mark.at = (mark.x, mark.y)
        mark.x, mark.y = round(x), round(y)


def _push(a: list[float], b: list[float], share: float) -> bool:
    """Push two boxes apart the shorter way, the first by its share; say whether they touched."""
    over = [a[axis + 2] + b[axis + 2] - abs(a[axis] - b[axis]) for axis in (0, 1)]
    if min(over) <= 0.5:
        return False
    axis = 0 if over[0] < over[1] else 1
    way = 1 if a[axis] > b[axis] else -1
    a[axis] += way * over[axis] * share
    b[axis] -= way * over[axis] * (1 - share)
    return True
