import { z } from 'zod';
import { followUpStates } from '../../ledger/followUps';
import { deliveryFactsSchema } from '../../followup/enrolmentOfDelivery';
import { changeWords } from '../../followup/change';

const name = z.string().trim().min(1, 'expected some text').max(320);
const flag = z.enum(['true', 'false']).default('false');

/**
 * Enrolling a client: the enrolment itself, which the core reads, or a delivery, of which the ledger knows
 * the rest.
 */
export const enrolSchema = z
	.object({
		enrolment: z.record(z.unknown()).optional(),
		/** Id of a delivery. */
		delivery: name.optional(),
		/** What else is known of it: deal and contact, as Agency Ledger reads them. */
		facts: deliveryFactsSchema.optional(),
		/** With a delivery: id of the sequence; left out: the first. */
		sequence: name.optional(),
		test: z.boolean().default(false),
	})
	.strict()
	.refine(
		({ enrolment, delivery }) => (enrolment === undefined) !== (delivery === undefined),
		'exactly one of enrolment and delivery',
	);

/** Which enrolments to list. */
export const listSchema = z
	.object({
		client: name.optional(),
		sequence: name.optional(),
		state: z.enum(followUpStates).optional(),
		test: flag,
		limit: z.coerce.number().int().min(1).max(500).default(50),
	})
	.strict();

/** Which follow-ups a report is about. */
export const reportSchema = z
	.object({
		since: z.string().datetime({ offset: true }).optional(),
		until: z.string().datetime({ offset: true }).optional(),
		sequence: name.optional(),
		days: z.coerce.number().int().min(1).max(730).default(60),
	})
	.strict();

/** Telling what happened: to one enrolment, to a client's, or to those behind an address. */
export const tellSchema = z
	.object({
		id: name.optional(),
		client: name.optional(),
		address: z.string().trim().email('expected an e-mail address').max(320).optional(),
		events: z.array(z.record(z.unknown())).min(1).max(100),
		test: z.boolean().default(false),
	})
	.strict()
	.refine(
		({ id, client, address }) =>
			[id, client, address].filter((each) => each !== undefined).length === 1,
		'exactly one of id, client and address',
	);

/** Asking whether a message may be sent. */
export const claimSchema = z.object({ step: name, attempt: z.number().int().min(1) }).strict();

/** Going on by another version of the sequence. */
export const migrateSchema = z
	.object({
		version: z.number().int().min(1),
		/** New step for each old one that the version does not have. */
		steps: z.record(name).default({}),
		reason: name,
		by: name,
	})
	.strict();

/** Pausing, resuming or stopping. */
export const changeSchema = z
	.object({
		word: z.enum(changeWords),
		id: name.optional(),
		client: name.optional(),
		all: z.literal(true).optional(),
		reason: name,
		by: name,
		until: z.string().datetime({ offset: true }).optional(),
		test: z.boolean().default(false),
	})
	.strict()
	.refine(
		({ id, client, all }) => [id, client, all].filter((each) => each !== undefined).length === 1,
		'exactly one of id, client and all',
	)
	.refine(({ word, until }) => until === undefined || word === 'pause', 'an end only for a pause');

/** Stopping what one client gets, as a flow does. */
export const stopSchema = z
	.object({
		id: name.optional(),
		client: name.optional(),
		address: z.string().trim().email('expected an e-mail address').max(320).optional(),
		reason: name,
		by: name.default('n8n'),
		test: z.boolean().default(false),
	})
	.strict()
	.refine(
		({ id, client, address }) =>
			[id, client, address].filter((each) => each !== undefined).length === 1,
		'exactly one of id, client and address',
	);
