-- The calls that all replicas of the service began together, by destination: no replica begins one
-- without a turn of the ledger's. Holds nothing that outlives its window.
CREATE TABLE turnstiles (
	-- Pace and destination, e.g. slackChannel:#sales.
	lane text PRIMARY KEY,
	-- When the calls of the latest window began, oldest first.
	begun timestamptz[] NOT NULL DEFAULT '{}',
	-- The vendor wants quiet until then.
	quiet_until timestamptz,
	-- The latest call that asked for a turn, and when it might have begun; NULL: at once.
	asked_at timestamptz,
	free_at timestamptz
);
