import { z } from 'zod';
import { sha256Hex } from '../../../../nodes/domain/hash';
import { gateOutcomes, gates } from '../../../../nodes/domain/quality/gates/schema';
import { deliveryRequestSchema } from '../../delivery/requestSchema';
import { deliveryViewSchema } from '../../delivery/view';
import { deliveryStates } from '../../ledger/deliveries';
import type { Answer, Description } from '../openapi/describe';

const id = 'Id of the delivery, as starting it answered';
const missing: Answer = { words: 'There is no such delivery' };
const text = z.string();
const none = text.nullable();
const amount = z.number().nullable();

const dealFileSchema = z.object({
	lineage: text.describe('The file with all its versions'),
	file: z.object({ fileId: text, name: text, accountId: none, projectId: none }),
	subject: text,
	sha256: text,
	version: z.number(),
	bytes: amount,
	gates: z.array(
		z.object({
			gate: z.enum(gates),
			passed: z.boolean(),
			because: none.describe('Why it is not passed'),
			outcome: z.enum(gateOutcomes).nullable(),
			by: none,
			at: none,
			specs: z.array(z.object({ id: text, version: text })),
			heldUntil: none,
		}),
	),
	passed: z.boolean(),
	next: z.enum(gates).nullable(),
	isCurrent: z.boolean(),
	heldUntil: none,
	approvedAt: none.describe('When the last gate was passed'),
	clientApprovedAt: none.describe('When the client said yes to this very content'),
	approved: z
		.object({ sha256: text, version: z.number(), approvedAt: text })
		.nullable()
		.describe('The newest content of the file that has passed every gate'),
	media: z
		.object({
			durationSeconds: amount,
			width: amount,
			height: amount,
			frameRate: amount,
			format: text,
			videoCodec: none,
			audioCodec: none,
			captions: z.number().describe('Streams of captions within'),
		})
		.nullable(),
	language: none,
});

/** What a delivery of a deal may be made from. */
export const dealFilesDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'deliveries',
	summary:
		'The newest content of every file of a deal, how it stands, and what was delivered so far',
	scope: 'effects',
	params: { deal: 'Id of the deal' },
	query,
	answers: {
		200: {
			words: 'The files, what was ordered as far as the ledger knows, and the deliveries',
			shape: z.object({
				deal: text,
				project: text,
				test: z.boolean(),
				files: z.array(dealFileSchema),
				ordered: z.array(
					z.object({
						piece: text,
						skill: none,
						person: text,
						state: text,
						dueAt: none,
						value: z.unknown(),
					}),
				),
				order: z
					.record(z.unknown())
					.nullable()
					.describe('What was ordered, as somebody wrote it down; null where nobody has'),
				orderVersion: none.describe('E.g. order-77/2'),
				deliveries: z.array(deliveryViewSchema),
			}),
		},
	},
});

const captions = '1\n00:00:00,000 --> 00:00:02,000\nHej\n';

/** Starting a delivery. */
export const startDescription: Description = {
	tag: 'deliveries',
	summary: 'Start a delivery: its files are streamed from Frame.io to storage',
	scope: 'effects',
	more: 'Asked again for the same files, client and targets of a deal, it is the same delivery. Its end is an event `delivery.stored` or `delivery.failed`.',
	body: {
		shape: deliveryRequestSchema,
		example: {
			deal: '9001',
			client: { id: '101', email: 'mette@example.com', name: 'Mette', language: 'da' },
			kind: 'full',
			manifest: {
				files: [
					{
						name: 'nordlys_launch_reel_9x16_da_v2.mp4',
						sha256: 'a'.repeat(64),
						bytes: 48_000_000,
						mediaType: 'video/mp4',
						role: 'deliverable',
						source: { kind: 'frameio', accountId: 'acc-1', fileId: 'file-1' },
					},
					{
						name: 'nordlys_launch_reel_da.srt',
						sha256: sha256Hex(captions),
						mediaType: 'application/x-subrip',
						role: 'captions',
						source: { kind: 'text', text: captions },
					},
				],
			},
			storagePlan: {
				targets: [
					{ name: 'delivery', kind: 's3', prefix: 'nordlys/launch' },
					{ name: 'archive', kind: 's3', prefix: 'nordlys/launch', storageClass: 'STANDARD_IA' },
				],
			},
			linkDays: 30,
			facts: { hub: 'copenhagen' },
		},
	},
	answers: {
		202: {
			words: 'It is kept, and will be stored; or stands already, as far as its state says',
			shape: z.object({
				id: text,
				version: z.number(),
				state: z.enum(deliveryStates),
				repeated: z.boolean(),
			}),
		},
		409: { words: 'A file has not passed its gates, or a target has no adapter or bucket' },
	},
};

/** Listing deliveries. */
export const listDescription = (query: z.ZodTypeAny): Description => ({
	tag: 'deliveries',
	summary: 'Deliveries of a deal or a client, the newest first',
	scope: 'effects',
	query,
	answers: {
		200: { words: 'The deliveries', shape: z.object({ deliveries: z.array(deliveryViewSchema) }) },
	},
});

/** Reading one delivery. */
export const readDescription: Description = {
	tag: 'deliveries',
	summary: 'A delivery with its files',
	scope: 'effects',
	params: { id },
	answers: {
		200: { words: 'The delivery', shape: z.object({ delivery: deliveryViewSchema }) },
		404: missing,
	},
};

const changes = {
	retry: {
		summary: 'Store a delivery that failed again; files that are there are not sent again',
		scope: 'operate',
	},
	delivered: {
		summary: 'Say that the client has a delivery; the event `delivery.delivered` tells of it once',
		scope: 'effects',
	},
	withdraw: {
		summary: 'Take a delivery back: links end at once, and its files leave the delivery bucket',
		scope: 'operate',
	},
} as const;

/** Changing a delivery. */
export const changeDescription = (
	word: keyof typeof changes,
	shape: z.ZodTypeAny,
	example: object = {},
): Description => ({
	tag: 'deliveries',
	...changes[word],
	params: { id },
	body: { shape, example },
	answers: {
		200: {
			words: 'How it stands now, and whether this call changed that',
			shape: z.object({ changed: z.boolean(), delivery: deliveryViewSchema }),
		},
		404: missing,
	},
});
