-- What people answered to the alert of a lead, in order; the last answer of a lead holds.
CREATE TABLE lead_claims (
	-- lead:4711; of a test run test/lead:4711/<run>, so that each trial is a lead of its own.
	lead text NOT NULL,
	-- 1, 2, 3: of two people who press at the same moment, one gets the number.
	occurrence integer NOT NULL CHECK (occurrence > 0),
	answer text NOT NULL CHECK (answer IN ('taken', 'given-back', 'not-a-fit')),
	test boolean NOT NULL,
	-- Who answered: their id in Slack, and the name they had there.
	person_id text NOT NULL,
	person_name text NOT NULL,
	reason text,
	note text,
	-- Key of the effect that posted the alert, and where the button was pressed.
	alert text NOT NULL,
	channel text,
	ts text,
	at timestamptz NOT NULL,
	PRIMARY KEY (lead, occurrence),
	CHECK ((answer = 'not-a-fit') = (reason IS NOT NULL))
);
