-- The Region that a bucket was created in; NULL for buckets that were created before Regions were kept, which are in the engine's.
ALTER TABLE bucket ADD COLUMN region TEXT;

-- 1 after the object of the upload's key was written or deleted while the upload was under way: conditions on that object no
-- longer hold then.
ALTER TABLE upload ADD COLUMN overtaken INTEGER NOT NULL DEFAULT 0;

-- The parts of an object whose upload asked for a checksum: clients verify the parts that they read by them.
CREATE TABLE object_part (
    blob     TEXT    NOT NULL,     -- the blob of the object
    number   INTEGER NOT NULL,     -- as in the upload, 1 to 10,000
    size     INTEGER NOT NULL,
    checksum TEXT    NOT NULL,     -- base64, of the object's algorithm
    PRIMARY KEY (blob, number)
) WITHOUT ROWID;
