-- Links that let a client in without a password: to their own projects, deliveries and invoices. A link
-- is a MAC under a secret that is not in here, so that whoever reads this table can make none.
CREATE TABLE client_links (
	-- lnk_ and 26 characters that sort by the time it was made.
	id text PRIMARY KEY,
	-- Whose it is: the contact's id in HubSpot. What it shows is found by this alone.
	client text NOT NULL,
	-- Where it was sent; in the one form that addresses are compared in.
	client_email text NOT NULL,
	-- How the page greets them and in which language, unless they choose another; NULL: not known.
	client_name text,
	language text,
	purpose text NOT NULL CHECK (purpose IN ('portal')),
	-- Links of test runs show what test runs made, and nothing else.
	test boolean NOT NULL,
	-- Hex SHA-256 of the token: looked up as a whole, so no part of a token can be tried by itself.
	token_hash text NOT NULL UNIQUE,
	created_at timestamptz NOT NULL,
	expires_at timestamptz NOT NULL,
	revoked_at timestamptz,
	revoked_by text,
	-- At most an hour behind; NULL: never opened.
	last_seen_at timestamptz,
	CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);

CREATE INDEX client_links_by_client ON client_links (client, created_at);
