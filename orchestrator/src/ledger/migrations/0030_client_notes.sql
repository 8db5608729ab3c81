-- What clients say of their files in Frame.io: one row for each comment of somebody of the client's.
CREATE TABLE client_notes (
	-- Frame.io's id of the comment.
	id text PRIMARY KEY,
	deal text NOT NULL,
	project text NOT NULL,
	-- The content that was said it of, as it stood then.
	file_id text NOT NULL,
	sha256 text NOT NULL,
	said text NOT NULL CHECK (said IN ('note', 'approve')),
	at timestamptz NOT NULL,
	-- Occurrence of the milestone that it was told with; null until it is.
	told_as integer
);

CREATE INDEX client_notes_untold ON client_notes (deal, said) WHERE told_as IS NULL;
CREATE INDEX client_notes_of ON client_notes (project, sha256);

-- Shares that may be previews of clients' projects are looked for by time.
CREATE INDEX effects_shares ON effects (updated_at)
	WHERE kind = 'frameio.share' AND state = 'done' AND NOT test;
