-- Which event of the inbox asked last for an effect that was not done then: its end waits for it.
ALTER TABLE effects
	ADD COLUMN event_id text,
	-- Whether the flow of that event stops at the effect when it is not done.
	ADD COLUMN event_stops boolean;

CREATE INDEX effects_of_event ON effects (event_id) WHERE state <> 'done';

-- An event is `ending` when its flow has reported its end and effects of it are still under way: the
-- outcome is noted, and it is still its subject's turn.
ALTER TABLE inbox
	DROP CONSTRAINT inbox_state_check,
	ADD CONSTRAINT inbox_state_check CHECK (
		state IN ('received', 'forwarded', 'ending', 'ended', 'dead', 'discarded')),
	DROP CONSTRAINT inbox_check3,
	ADD CONSTRAINT inbox_outcome_check CHECK (
		(state IN ('ending', 'ended')) = (outcome IS NOT NULL)),
	-- Key of the effect that must be settled before it is fired again: a received one waits for it
	-- beside its own time, a dead or failed one for a person who clears it.
	ADD COLUMN waits_for text;

CREATE INDEX inbox_ending ON inbox (subject, test) WHERE state = 'ending';
CREATE INDEX inbox_waiting ON inbox (waits_for) WHERE waits_for IS NOT NULL;
