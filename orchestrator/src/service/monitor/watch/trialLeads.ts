import { z } from 'zod';
import type { Json } from '../../../ledger/json';
import { moveCursor, readCursor } from '../../../ledger/monitorCursors';
import { listTrialEffects } from '../../../ledger/monitorReading';
import type { Observation } from '../../../monitor/alerts/model';
import { causeOf } from '../../../monitor/watch/cause';
import type { Trial, TrialStory } from '../../../monitor/watch/trialLead';
import {
	isTrialDue,
	missingOf,
	TRIAL_WITHIN_MS,
	trialSeen,
} from '../../../monitor/watch/trialLead';
import { LookUpFailed } from '../../../adapters/harmless';
import { readEvent } from '../../../ledger/inboxReading';
import type { Metrics } from '../../metrics/metrics';
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
	problem: z.string().nullable().default(null),
});
const answerSchema = z.object({ id: z.string() });

/**
 * Sends a lead through the production address when one is due, marked as a test so that it goes to the
 * test places alone; looks whether everything came of it, and takes that away again.
 *
 * @param email address of the trial: a mailbox of the agency's own
 */
export async function watchTrials(
	parts: Pick<SweepParts, 'store' | 'readers' | 'now' | 'moment' | 'logger'> & {
		metrics: Pick<Metrics, 'tried'>;
	},
	address: TrialAddress,
	email: string,
	everyMs: number,
): Promise<Observation[]> {
	const { store, moment, metrics } = parts;
	const kept = await readCursor(store, TRIAL_CURSOR);
	const read = trialSchema.safeParse(kept?.position);
	const before = read.success ? read.data : null;
	const now = parts.now().getTime();
	const keep = async (trial: Trial) =>
		await moveCursor(store, TRIAL_CURSOR, { ...trial } as unknown as Json, moment());
	if (isTrialDue(before, everyMs, now)) {
		const sent = await send(parts, address, email, now);
		const isTaken = sent.event !== null;
		const next = { ...sent, sentAt: now, isCleaned: !isTaken, cameThrough: isTaken ? null : false };
		await keep(next);
		if (!isTaken) metrics.tried('stopped');
		return trialSeen(next, null, now);
	}
	if (before === null || before.event === null) return trialSeen(before, null, now);
	const effects = await listTrialEffects(store, before.event);
	const story: TrialStory = { event: await readEvent(store, before.event), effects };
	if (before.isCleaned && before.cameThrough !== null) return trialSeen(before, story, now);
	const done = effects.filter(({ state }) => state === 'done');
	const missing = missingOf(done.map(({ kind }) => kind));
	const late = now - before.sentAt >= TRIAL_WITHIN_MS;
	const cameThrough = missing.length === 0 ? true : late ? false : null;
	const mayClean = missing.length === 0 || now - before.sentAt >= CLEANED_AFTER_MS;
	const problem = !before.isCleaned && mayClean ? await clean(parts, done) : null;
	const isCleaned = before.isCleaned || (mayClean && problem === null);
	const next = { ...before, cameThrough, isCleaned, problem };
	await keep(next);
	if (before.cameThrough === null && cameThrough !== null) {
		metrics.tried(cameThrough ? 'through' : 'stopped');
	}
	return trialSeen(next, story, now);
}

/** @returns id of its event; null with the reason where the address did not take it */
async function send(
	{ logger }: Pick<SweepParts, 'logger'>,
	{ url, secret }: TrialAddress,
	email: string,
	now: number,
): Promise<Pick<Trial, 'event' | 'problem'>> {
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
		if (answer.ok) return { event: answerSchema.parse(await answer.json()).id, problem: null };
		logger.warn({ status: answer.status }, 'trial lead refused');
		return { event: null, problem: `n8n answered ${answer.status}` };
	} catch (error) {
		logger.warn({ err: error }, 'trial lead not taken');
		return { event: null, problem: 'no answer' };
	}
}

const withId = z.object({ id: z.string().min(1) });
const posted = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

/**
 * Takes away what a test run made; nothing else is ever taken away.
 *
 * @returns why something of it is still there; null where all is gone
 */
async function clean(
	{ readers, logger }: Pick<SweepParts, 'readers' | 'logger'>,
	done: ReadonlyArray<{ kind: string; receipt: Json }>,
): Promise<string | null> {
	for (const { kind, receipt } of done) {
		const id = withId.safeParse(receipt).data?.id;
		const message = posted.safeParse(receipt).data;
		try {
			if (kind === 'hubspot.deal' && id !== undefined) await readers.hubspot.remove('deal', id);
			if (kind === 'hubspot.contact' && id !== undefined) {
				await readers.hubspot.remove('contact', id);
			}
			if (kind === 'clickup.task' && id !== undefined) await readers.clickup.remove(id);
			if (kind === 'slack.message' && message !== undefined) {
				const outcome = await readers.slack.remove(message.channel, message.ts);
				if (outcome.result !== 'done') throw new LookUpFailed(outcome);
			}
		} catch (error) {
			logger.warn({ err: error, kind }, 'trial lead not taken away yet');
			const why = error instanceof LookUpFailed ? error.failure.error.why : '';
			return `${kind}: ${causeOf(why)}`;
		}
	}
	return null;
}
