-- What a sweep of the monitor compares, found by when it was made; and what is not handed over yet.
CREATE INDEX deliveries_by_time ON deliveries (created_at) WHERE NOT test;
CREATE INDEX deliveries_unfinished ON deliveries (created_at)
	WHERE NOT test AND state IN ('planned', 'storing', 'stored');
