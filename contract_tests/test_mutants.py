"""The seeded defects can all be put in: a change of the code that they are made in must not pass unseen.

That each is found is what `nox -s mutants` shows; it takes too long for every run.
"""

from __future__ import annotations

from contract_tests.mutants import catalogue


def test_every_mutant_applies() -> None:
    mutants = catalogue.load()
    catalogue.check(mutants, catalogue.ROOT)
    assert len(mutants) >= 60
