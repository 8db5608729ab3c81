-- Hours of people that projects have. What is not released counts against the hours of a day.
CREATE TABLE reservation_requests (
	-- project:7/reservation/edit+qa/1; a test run's begins with test/.
	key text PRIMARY KEY,
	-- sha256 of what was asked: the same key with other content is another wish under a used name.
	fingerprint text NOT NULL,
	-- What the asking flow wants to find again in the events about it.
	context jsonb NOT NULL,
	created_at timestamptz NOT NULL
);

CREATE TABLE reservations (
	-- res_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	request text NOT NULL REFERENCES reservation_requests (key),
	-- Place among the pieces of its request, from 0.
	place integer NOT NULL,
	-- Test runs have hours of their own: they neither take nor find those of real projects.
	test boolean NOT NULL,
	project text NOT NULL,
	piece text NOT NULL,
	person text NOT NULL,
	state text NOT NULL CHECK (state IN ('held', 'accepted', 'started', 'released')),
	-- Counts changes of days or person, from 1.
	revision integer NOT NULL DEFAULT 1 CHECK (revision > 0),
	-- Days of the person's zone, as {"day": "2026-11-23", "seconds": 10800}; the first and the last of them.
	days jsonb NOT NULL,
	first_day text NOT NULL,
	last_day text NOT NULL,
	skill text,
	level integer NOT NULL,
	not_before timestamptz,
	due_at timestamptz,
	client text,
	value jsonb,
	-- Until when the person may say yes; null without end.
	hold_until timestamptz,
	-- Version of the roster that gave the days their hours.
	roster text NOT NULL,
	-- cancelled, declined, unanswered.
	released_as text CHECK (released_as IN ('cancelled', 'declined', 'unanswered')),
	reason text,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	CHECK ((state = 'released') = (released_as IS NOT NULL)),
	UNIQUE (request, place)
);

CREATE INDEX reservations_in_force ON reservations (test, person, last_day)
	WHERE state <> 'released';
CREATE INDEX reservations_by_project ON reservations (project);
CREATE INDEX reservations_due ON reservations (hold_until)
	WHERE state = 'held' AND hold_until IS NOT NULL;

-- What became of each, in order.
CREATE TABLE reservation_events (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	reservation text NOT NULL REFERENCES reservations (id),
	state text NOT NULL,
	detail jsonb NOT NULL,
	at timestamptz NOT NULL
);

CREATE INDEX reservation_events_of ON reservation_events (reservation, id);

-- One row for each person who ever had hours reserved: locked, in the order of the names, while hours
-- of theirs are given, so that two who come at once see each other.
CREATE TABLE reservation_people (
	person text NOT NULL,
	test boolean NOT NULL,
	PRIMARY KEY (person, test)
);
