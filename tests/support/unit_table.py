"""Makes `corpus/data/units.tsv` from the mapping that underthesea carries.

    .venv/bin/python -m tests.support.unit_table

The mapping (vietnamadminunits 1.0.4, MIT, by way of underthesea, Apache-2.0) is 5 MB of JSON that
takes longer to read than the bot may take to start, so the project ships the table made from it;
a test makes the table again and compares.

Where two units of one parent differ only by diacritics ("Xã Tân Thành", "Xã Tân Thạnh"), the
mapping leaves the name out and keeps a key without blanks ("xãtânthạnh"). The name is read from
that key with the syllables of all names.
"""

import json
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.text import fold, strip_diacritics

HEADER = """\
# Administrative units of Vietnam before and since 1 July 2025: where every ward went.
# From {source} {version}, MIT, as underthesea carries it; made by tests/support/unit_table.py.
# An empty province or district, and an empty new_ward, repeats the one above;
# an empty old_ward is a district that had no wards. Tones are placed as `fold` places them.
old_province	old_district	old_ward	new_province	new_ward
"""

_DISTRICT_TYPES = ("huyện", "quận", "thị xã", "thành phố")
_WARD_TYPES = ("thị trấn", "phường", "đặc khu", "xã")


TABLE = Path(__file__).parents[2] / "corpus" / "data" / "units.tsv"


def read_mapping() -> dict[str, Any]:
    """Read the mapping of the installed underthesea, without importing it."""
    spec = find_spec("underthesea")
    assert spec is not None, "underthesea is not installed"
    assert spec.origin is not None, "underthesea is no ordinary package"
    path = Path(spec.origin).parent / "address" / "data" / "mapping.json"
    mapping: dict[str, Any] = json.loads(path.read_bytes())
    return mapping


def make_table(mapping: dict[str, Any]) -> str:
    """Return the table as text."""
    spell = _Speller(mapping["ward_mapping"])
    rows = sorted({tuple(_cells(record, spell)) for record in mapping["ward_mapping"]})
    lines = ["\t".join(cells) for cells in _without_repeats(_without_strays(rows))]
    return HEADER.format(**mapping["metadata"]) + fold("\n".join(lines)) + "\n"


def _cells(record: dict[str, str], spell: "_Speller") -> Iterator[str]:
    yield record["old_province"]
    yield record["old_district"]
    yield record["old_ward"] or spell(record["old_ward_key"])
    yield record["new_province"]
    yield record["new_ward"] or spell(record["new_ward_key"])


def _without_strays(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out shares of a ward that lie in another of the old provinces.

    The mapping takes namesakes for one divided ward (Phường 4 of Tây Ninh and of Tân An, 80 km
    apart, are both said to lie in Phường Tân Ninh and in Phường Long An).
    """
    origins: dict[tuple[str, ...], Counter[str]] = {}
    for old_province, _, _, *ward in rows:
        origins.setdefault(tuple(ward), Counter())[old_province] += 1
    home = {ward: counts.most_common(1)[0][0] for ward, counts in origins.items()}
    return [row for row in rows if home[row[3:]] == row[0]]


def _without_repeats(rows: list[tuple[str, ...]]) -> Iterator[list[str]]:
    above = [""] * 5
    for row in rows:
        cells = list(row)
        for column in (0, 1, 3, 4):
            if cells[column] == above[column] and (column != 1 or not cells[0]):
                cells[column] = ""
        yield cells
        above = list(row)


class _Speller:
    """Reads "xãtânthạnh" as "Xã Tân Thạnh"."""

    def __init__(self, records: list[dict[str, str]]) -> None:
        fields = ("old_district", "old_ward", "new_ward")
        names = {strip_diacritics(record[field].lower()) for record in records for field in fields}
        self._names = {name.removeprefix(_type_of(name)).strip() for name in names}
        self._bare = {syllable for name in self._names for syllable in name.split()}
        self._marked = {
            syllable.lower()
            for record in records
            for field in fields
            for syllable in record[field].split()
        }

    def __call__(self, key: str) -> str:
        if not key:
            return ""
        type_ = next(type_ for type_ in _WARD_TYPES if key.startswith(type_.replace(" ", "")))
        best = min(self._readings(key[len(type_.replace(" ", "")) :]), key=self._strangeness)
        return " ".join([type_.capitalize(), *(word.capitalize() for word in best)])

    def _readings(self, letters: str) -> Iterator[list[str]]:
        if not letters:
            yield []
        for end in range(1, min(len(letters), 7) + 1):
            if strip_diacritics(letters[:end]) in self._bare:
                for rest in self._readings(letters[end:]):
                    yield [letters[:end], *rest]

    def _strangeness(self, words: list[str]) -> tuple[bool, int, int]:
        """Put the name of another unit first ("Sa Pa", not "Sap A"), then known syllables."""
        is_new = strip_diacritics(" ".join(words)) not in self._names
        return is_new, sum(word not in self._marked for word in words), len(words)


def _type_of(name: str) -> str:
    types = (strip_diacritics(type_) for type_ in (*_DISTRICT_TYPES, *_WARD_TYPES))
    return next((type_ for type_ in types if name.startswith(type_ + " ")), "")


if __name__ == "__main__":
    TABLE.write_text(make_table(read_mapping()), encoding="utf-8")
