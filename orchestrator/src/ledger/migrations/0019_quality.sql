-- What gates said of files. One row for each file with all its versions: locked while something about
-- it changes, so that two who come at once see each other.
CREATE TABLE quality_lineages (
	-- stack:… where Frame.io keeps the versions together, else file:….
	lineage text NOT NULL,
	-- Test runs have files of their own.
	test boolean NOT NULL,
	PRIMARY KEY (lineage, test)
);

-- The contents of a file, in the order in which they were seen; the last one is the newest.
CREATE TABLE quality_files (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	lineage text NOT NULL,
	test boolean NOT NULL,
	sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	version integer NOT NULL CHECK (version > 0),
	-- file:4f6c…: events about it are worked on in their order.
	subject text NOT NULL,
	-- Where it is: accountId, fileId, name.
	file jsonb NOT NULL,
	project text,
	-- Who made it, by their ids in the roster.
	authors jsonb NOT NULL,
	-- What is known of client, price and brief.
	facts jsonb NOT NULL,
	-- The last check of its measurements, to be judged again when a finding is waived.
	media_check jsonb,
	-- What the asking flow wants to find again in the events about it.
	context jsonb NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	FOREIGN KEY (lineage, test) REFERENCES quality_lineages (lineage, test),
	UNIQUE (lineage, test, sha256),
	UNIQUE (lineage, test, version)
);

CREATE INDEX quality_files_by_content ON quality_files (sha256);
CREATE INDEX quality_files_by_time ON quality_files (test, created_at);

-- What a gate said of a content; never changed afterwards.
CREATE TABLE quality_verdicts (
	-- ver_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	file bigint NOT NULL REFERENCES quality_files (id),
	gate text NOT NULL CHECK (gate IN ('machine', 'peer', 'senior')),
	outcome text NOT NULL CHECK (outcome IN ('pass', 'fail', 'needs-review')),
	-- Who decided; null for the machine.
	person text,
	-- Hash of what the decision saw: the same decision again is the same verdict.
	input_hash text NOT NULL,
	specs jsonb NOT NULL,
	-- Until when it holds, where it leans on a waiver that ends.
	held_until timestamptz,
	decision jsonb NOT NULL,
	-- The moment of the decision.
	at timestamptz NOT NULL,
	created_at timestamptz NOT NULL,
	CHECK ((gate = 'machine') = (person IS NULL)),
	UNIQUE (file, gate, input_hash)
);

-- Whom a content was shown for a review.
CREATE TABLE quality_reviews (
	-- rev_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	file bigint NOT NULL REFERENCES quality_files (id),
	gate text NOT NULL CHECK (gate IN ('peer', 'senior')),
	reviewer text NOT NULL,
	-- withdrawn: a newer version came, or the gate was passed without it.
	state text NOT NULL CHECK (state IN ('open', 'approved', 'changes', 'withdrawn')),
	-- Skill and level that the gate wants.
	wanted jsonb NOT NULL,
	checklist jsonb NOT NULL,
	-- Why it was them, and why not the others.
	chosen jsonb NOT NULL,
	-- Version of the roster that they were chosen from.
	roster text NOT NULL,
	hours real NOT NULL CHECK (hours > 0),
	asked_at timestamptz NOT NULL,
	remind_at timestamptz NOT NULL,
	due_at timestamptz NOT NULL,
	reminded_at timestamptz,
	-- When it was handed to the hub's lead, and who that is.
	overdue_at timestamptz,
	lead text,
	answered_at timestamptz,
	-- Who answered: the reviewer, or the lead once it was overdue.
	answered_by text,
	note text,
	satisfaction integer CHECK (satisfaction BETWEEN 1 AND 10),
	opportunity text,
	CHECK ((state IN ('approved', 'changes')) = (answered_by IS NOT NULL))
);

CREATE UNIQUE INDEX quality_reviews_open ON quality_reviews (file, gate) WHERE state = 'open';
CREATE INDEX quality_reviews_due ON quality_reviews (remind_at) WHERE state = 'open';
CREATE INDEX quality_reviews_of ON quality_reviews (file, asked_at);

-- Leave not to mend a finding: in one content, or in a project up to a day.
CREATE TABLE quality_waivers (
	-- wai_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	test boolean NOT NULL,
	rule text NOT NULL,
	sha256 text,
	project text,
	reason text NOT NULL,
	person text NOT NULL,
	at timestamptz NOT NULL,
	expires_at timestamptz,
	CHECK ((sha256 IS NULL) <> (project IS NULL)),
	CHECK (project IS NULL OR expires_at IS NOT NULL)
);

CREATE INDEX quality_waivers_of_content ON quality_waivers (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX quality_waivers_of_project ON quality_waivers (project) WHERE project IS NOT NULL;
