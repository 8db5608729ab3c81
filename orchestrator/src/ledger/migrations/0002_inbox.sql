-- Every event that reached us, once per source and its own id there, until its work has ended.
CREATE TABLE inbox (
	-- evt_ and 26 characters that sort by the time of arrival.
	id text PRIMARY KEY,
	source text NOT NULL,
	external_id text NOT NULL,
	topic text NOT NULL,
	-- Whose turn it is: events about one subject are worked on one after the other.
	subject text NOT NULL,
	test boolean NOT NULL,
	payload jsonb NOT NULL,
	state text NOT NULL CHECK (state IN ('received', 'forwarded', 'ended', 'dead', 'discarded')),
	-- How often it was taken to be forwarded, in all.
	attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
	-- How often that came to nothing for another reason than n8n being away, and how often an
	-- execution of it broke off: both since it was received or replayed.
	failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
	broken_off integer NOT NULL DEFAULT 0 CHECK (broken_off >= 0),
	-- How often its source sent it again.
	repeats integer NOT NULL DEFAULT 0 CHECK (repeats >= 0),
	-- Whether a person replayed it: what was refused for good is then tried again.
	retry boolean NOT NULL DEFAULT false,
	-- When it is to be looked at next: received, to be forwarded; forwarded, to be asked after.
	next_at timestamptz NOT NULL,
	-- Since when it is tried: its arrival, or its replay.
	since timestamptz NOT NULL,
	-- Whether it waits for n8n to come back rather than for its own turn.
	waits_for_n8n boolean NOT NULL DEFAULT false,
	-- Somebody is forwarding it, or its flow is at work.
	token uuid,
	lease_until timestamptz,
	execution_id text,
	outcome text,
	reason text,
	received_at timestamptz NOT NULL,
	forwarded_at timestamptz,
	ended_at timestamptz,
	updated_at timestamptz NOT NULL,
	UNIQUE (source, external_id),
	CHECK ((token IS NULL) = (lease_until IS NULL)),
	CHECK (token IS NULL OR state IN ('received', 'forwarded')),
	CHECK (token IS NOT NULL OR state <> 'forwarded'),
	CHECK ((state = 'ended') = (outcome IS NOT NULL))
);

-- The database itself refuses a second event of a subject while one is at work; test runs stand apart.
CREATE UNIQUE INDEX inbox_at_work ON inbox (subject, test) WHERE token IS NOT NULL;
CREATE INDEX inbox_due ON inbox (next_at) WHERE state IN ('received', 'forwarded');
CREATE INDEX inbox_unfinished ON inbox (subject, test, received_at, id)
	WHERE state IN ('received', 'forwarded');
CREATE INDEX inbox_by_subject ON inbox (subject, received_at);
CREATE INDEX inbox_by_state ON inbox (state, received_at);

-- The story of each event, in order; never changed afterwards. Holds nothing about people.
CREATE TABLE inbox_events (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	inbox_id text NOT NULL REFERENCES inbox (id),
	state text NOT NULL,
	detail jsonb,
	at timestamptz NOT NULL
);

CREATE INDEX inbox_events_by_inbox ON inbox_events (inbox_id, id);
