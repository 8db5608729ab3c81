import { randomUUID } from 'node:crypto';
import type { Claim, Effect } from '../../ledger/effects';
import { listRemade, planEffect, readEffect } from '../../ledger/effects';
import type { Json } from '../../ledger/json';
import type { Difference, EffectRepair, Repair } from '../../monitor/reconcile/model';
import { firstKeyOf } from '../../monitor/reconcile/wanted';
import { listAboutTasks } from './aboutTasks';
import { leaseMs } from '../effects/attempt';
import { fingerprintOf } from '../effects/fingerprint';
import { effectKindOf } from '../effects/kinds';
import { subjectOf } from '../effects/request';
import type { ResolverParts } from '../effects/resolver';
import { goOnWith } from '../effects/resolver';

/** What came of a repair. */
export interface Repaired {
	/** False: it is not done yet, or could not be; the finding stays open. */
	isDone: boolean;
	/** What was done, in words. */
	says: string;
}

/** Repairs a difference through the ledger of effects: whoever tries it again meets the same effect. */
export async function repair(
	parts: ResolverParts,
	{ effect: key, ours }: Pick<Difference, 'effect' | 'ours'>,
	wanted: EffectRepair,
): Promise<Repaired> {
	switch (wanted.does) {
		case 'send': {
			await goOnWith(parts, key);
			const effect = await readEffect(parts.tools.ledger, key);
			return { isDone: effect?.state === 'done', says: 'sent at last' };
		}
		case 'remake':
			return await remake(parts, key);
		case 'write':
			return await write(parts, key, wanted, ours);
	}
}

/** Makes the same again under the next key, with what was changed about it since. */
async function remake(parts: ResolverParts, key: string): Promise<Repaired> {
	const { ledger } = parts.tools;
	const first = firstKeyOf(key);
	const made = await readEffect(ledger, first);
	if (made === null) return { isDone: false, says: 'the ledger knows nothing of it' };
	const done = await again(parts, made, 'remade', made.content, key);
	if (done?.state !== 'done') return { isDone: false, says: wordsOf(done) };
	const changes = await followChanges(parts, first);
	const url = urlOf(done.receipt);
	const where = url === null ? '' : `: ${url}`;
	const more = changes === 0 ? '' : `, with ${changes} later change${changes === 1 ? '' : 's'}`;
	return { isDone: true, says: `made again${more}${where}` };
}

/** Kinds of changes of a task that the ledger did, and that the new one gets as well. */
const TASK_CHANGES = ['clickup.assign', 'clickup.dates', 'clickup.close'];

/** Does the later changes of a thing once more: each finds the newest of it. @returns how many */
async function followChanges(parts: ResolverParts, first: string): Promise<number> {
	const about = await listAboutTasks(parts.tools.ledger, [subjectOf(first)]);
	const changes = about.filter(
		({ key, kind, content }) =>
			TASK_CHANGES.includes(kind) && taskIn(content) === first && !/\/remade\/\d+$/.test(key),
	);
	for (const { key, kind, content, subject } of changes) {
		await again(parts, { key, kind, subject }, 'remade', content, null);
	}
	return changes.length;
}

function taskIn(content: Json): Json | undefined {
	return typeof content === 'object' && content !== null && !Array.isArray(content)
		? content.task
		: undefined;
}

/** Writes values once more that are not where the ledger says they are. */
async function write(
	parts: ResolverParts,
	key: string,
	{ object, properties }: Extract<Repair, { does: 'write' }>,
	ours: Difference['ours'],
): Promise<Repaired> {
	const { ledger } = parts.tools;
	const made = await readEffect(ledger, key);
	if (made === null) return { isDone: false, says: 'the ledger knows nothing of it' };
	const { dealstage: stage = null, ...values } = properties;
	const names = Object.keys(properties).join(', ');
	// A deal that no flow opened is known by HubSpot's id alone.
	const named =
		made.kind === 'hubspot.deal' ? { deal: key } : { deal: null, dealId: ours.id ?? null };
	const wanted =
		object === 'deal'
			? { kind: 'hubspot.deal-change', content: { ...named, stage, properties: values } }
			: { kind: 'hubspot.contact', content: { email: emailOf(made), properties } };
	const done = await again(
		parts,
		{ key, kind: wanted.kind, subject: made.subject },
		'rewritten',
		wanted.content,
		null,
	);
	const url = typeof ours.url === 'string' ? `: ${ours.url}` : '';
	return done?.state === 'done'
		? { isDone: true, says: `${names} written again${url}` }
		: { isDone: false, says: wordsOf(done) };
}

function emailOf({ content }: Effect): string {
	const email =
		typeof content === 'object' && content !== null && !Array.isArray(content)
			? content.email
			: null;
	return typeof email === 'string' ? email : '';
}

/**
 * Does something once more under a key of its own. One that was begun and has not come to its end is
 * gone on with: no two are under way.
 *
 * @param over key of the effect whose work is gone now; a later one is under way already. Null: any
 */
async function again(
	parts: ResolverParts,
	{ key, kind, subject }: Pick<Effect, 'key' | 'kind' | 'subject'>,
	word: 'remade' | 'rewritten',
	content: Json,
	over: string | null,
): Promise<Effect | null> {
	const { ledger } = parts.tools;
	const before = await listRemade(ledger, key, word);
	const last = before.at(-1);
	// Somebody was here already: what is gone is not the newest.
	if (over !== null && last?.state === 'done' && last.key !== over) return last;
	const isUnderWay = last !== undefined && last.state !== 'done';
	const next = isUnderWay ? last.key : `${key}/${word}/${before.length + 1}`;
	if (!isUnderWay) {
		const claim: Claim = {
			key: next,
			kind,
			subject,
			test: false,
			fingerprint: fingerprintOf(kind, content),
			content,
			source: { nodeName: 'monitor' },
			token: randomUUID(),
			leaseMs: leaseMs(parts.patience),
			isRepeatable: effectKindOf(kind).isRepeatable,
			retriesFailed: false,
			keepsFirst: true,
			marksHandOver: effectKindOf(kind).marksHandOver,
			event: null,
		};
		await planEffect(ledger, claim, 0, parts.moment?.() ?? null);
	}
	await goOnWith(parts, next);
	return await readEffect(ledger, next);
}

function wordsOf(effect: Effect | null): string {
	return effect === null ? 'not begun' : `${effect.state}: ${effect.error?.what ?? 'under way'}`;
}

function urlOf(receipt: Json): string | null {
	const url =
		typeof receipt === 'object' && receipt !== null && !Array.isArray(receipt) ? receipt.url : null;
	return typeof url === 'string' ? url : null;
}
