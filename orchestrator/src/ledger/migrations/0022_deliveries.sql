-- What clients are handed: one row for each version of a deal's delivery.
CREATE TABLE deliveries (
	-- dlv_ and 26 characters that sort by the time it was asked for.
	id text PRIMARY KEY,
	-- sha256 of what is handed over and where it goes: asked again it is the same delivery.
	fingerprint text NOT NULL UNIQUE,
	test boolean NOT NULL,
	deal text NOT NULL,
	-- HubSpot's contact, and whole as the flow knew them.
	client text NOT NULL,
	-- In lower case.
	client_email text,
	recipient jsonb NOT NULL,
	-- As reservations and quality files name it.
	project text NOT NULL,
	-- Place among the deliveries of the deal, from 1.
	version integer NOT NULL CHECK (version > 0),
	kind text NOT NULL CHECK (kind IN ('full', 'partial', 'redelivery')),
	state text NOT NULL
		CHECK (state IN ('planned', 'storing', 'stored', 'delivered', 'failed', 'withdrawn')),
	-- Whole, as the core made it; and where its files go.
	manifest jsonb NOT NULL,
	plan jsonb NOT NULL,
	-- What the asking flow wants to find again in the events about it.
	facts jsonb NOT NULL,
	-- 1 for the first; a person's retry is the next, and has events of its own.
	attempt integer NOT NULL DEFAULT 1 CHECK (attempt > 0),
	-- How often a process began with this attempt.
	tries integer NOT NULL DEFAULT 0,
	-- Of the process that is at it: whoever has another one has been overtaken.
	token uuid,
	-- 0 to 1, by bytes.
	progress double precision NOT NULL DEFAULT 0,
	-- Days that download links are good for, from when it is stored; or their end.
	link_days double precision,
	expires_at timestamptz,
	problem jsonb,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	stored_at timestamptz,
	delivered_at timestamptz,
	withdrawn_at timestamptz,
	UNIQUE (deal, test, version),
	CHECK (link_days IS NOT NULL OR expires_at IS NOT NULL),
	CHECK (state NOT IN ('stored', 'delivered') OR (stored_at IS NOT NULL AND expires_at IS NOT NULL)),
	CHECK (state <> 'delivered' OR delivered_at IS NOT NULL),
	CHECK (state <> 'failed' OR problem IS NOT NULL)
);

CREATE INDEX deliveries_by_client ON deliveries (client, test, created_at);
CREATE INDEX deliveries_open ON deliveries (updated_at)
	WHERE state IN ('planned', 'storing', 'withdrawn');

-- Its files, one row for each place they go to.
CREATE TABLE delivery_files (
	delivery text NOT NULL REFERENCES deliveries (id),
	-- delivery or archive.
	target text NOT NULL,
	-- As the client gets it.
	name text NOT NULL,
	-- Among the files of the manifest, from 0.
	place integer NOT NULL,
	sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	-- null until it has been read, where nobody knew before.
	bytes bigint,
	media_type text NOT NULL,
	role text NOT NULL,
	-- Where its bytes are: a file at Frame.io, or a text whole.
	source jsonb NOT NULL,
	state text NOT NULL CHECK (state IN ('waiting', 'copying', 'stored', 'failed')),
	storage_key text NOT NULL,
	-- What the storage said of it afterwards, as kind:value.
	checksum text,
	stored_at timestamptz,
	problem jsonb,
	PRIMARY KEY (delivery, target, name),
	-- Nothing is ever written over by another delivery.
	UNIQUE (target, storage_key),
	CHECK (state <> 'stored' OR (stored_at IS NOT NULL AND checksum IS NOT NULL AND bytes IS NOT NULL))
);

-- A delivery looks for every file of its project.
CREATE INDEX quality_files_by_project ON quality_files (project, test) WHERE project IS NOT NULL;
