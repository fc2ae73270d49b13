-- Models: what CreateModel registered. Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE model (
    sequence   INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- order of creation
    name       TEXT    NOT NULL UNIQUE,
    arn        TEXT    NOT NULL,
    request    TEXT    NOT NULL,                           -- the JSON body of CreateModel as it came
    created_at INTEGER NOT NULL
);

CREATE INDEX model_by_creation ON model (created_at, sequence);
