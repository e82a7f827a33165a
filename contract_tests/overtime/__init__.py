"""The client drives the sandbox, and a plain model in Python says what has to come of it.

`world`      the model: systems and what they have, as plain values; who sees what
`systems`, `members`, `groups`, `switches`   what each operation does to it, as the service was recorded
`operations` the same by operationId
`start`      the world that every story begins with
`follower`   somebody who knows the world from its webhooks alone
`machine`    Hypothesis makes stories, and holds client, model and follower to each other after every step
"""
