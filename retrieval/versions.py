"""What was derived by this release: digests of the code and the tables that derive it.

So nobody has to remember to raise a number when a rule changes: what another release derived is
simply not found under this one's digest.
"""

import unicodedata
from collections.abc import Collection
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files

LIBRARIES = ("underthesea", "underthesea_core", "rank-bm25")
"""Whose results we keep."""
PACKAGES = ("corpus", "retrieval")


@cache
def version_of(modules: Collection[str]) -> str:
    """Return a digest of these modules of ours, of all tables, and of the libraries beneath.

    `modules` are hashable, by their whole names.
    """
    digest = blake2b(digest_size=16)
    for module in sorted(modules):
        package, _, name = module.partition(".")
        digest.update((files(package) / f"{name.replace('.', '/')}.py").read_bytes())
    for package in PACKAGES:
        for table in sorted((files(package) / "data").iterdir(), key=lambda one: one.name):
            digest.update(table.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}\0".encode())
    digest.update(unicodedata.unidata_version.encode())
    return digest.hexdigest()
