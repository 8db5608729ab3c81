-- Every act on the outside world, once per key: at most once, or flagged for a person.
CREATE TABLE effects (
	key text PRIMARY KEY,
	kind text NOT NULL,
	-- What the effect is about, e.g. lead:4711; the key without the test/ prefix up to its first slash.
	subject text NOT NULL,
	test boolean NOT NULL,
	-- sha256 over kind and content: the same key with another fingerprint is a conflict.
	fingerprint text NOT NULL,
	content jsonb NOT NULL,
	state text NOT NULL CHECK (state IN ('planned', 'in_flight', 'done', 'failed', 'unknown')),
	-- Whoever holds the token may settle the effect; a take-over gives out a new one.
	token uuid NOT NULL,
	lease_until timestamptz,
	attempts integer NOT NULL CHECK (attempts >= 0),
	conflicts integer NOT NULL DEFAULT 0 CHECK (conflicts >= 0),
	receipt jsonb,
	error jsonb,
	-- The workflow, execution and node that asked first.
	source jsonb,
	created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
	CHECK ((state = 'done') = (receipt IS NOT NULL)),
	CHECK ((state = 'in_flight') = (lease_until IS NOT NULL))
);

CREATE INDEX effects_by_subject ON effects (subject, created_at);
CREATE INDEX effects_unsettled ON effects (state, updated_at) WHERE state <> 'done';

-- How each attempt ended, in order; never changed afterwards.
CREATE TABLE effect_events (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	key text NOT NULL REFERENCES effects (key),
	attempt integer NOT NULL,
	state text NOT NULL,
	detail jsonb,
	at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX effect_events_by_key ON effect_events (key, id);

-- Facts that stay in the ledger, such as a disqualified lead with its reason.
CREATE TABLE records (
	id uuid PRIMARY KEY,
	key text NOT NULL UNIQUE,
	type text NOT NULL,
	subject text NOT NULL,
	test boolean NOT NULL,
	text text NOT NULL,
	content jsonb NOT NULL,
	created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX records_by_subject ON records (subject, created_at);
