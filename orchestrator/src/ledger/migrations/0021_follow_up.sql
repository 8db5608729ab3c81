-- Definitions as enrolments began under them; the same version never says two things.
CREATE TABLE follow_up_definitions (
	sequence text NOT NULL,
	version integer NOT NULL CHECK (version > 0),
	definition jsonb NOT NULL,
	kept_at timestamptz NOT NULL,
	PRIMARY KEY (sequence, version)
);

-- Clients in sequences, each once for what the sequence follows.
CREATE TABLE follow_ups (
	-- flw_ and 26 characters that sort by the time it began.
	id text PRIMARY KEY,
	client text NOT NULL,
	sequence text NOT NULL,
	version integer NOT NULL,
	-- What it follows, such as a delivery.
	occurrence text NOT NULL,
	test boolean NOT NULL,
	priority integer NOT NULL,
	state text NOT NULL CHECK (state IN ('active', 'paused', 'exited')),
	-- In the form that mail is compared in, and the domain where that is a company's.
	email text,
	domain text,
	-- The enrolment as nodes/domain/followUp has it, with its progress.
	enrolment jsonb NOT NULL,
	-- The step that comes next, null after the last; and whether it is a message.
	step text,
	sends_next boolean NOT NULL,
	-- When it is to be looked at next; null where only an event can change anything.
	due_at timestamptz,
	exit_reason text,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	FOREIGN KEY (sequence, version) REFERENCES follow_up_definitions (sequence, version),
	CHECK ((state = 'exited') = (exit_reason IS NOT NULL)),
	CHECK (state <> 'exited' OR due_at IS NULL),
	-- A client who is enrolled twice for one delivery is in it once.
	UNIQUE (client, sequence, occurrence, test)
);

-- The look for what is due reads what is due and nothing else, whatever there is besides.
CREATE INDEX follow_ups_due ON follow_ups (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX follow_ups_of_client ON follow_ups (client, test) WHERE state <> 'exited';
CREATE INDEX follow_ups_by_email ON follow_ups (email) WHERE state <> 'exited';
CREATE INDEX follow_ups_by_domain ON follow_ups (domain) WHERE state <> 'exited';
CREATE INDEX follow_ups_by_state ON follow_ups (state, created_at);

-- What happened to each, once for each event.
CREATE TABLE follow_up_events (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	follow_up text NOT NULL REFERENCES follow_ups (id),
	-- The event's own id where it comes from.
	event text NOT NULL,
	type text NOT NULL,
	happened_at timestamptz NOT NULL,
	detail jsonb NOT NULL,
	at timestamptz NOT NULL,
	UNIQUE (follow_up, event)
);

-- Messages that came due: one row for each step, ever.
CREATE TABLE follow_up_touches (
	follow_up text NOT NULL REFERENCES follow_ups (id),
	step text NOT NULL,
	client text NOT NULL,
	test boolean NOT NULL,
	sequence text NOT NULL,
	priority integer NOT NULL,
	purpose text NOT NULL CHECK (purpose IN ('transactional', 'marketing')),
	-- due: told; claimed: may be sent, and counts as sent; withheld: will not be; returned: comes due again.
	state text NOT NULL CHECK (state IN ('due', 'claimed', 'withheld', 'returned')),
	-- Counts how often it came due; only the newest may be claimed.
	attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
	-- Where the sequence stood before, so that it can come due again.
	before jsonb NOT NULL,
	at timestamptz NOT NULL,
	because text,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (follow_up, step)
);

CREATE INDEX follow_up_touches_of_client ON follow_up_touches (client, test, at);

-- While one is in force nothing comes due and nothing may be claimed.
CREATE TABLE follow_up_holds (
	id text PRIMARY KEY,
	reason text NOT NULL,
	by_whom text NOT NULL,
	since timestamptz NOT NULL,
	lifted_at timestamptz,
	lifted_by text,
	lifted_because text
);

CREATE UNIQUE INDEX follow_up_holds_in_force ON follow_up_holds ((true)) WHERE lifted_at IS NULL;
