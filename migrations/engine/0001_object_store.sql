-- The index of the object store. Bytes are in immutable files ("blobs"); a row is written only after its blob is on disk.
-- Times are milliseconds since 1970-01-01 UTC.

CREATE TABLE bucket (
    name       TEXT    NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

-- Keys are bytes: S3 orders them by their UTF-8 encoding, and listings seek to byte strings that are not text.
CREATE TABLE object (
    bucket       TEXT    NOT NULL REFERENCES bucket (name),
    key          BLOB    NOT NULL,
    size         INTEGER NOT NULL,
    etag         TEXT    NOT NULL,
    blob         TEXT    NOT NULL,
    modified_at  INTEGER NOT NULL,
    -- JSON: content type and the other headers that are stored and given back, and the user's own metadata.
    attributes   TEXT    NOT NULL,
    -- JSON: the checksums by algorithm, base64.
    checksums    TEXT    NOT NULL,
    PRIMARY KEY (bucket, key)
) WITHOUT ROWID;

CREATE TABLE upload (
    id           TEXT    NOT NULL PRIMARY KEY,
    bucket       TEXT    NOT NULL REFERENCES bucket (name),
    key          BLOB    NOT NULL,
    created_at   INTEGER NOT NULL,
    attributes   TEXT    NOT NULL,
    checksum_algorithm TEXT,
    checksum_type      TEXT
) WITHOUT ROWID;

CREATE INDEX upload_by_key ON upload (bucket, key, id);

CREATE TABLE part (
    upload      TEXT    NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    size        INTEGER NOT NULL,
    etag        TEXT    NOT NULL,
    blob        TEXT    NOT NULL,
    modified_at INTEGER NOT NULL,
    checksums   TEXT    NOT NULL,
    PRIMARY KEY (upload, number)
) WITHOUT ROWID;
