"""The shared openings of news articles, one passage each, cut into syllables and figures."""

import gzip
import json
import re
from pathlib import Path

import numpy as np

from tests.benchmarks.passages import Passages

NEWS = Path(__file__).parents[3] / "shared" / "datasets" / "news-20k.jsonl.gz"
TERM = re.compile(r"\w+")


def passages() -> Passages:
    """Return all of them."""
    rows: dict[str, int] = {}
    terms: list[int] = []
    starts = [0]
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"].lower()
            terms += [rows.setdefault(term, len(rows)) for term in TERM.findall(text)]
            starts.append(len(terms))
    return Passages(terms=np.array(terms, np.int32), starts=np.array(starts), names=list(rows))
