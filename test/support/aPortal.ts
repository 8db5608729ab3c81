import type { Milestone } from '../../nodes/domain/milestone/milestones';
import type { ClientRecords } from '../../orchestrator/src/adapters/hubspot/clientDeals';
import { eventId } from '../../orchestrator/src/inbox/eventId';
import { milestoneEvent } from '../../orchestrator/src/inbox/milestoneEvent';
import type { DeliveryKind, DeliveryState } from '../../orchestrator/src/ledger/deliveries';
import { addDelivery } from '../../orchestrator/src/ledger/deliveries';
import { recordEvents } from '../../orchestrator/src/ledger/inbox';
import type { Json } from '../../orchestrator/src/ledger/json';
import type { InvoiceState } from '../../orchestrator/src/invoices/stand';
import { addInvoice, keepStand } from '../../orchestrator/src/ledger/invoices';
import type { Store } from '../../orchestrator/src/ledger/store';

/** Thursday, 11:00 in Copenhagen. */
export const portalNow = new Date('2026-11-26T10:00:00.000Z');

/** A moment some days before or after it. */
export const daysOn = (days: number) => new Date(portalNow.getTime() + days * 86_400_000);

/** A file of a delivery of a test. */
export interface TestFile {
	name: string;
	sha256?: string;
	bytes?: number;
	mediaType?: string;
	target?: string;
	state?: 'waiting' | 'stored';
	/** What the manifest says beside it. */
	about?: object;
}

/** A delivery of a test; what is left out is as most have it. */
export interface TestDelivery {
	id?: string;
	deal: string;
	client: string;
	test?: boolean;
	kind?: DeliveryKind;
	state?: DeliveryState;
	/** Name of the deal, as the flow knew it. */
	name?: string;
	at?: Date;
	expiresAt?: Date;
	files?: readonly TestFile[];
}

/** Keeps a delivery as it stands when its files are there. */
export async function putDelivery(store: Store, given: TestDelivery): Promise<string> {
	const { deal, client, test = false, kind = 'full', state = 'delivered' } = given;
	const { at = daysOn(-1), expiresAt = daysOn(29), name = 'Brand film' } = given;
	const id = given.id ?? eventId(at).replace(/^evt_/, 'dlv_');
	const files = (given.files ?? [{ name: 'film.mp4' }]).map((file) => ({
		sha256: 'a'.repeat(64),
		bytes: 1_234_567,
		mediaType: 'video/mp4',
		target: 'delivery',
		state: 'stored' as const,
		about: {},
		...file,
	}));
	await store.transaction(async (queries) => {
		await addDelivery(
			queries,
			{
				id,
				fingerprint: id,
				test,
				deal,
				client,
				clientEmail: null,
				recipient: { id: client, language: null, country: 'DK' },
				project: deal,
				kind,
				manifest: {
					files: files.map((file) => ({ name: file.name, ...file.about })),
				} as unknown as Json,
				plan: {},
				facts: { deal: { id: deal, name } },
				linkDays: null,
				expiresAt,
			},
			() =>
				files.map(({ name: fileName, sha256, bytes, mediaType, target }) => ({
					name: fileName,
					sha256,
					bytes,
					mediaType,
					target,
					role: 'deliverable',
					source: { kind: 'text', text: 'x' },
					storageKey: `${id}/${target}/${fileName}`,
				})),
			at,
		);
		for (const file of files) {
			if (file.state !== 'stored') continue;
			await queries.query(
				`UPDATE delivery_files SET state = 'stored', stored_at = $4, checksum = 'size:1'
				WHERE delivery = $1 AND target = $2 AND name = $3`,
				[id, file.target, file.name, at],
			);
		}
		await queries.query(
			`UPDATE deliveries SET state = $2, stored_at = $3, delivered_at = $3,
				problem = CASE WHEN $2 = 'failed' THEN '{}'::jsonb END WHERE id = $1`,
			[id, state, at],
		);
	});
	return id;
}

/** An invoice of a test. */
export interface TestInvoice {
	id: string;
	deal: string;
	client: string;
	test?: boolean;
	state?: InvoiceState;
	number?: string | null;
	total?: number;
	dueAt?: Date | null;
	hostedUrl?: string | null;
	at?: Date;
}

/** Keeps an invoice as Stripe says it stands. */
export async function putInvoice(store: Store, given: TestInvoice): Promise<void> {
	const { id, deal, client, test = false, state = 'open', total = 180_000 } = given;
	const { number = '2026-0147', dueAt = daysOn(13), at = daysOn(-1) } = given;
	const { hostedUrl = 'https://invoice.stripe.com/i/acct_1/test' } = given;
	await addInvoice(
		store,
		{
			id,
			deal,
			delivery: null,
			client,
			clientEmail: 'mette@nordlys.test',
			clientFacts: { name: null, company: null, country: null, language: null, zone: null },
			currency: 'USD',
			total,
			test,
		},
		at,
	);
	await keepStand(
		store,
		id,
		{
			stripeId: `in_${id}`,
			number,
			state,
			total,
			amountDue: state === 'paid' ? 0 : total,
			dueAt,
			hostedUrl,
			pdfUrl: hostedUrl === null ? null : `${hostedUrl}/pdf`,
			sentAt: at,
			paidAt: state === 'paid' ? at : null,
		},
		at,
	);
}

/** Records that a deal came to a milestone. */
export async function putMilestone(
	store: Store,
	milestone: Milestone,
	deal: string,
	at: Date,
	{
		details = {},
		occurrence = 1,
		test = false,
	}: { details?: Record<string, Json>; occurrence?: number; test?: boolean } = {},
): Promise<void> {
	const event = milestoneEvent({ milestone, deal, occurrence, test, details });
	await recordEvents(store, [{ id: eventId(at), ...event }], at);
}

/** A contact with its deals, as HubSpot has them; a deal is won unless it says otherwise. */
export function aClientAtHubspot(
	client: string,
	deals: ReadonlyArray<{ id: string; name: string; stage?: string }>,
	contact: Record<string, string | null> = {},
): ClientRecords {
	return {
		contact: {
			id: client,
			properties: { firstname: 'Mette', lastname: 'Holm', country: 'Denmark', ...contact },
		},
		deals: deals.map(({ id, name, stage = 'closedwon' }) => ({
			id,
			properties: { dealname: name, dealstage: stage },
		})),
	};
}

/** Four projects at four stages, with what there is to see of each. */
export async function putShowcase(store: Store, client: string): Promise<ClientRecords> {
	await putMilestone(store, 'brief-received', '904', daysOn(-1));
	await putMilestone(store, 'brief-received', '903', daysOn(-9));
	await putMilestone(store, 'team-assigned', '903', daysOn(-8), {
		details: { startsAt: daysOn(-7).toISOString(), dueAt: daysOn(6).toISOString() },
	});
	await putMilestone(store, 'preview-ready', '903', daysOn(-2));
	await putMilestone(store, 'approved', '902', daysOn(-4));
	await putDelivery(store, {
		id: 'dlv_first',
		deal: '902',
		client,
		kind: 'partial',
		at: daysOn(-9),
		files: [{ name: 'nordlys_teaser_9x16.mp4', bytes: 48_200_000 }],
	});
	await putDelivery(store, {
		id: 'dlv_second',
		deal: '902',
		name: 'Nordlys: spring launch, three films',
		client,
		at: daysOn(-2),
		files: [
			{
				name: 'nordlys_spring-launch_16x9_v3.mp4',
				sha256: '3f1c9a0b7d2e4f5a6b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c',
				bytes: 1_482_300_000,
				about: { platforms: ['YouTube', 'LinkedIn'], aspect: '16:9', resolution: '3840×2160' },
			},
			{
				name: 'nordlys_spring-launch_9x16_v3.mp4',
				sha256: '9b2e4f5a6b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c3f1c9a0b',
				bytes: 212_900_000,
				about: { platforms: ['Instagram', 'TikTok'], aspect: '9:16', resolution: '1080×1920' },
			},
			{
				name: 'nordlys_spring-launch_da.srt',
				sha256: '0b7d2e4f5a6b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c3f1c9a',
				bytes: 4_812,
				mediaType: 'application/x-subrip',
			},
		],
	});
	await putInvoice(store, { id: 'inv-1', deal: '902', client });
	await putInvoice(store, {
		id: 'inv-2',
		deal: '902',
		client,
		state: 'open',
		number: '2026-0131',
		total: 60_050,
		dueAt: daysOn(-3),
		at: daysOn(-20),
	});
	await putDelivery(store, {
		id: 'dlv_old',
		deal: '901',
		client,
		at: daysOn(-60),
		expiresAt: daysOn(-30),
		files: [{ name: 'nordlys_autumn.mp4' }],
	});
	await putInvoice(store, {
		id: 'inv-3',
		deal: '901',
		client,
		state: 'paid',
		number: '2026-0098',
		at: daysOn(-50),
	});
	return aClientAtHubspot(client, [
		{ id: '901', name: 'Nordlys: autumn film' },
		{ id: '902', name: 'Nordlys: spring launch, three films' },
		{ id: '903', name: 'Nordlys: onboarding explainer' },
		{ id: '904', name: 'Nordlys: social media, December' },
		{ id: '905', name: 'Upsell: brand library', stage: 'qualifiedtobuy' },
	]);
}
