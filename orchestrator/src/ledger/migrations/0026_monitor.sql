-- What the monitor knows: alerts with whom they were told, differences between the ledger and the
-- services, how far each service was read, and numbers of five minutes each. Nothing in it is about
-- people but who answered an alert.
CREATE TABLE alerts (
	-- alt_ and 26 characters that sort by the time it began.
	id text PRIMARY KEY,
	-- Rule and the labels that tell its alerts apart.
	fingerprint text NOT NULL,
	rule text NOT NULL,
	level text NOT NULL CHECK (level IN ('urgent', 'attention', 'opportunity', 'info')),
	phase text NOT NULL CHECK (phase IN ('pending', 'firing', 'clearing', 'resolved', 'closed')),
	-- The whole of it, as the judging left it.
	alert jsonb NOT NULL,
	-- What is still to be told; each act is done once, by the key of its effect.
	acts jsonb NOT NULL DEFAULT '[]',
	since timestamptz NOT NULL,
	updated_at timestamptz NOT NULL
);

-- One message for a fingerprint: the next one begins when this one is closed.
CREATE UNIQUE INDEX alerts_open ON alerts (fingerprint) WHERE phase <> 'closed';
CREATE INDEX alerts_by_time ON alerts (since);

-- How far something was read or looked after; one process at a time may hold a cursor.
CREATE TABLE monitor_cursors (
	name text PRIMARY KEY,
	position jsonb NOT NULL,
	held_until timestamptz,
	moved_at timestamptz NOT NULL
);

-- Where a service does not hold what the ledger says.
CREATE TABLE monitor_findings (
	-- fnd_ and 26 characters that sort by the time it was found.
	id text PRIMARY KEY,
	-- Class, service and thing: the same difference again is the same finding while it is open.
	name text NOT NULL,
	class text NOT NULL CHECK (class IN ('late', 'missing', 'doubled', 'changed', 'unknown')),
	service text NOT NULL,
	-- Key of the effect whose work it is about.
	effect text NOT NULL,
	subject text NOT NULL,
	ours jsonb NOT NULL,
	theirs jsonb NOT NULL,
	-- What a person may do about it.
	offers jsonb NOT NULL,
	-- left: a person wants it so, and nobody is asked again.
	state text NOT NULL CHECK (state IN ('open', 'repaired', 'left', 'gone')),
	-- What was done about it, and by whom; null: by nobody.
	done text,
	done_by text,
	found_at timestamptz NOT NULL,
	seen_at timestamptz NOT NULL,
	ended_at timestamptz,
	CHECK ((state = 'open') = (ended_at IS NULL))
);

CREATE UNIQUE INDEX monitor_findings_open ON monitor_findings (name)
	WHERE state IN ('open', 'left');
CREATE INDEX monitor_findings_of ON monitor_findings (effect);
CREATE INDEX monitor_findings_ended ON monitor_findings (ended_at) WHERE state <> 'open';

-- How often something went well and how long it took, by its name and five minutes.
CREATE TABLE monitor_numbers (
	name text NOT NULL,
	bucket timestamptz NOT NULL,
	good integer NOT NULL DEFAULT 0,
	bad integer NOT NULL DEFAULT 0,
	-- Sums of the seconds and of their logarithms.
	seconds double precision NOT NULL DEFAULT 0,
	log_seconds double precision NOT NULL DEFAULT 0,
	PRIMARY KEY (name, bucket)
);

-- What each sweep looked at and asked.
CREATE TABLE monitor_sweeps (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	began_at timestamptz NOT NULL,
	ended_at timestamptz NOT NULL,
	report jsonb NOT NULL
);

-- Effects that are done in the order they were asked for: what the audit goes through.
CREATE INDEX effects_audited ON effects (created_at, key) WHERE state = 'done' AND NOT test;
-- All that was done to one thing of a service, by the id it has there.
CREATE INDEX effects_by_made ON effects ((receipt->>'id'), kind)
	WHERE state = 'done' AND receipt->>'id' IS NOT NULL;
-- What was done once more since it was gone, by the key of what was first done; few are.
CREATE INDEX effects_again ON effects (key COLLATE "C")
	WHERE (key LIKE '%/remade/%' OR key LIKE '%/rewritten/%');
