-- What people edit as YAML, such as the roster: each version as it was pushed, none overwritten.
CREATE TABLE data_documents (
	-- roster
	kind text NOT NULL,
	-- 1, 2, 3: of two people who push at the same moment, one gets the number. 0 is what ships.
	version integer NOT NULL CHECK (version > 0),
	-- The YAML, with its comments.
	source text NOT NULL,
	-- The source as it was read.
	content jsonb NOT NULL,
	-- Who pushed it and why, in their own words.
	pushed_by text NOT NULL,
	reason text NOT NULL,
	pushed_at timestamptz NOT NULL,
	PRIMARY KEY (kind, version)
);
