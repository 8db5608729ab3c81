import { z } from 'zod';
import type { Json } from '../../../ledger/json';
import { moveCursor, readCursor } from '../../../ledger/monitorCursors';
import { listTrialEffects } from '../../../ledger/monitorReading';
import type { Observation } from '../../../monitor/alerts/model';
import type { Trial } from '../../../monitor/watch/trialLead';
import {
	isTrialDue,
	missingOf,
	TRIAL_WITHIN_MS,
	trialSeen,
} from '../../../monitor/watch/trialLead';
import type { SweepParts } from '../sweep';

/** Where trial leads go in. */
export interface TrialAddress {
	/** The address that forms of the agency's own pages post to. */
	url: string;
	/** What its header `x-agency-secret` has to hold. */
	secret: string;
}

const TRIAL_CURSOR = 'trial-lead';

/** How long the address may take to answer, in milliseconds. */
const ANSWER_WITHIN_MS = 20_000;

/** What is left of a trial that did not come through is taken away after this time all the same. */
const CLEANED_AFTER_MS = 30 * 60_000;

const trialSchema = z.object({
	event: z.string().nullable(),
	sentAt: z.number(),
	isCleaned: z.boolean(),
	cameThrough: z.boolean().nullable(),
});
const answerSchema = z.object({ id: z.string() });

/**
 * Sends a lead through the production address when one is due, marked as a test so that it goes to the
 * test places alone; looks whether everything came of it, and takes that away again.
 *
 * @param email address of the trial: a mailbox of the agency's own
 */
export async function watchTrials(
	parts: Pick<SweepParts, 'store' | 'readers' | 'now' | 'moment' | 'logger'>,
	address: TrialAddress,
	email: string,
	everyMs: number,
): Promise<Observation[]> {
	const { store, moment } = parts;
	const kept = await readCursor(store, TRIAL_CURSOR);
	const read = trialSchema.safeParse(kept?.position);
	const before = read.success ? read.data : null;
	const now = parts.now().getTime();
	const keep = async (trial: Trial) =>
		await moveCursor(store, TRIAL_CURSOR, { ...trial } as unknown as Json, moment());
	if (isTrialDue(before, everyMs, now)) {
		const event = await send(parts, address, email, now);
		const sent = { event, sentAt: now, isCleaned: event === null };
		const next = { ...sent, cameThrough: event === null ? false : null };
		await keep(next);
		return trialSeen(next, []);
	}
	const isOver = before === null || (before.isCleaned && before.cameThrough !== null);
	if (isOver || before.event === null) return trialSeen(before, []);
	const effects = await listTrialEffects(store, before.event);
	const done = effects.filter(({ state }) => state === 'done');
	const missing = missingOf(done.map(({ kind }) => kind));
	const late = now - before.sentAt >= TRIAL_WITHIN_MS;
	const cameThrough = missing.length === 0 ? true : late ? false : null;
	const mayClean = missing.length === 0 || now - before.sentAt >= CLEANED_AFTER_MS;
	const isCleaned = before.isCleaned || (mayClean && (await clean(parts, done)));
	const next = { ...before, cameThrough, isCleaned };
	await keep(next);
	return trialSeen(next, missing);
}

/** @returns id of its event; null where the address did not take it */
async function send(
	{ logger }: Pick<SweepParts, 'logger'>,
	{ url, secret }: TrialAddress,
	email: string,
	now: number,
): Promise<string | null> {
	const [name = '', host = ''] = email.split('@');
	const lead = {
		name: 'Trial lead',
		// One of its own each time: the same lead of the same day is the same one.
		email: `${name}+trial-${now.toString(36)}@${host}`,
		company: 'Trial',
		service: 'explainer video',
		budget: 'USD 1500',
		timeline: 'in two weeks',
		message: 'A trial of the agency itself: nobody has to do anything.',
		test: true,
	};
	try {
		const answer = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'x-agency-secret': secret },
			body: JSON.stringify(lead),
			signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
		});
		if (answer.ok) return answerSchema.parse(await answer.json()).id;
		logger.warn({ status: answer.status }, 'trial lead refused');
	} catch (error) {
		logger.warn({ err: error }, 'trial lead not taken');
	}
	return null;
}

const withId = z.object({ id: z.string().min(1) });
const posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

/** Takes away what a test run made; nothing else is ever taken away. @returns whether all is gone */
async function clean(
	{ readers, logger }: Pick<SweepParts, 'readers' | 'logger'>,
	done: ReadonlyArray<{ kind: string; receipt: Json }>,
): Promise<boolean> {
	try {
		for (const { kind, receipt } of done) {
			const id = withId.safeParse(receipt).data?.id;
			const message = posted.safeParse(receipt).data;
			if (kind === 'hubspot.deal' && id !== undefined) await readers.hubspot.remove('deal', id);
			if (kind === 'hubspot.contact' && id !== undefined) {
				await readers.hubspot.remove('contact', id);
			}
			if (kind === 'clickup.task' && id !== undefined) await readers.clickup.remove(id);
			if (kind === 'slack.message' && message !== undefined) {
				await readers.slack.remove(message.channel, message.ts);
			}
		}
		return true;
	} catch (error) {
		logger.warn({ err: error }, 'trial lead not taken away yet');
		return false;
	}
}
