-- The flows that failed lately are looked for in every sweep, among all that ever ended.
CREATE INDEX inbox_failed ON inbox (updated_at) WHERE state = 'ended' AND outcome = 'failed';
