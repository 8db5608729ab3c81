-- Who gets no more mail, since when and why. A row is made once and lifted at most once; nothing in it
-- is overwritten, and a person who unsubscribes again gets a row of their own again.
CREATE TABLE mail_suppressions (
	-- sup_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	-- In the one form that addresses are compared in: small letters, the domain in ASCII.
	address text NOT NULL,
	-- marketing: transactional mail still goes out; all: none does.
	scope text NOT NULL CHECK (scope IN ('marketing', 'all')),
	reason text NOT NULL CHECK (reason IN ('unsubscribed', 'bounced', 'complained', 'by hand')),
	-- What a person said who did it by hand, or how it bounced; nothing that a mail server wrote.
	note text,
	-- The event of the inbox that tells it. No foreign key: the event may be tidied away before this.
	evidence text,
	since timestamptz NOT NULL,
	lifted_at timestamptz,
	lifted_by text,
	lifted_because text,
	CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
	CHECK ((lifted_at IS NULL) = (lifted_because IS NULL))
);

CREATE UNIQUE INDEX mail_suppressions_in_force ON mail_suppressions (address, scope, reason)
	WHERE lifted_at IS NULL;
CREATE INDEX mail_suppressions_by_address ON mail_suppressions (address, since);

-- What a relay tells of a mail is found by the Message-ID in its receipt.
CREATE INDEX effects_by_message_id ON effects ((receipt->>'messageId')) WHERE kind = 'mail';
