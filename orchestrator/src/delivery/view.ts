import { z } from 'zod';
import type { WholeDelivery } from '../ledger/deliveries';
import { deliveryKinds, deliveryStates } from '../ledger/deliveries';
import { deliveryFileStates } from '../ledger/deliveryFiles';

const moment = z.string().datetime();
const problem = z
	.object({
		code: z.string(),
		what: z.string(),
		why: z.string(),
		mend: z.string(),
		file: z.string().nullable().describe('Name of the file; null where it is about all of them'),
	})
	.nullable();

/** A file of a delivery at one of its places, as callers see it. */
const fileViewSchema = z.object({
	name: z.string(),
	target: z.string(),
	role: z.string(),
	sha256: z.string(),
	bytes: z.number().nullable(),
	mediaType: z.string(),
	state: z.enum(deliveryFileStates),
	checksum: z.string().nullable().describe('What the storage says of it, as `kind:value`'),
	storedAt: moment.nullable(),
	problem,
});

/** A delivery as whoever has the key sees it. */
export const deliveryViewSchema = z.object({
	id: z.string(),
	deal: z.string(),
	client: z.string(),
	clientEmail: z.string().nullable(),
	project: z.string(),
	version: z.number().int().positive(),
	kind: z.enum(deliveryKinds),
	state: z.enum(deliveryStates),
	test: z.boolean(),
	attempt: z.number().int().positive(),
	progress: z.number().min(0).max(1).describe('By bytes'),
	manifest: z.record(z.unknown()),
	facts: z.record(z.unknown()),
	files: z.array(fileViewSchema).describe('One for each file and target'),
	createdAt: moment,
	storedAt: moment.nullable(),
	deliveredAt: moment.nullable(),
	expiresAt: moment.nullable().describe('End of download links'),
	problem,
});

/** A delivery as whoever has the key sees it. */
export type DeliveryView = z.infer<typeof deliveryViewSchema>;

/** Shows a delivery; never where in storage its files are, which is nobody's business. */
export function deliveryView(delivery: WholeDelivery): DeliveryView {
	const { id, deal, client, clientEmail, project, version, kind, state, test } = delivery;
	return {
		id,
		deal,
		client,
		clientEmail,
		project,
		version,
		kind,
		state,
		test,
		attempt: delivery.attempt,
		progress: delivery.progress,
		manifest: delivery.manifest as Record<string, unknown>,
		facts: delivery.facts as Record<string, unknown>,
		files: delivery.files.map((file) => ({
			name: file.name,
			target: file.target,
			role: file.role,
			sha256: file.sha256,
			bytes: file.bytes,
			mediaType: file.mediaType,
			state: file.state,
			checksum: file.checksum,
			storedAt: file.storedAt?.toISOString() ?? null,
			problem: file.problem,
		})),
		createdAt: delivery.createdAt.toISOString(),
		storedAt: delivery.storedAt?.toISOString() ?? null,
		deliveredAt: delivery.deliveredAt?.toISOString() ?? null,
		expiresAt: delivery.expiresAt?.toISOString() ?? null,
		problem: delivery.problem,
	};
}
