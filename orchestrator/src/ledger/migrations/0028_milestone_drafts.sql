-- Mails to clients that a person must say yes to: one row for each time there is something to tell.
CREATE TABLE milestone_drafts (
	-- dft_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	deal text NOT NULL,
	-- As Client Milestone names it.
	milestone text NOT NULL,
	test boolean NOT NULL,
	-- 1 for the first; the mail is sent under it, once.
	occurrence integer NOT NULL CHECK (occurrence > 0),
	-- Whether the service found out by itself; such a draft goes when its reason does.
	is_found boolean NOT NULL,
	-- What was promised, and what is expected by all that is known: the same again is no news.
	promised_at timestamptz,
	expected_at timestamptz,
	-- What is in the way, for the team; no word of it goes to the client.
	causes jsonb NOT NULL,
	-- What the event said of it, and what else goes with the mail: link, holidays, urgent.
	details jsonb NOT NULL,
	event jsonb NOT NULL,
	-- To whom, language, subject and words, as the node wrote them; null until a flow has kept it.
	mail jsonb,
	-- found waits for its flow, asked for a yes or a no.
	state text NOT NULL
		CHECK (state IN ('found', 'asked', 'sent', 'refused', 'superseded', 'expired')),
	-- As whoever said yes put them; null for those of the mail.
	words text,
	decided_by text,
	-- Why nobody can send it any more.
	because text,
	created_at timestamptz NOT NULL,
	asked_at timestamptz,
	-- From then on nobody can send it.
	expires_at timestamptz,
	decided_at timestamptz,
	UNIQUE (deal, milestone, test, occurrence),
	CHECK ((state IN ('found', 'asked')) = (decided_at IS NULL)),
	CHECK (state <> 'asked' OR (mail IS NOT NULL AND expires_at IS NOT NULL))
);

CREATE INDEX milestone_drafts_open ON milestone_drafts (deal) WHERE state IN ('found', 'asked');
CREATE INDEX milestone_drafts_by_time ON milestone_drafts (test, id);
