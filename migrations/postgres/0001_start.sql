CREATE TABLE about (
    key TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);

-- Programs that can work on this schema: those that know this number or a higher one.
INSERT INTO about (key, value) VALUES ('compatible', 1);

-- A server: what it chose. Times are seconds since 1970, days are days since then.
CREATE TABLE guild (
    guild_id BIGINT PRIMARY KEY,
    -- Grows with every change of the settings; 0: none was ever made.
    version BIGINT NOT NULL DEFAULT 0,
    eagerness TEXT NOT NULL DEFAULT 'usual',
    human_channel BIGINT,
    quiet_from BIGINT,
    quiet_to BIGINT,
    private_profiles BIGINT NOT NULL DEFAULT 0,
    digest_channel BIGINT,
    digest_day BIGINT,
    muted_until BIGINT,
    greeted BIGINT NOT NULL DEFAULT 0,
    left_at BIGINT
);

CREATE TABLE faq_channel (
    guild_id BIGINT NOT NULL REFERENCES guild ON DELETE CASCADE,
    channel_id BIGINT NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
);

CREATE TABLE switched_off (
    guild_id BIGINT NOT NULL REFERENCES guild ON DELETE CASCADE,
    entry_id TEXT NOT NULL,
    PRIMARY KEY (guild_id, entry_id)
);

-- Counts, by day.
CREATE TABLE asked (
    guild_id BIGINT NOT NULL REFERENCES guild ON DELETE CASCADE,
    day BIGINT NOT NULL,
    addressed BIGINT NOT NULL,
    kind TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day, addressed, kind)
);

CREATE TABLE verdict (
    guild_id BIGINT NOT NULL REFERENCES guild ON DELETE CASCADE,
    day BIGINT NOT NULL,
    entry_id TEXT NOT NULL,
    shown BIGINT NOT NULL,
    helpful BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day, entry_id)
);

-- Questions without an answer, by the entry that came nearest; '': none did.
CREATE TABLE miss (
    guild_id BIGINT NOT NULL REFERENCES guild ON DELETE CASCADE,
    day BIGINT NOT NULL,
    entry_id TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (guild_id, day, entry_id)
);

-- Where they were asked: the message itself stays in Discord.
CREATE TABLE miss_link (
    guild_id BIGINT NOT NULL REFERENCES guild ON DELETE CASCADE,
    message_id BIGINT NOT NULL,
    channel_id BIGINT NOT NULL,
    entry_id TEXT NOT NULL,
    day BIGINT NOT NULL,
    PRIMARY KEY (guild_id, message_id)
);

-- The last batch of counts that a process wrote: one that is sent again is not counted again.
CREATE TABLE writer (
    id TEXT PRIMARY KEY,
    batch BIGINT NOT NULL,
    day BIGINT NOT NULL
);
