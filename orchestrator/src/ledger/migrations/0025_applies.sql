-- What seed, upgrade and rollback did to n8n and the services around, so that a killed one is gone on
-- with from wherever it is started again, and what was changed can be put back.
CREATE TABLE applies (
	-- app_ and 26 characters that sort by the time it was begun.
	id text PRIMARY KEY,
	-- Installation: local, or the name behind --target.
	target text NOT NULL,
	kind text NOT NULL CHECK (kind IN ('seed', 'upgrade', 'rollback')),
	-- The apply that a rollback puts back.
	undoes text REFERENCES applies (id),
	-- Name and version of the bundle: agency-ops 1.0.0.
	source text NOT NULL,
	-- Who ran it: user and machine.
	by_whom text NOT NULL,
	-- undone: a rollback has put back all of it that can be.
	state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'undone')),
	-- The process that carries it out; another one takes over once this is gone or silent for long.
	holder text NOT NULL,
	started_at timestamptz NOT NULL,
	-- Moves with every step that is written down.
	heard_at timestamptz NOT NULL,
	ended_at timestamptz,
	CHECK ((state = 'running') = (ended_at IS NULL))
);

-- Two at a time would each find what the other changes meanwhile.
CREATE UNIQUE INDEX applies_running ON applies (target) WHERE state = 'running';
CREATE INDEX applies_by_target ON applies (target, id);

-- Each change with what it found and what it left.
CREATE TABLE apply_steps (
	apply text NOT NULL REFERENCES applies (id),
	-- 1, 2, 3 in the order in which they were planned.
	number integer NOT NULL CHECK (number > 0),
	-- {service, kind, key, name} of the thing.
	target jsonb NOT NULL,
	kind text NOT NULL CHECK (kind IN ('create', 'update', 'putBack')),
	because text NOT NULL,
	state text NOT NULL CHECK (state IN ('planned', 'started', 'done', 'failed', 'notRun', 'undone')),
	-- What was there before and after; JSON null is nothing, no value is not known.
	before jsonb,
	after jsonb,
	-- What was remembered of the thing before.
	base_before jsonb,
	-- Why it failed or cannot be put back, as a person reads it.
	error jsonb,
	started_at timestamptz,
	ended_at timestamptz,
	PRIMARY KEY (apply, number)
);

-- What a thing looked like when it was last applied: the base that edits are told apart by.
CREATE TABLE applied_bases (
	target text NOT NULL,
	kind text NOT NULL CHECK (kind IN ('credential', 'workflow')),
	-- Our id of it.
	key text NOT NULL,
	value jsonb NOT NULL,
	applied_at timestamptz NOT NULL,
	PRIMARY KEY (target, kind, key)
);
