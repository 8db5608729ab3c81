-- At what of an effect the flow of the event stops: one that goes on past what is unknown is not stopped
-- by it, though only a person can clear it, and one that takes all three outputs stops at nothing.
ALTER TABLE effects
	ADD COLUMN event_stops_at text CHECK (event_stops_at IN ('nothing', 'refused', 'notDone'));

UPDATE effects SET event_stops_at = CASE WHEN event_stops THEN 'notDone' ELSE 'nothing' END
WHERE event_stops IS NOT NULL;

ALTER TABLE effects DROP COLUMN event_stops;
