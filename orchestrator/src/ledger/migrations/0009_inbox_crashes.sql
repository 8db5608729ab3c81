-- That n8n broke down is no fault of the events that were at work in it: these ends are counted apart.
ALTER TABLE inbox
	-- How often n8n took an execution of it along: since it was received or replayed.
	ADD COLUMN crashed integer NOT NULL DEFAULT 0 CHECK (crashed >= 0);
