-- Topics that a published flow of n8n waits for, or has waited for; kept by whoever looks at n8n.
CREATE TABLE wanted_topics (
	topic text PRIMARY KEY,
	-- When a look first found no published flow for it any more; null while one waits.
	missing_since timestamptz
);

-- No flow waits for it, but one may yet: later events of its subject go before it.
ALTER TABLE inbox ADD COLUMN passed_over boolean NOT NULL DEFAULT false;

CREATE INDEX inbox_passed_over ON inbox (topic) WHERE passed_over AND state = 'received';
