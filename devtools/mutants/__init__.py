"""Mutation testing with hand-written defects: each seeded defect must be found by a test.

`python -m devtools.mutants` applies each mutant of `defects/` to its own copy of the tree, runs the test
suite that should find it, and reports which test did, and in what time. A mutant is killed if a test of that
suite fails by an assertion and passes without the mutant. Exit code 1 if a mutant survives, 2 if one cannot
be applied because the text that it changes no longer exists.

`catalogue`  the mutants
`workspace`  a copy of the tree, and pytest in it
`failure_recorder`  pytest plugin that records failures
`trial`      verdict about one mutant
`report`     verdicts as a table, in the terminal and in reports/mutants.md
"""
