import { aloneFile } from '../../../../orchestrator/src/adapters/frameio/family';
import { noFrameio } from '../../../../orchestrator/src/adapters/frameio/frameio';
import type { LookUp, Outcome } from '../../../../orchestrator/src/adapters/outcome';
import type { Moment } from '../../../../orchestrator/src/ledger/inbox';
import { openLedger } from '../../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { dutyAt } from '../../../../orchestrator/src/service/duty';
import type { EffectTools } from '../../../../orchestrator/src/service/effects/kind';
import type { EffectDoer, Performer } from '../../../../orchestrator/src/service/effects/perform';
import { effectDoer, effectPerformer } from '../../../../orchestrator/src/service/effects/perform';
import type { ResolverParts } from '../../../../orchestrator/src/service/effects/resolver';
import { defaultResolverPolicy } from '../../../../orchestrator/src/service/effects/resolver';
import type { EffectRequest } from '../../../../orchestrator/src/service/effects/request';
import { readRequest } from '../../../../orchestrator/src/service/effects/request';
import { openPacer } from '../../../../orchestrator/src/service/pacing/pacer';
import { noPaces } from '../../../../orchestrator/src/service/pacing/paces';
import type { Patience, ServiceSettings } from '../../../../orchestrator/src/service/settings';
import { openTexts } from '../../../../orchestrator/src/texts/texts';
import { emptyLedgerPlace } from '../../../support/ledgerPlace';
import { anItem } from './anItem';

/** Settings with one name for everything a test may ask for. */
export function someSettings(): ServiceSettings {
	return {
		agency: { name: 'IAmazing Content', replyTo: 'hola@agency.test' },
		service: { url: 'http://127.0.0.1:5680', port: 5680 },
		hubspot: {
			portalId: '1',
			pipeline: 'default',
			stages: { hot: 'appointmentscheduled', delivered: 'delivered' },
			wonStages: ['closedwon'],
			currency: 'USD',
		},
		slack: { channels: { 'sales-hot': '#sales-hot', sales: '#sales', test: '#agency-test' } },
		clickup: {
			lists: { leads: '901100000001', test: '901100000009' },
			spaces: { projects: 'Projects', test: 'Test' },
			keyField: 'Agency Ops key',
		},
		frameio: {
			testWorkspace: 'Test',
			scopes: 's',
			clientIdEnv: 'FRAMEIO_CLIENT_ID',
			clientSecretEnv: 'FRAMEIO_CLIENT_SECRET',
		},
		mail: { from: 'IAmazing Content <hola@agency.test>', test: 'prueba@agency.test' },
		duty: {
			closers: [
				{
					email: 'camila@agency.test',
					zone: 'America/Caracas',
					from: '09:00',
					to: '18:00',
					days: [1, 2, 3, 4, 5],
				},
			],
		},
	};
}

/** A call to a vendor that a test watches. */
export interface VendorCall {
	vendor: keyof typeof receipts;
	/** What the adapter was given. */
	input: unknown;
}

/** Answers of a vendor; called once a try. */
export type VendorAnswer = (call: VendorCall) => Promise<Outcome<never>> | Outcome<never>;

/** Receipts as the real vendors' adapters make them. */
export const receipts = {
	'hubspot.contact': { id: '101', url: 'https://app.hubspot.com/c/101', created: true },
	'hubspot.deal': { id: '202', url: 'https://app.hubspot.com/d/202' },
	'slack.message': { channel: 'C0SALESHOT', ts: '1.2', url: 'https://x.slack.com/archives/C/p12' },
	'clickup.task': { id: '86a', url: 'https://app.clickup.com/t/86a' },
	'clickup.folder': {
		id: '901300001',
		name: 'Nordlys (a1b2c3)',
		url: 'https://app.clickup.com/9/v/f/901300001/9',
	},
	'clickup.list': {
		id: '901200001',
		name: 'Production',
		url: 'https://app.clickup.com/9/v/li/901200001',
	},
	'frameio.project': {
		id: 'p1',
		name: 'Nordlys (a1b2c3)',
		rootFolderId: 'f1',
		url: 'https://next.frame.io/project/p1',
	},
	'frameio.comment': { id: 'c1', fileId: 'f1', note: null },
	'frameio.status': { fileId: 'f1', field: 'Status', value: 'Approved', changed: true, note: null },
	'frameio.share': { id: 's1', name: 'For Nordlys (a1b2c3)', url: 'https://f.io/abc', note: null },
	'stripe.invoice': {
		stripeId: 'in_1',
		number: 'NORD-0001',
		state: 'open',
		total: 150_000,
		amountDue: 150_000,
		dueAt: new Date('2026-12-10T10:00:00Z'),
		hostedUrl: 'https://invoice.stripe.com/i/acct_1/test_1',
		pdfUrl: null,
		sentAt: null,
		paidAt: null,
	},
	mail: { messageId: '<1@agency.test>', accepted: ['ana@cafeaurora.com'] },
	'slack.delete': { note: null },
	'slack.update': { channel: 'C0SALESHOT', ts: '1.2', note: null },
	'slack.person': { id: 'U0CAMILA', email: 'camila@agency.test', name: 'Camila Rojas' },
	'hubspot.change': { id: '202', url: 'https://app.hubspot.com/d/202', note: null },
	'clickup.change': { id: '86a', note: null },
} as const;

/** What a vendor says when it is asked for an effect; called once a look-up. */
export type LookUpAnswer = (asked: VendorCall) => Promise<LookUp<never>> | LookUp<never>;

/** Answers every call with a receipt. */
export const willing: VendorAnswer = ({ vendor }) => done(receipts[vendor]);

/** An outcome with any receipt, right or wrong. */
export function done(receipt: unknown): Outcome<never> {
	return { result: 'done', receipt: receipt as never };
}

/** A performer over a ledger in memory and vendors that answer as the test says. */
export interface TestService {
	store: Store;
	slack: EffectTools['slack'];
	/** For what a test puts in its place. */
	clickupPlaces: EffectTools['clickupPlaces'];
	frameio: EffectTools['frameio'];
	calls: VendorCall[];
	/** Every question whether something was done. */
	lookUps: VendorCall[];
	/** Changes what vendors say when they are asked. */
	finding(answer: LookUpAnswer): void;
	/** A resolver over the same ledger, as any replica would have one. */
	aResolver(changes?: Partial<ResolverParts>, moment?: () => Moment): ResolverParts;
	/** Changes how vendors answer from now on; calls and the quiet they asked for are forgotten. */
	answering(answer: VendorAnswer): void;
	perform(request: EffectRequest): ReturnType<ReturnType<typeof effectPerformer>>;
	/** A second service over the same ledger, as another process would be. */
	another(changes?: Partial<Performer>, tools?: Partial<EffectTools>): TestService['perform'];
	/** The same with everything a service does by itself. */
	aDoer(changes?: Partial<Performer>): EffectDoer;
	bugs: unknown[];
	close(): Promise<void>;
}

/**
 * Little patience: tests wait for answers, never for the clock. It has room for one pause before another
 * try. The lease follows from `timeoutMs`, which nobody waits for here: no machine is too busy to keep it.
 */
export const impatient: Patience = {
	timeoutMs: 20_000,
	waitForTurnMs: 20_000,
	retryTotalMs: 1_200,
	waitForFirstMs: 5_000,
};

/** Opens it. */
export async function aService(): Promise<TestService> {
	const store = await openLedger(await emptyLedgerPlace());
	const settings = someSettings();
	const calls: VendorCall[] = [];
	const bugs: unknown[] = [];
	const lookUps: VendorCall[] = [];
	let answer = willing;
	let found: LookUpAnswer = () => ({ result: 'absent' });
	const lookUp =
		(vendor: VendorCall['vendor']) =>
		async (...input: unknown[]) => {
			const asked = { vendor, input: input.length === 1 ? input[0] : input };
			lookUps.push(asked);
			return await found(asked);
		};
	const ask =
		(vendor: VendorCall['vendor']) =>
		async (...input: unknown[]) => {
			const call = { vendor, input: input.length === 1 ? input[0] : input };
			calls.push(call);
			return await answer(call);
		};
	const tools: EffectTools = {
		settings,
		texts: openTexts({ name: 'IAmazing Content', colour: '#3b2f8f', hours: [] }, 'utc'),
		hubspot: {
			upsertContact: ask('hubspot.contact'),
			createDeal: ask('hubspot.deal'),
			findDeal: lookUp('hubspot.deal'),
			findOwner: async () => done('41'),
			updateRecord: ask('hubspot.change'),
		},
		slack: {
			postMessage: ask('slack.message'),
			findMessage: lookUp('slack.message'),
			deleteMessage: ask('slack.delete'),
			findUser: async () => 'U0CAMILA',
			updateMessage: ask('slack.update'),
			findPerson: ask('slack.person'),
			openView: async () => done({ id: 'V0VIEW' }),
			tellPrivately: async () => done(null),
			replaceMessage: async () => done(null),
			openDirect: async (user) => done(`D${user}`),
			forget: () => undefined,
			close: () => undefined,
		},
		clickup: {
			createTask: ask('clickup.task'),
			findTask: lookUp('clickup.task'),
			assignTask: ask('clickup.change'),
			dateTask: ask('clickup.change'),
			closeTask: ask('clickup.change'),
			setTaskStatus: ask('clickup.change'),
		},
		clickupPlaces: {
			createFolder: ask('clickup.folder'),
			findFolder: lookUp('clickup.folder'),
			createList: ask('clickup.list'),
			findList: lookUp('clickup.list'),
			outsideOf: async () => null,
			listNumber: async (id) => ({ id }),
			whyNotIn: async () => null,
		},
		frameio: {
			createProject: ask('frameio.project'),
			findProject: lookUp('frameio.project'),
			workspace: async () => ({ id: 'w', name: 'Client Work', accountId: 'a', accountName: 'A' }),
			readComment: async () => null,
			readShare: async () => null,
			openOriginal: async () => await Promise.reject(new Error('no file is opened here')),
			webhooks: {
				list: async () => [],
				create: async () => ({ id: 'h1', secret: 'x' }),
				update: async () => undefined,
				remove: async () => undefined,
			},
			createComment: ask('frameio.comment'),
			findComment: lookUp('frameio.comment'),
			heldAgainst: async () => null,
			setValue: ask('frameio.status'),
			createShare: ask('frameio.share'),
			findShare: lookUp('frameio.share'),
			family: async ({ fileId }) => aloneFile(fileId),
			fields: noFrameio([]).fields,
			testWorkspace: noFrameio([]).testWorkspace,
			isForTests: async () => true,
		},
		stripe: {
			isLive: false,
			ensureInvoice: async (wanted) => await ask('stripe.invoice')(wanted),
			readInvoice: async () => ({ result: 'absent' }),
			invoiceOfPayment: async () => ({ result: 'absent' }),
		},
		mail: { send: ask('mail'), close: () => undefined },
		unsubscribeLink: (address, language) =>
			`https://ops.agency.test/unsubscribe/${language}-${address.length}`,
		objectionTo: async () => null,
		ledger: store,
		onDuty: () => dutyAt(settings.duty.closers, new Date('2026-11-23T15:00:00Z')),
	};
	const stopping = new AbortController();
	const performer: Performer = {
		tools,
		pacer: openPacer(noPaces, stopping.signal),
		patience: impatient,
		stopping: stopping.signal,
		onBug: (error) => bugs.push(error),
	};
	return {
		store,
		slack: tools.slack,
		clickupPlaces: tools.clickupPlaces,
		frameio: tools.frameio,
		calls,
		lookUps,
		finding: (next) => {
			found = next;
		},
		aResolver: (changes = {}, moment = () => null) => ({
			tools,
			doer: effectDoer({ ...performer, moment }),
			pacer: performer.pacer,
			patience: performer.patience,
			policy: defaultResolverPolicy,
			moment,
			onBug: (error) => bugs.push(error),
			...changes,
		}),
		bugs,
		answering: (next) => {
			answer = next;
			calls.length = 0;
			lookUps.length = 0;
			found = () => ({ result: 'absent' });
			performer.pacer = openPacer(noPaces, stopping.signal);
		},
		perform: effectPerformer(performer),
		another: (changes = {}, others = {}) =>
			effectPerformer({
				...performer,
				tools: { ...tools, ...others },
				...changes,
			}),
		aDoer: (changes = {}) => effectDoer({ ...performer, ...changes }),
		close: async () => {
			stopping.abort();
			await store.close();
		},
	};
}

let lastNumber = 0;

/** A call for one effect with a key nobody used before; only what matters has to be given. */
export function aRequest(changes: Record<string, unknown> = {}): EffectRequest {
	lastNumber += 1;
	const kind = String(changes.kind ?? 'slack.message');
	return readRequest({
		key: `${changes.test === true ? 'test/' : ''}lead:${lastNumber}/effect/somewhere/1`,
		kind,
		content: contents[kind] ?? {},
		data: anItem(),
		...changes,
	});
}

/** A right content of each kind. */
export const contents: Record<string, Record<string, unknown>> = {
	'hubspot.contact': {
		email: 'ana@cafeaurora.com',
		properties: { firstname: '{{ lead.firstName }}' },
	},
	'hubspot.deal': {
		name: '{{ lead.company.name }}',
		amount: { minor: 150_000, currency: 'USD' },
		stage: 'hot',
		contactId: '101',
	},
	'slack.message': { channel: 'sales-hot', template: 'lead-alert', language: 'en' },
	'slack.direct': { person: { slackId: 'U0CAMILA01' }, template: 'lead-alert', language: 'en' },
	'clickup.task': { list: 'leads', name: 'Call {{ lead.name }}' },
	'clickup.folder': { name: '{{ lead.company.name }}' },
	'clickup.list': { folderId: '901300001', name: 'Production' },
	'frameio.project': { name: '{{ lead.company.name }}' },
	'frameio.comment': { fileId: 'f1', text: 'For {{ lead.name }}', timestampSeconds: 1.5 },
	'frameio.status': { fileId: 'f1', value: 'Approved' },
	'frameio.share': { projectId: 'p1', name: '{{ lead.company.name }}', assetIds: ['f1'] },
	'stripe.invoice': {
		customer: { client: '77', email: 'ana@cafeaurora.com', name: 'Ana Pérez', language: 'es' },
		deal: '901',
		delivery: 'dlv_1',
		currency: 'EUR',
		lines: [{ description: 'Film', quantity: 2, unitAmount: 75_000, taxCode: null }],
		dueDays: 14,
		purchaseOrder: 'PO-4711',
	},
	mail: { to: 'ana@cafeaurora.com', language: 'es', purpose: 'transactional' },
	record: { type: 'disqualified-lead', text: '{{ lead.name }} was not taken' },
};

/** No mail waits for a yes. */
export const noDrafts = {
	read: async () => null,
	answer: async () => ({ result: 'missing' as const }),
	linkHosts: [],
};
