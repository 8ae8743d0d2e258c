-- What processes do in turn, and when it was last done: milliseconds since 1970 by the database's clock; 0: never.
CREATE TABLE turn (
    name TEXT PRIMARY KEY,
    marked BIGINT NOT NULL
);
