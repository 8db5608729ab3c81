-- Reserved work that would change hands or days, for somebody to say yes or no to.
CREATE TABLE move_proposals (
	-- mov_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	-- sha256 of the moves and of the reservations as they stood: asked for again it is the same one.
	fingerprint text NOT NULL,
	-- Test runs move the hours of test runs.
	test boolean NOT NULL,
	-- Project that finds no room without the moves; null where somebody re-plans.
	project text,
	-- Event of the inbox whose flow asked; it is handed over again once this is decided.
	event text,
	-- Hub whose channel is asked; null for ops.
	hub text,
	-- Why work should move, in words.
	reason text NOT NULL,
	-- What moves: reservation and its revision, from whom to whom, days before and after.
	moves jsonb NOT NULL,
	-- Work for which nobody could be found, and why.
	unplaced jsonb NOT NULL,
	-- Version of the roster that the moves were worked out with.
	roster text NOT NULL,
	-- How long whoever takes work over may take to accept it; null without end.
	hold_hours double precision,
	-- applied is said yes to and done, which is one step; stale is what could not be done any more.
	state text NOT NULL CHECK (state IN ('proposed', 'applied', 'refused', 'stale')),
	decided_by text,
	-- Why it was refused, or what stood in its way.
	because text,
	created_at timestamptz NOT NULL,
	decided_at timestamptz,
	CHECK ((state = 'proposed') = (decided_at IS NULL))
);

CREATE UNIQUE INDEX move_proposals_open ON move_proposals (test, fingerprint)
	WHERE state = 'proposed';
CREATE INDEX move_proposals_by_project ON move_proposals (project) WHERE state = 'proposed';
