-- What a system, a member or a group has is kept as one JSON document with the API's own field names. Columns exist for what
-- is looked up, ordered by, or refers to something.

CREATE TABLE systems (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- no id is given out twice
    hid TEXT NOT NULL UNIQUE,
    uuid TEXT NOT NULL UNIQUE,
    system INTEGER GENERATED ALWAYS AS (id) VIRTUAL,
    token BLOB UNIQUE,
    webhook_token TEXT,
    settings TEXT NOT NULL,
    document TEXT NOT NULL
);
CREATE TABLE accounts (id INTEGER PRIMARY KEY, system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE);
CREATE TABLE api_keys (
    id TEXT PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE,
    type TEXT NOT NULL,
    scopes TEXT NOT NULL
);
CREATE TABLE members (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- no id is given out twice
    hid TEXT NOT NULL UNIQUE,
    uuid TEXT NOT NULL UNIQUE,
    system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE,
    document TEXT NOT NULL
);
CREATE INDEX members_by_system ON members (system);
CREATE TABLE groups (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- no id is given out twice
    hid TEXT NOT NULL UNIQUE,
    uuid TEXT NOT NULL UNIQUE,
    system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE,
    document TEXT NOT NULL
);
CREATE INDEX groups_by_system ON groups (system);
CREATE TABLE group_members (
    "group" INTEGER NOT NULL REFERENCES groups ON DELETE CASCADE,
    member INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    PRIMARY KEY ("group", member)
) WITHOUT ROWID;
CREATE INDEX group_members_by_member ON group_members (member, "group");
CREATE TABLE switches (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- no id is given out twice
    uuid TEXT NOT NULL UNIQUE,
    system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE,
    timestamp INTEGER NOT NULL -- microseconds since 1970
);
CREATE INDEX switches_by_time ON switches (system, timestamp);
CREATE TABLE switch_members (
    switch INTEGER NOT NULL REFERENCES switches ON DELETE CASCADE,
    position INTEGER NOT NULL,
    member INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    PRIMARY KEY (switch, position)
) WITHOUT ROWID;
CREATE INDEX switch_members_by_member ON switch_members (member);
CREATE TABLE system_guilds (
    system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE,
    guild TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (system, guild)
) WITHOUT ROWID;
CREATE TABLE member_guilds (
    member INTEGER NOT NULL REFERENCES members ON DELETE CASCADE,
    guild TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (member, guild)
) WITHOUT ROWID;
CREATE TABLE autoproxy (
    system INTEGER NOT NULL REFERENCES systems ON DELETE CASCADE,
    guild TEXT NOT NULL,
    mode TEXT NOT NULL,
    member INTEGER REFERENCES members ON DELETE SET NULL,
    latched TEXT,
    PRIMARY KEY (system, guild)
) WITHOUT ROWID;
CREATE INDEX autoproxy_by_member ON autoproxy (member);
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    original TEXT,
    original_until INTEGER NOT NULL, -- the message answers to its original's id until then: microseconds since 1970
    member INTEGER REFERENCES members ON DELETE SET NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX messages_by_original ON messages (original);
CREATE INDEX messages_by_member ON messages (member);
