"""The contract held to a running server, by reading alone.

What is asked (plain values, made without asking):
`catalogue`  the contract's reads, and the models that references lead to
`viewer`     who asks, and how much of a thing they see
`asking`     a question: an operation, its references, and the answers that it may get
`plan`       the questions about systems, and about what is found in them
`absent`     the questions that are to be refused
`history`    the pages of a history, and what each must hold

How it is sent:
`pace`       when the next request may go
`wire`       one request over HTTP, whatever comes back
`session`    asks, notes everything, judges each answer on its own

What is held to the contract:
`inspect`    an answer by itself: status, headers, framing
`content`    its JSON; `walk` goes through it by the schema, `presence` has the optional fields
`world`      everything that was seen, by whom
`agreement`  the same thing read twice
`privacy`    the owner's view and the stranger's
`previews`   what link previews tell
`lists`      which list must hold what
`charges`    the rate-limit headers of an answer; `budgets` holds them to each other
`report`     how it reads, in the terminal, as Markdown and as JUnit
"""
