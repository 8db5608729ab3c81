import type { z } from 'zod';
import type { ClickupAdapter } from '../../adapters/clickup/clickup';
import type { ProjectPlaces } from '../../adapters/clickup/projectPlaces';
import type { FrameioAdapter } from '../../adapters/frameio/frameio';
import type { HubspotAdapter } from '../../adapters/hubspot/hubspot';
import type { MailAdapter } from '../../adapters/mail/mail';
import type { LookUp, Outcome } from '../../adapters/outcome';
import { tooLateOf, unknownOf } from '../../adapters/outcome';
import type { SlackAdapter } from '../../adapters/slack/slack';
import type { StripeAdapter } from '../../adapters/stripe/stripe';
import type { Json } from '../../ledger/json';
import type { Queries } from '../../ledger/store';
import type { AskObjection } from '../../mail/objection';
import type { UnsubscribeLink } from '../../mail/unsubscribeLink';
import type { Texts } from '../../texts/texts';
import type { Duty } from '../duty';
import type { Destination } from '../pacing/pacer';
import type { ServiceSettings } from '../settings';
import type { EffectRequest } from './request';
import { readAs } from './request';

/** Everything effects are done with. */
export interface EffectTools {
	settings: ServiceSettings;
	texts: Texts;
	hubspot: HubspotAdapter;
	slack: SlackAdapter;
	clickup: ClickupAdapter;
	clickupPlaces: ProjectPlaces;
	frameio: FrameioAdapter;
	stripe: StripeAdapter;
	mail: MailAdapter;
	/** Makes the links of marketing mail; answers null where none would work. */
	unsubscribeLink: UnsubscribeLink;
	/** Asks, as a mail is about to go out, what speaks against it by now. */
	objectionTo: AskObjection;
	ledger: Queries;
	/** Who is to be told of a hot lead now; null when nobody ever is. */
	onDuty: () => Duty | null;
}

/** The effect that is being done, as far as its vendor has to know. */
export interface Act {
	key: string;
	subject: string;
	test: boolean;
}

/** An act that is about to be done. */
export interface Sending extends Act {
	/**
	 * Whether the lease of this process still has room for a call. Asked last before each call: a
	 * process that was frozen and wakes later is thought dead, and may have been replaced.
	 */
	mayStillSend(): boolean;
	/**
	 * Keeps in the ledger that what cannot be taken back begins now. Kinds that say they mark it ask
	 * this last; false, or a rejection: nothing may be handed over.
	 */
	beginHandOver(): Promise<boolean>;
}

/** An act that may have been done. */
export interface Asked extends Act {
	/** When the first attempt began that may have done it. */
	since: Date;
}

/**
 * One kind of effect. Preparing is pure: it fills and checks everything and touches no vendor, so
 * that wrong content never takes the key. Sending uses what was prepared and nothing else of the call.
 */
export interface EffectKindDefinition<Content, Prepared extends Json> {
	kind: string;
	/** The vendor's name as people write it. */
	vendor: string;
	contentSchema: z.ZodType<Content, z.ZodTypeDef, unknown>;
	/** What is kept and sent; read again before each sending. */
	preparedSchema: z.ZodType<Prepared, z.ZodTypeDef, unknown>;
	/** What a receipt of this vendor must hold: without it an effect is not done. */
	receiptSchema: z.ZodType<Json, z.ZodTypeDef, unknown>;
	/** Whether the vendor makes a repeat harmless, so that an unknown outcome is cleared by repeating. */
	isRepeatable: boolean;
	/** Whether `send` asks `beginHandOver` before anything can happen at the vendor. Default false. */
	marksHandOver?: boolean;
	/** Parts of what is prepared that may differ between two calls for the same wish. */
	volatile: readonly string[];
	prepare(content: Content, request: EffectRequest, tools: EffectTools): Prepared;
	/** Whose limit a sending counts against. */
	destination(prepared: Prepared, test: boolean, settings: ServiceSettings): Destination;
	send(prepared: Prepared, act: Sending, tools: EffectTools): Promise<Outcome<object>>;
	/** How the vendor is asked for the effect by its key; absent where it cannot be asked. */
	lookUp?: {
		/** Whose limit a question counts against. */
		destination(prepared: Prepared): Destination;
		ask(prepared: Prepared, asked: Asked, tools: EffectTools): Promise<LookUp<object>>;
	};
}

/** An effect that may be sent. */
export interface PreparedEffect {
	content: Json;
	/** The part of the content that a repeat must match. */
	identity: Json;
	destination: Destination;
}

/** A kind whose types are settled inside, so that all kinds fit in one table. */
export interface EffectKind {
	kind: string;
	/** What a call's content holds, for the description of the interface. */
	contentSchema: z.ZodTypeAny;
	isRepeatable: boolean;
	marksHandOver: boolean;
	/** @throws MendableError when the content cannot be used */
	prepare(request: EffectRequest, tools: EffectTools): PreparedEffect;
	/** Whose limit a sending of what was prepared earlier counts against. */
	destination(content: Json, test: boolean, tools: EffectTools): Destination;
	send(content: Json, act: Sending, tools: EffectTools): Promise<Outcome<Json>>;
	/** null where the vendor cannot be asked: a person is. */
	lookUp: {
		destination(content: Json): Destination;
		ask(content: Json, asked: Asked, tools: EffectTools): Promise<LookUp<Json>>;
	} | null;
	/** @throws MendableError when this is no receipt of the vendor's */
	readReceipt(value: unknown): Json;
}

/** Whether the service can find out by itself what became of an unknown effect of this kind. */
export function clearsUnknown({ isRepeatable, lookUp }: EffectKind): boolean {
	return isRepeatable || lookUp !== null;
}

/** Closes a definition over its types. */
export function defineKind<Content, Prepared extends Json>(
	definition: EffectKindDefinition<Content, Prepared>,
): EffectKind {
	const { kind, vendor, contentSchema, preparedSchema, receiptSchema, isRepeatable, lookUp } =
		definition;
	return {
		kind,
		contentSchema,
		isRepeatable,
		marksHandOver: definition.marksHandOver ?? false,
		prepare: (request, tools) => {
			const what = `The content does not make a ${kind}.`;
			const content = readAs(contentSchema, request.content, what, 'content');
			const prepared = definition.prepare(content, request, tools);
			return {
				content: prepared,
				identity: without(prepared, definition.volatile),
				destination: definition.destination(prepared, request.test, tools.settings),
			};
		},
		destination: (content, test, { settings }) =>
			definition.destination(preparedSchema.parse(content), test, settings),
		readReceipt: (value) =>
			readAs(receiptSchema, value, `This is no receipt of ${vendor}.`, 'receipt'),
		lookUp:
			lookUp === undefined
				? null
				: {
						destination: (content) => lookUp.destination(preparedSchema.parse(content)),
						ask: async (content, asked, tools) => {
							const found = await lookUp.ask(preparedSchema.parse(content), asked, tools);
							if (found.result !== 'found') return found;
							const receipt = receiptSchema.safeParse(found.receipt);
							if (receipt.success) return { result: 'found', receipt: receipt.data };
							const why = `${vendor} has it, but not with all that makes a receipt.`;
							return { result: 'failed', why, retryAfterMs: null };
						},
					},
		send: async (content, act, tools) => {
			if (!act.mayStillSend()) return tooLateOf(vendor);
			const outcome = await definition.send(preparedSchema.parse(content), act, tools);
			if (outcome.result !== 'done') return outcome;
			const receipt = receiptSchema.safeParse(outcome.receipt);
			if (receipt.success) return { result: 'done', receipt: receipt.data };
			return unknownOf(vendor, `${vendor} answered with success, but not with a receipt.`, null);
		},
	};
}

function without(prepared: Json, names: readonly string[]): Json {
	if (typeof prepared !== 'object' || prepared === null || Array.isArray(prepared)) return prepared;
	return Object.fromEntries(Object.entries(prepared).filter(([name]) => !names.includes(name)));
}
