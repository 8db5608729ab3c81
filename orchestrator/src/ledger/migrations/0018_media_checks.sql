-- Checks of media files: one for each version of a file, list of packs and subject.
CREATE TABLE media_checks (
	-- chk_ and 26 characters that sort by the time it was asked for.
	id text PRIMARY KEY,
	-- sha256 of what was asked: asked again it is the same check.
	fingerprint text NOT NULL UNIQUE,
	test boolean NOT NULL,
	subject text NOT NULL,
	-- Where the file is, and what it is called there.
	file jsonb NOT NULL,
	-- The packs whole, as they were when it was asked for.
	packs jsonb NOT NULL,
	-- The brand's rules whole; null without them.
	brand jsonb,
	-- What the asking flow wants to find again in the event about it.
	context jsonb NOT NULL,
	state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
	-- 1 for the first; a person's retry is the next, and has an event of its own.
	attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
	-- How often a process began with this attempt.
	tries integer NOT NULL DEFAULT 0,
	-- Of the process that is at it: whoever has another one has been overtaken.
	token uuid,
	-- 0 to 1; step says what of: fetching, measuring, pictures.
	progress double precision NOT NULL DEFAULT 0,
	step text,
	sha256 text,
	-- Who measured, as measurements are kept by.
	measurer text,
	-- Findings, verdict and what was not measured.
	report jsonb,
	-- Small pictures of frames at findings, as [{"at": 1.5, "jpeg": "base64"}].
	pictures jsonb,
	-- How it went: bytes, seconds of each step, whether the measurements were there already.
	figures jsonb,
	error jsonb,
	created_at timestamptz NOT NULL,
	started_at timestamptz,
	ended_at timestamptz,
	updated_at timestamptz NOT NULL,
	CHECK (state <> 'done' OR (report IS NOT NULL AND sha256 IS NOT NULL)),
	CHECK (state <> 'failed' OR error IS NOT NULL)
);

CREATE INDEX media_checks_by_subject ON media_checks (subject, created_at);
CREATE INDEX media_checks_open ON media_checks (updated_at) WHERE state IN ('waiting', 'running');

-- What files were measured to be: the same bytes before the same measurer are not measured again.
CREATE TABLE media_measurements (
	sha256 text NOT NULL,
	measurer text NOT NULL,
	measured jsonb NOT NULL,
	-- Seconds that measuring took.
	took_seconds double precision NOT NULL,
	at timestamptz NOT NULL,
	PRIMARY KEY (sha256, measurer)
);
