-- Who a client is at Stripe, so that nobody is made twice while Stripe's own search is late.
CREATE TABLE stripe_customers (
	client text NOT NULL,
	test boolean NOT NULL,
	customer text NOT NULL,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (client, test)
);

-- Invoices, each once for the effect that makes it.
CREATE TABLE invoices (
	-- Key of the effect.
	id text PRIMARY KEY,
	-- in_…; null until Stripe has it.
	stripe_id text UNIQUE,
	deal text NOT NULL,
	delivery text,
	client text NOT NULL,
	client_email text NOT NULL,
	-- Who they were when it was made: name, company, country, language, zone.
	client_facts jsonb NOT NULL,
	-- Stripe's, given when it is finalised.
	number text,
	state text NOT NULL CHECK (state IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
	-- ISO 4217, in capitals; amounts are in its minor units.
	currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
	total bigint NOT NULL,
	amount_due bigint NOT NULL,
	due_at timestamptz,
	hosted_url text,
	pdf_url text,
	test boolean NOT NULL,
	created_at timestamptz NOT NULL,
	updated_at timestamptz NOT NULL,
	sent_at timestamptz,
	paid_at timestamptz,
	-- Reminders that a flow was let send.
	reminders integer NOT NULL DEFAULT 0,
	last_reminded_at timestamptz,
	-- The newest reminder that came due and when, and when the next look is; null where none is needed.
	reminder_due integer NOT NULL DEFAULT 0,
	reminder_due_at timestamptz,
	look_at timestamptz,
	-- When follow-ups were told that it is not paid in time.
	overdue_at timestamptz,
	-- When people were told that the reminders did not help.
	escalated_at timestamptz,
	disputed_at timestamptz,
	-- won or lost; null while the dispute is open, or where there was none.
	dispute_result text,
	CHECK (reminders <= reminder_due)
);

CREATE INDEX invoices_of_client ON invoices (client, test, created_at);
CREATE INDEX invoices_of_deal ON invoices (deal, test, created_at);
CREATE INDEX invoices_by_number ON invoices (number);
CREATE INDEX invoices_by_time ON invoices (test, created_at);
-- The look for what is due reads what is due and nothing else.
CREATE INDEX invoices_due ON invoices (look_at, id) WHERE look_at IS NOT NULL;

-- Reminders that came due, each asked about once before it is sent.
CREATE TABLE invoice_reminders (
	invoice text NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
	attempt integer NOT NULL CHECK (attempt > 0),
	-- due: told; claimed: may be sent, and counts as sent; withheld: will not be.
	state text NOT NULL CHECK (state IN ('due', 'claimed', 'withheld')),
	-- When it was planned for.
	due_at timestamptz NOT NULL,
	because text,
	updated_at timestamptz NOT NULL,
	PRIMARY KEY (invoice, attempt)
);
