-- How the bytes of an object, a part and an upload's parts to come are encrypted, as JSON: which key of KMS, the encryption
-- context, and the data key, sealed. NULL for bytes that are stored as they are, from the time before encryption.
ALTER TABLE object ADD COLUMN encryption TEXT;
ALTER TABLE part ADD COLUMN encryption TEXT;
ALTER TABLE upload ADD COLUMN encryption TEXT;
ALTER TABLE finished_upload ADD COLUMN encryption TEXT;

CREATE TABLE kms_key (
    id          TEXT    NOT NULL PRIMARY KEY,   -- a UUID
    created_at  INTEGER NOT NULL,
    description TEXT    NOT NULL,
    manager     TEXT    NOT NULL,               -- CUSTOMER or AWS
    is_enabled  INTEGER NOT NULL,
    deletion_at INTEGER,                        -- when the key is deleted; NULL when it stays
    material    BLOB    NOT NULL                -- sealed with the master key of the data folder
) WITHOUT ROWID;

CREATE TABLE kms_alias (
    name       TEXT    NOT NULL PRIMARY KEY,    -- with the prefix alias/
    key        TEXT    NOT NULL REFERENCES kms_key (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX kms_alias_by_key ON kms_alias (key, name);
