-- What the service does by itself after a call for an effect has gone: it carries out what waits, and
-- asks the vendor about what is unknown.
ALTER TABLE effects
	-- When the service looks at it next; NULL: never by itself. Whoever takes it moves it on, so that
	-- several replicas do not meet and a replica that dies is followed by another.
	ADD COLUMN next_at timestamptz,
	-- When the first attempt began that may have done it: from here on a vendor is asked for it.
	ADD COLUMN attempted_at timestamptz,
	-- Moment after which nothing of the latest attempt can be sent any more.
	ADD COLUMN sent_by timestamptz,
	-- How often the vendor was asked for it since it became unknown.
	ADD COLUMN look_ups integer NOT NULL DEFAULT 0 CHECK (look_ups >= 0);

UPDATE effects SET
	attempted_at = created_at,
	sent_by = coalesce(lease_until, updated_at),
	next_at = CASE state WHEN 'in_flight' THEN NULL ELSE clock_timestamp() END
WHERE state IN ('planned', 'in_flight', 'unknown');

CREATE INDEX effects_due ON effects (next_at) WHERE state IN ('planned', 'unknown');
CREATE INDEX effects_leased ON effects (lease_until) WHERE state = 'in_flight';
