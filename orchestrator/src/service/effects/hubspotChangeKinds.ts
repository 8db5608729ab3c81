import { z } from 'zod';
import { tooLateOf } from '../../adapters/outcome';
import type { Outcome } from '../../adapters/outcome';
import { stagesAfterWon } from '../settings';
import { preparedProperties, propertyValues, filled } from './hubspotProperties';
import type { EffectTools } from './kind';
import { defineKind } from './kind';
import { madeKey, nothingMade, readMade } from './made';
import { addressOf, personSchema, preparedPerson, preparePerson } from './person';

const record = z.object({ id: z.string().min(1) });

const changeReceipt = z.object({
	ownerId: z.string().nullable(),
	deal: z.string().nullable(),
	contact: z.string().nullable(),
	/** What was left as it is, and why; for a person. */
	note: z.string().nullable(),
});

/** Makes somebody the owner of a deal and its contact, or nobody. */
export const hubspotOwner = defineKind({
	kind: 'hubspot.owner',
	vendor: 'HubSpot',
	contentSchema: z
		.object({
			deal: madeKey.nullish(),
			contact: madeKey.nullish(),
			/** null takes the owner away. */
			person: personSchema.nullable(),
		})
		.strict(),
	preparedSchema: z.object({
		deal: z.string().nullable(),
		contact: z.string().nullable(),
		person: preparedPerson.nullable(),
	}),
	receiptSchema: changeReceipt,
	isRepeatable: true,
	volatile: [],
	prepare: ({ deal, contact, person }) => ({
		deal: deal ?? null,
		contact: contact ?? null,
		person: person === null ? null : preparePerson(person),
	}),
	destination: () => ({ pace: 'hubspotAccount', name: '' }),
	send: async ({ deal: dealKey, contact: contactKey, person }, { test, mayStillSend }, tools) => {
		const { ledger, hubspot } = tools;
		const madeBy = async (kind: string, key: string | null) =>
			key === null ? nothingMade : await readMade(ledger, key, { kind, test, receipt: record });
		const deal = await madeBy('hubspot.deal', dealKey);
		if (deal.result !== 'made' && deal.result !== 'none') return deal;
		const contact = await madeBy('hubspot.contact', contactKey);
		if (contact.result !== 'made' && contact.result !== 'none') return contact;
		const owner = await ownerOf(person, tools);
		if (owner.result !== 'done') return owner;
		const { ownerId, note } = owner.receipt;
		const receipt = { ownerId, deal: null, contact: null, note };
		if (person !== null && ownerId === null) return { result: 'done', receipt };

		const made = { deal, contact };
		const done: z.infer<typeof changeReceipt> = receipt;
		for (const object of ['deal', 'contact'] as const) {
			const target = made[object];
			if (target.result === 'none') continue;
			if (!mayStillSend()) return tooLateOf('HubSpot');
			const { id } = target.receipt;
			const properties = { hubspot_owner_id: ownerId ?? '' };
			const changed = await hubspot.updateRecord({ object, id, properties });
			if (changed.result !== 'done') return changed;
			if (changed.receipt.note === null) done[object] = id;
			else done.note = joined(done.note, changed.receipt.note);
		}
		return { result: 'done', receipt: done };
	},
});

async function ownerOf(
	person: z.infer<typeof preparedPerson> | null,
	tools: EffectTools,
): Promise<Outcome<{ ownerId: string | null; note: string | null }>> {
	if (person === null) return { result: 'done', receipt: { ownerId: null, note: null } };
	const address = await addressOf(person, tools);
	if (address.result === 'none') {
		return { result: 'done', receipt: { ownerId: null, note: address.note } };
	}
	if (address.result !== 'found') return address;
	const owner = await tools.hubspot.findOwner(address.email);
	if (owner.result !== 'done') return owner;
	const note =
		owner.receipt === null
			? `${address.email} is no user of HubSpot, so the owner was left as it is.`
			: null;
	return { result: 'done', receipt: { ownerId: owner.receipt, note } };
}

/** Moves a deal to a stage and writes properties to it. */
export const hubspotDealChange = defineKind({
	kind: 'hubspot.deal-change',
	vendor: 'HubSpot',
	contentSchema: z
		.object({
			deal: madeKey.nullish(),
			/** HubSpot's own id, for a deal that no flow opened; a test run leaves such a one alone. */
			dealId: z
				.string()
				.regex(/^\d{1,30}$/, 'expected the number of a deal')
				.nullish(),
			/**
			 * A name of the configuration's stages; the stage stays where the configuration has none, and
			 * where the pipeline lacks one that comes after a deal is won.
			 */
			stage: z.string().nullish(),
			properties: propertyValues,
		})
		.strict(),
	preparedSchema: z.object({
		deal: z.string().nullable(),
		// Absent in what was kept before deals could be named by their id.
		dealId: z.string().nullable().optional(),
		stage: z.string().nullable(),
		/** Present where the stage may stay, should HubSpot not have it. */
		mayStay: z.literal(true).optional(),
		properties: preparedProperties,
	}),
	receiptSchema: z.object({
		id: z.string().nullable(),
		stage: z.string().nullable(),
		note: z.string().nullable(),
	}),
	isRepeatable: true,
	// What was asked for before is the same wish.
	volatile: ['mayStay'],
	prepare: ({ deal, dealId, stage, properties }, request, { texts, settings }) => ({
		deal: deal ?? null,
		...(dealId === undefined || dealId === null ? {} : { dealId }),
		stage: configured(settings.hubspot.stages, stage ?? ''),
		...(stagesAfterWon.includes(stage ?? '') ? { mayStay: true as const } : {}),
		properties: filled(properties, request, texts),
	}),
	destination: () => ({ pace: 'hubspotAccount', name: '' }),
	send: async (prepared, { test, mayStillSend }, { ledger, hubspot }) => {
		const { deal: key, dealId = null, stage } = prepared;
		const left = (note: string) => ({
			result: 'done' as const,
			receipt: { id: dealId, stage: null, note },
		});
		const properties = {
			...prepared.properties,
			...(stage === null ? {} : { dealstage: stage }),
		};
		if (dealId !== null && test) return left('A test run leaves a deal alone that none made.');
		if (dealId !== null && Object.keys(properties).length === 0) {
			return left('No stage and no property is to be written.');
		}
		if (dealId === null && key === null) return left('There is no deal.');
		const deal =
			dealId !== null
				? { result: 'made' as const, receipt: { id: dealId } }
				: await readMade(ledger, key ?? '', { kind: 'hubspot.deal', test, receipt: record });
		if (deal.result !== 'made') return deal;
		if (!mayStillSend()) return tooLateOf('HubSpot');
		const { id } = deal.receipt;
		const write = async (values: Record<string, string>) =>
			await hubspot.updateRecord({ object: 'deal', id, properties: values });
		const changed = await write(properties);
		const isRefused = changed.result === 'refused' && changed.status === 400;
		if (isRefused && stage !== null && prepared.mayStay === true) {
			const note = `HubSpot did not take the stage "${stage}", so it was left as it is; agency-ops plan says what the pipeline lacks. ${changed.error.why}`;
			const receipt = { id, stage: null, note };
			if (Object.keys(prepared.properties).length === 0) return { result: 'done', receipt };
			if (!mayStillSend()) return tooLateOf('HubSpot');
			const rest = await write(prepared.properties);
			return rest.result === 'done' ? { result: 'done', receipt } : rest;
		}
		if (changed.result !== 'done') return changed;
		const { note } = changed.receipt;
		return { result: 'done', receipt: { id, stage: note === null ? stage : null, note } };
	},
});

function configured(stages: Record<string, string>, name: string): string | null {
	return (Object.hasOwn(stages, name) ? stages[name] : undefined) ?? null;
}

function joined(before: string | null, more: string): string {
	return before === null ? more : `${before} ${more}`;
}
