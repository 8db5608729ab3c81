import type { HookSecrets, HookSource } from '../config/hookSecrets';
import type { HookCall, Verifier } from './signatures/signed';
import {
	verifyCalendly,
	verifyClickup,
	verifyForm,
	verifyFrameio,
	verifyHubspot,
	verifyMail,
	verifySlack,
	verifyStripe,
} from './signatures/verifiers';
import { readCalendly } from './sources/calendly';
import { readMail } from './sources/mail';
import type { SourceEvent } from './sources/read';
import type { SlackCall } from './sources/vendors';
import {
	readClickup,
	readForm,
	readFrameio,
	readHubspot,
	readSlack,
	readStripe,
} from './sources/vendors';

/** What a call turned out to be; only what is genuine is read. */
export type HookReading = { kind: 'refused' } | SlackCall;

interface Source {
	verify: Verifier;
	read(call: HookCall, now: Date): SourceEvent[] | SlackCall;
}

const sources: Record<HookSource, Source> = {
	forms: { verify: verifyForm, read: readForm },
	hubspot: { verify: verifyHubspot, read: readHubspot },
	clickup: { verify: verifyClickup, read: readClickup },
	slack: { verify: verifySlack, read: readSlack },
	frameio: { verify: verifyFrameio, read: readFrameio },
	stripe: { verify: verifyStripe, read: readStripe },
	mail: { verify: verifyMail, read: readMail },
	calendly: { verify: verifyCalendly, read: readCalendly },
};

/**
 * Reads a call of a source, if it is signed rightly: refused without a secret, with a wrong or old
 * signature by the clock on the wall.
 *
 * @throws MendableError `hook/unreadable` for a genuine call that holds no event
 */
export function readHook(
	source: HookSource,
	call: HookCall,
	secrets: HookSecrets,
	{ now, wall }: { now(): Date; wall(): Date },
): HookReading {
	const { verify, read } = sources[source];
	if (!verify(call, secrets[source] ?? [], wall())) return { kind: 'refused' };
	const found = read(call, now());
	return Array.isArray(found) ? { kind: 'events', events: found } : found;
}
