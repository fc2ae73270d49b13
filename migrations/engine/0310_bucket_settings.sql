-- What somebody has set for a bucket, as JSON: the encryption of objects that ask for none, who owns objects, the block of public
-- access and tags. NULL for a bucket of which nobody has set any of these.
ALTER TABLE bucket ADD COLUMN settings TEXT;
