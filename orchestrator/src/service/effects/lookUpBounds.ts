import type { BackoffBounds } from '../../inbox/backoff';

/**
 * How long after the last byte of an attempt may have arrived a vendor may still not show what it
 * did, in milliseconds, by kind of effect. None of them publishes a figure (HubSpot says that new
 * records may take a few moments to appear in searches): bounds of ours, long on purpose. What is
 * found counts at once; only that nothing is found counts no earlier.
 */
export const indexingDelaysMs: Readonly<Record<string, number>> = {
	'slack.message': 20_000,
	'clickup.task': 30_000,
	'clickup.folder': 30_000,
	'clickup.list': 30_000,
	'frameio.project': 60_000,
	'frameio.comment': 60_000,
	'frameio.share': 60_000,
	'hubspot.deal': 60_000,
};

/** For a kind the table does not name. */
export const LONGEST_INDEXING_DELAY_MS = 60_000;

/** Waits between look-ups that told nothing, such as a vendor that does not answer. */
export const lookUpBackoff: BackoffBounds = { firstMs: 2_000, longestMs: 5 * 60_000 };

/** Waits before the service carries out by itself what did nothing so far. */
export const plannedBackoff: BackoffBounds = { firstMs: 2_000, longestMs: 5 * 60_000 };
