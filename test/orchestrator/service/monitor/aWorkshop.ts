import type { FrameioAdapter } from '../../../../orchestrator/src/adapters/frameio/frameio';
import { frameioAdapter } from '../../../../orchestrator/src/adapters/frameio/frameio';
import { stripeInvoices } from '../../../../orchestrator/src/adapters/stripe/invoices';
import { stripeAdapter } from '../../../../orchestrator/src/adapters/stripe/stripe';
import { openConnections } from '../../../../orchestrator/src/adapters/transport';
import { readEffect } from '../../../../orchestrator/src/ledger/effects';
import type { Store } from '../../../../orchestrator/src/ledger/store';
import { sandboxFrameio, sandboxHosts } from '../../../../orchestrator/src/sandbox/accounts';
import { ImsStandIn } from '../../../../orchestrator/src/sandbox/frameio/ims';
import { FrameioPeople } from '../../../../orchestrator/src/sandbox/frameio/peopleAct';
import { FrameioStandIn } from '../../../../orchestrator/src/sandbox/frameio/standIn';
import { FrameioStore } from '../../../../orchestrator/src/sandbox/frameio/store';
import type { VendorRequest } from '../../../../orchestrator/src/sandbox/types';
import { serveStandIn } from '../../../support/standInServer';
import type { StripeInProcess } from '../../../support/stripeInProcess';
import { stripeInProcess } from '../../../support/stripeInProcess';
import type { TestDeliveries } from '../../delivery/aStore';
import { someDeliveries } from '../../delivery/aStore';
import { callStandIn } from '../../sandbox/callStandIn';
import type { TestService, VendorAnswer } from '../support/aService';
import { aRequest, aService, done, receipts, willing } from '../support/aService';
import type { SweptLedger } from './aSweep';
import { aSweep, emptyReaders, patient } from './aSweep';

const start = Date.UTC(2026, 10, 26, 12);

/** One process that sweeps: what it keeps, and whether its reads of Frame.io are held up. */
export interface Sweeper {
	store: Store;
	/** Awaited before each read of Frame.io. */
	turn?: () => Promise<void>;
}

/** A ledger between Frame.io, Stripe, a storage and a mail relay, whose accounts a test changes by hand. */
export interface Workshop {
	service: TestService;
	desk: TestDeliveries;
	frameio: FrameioStore;
	people: FrameioPeople;
	/** Stripe's; another account after `begin`. */
	stripe(): StripeInProcess;
	now(): Date;
	/** Lets time pass, everywhere, in milliseconds. */
	pass(ms: number): void;
	/** Empty accounts and an empty ledger. */
	begin(): Promise<void>;
	/** Asks for an effect; answers its receipt, null where it is not done. */
	perform(key: string, kind: string, content: object): Promise<Record<string, unknown> | null>;
	/** Asks for one that the vendor is out of reach for, once. */
	performInVain(key: string, kind: string): Promise<void>;
	/** Calls Frame.io as a person's client would. */
	atFrameio(method: string, path: string, data?: object): Record<string, unknown>;
	sweeper(process?: Sweeper): SweptLedger;
	close(): Promise<void>;
}

/** ClickUp has whatever it is asked for by its id. */
const aTask = (id: string, at: Date) => ({
	...{ id, url: '', key: null, status: null, isClosed: false, isArchived: false, assignees: [] },
	...{ createdAt: at, updatedAt: at },
});

/** Opens it. */
export async function aWorkshop(): Promise<Workshop> {
	const service = await aService();
	const desk = await someDeliveries(service.store);
	let at = start;
	let account = stripeInProcess(at);
	const now = () => new Date(at);

	const frameio = new FrameioStore({ partBytes: 1_000 });
	const standIn = new FrameioStandIn('off', frameio);
	const ims = new ImsStandIn(frameio);
	const handle = (call: VendorRequest) =>
		(call.path.startsWith('/ims/') ? ims : standIn).handle(call);
	const server = await serveStandIn({ host: sandboxHosts.frameio, handle }, () => at);
	const connections = openConnections(patient.timeoutMs);
	const { clientId, clientSecret, scope: scopes, workspaces } = sandboxFrameio;
	const adapter: FrameioAdapter = frameioAdapter({
		credentials: { clientId, clientSecret, scopes },
		connections,
		timeoutMs: patient.timeoutMs,
		bases: { api: server.url, ims: server.url },
		account: null,
		workspace: null,
		testWorkspace: workspaces[1].name,
	});
	const atFrameio: Workshop['atFrameio'] = (method, path, data) => {
		const headers = { authorization: `Bearer ${frameio.addToken(at)}` };
		const { status, body } = callStandIn(
			standIn,
			method,
			`/v4/accounts/${sandboxFrameio.account.id}${path}`,
			data === undefined ? undefined : { data },
			{ at, headers },
		);
		if (status >= 400) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
		return body;
	};
	let mails = 0;
	/** Each mail has a Message-ID of its own. */
	const answer: VendorAnswer = (call) =>
		call.vendor === 'mail'
			? done({ ...receipts.mail, messageId: `<m${(mails += 1)}@agency.test>` })
			: willing(call);
	const stripeNow = () => stripeAdapter(account.options, now);

	const perform: Workshop['perform'] = async (key, kind, content) => {
		const ask = service.another(
			{ moment: now, patience: patient },
			{ frameio: adapter, stripe: stripeNow() },
		);
		await ask(aRequest({ key, kind, content }));
		const effect = await readEffect(service.store, key);
		return effect?.state === 'done' ? (effect.receipt as Record<string, unknown>) : null;
	};

	return {
		service,
		desk,
		frameio,
		people: new FrameioPeople(
			frameio,
			() => undefined,
			() => at,
		),
		stripe: () => account,
		now,
		pass: (ms) => {
			at += ms;
			account.pass(ms);
		},
		begin: async () => {
			await desk.clear();
			await service.store
				.run(`TRUNCATE effects, invoices, stripe_customers, inbox, quality_lineages,
				quality_files, monitor_findings, monitor_cursors, mail_suppressions CASCADE`);
			at = start;
			frameio.reset();
			account = stripeInProcess(at);
			service.answering(answer);
		},
		perform,
		performInVain: async (key, kind) => {
			const error = { code: 'vendor/away', what: 'What.', why: 'Why.', mend: 'Mend.' };
			service.answering(() => ({ result: 'notSent', status: null, error }));
			const patience = { ...patient, waitForFirstMs: 0 };
			await service.another({ moment: now, patience })(aRequest({ key, kind }));
			service.answering(answer);
		},
		atFrameio,
		sweeper: ({ store, turn = async () => undefined } = { store: service.store }) => {
			const own = service.aResolver({ patience: patient }, now);
			const tools = { ...own.tools, ledger: store };
			const doer = service.aDoer({ tools, moment: now, patience: patient });
			return aSweep({ store }, now, {
				resolver: { ...own, tools, doer },
				stripe: stripeNow(),
				readers: {
					...emptyReaders,
					clickup: { ...emptyReaders.clickup, read: async (id) => aTask(id, now()) },
					frameio: adapter,
					frameioTurn: turn,
					stripe: stripeInvoices(account.options, async () => undefined),
					targets: desk.storage.targets,
				},
			});
		},
		close: async () => {
			connections.close();
			await server.close();
			await desk.close();
			await service.close();
		},
	};
}
