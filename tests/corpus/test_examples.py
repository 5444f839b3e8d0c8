"""The examples in the docstrings of the corpus are true."""

import doctest
import importlib
import pkgutil

import pytest

import corpus

MODULES = [
    module.name
    for module in pkgutil.walk_packages(corpus.__path__, "corpus.")
    if not module.name.startswith("corpus.migrations")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
