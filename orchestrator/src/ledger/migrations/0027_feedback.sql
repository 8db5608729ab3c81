-- What clients answered to the question how it was: one answer for each message that asked, the newest
-- that counts. What was said after the time to change it stands in the inbox alone.
CREATE TABLE feedback_answers (
	follow_up text NOT NULL REFERENCES follow_ups (id),
	step text NOT NULL,
	client text NOT NULL,
	test boolean NOT NULL,
	score integer NOT NULL CHECK (score BETWEEN 0 AND 10),
	comment text,
	-- Counts how often the client changed it.
	changes integer NOT NULL DEFAULT 0 CHECK (changes >= 0),
	first_at timestamptz NOT NULL,
	at timestamptz NOT NULL,
	PRIMARY KEY (follow_up, step)
);

CREATE INDEX feedback_answers_by_time ON feedback_answers (test, first_at);
