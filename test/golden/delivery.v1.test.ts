import { deliveryRequestSchema } from '../../orchestrator/src/delivery/requestSchema';
import { loadSettings } from '../../orchestrator/src/config';
import type { EffectTools } from '../../orchestrator/src/service/effects/kind';
import { effectKindOf } from '../../orchestrator/src/service/effects/kinds';
import { readRequest } from '../../orchestrator/src/service/effects/request';
import { openTexts } from '../../orchestrator/src/texts/texts';
import { aProjectFile, theGates } from '../support/aDelivery';
import { sha } from '../support/aFile';
import { golden } from '../support/goldenFile';
import { allowLoopbackOnly } from '../support/loopbackOnly';
import { runWorkflow } from '../support/n8nEngine';
import type { WorkflowFile } from '../support/n8nEngine';
import { ourNodes } from '../support/ourNodes';
import { replayLedger } from '../support/replayedLedger';
import type { LedgerCall, LedgerReply, ReplayedLedger } from '../support/replayedLedger';
import { anEnvelope, callTrigger, signedCall } from '../support/triggerCall';
import { readWorkflow } from '../support/workflowFiles';
import { everythingButTheDate, storyOf } from './story';

const now = new Date('2026-11-26T12:00:00.000Z');
const workflow = readWorkflow('delivery/v1/workflow.json') as WorkflowFile;

const deal = {
	id: '77',
	url: 'https://app.hubspot.com/contacts/1/record/0-3/77',
	name: 'Nordlys: product film',
	amount: { minor: 180_000, currency: 'EUR' },
	isWon: true,
	leadId: 'lead-1',
};
const contact = {
	id: '5',
	name: 'Freja Holm',
	email: 'freja@nordlys.dk',
	language: 'da',
	country: 'Denmark',
};
const company = { id: '9', name: 'Nordlys' };
const editor = { id: 'luis', name: 'Luis Mendoza', hub: 'copenhagen' };
const film = { fileId: 'f1', accountId: 'a1', projectId: 'fp1', name: 'nordlys-film_v3.mp4' };
const approved = {
	subject: 'file:f1',
	sha256: sha('a'),
	file: film,
	project: { id: '77' },
	version: 3,
	cycles: 0,
	gates: [],
	satisfaction: 9,
	opportunity: null,
	context: {},
};
const inReview = aProjectFile({
	fileId: 'f2',
	name: 'nordlys-teaser.mp4',
	sha256: sha('b'),
	gates: theGates().slice(0, 1),
});
const failing = aProjectFile({
	fileId: 'f2',
	sha256: sha('b'),
	name: 'nordlys-teaser.mp4',
	gates: theGates({ machine: { passed: false, because: 'failed' } }),
});
const earlier = {
	id: 'dlv_1',
	version: 1,
	kind: 'full',
	state: 'delivered',
	manifest: { files: [{ name: 'x.mp4', sha256: sha('a'), parts: ['stack:f1/any/any'] }] },
	facts: {
		billing: {
			currency: 'EUR',
			lines: [{ id: 'package', minor: 180_000 }],
			depositMinor: 0,
		},
	},
};

const invoice = {
	currency: 'EUR',
	total: 180_000,
	lines: [
		{
			id: 'package',
			description: deal.name,
			quantity: 1,
			unitAmount: 180_000,
			taxCode: null,
		},
	],
	dueDays: 14,
	purchaseOrder: 'PO-9',
	taxId: null,
	memo: 'Levering 1: nordlys.mp4',
};
const facts = {
	deal,
	contact,
	company,
	editor,
	invoice,
	billing: earlier.facts.billing,
	share: { accountId: 'a1', projectId: 'fp1', assetIds: ['f1'] },
	completes: '77',
};
const stored = {
	delivery: {
		id: 'dlv_2',
		deal: '77',
		client: '5',
		clientEmail: 'freja@nordlys.dk',
		version: 2,
		kind: 'full',
		state: 'stored',
		manifest: { total: { files: 1, bytes: 1_000 }, files: [] },
		expiresAt: '2026-12-26T12:00:00.000Z',
		problem: null,
	},
	facts,
};
const problem = {
	code: 'delivery/content-changed',
	what: 'The delivery was not stored.',
	why: 'nordlys-film_v3.mp4 has another content than was approved.',
	mend: 'Have the new version approved, then start another delivery.',
	file: 'nordlys-film_v3.mp4',
};
const refusal: LedgerReply = {
	status: 409,
	body: {
		error: {
			code: 'delivery/not-approved',
			what: 'The delivery was not taken.',
			why: 'nordlys-film_v3.mp4 has not passed gate senior.',
			mend: 'Have it approved first.',
		},
	},
};
const noInvoice = {
	invoiceId: null,
	number: null,
	state: 'none',
	total: 0,
	currency: null,
	hostedUrl: null,
	pdfUrl: null,
	dueAt: null,
	note: 'There is nothing to pay.',
};
const receipts: Record<string, object> = {
	'frameio.share': {
		id: 's1',
		name: 'Nordlys',
		url: 'https://next.frame.io/share/s1',
		note: null,
	},
	'clickup.status': { tasks: ['86a'], note: null },
	'hubspot.deal-change': { id: '77', stage: 'delivered', note: null },
	'slack.message': { channel: 'C0OPS', ts: '1.2', url: null },
	'stripe.invoice': {
		invoiceId: 'in_1',
		number: 'AG-0042',
		state: 'open',
		total: 180_000,
		currency: 'EUR',
		hostedUrl: 'https://invoice.stripe.com/i/1',
		pdfUrl: 'https://invoice.stripe.com/i/1/pdf',
		dueAt: '2026-12-10T12:00:00.000Z',
	},
};

/** What happens, and what the service knows of it. */
interface Case {
	/** The trigger that the event starts. */
	start: string;
	topic: string;
	payload: object;
	files?: object[];
	deliveries?: object[];
	/** Whether the deal has no contact. */
	isOfNobody?: boolean;
	/** What the service answers to the start of a delivery; it is taken without it. */
	taken?: LedgerReply;
	/** How the delivery stands when it is read; stored without it. */
	state?: string;
	/** How it stands once it was to be marked; delivered without it. */
	marked?: string;
	/** Whether the agency has pages that clients reach. */
	hasPortal?: boolean;
	/** Facts that the delivery was begun with, where they differ. */
	facts?: object;
}

const approval = { start: 'When a file is approved', topic: 'file.approved', payload: approved };
const handover = { start: 'When a delivery is stored', topic: 'delivery.stored', payload: stored };

const cases: Record<string, Case> = {
	delivers: approval,
	'client-approves': {
		start: 'When the client has approved',
		topic: 'client.approved',
		payload: { ...approved, deal: { id: '77' }, files: 1 },
	},
	previews: { ...approval, files: [aProjectFile({ clientApprovedAt: null })] },
	'not-taken': { ...approval, taken: refusal },
	waits: { ...approval, files: [aProjectFile(), inReview] },
	refused: { ...approval, files: [aProjectFile(), failing] },
	'nobody-to-invoice': { ...approval, isOfNobody: true },
	'nothing-new': { ...approval, deliveries: [earlier] },
	'no-deal': { ...approval, payload: { ...approved, project: null } },
	'handed-over': handover,
	'costs-nothing': {
		...handover,
		facts: { ...facts, invoice: null, billing: null },
	},
	'a-part': { ...handover, facts: { ...facts, completes: null } },
	'without-portal': { ...handover, hasPortal: false },
	gone: { ...handover, state: 'withdrawn' },
	'withdrawn-meanwhile': { ...handover, marked: 'withdrawn' },
	fails: {
		start: 'When a delivery fails',
		topic: 'delivery.failed',
		payload: { ...stored, delivery: { ...stored.delivery, state: 'failed', problem } },
	},
	withdrawn: {
		start: 'When a delivery is withdrawn',
		topic: 'delivery.withdrawn',
		payload: {
			...stored,
			delivery: {
				...stored.delivery,
				state: 'withdrawn',
				problem: { ...problem, why: 'The music was not cleared.' },
			},
		},
	},
};

/** The service as a case has it. */
function replyTo(given: Case, { path, body }: LedgerCall): LedgerReply {
	const fine = (answer: object, status = 200): LedgerReply => ({ status, body: answer });
	if (path.startsWith('/v1/files/')) {
		return fine({ known: {}, standing: {}, makers: [editor] });
	}
	if (path.startsWith('/v1/deals/')) {
		const { files = [aProjectFile()], deliveries = [] } = given;
		return fine({ deal: '77', project: '77', test: false, files, ordered: [], deliveries });
	}
	if (path.startsWith('/v1/hubspot/deals/')) {
		return fine({ deal, contact: given.isOfNobody ? null : contact, company, lead: null });
	}
	if (path === '/v1/deliveries') {
		return given.taken ?? fine({ id: 'dlv_2', version: 2, state: 'planned', repeated: false }, 202);
	}
	if (path.startsWith('/v1/deliveries/')) {
		const isMarking = path.endsWith('/delivered');
		const state = isMarking ? (given.marked ?? 'delivered') : (given.state ?? 'stored');
		const delivery = { ...stored.delivery, state, facts: given.facts ?? facts };
		return fine(isMarking ? { changed: true, delivery } : { delivery });
	}
	if (path === '/v1/portal-links') {
		if (given.hasPortal === false) return { status: 409, body: {} };
		const url = 'https://agency.test/portal/t0ken';
		const deliveryUrl = `${url}/deliveries/dlv_2`;
		return fine({ id: 'lnk_1', url, deliveryUrl, expiresAt: '2027-02-24T12:00:00.000Z' });
	}
	if (path === '/v1/inbox') return fine({ id: 'evt_9', repeated: false });
	if (path !== '/v1/effects') return fine({ state: 'ended' });
	const [key, kind] = [String(body.key), String(body.kind)];
	const isFree = (given.facts as typeof facts | undefined)?.invoice === null;
	const receipt = kind === 'stripe.invoice' && isFree ? noInvoice : receipts[kind];
	return fine({ key, kind, state: 'done', receipt, repeated: false, conflict: false });
}

describe('Delivery v1', () => {
	let ledger: ReplayedLedger;
	let allowAll: () => void;
	let current: Case = approval;

	beforeAll(async () => {
		allowAll = allowLoopbackOnly();
		ledger = await replayLedger((body, call) => replyTo(current, { ...call, body }));
		jest.useFakeTimers({ now, doNotFake: everythingButTheDate });
	});
	beforeEach(() => void (ledger.calls.length = 0));
	afterAll(async () => {
		jest.useRealTimers();
		await ledger.stop();
		allowAll();
	});

	async function happen(given: Case) {
		current = given;
		const { start, topic, payload } = given;
		const event = { source: 'agency', topic, subject: 'delivery:77', payload };
		const { items } = await callTrigger(signedCall(anEnvelope(event), now));
		return await runWorkflow({
			workflow,
			start: { node: start, items: (items ?? []).map(({ json }) => json) },
			nodeTypes: ourNodes,
			credentials: { agencyLedgerApi: { baseUrl: ledger.url, apiKey: 'replayed' } },
			mode: 'webhook',
		});
	}

	/** What was asked of the service, a word for each, in order. */
	const asked = () =>
		ledger.calls.map(({ method, path, body }) => {
			if (path === '/v1/effects') return String(body.kind);
			if (path !== '/v1/inbox') return `${method} ${path.split('?')[0]}`;
			return `milestone ${(body.payload as { milestone: string }).milestone}`;
		});

	it.each(Object.keys(cases))('goes its way: %s', async (name) => {
		const run = await happen(cases[name]);
		expect(run.status).toBe('success');
		const story = JSON.parse(JSON.stringify(storyOf(run, ledger.calls))) as unknown;
		expect(story).toEqual(golden(`delivery.v1/${name}.json`, story));
		// Whatever the way, it ends by saying so, once.
		expect(asked().filter((call) => call.endsWith('/end'))).toHaveLength(1);
	});

	it('asks for nothing that the service would not take', async () => {
		for (const given of Object.values(cases)) {
			ledger.calls.length = 0;
			await happen(given);
			for (const { path, body } of ledger.calls) {
				if (path === '/v1/deliveries') deliveryRequestSchema.parse(body);
				if (path !== '/v1/effects') continue;
				const request = readRequest(body);
				const { content } = effectKindOf(request.kind).prepare(request, serviceTools);
				expect(JSON.stringify(content)).not.toMatch(/\{\{|\{%|undefined|\[object/);
			}
		}
	});

	it('starts no two rows by one topic, and every row by a case of these', () => {
		const topics = workflow.nodes
			.filter(({ type }) => type.endsWith('agencyLedgerTrigger'))
			.map(({ parameters }) => String(parameters.topic));
		expect(new Set(topics).size).toBe(topics.length);
		expect([...new Set(Object.values(cases).map(({ topic }) => topic))].sort()).toEqual(
			topics.sort(),
		);
	});

	it('tells the client before it asks for money, and marks it last', async () => {
		await happen(handover);
		expect(asked()).toEqual([
			'GET /v1/deliveries/dlv_2',
			'frameio.share',
			'clickup.status',
			'POST /v1/portal-links',
			'milestone delivered',
			'stripe.invoice',
			'milestone invoice',
			'slack.message',
			'slack.message',
			'hubspot.deal-change',
			'POST /v1/deliveries/dlv_2/delivered',
			expect.stringMatching(/end$/),
		]);
	});

	it('does not tell the client of what costs nothing, nor of what is gone', async () => {
		await happen(cases['costs-nothing']);
		expect(asked()).not.toContain('milestone invoice');
		ledger.calls.length = 0;
		await happen(cases.gone);
		expect(asked()).toEqual(['GET /v1/deliveries/dlv_2', 'slack.message', expect.any(String)]);
	});

	it('has the same keys when it is started again', async () => {
		const keysOf = () =>
			ledger.calls.flatMap(({ body }) => [body?.key, body?.externalId]).filter(Boolean);
		await happen(handover);
		const first = keysOf();
		ledger.calls.length = 0;
		await happen({ ...handover, payload: { ...stored, attempt: 2 } });
		expect(keysOf()).toEqual(first);
		expect(new Set(first).size).toBe(first.length);
	});
});

/** The service prepares effects with these; vendors are not reached while it prepares. */
const serviceTools = {
	settings: loadSettings({ env: {}, file: null }),
	texts: openTexts({ name: 'Agency', colour: '#334455', hours: [] }, 'utc'),
} as unknown as EffectTools;
