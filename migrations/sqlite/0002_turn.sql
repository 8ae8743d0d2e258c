-- As in Postgres, where several processes run; here nobody writes it.
CREATE TABLE turn (
    name TEXT PRIMARY KEY,
    marked INTEGER NOT NULL
) STRICT;
