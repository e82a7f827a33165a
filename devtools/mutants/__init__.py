"""Whether the tests would notice: defects are seeded one at a time, and each must be found.

`python -m devtools.mutants` puts each mutant of `defects/` into a copy of the tree of its own, runs the
suite that ought to see it there, and tells which test did, and in how long. A mutant is killed where a test
of that suite fails by an assertion, and passes without the mutant. Exit 1 where one lives, 2 where one cannot
be put in because the text that it changes is no longer there.

`catalogue`  the mutants
`workspace`  a copy of the tree, and pytest in it
`failure_recorder`  what pytest tells of a failure, from within
`trial`      from a mutant to a verdict
`report`     the verdicts as a table, in the terminal and in reports/mutants.md
"""
