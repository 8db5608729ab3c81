import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';

const text = z.string().trim().catch('');
const optional = z.string().trim().nullish().catch(null);
const money = z.object({ minor: z.number(), currency: z.string() });
const day = z.object({ day: z.string(), hours: z.number() });
const receipt = z.object({ url: z.string().url() }).nullish().catch(null);

/** Who and what a project is about, where the item or what the ledger kept of it says so. */
const about = z
	.object({
		deal: z.object({ name: optional, url: optional }).nullish().catch(null),
		contact: z.object({ name: optional, email: optional }).nullish().catch(null),
		company: z.object({ name: optional }).nullish().catch(null),
	})
	.catch({});

const candidate = z.object({
	person: z.string(),
	name: z.string().catch(''),
	behind: z.number(),
	terms: z
		.array(
			z.object({
				term: z.string(),
				points: z.number(),
				text: z.string(),
				own: z.string().optional(),
			}),
		)
		.catch([]),
});

/** A piece of work with who is to do it, as Project Routing decides it. */
const assignment = z.object({
	piece: z.string(),
	skill: z.string(),
	hours: z.number(),
	person: z.string(),
	name: z.string(),
	kind: z.string(),
	zone: z.string(),
	/** Of the person, in which their own words of the reasons are. */
	language: optional,
	round: z.number().catch(1),
	days: z.array(day).catch([]),
	endsAt: z.string(),
	cost: money,
	ranked: z.array(candidate).catch([]),
});

const offerItem = z.object({
	assignment,
	reservations: z.array(
		z.object({ id: z.string(), piece: z.string(), holdUntil: optional }).passthrough(),
	),
	project: z.object({ id: z.string() }),
	receipts: z.object({ task: receipt, project: receipt }).partial().nullish().catch(null),
});

/** The part of an item that an offer is written from. */
export type OfferItem = z.infer<typeof offerItem> & { about: z.infer<typeof about> };

/**
 * Reads the offer of an item.
 *
 * @throws MendableError `text/no-assignment`
 */
export function readOfferItem(data: unknown): OfferItem {
	const read = offerItem.safeParse(data);
	if (read.success) return { ...read.data, about: aboutOf(data) };
	throw new MendableError(
		'text/no-assignment',
		'The text cannot be filled.',
		'The item holds no "assignment" with its "reservations" and "project", which this text offers.',
		'Put the node behind Project Routing, Reserve and a step that takes each assignment by itself.',
	);
}

const proposalItem = z.object({
	project: z.object({ id: z.string() }),
	decision: z.object({
		outcome: z.enum(['assigned', 'overflow', 'negotiate']),
		steps: z.array(z.object({ step: z.string(), result: z.string(), because: text })),
		assignments: z.array(assignment),
		moves: z.array(
			z.object({
				project: z.string(),
				piece: z.string(),
				from: z.string(),
				to: z.string(),
				days: z.array(day),
			}),
		),
		negotiation: z
			.object({
				later: z.object({ endsAt: z.string() }).nullable(),
				dearer: z.object({ price: money, endsAt: z.string() }).nullable(),
			})
			.nullable(),
		margin: z.object({
			price: money.nullable(),
			share: z.number().nullable(),
			floor: z.number(),
		}),
		dueAt: z.string(),
		notes: z.array(z.string()).catch([]),
	}),
	inbox: z.object({ id: z.string() }).nullish().catch(null),
});

/** The part of an item that a proposal to ops is written from. */
export type ProposalItem = z.infer<typeof proposalItem> & { about: z.infer<typeof about> };

/**
 * Reads the decision of an item.
 *
 * @throws MendableError `text/no-routing`
 */
export function readProposalItem(data: unknown): ProposalItem {
	const read = proposalItem.safeParse(data);
	if (read.success) return { ...read.data, about: aboutOf(data) };
	throw new MendableError(
		'text/no-routing',
		'The text cannot be filled.',
		'The item holds no decision about who does a project.',
		'Put the node behind Project Routing, or give it an own text.',
	);
}

/** In the item itself, or in what the ledger kept with the reservation. */
function aboutOf(data: unknown): z.infer<typeof about> {
	const context = z.object({ context: about }).safeParse(data);
	const own = about.parse(data);
	return { ...(context.success ? context.data.context : {}), ...withoutUndefined(own) };
}

function withoutUndefined<Part extends object>(part: Part): Part {
	const members = Object.entries(part).filter(([, value]) => value !== undefined && value !== null);
	return Object.fromEntries(members) as Part;
}

/** What a project is called: its deal, its client, or its id. */
export function projectNameOf({
	about: { deal, company },
	project,
}: Pick<OfferItem, 'about' | 'project'>): string {
	return deal?.name || company?.name || project.id;
}
