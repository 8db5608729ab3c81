-- Keys with which callers are let in. A key has 256 bits from a random source, so nobody can guess it
-- and a plain SHA-256 keeps it: slow hashes are for what people think up.
CREATE TABLE api_keys (
	-- key_ and eight characters; says nothing about the key itself.
	id text PRIMARY KEY,
	name text NOT NULL,
	-- Hex SHA-256 of the key: looked up as a whole, so no part of a key can be tried by itself.
	key_hash text NOT NULL UNIQUE,
	-- A list of words; what each allows is the service's to know.
	scopes jsonb NOT NULL,
	-- Whether an installation keeps it in its secrets.json, rather than a person.
	is_own boolean NOT NULL DEFAULT false,
	created_at timestamptz NOT NULL,
	-- At most an hour behind.
	last_used_at timestamptz,
	-- NULL: never.
	expires_at timestamptz,
	-- When another took its place; it lives on until it expires.
	replaced_at timestamptz,
	revoked_at timestamptz
);

-- Several installations over one ledger have keys of the same name.
CREATE UNIQUE INDEX api_keys_by_name ON api_keys (name)
	WHERE replaced_at IS NULL AND revoked_at IS NULL AND NOT is_own;
