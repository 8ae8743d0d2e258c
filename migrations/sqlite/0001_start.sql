-- 'FUKU': marks the file as ours.
PRAGMA application_id = 1179994965;

CREATE TABLE about (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- Programs that can work on this schema: those that know this number or a higher one.
INSERT INTO about (key, value) VALUES ('compatible', 1);

-- A server: what it chose. Times are seconds since 1970, days are days since then.
CREATE TABLE guild (
    guild_id INTEGER PRIMARY KEY,
    -- Grows with every change of the settings; 0: none was ever made.
    version INTEGER NOT NULL DEFAULT 0,
    eagerness TEXT NOT NULL DEFAULT 'usual',
    human_channel INTEGER,
    quiet_from INTEGER,
    quiet_to INTEGER,
    private_profiles INTEGER NOT NULL DEFAULT 0,
    digest_channel INTEGER,
    digest_day INTEGER,
    muted_until INTEGER,
    greeted INTEGER NOT NULL DEFAULT 0,
    left_at INTEGER
) STRICT;

CREATE TABLE faq_channel (
    guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE switched_off (
    guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
    entry_id TEXT NOT NULL,
    PRIMARY KEY (guild_id, entry_id)
) STRICT, WITHOUT ROWID;

-- Counts, by day.
CREATE TABLE asked (
    guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
    day INTEGER NOT NULL,
    addressed INTEGER NOT NULL,
    kind TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (guild_id, day, addressed, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
    guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
    day INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    shown INTEGER NOT NULL,
    helpful INTEGER NOT NULL,
    wrong INTEGER NOT NULL,
    PRIMARY KEY (guild_id, day, entry_id)
) STRICT, WITHOUT ROWID;

-- Questions without an answer, by the entry that came nearest; '': none did.
CREATE TABLE miss (
    guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
    day INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (guild_id, day, entry_id)
) STRICT, WITHOUT ROWID;

-- Where they were asked: the message itself stays in Discord.
CREATE TABLE miss_link (
    guild_id INTEGER NOT NULL REFERENCES guild ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    channel_id INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    PRIMARY KEY (guild_id, message_id)
) STRICT, WITHOUT ROWID;

-- The last batch of counts that a process wrote: one that is sent again is not counted again.
CREATE TABLE writer (
    id TEXT PRIMARY KEY,
    batch INTEGER NOT NULL,
    day INTEGER NOT NULL
) STRICT;
