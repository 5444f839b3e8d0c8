"""The five real articles, which lie beside the project and are no part of it."""

from pathlib import Path

import pytest

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"

needs_articles = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason=f"the real articles are not at {ARTICLES}"
)
