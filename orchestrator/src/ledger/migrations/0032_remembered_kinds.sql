-- Which kinds of things are remembered is said by whoever reads and writes them; the ledger only keeps them.
ALTER TABLE applied_bases DROP CONSTRAINT IF EXISTS applied_bases_kind_check;
ALTER TABLE applied_bases ADD CONSTRAINT applied_bases_kind_check CHECK (kind ~ '^[a-z][A-Za-z]{0,39}$');
