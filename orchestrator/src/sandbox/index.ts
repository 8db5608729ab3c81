import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import { sandboxStorage } from './accounts';
import { ClickUpStandIn } from './clickup/standIn';
import { ClickUpDeliveries } from './clickup/deliveries';
import type { ClickUpState } from './clickup/model';
import { ClickUpPeople } from './clickup/peopleAct';
import { ClickUpStore } from './clickup/store';
import { loadContracts } from './contracts';
import { FaultBook } from './faults';
import { FrameioAssets } from './frameio/assetLinks';
import { WebhookDeliveries } from './frameio/deliveries';
import { ImsStandIn } from './frameio/ims';
import type { FrameioState } from './frameio/model';
import { FrameioPeople } from './frameio/peopleAct';
import { fetchRemoteUploads } from './frameio/remoteUploads';
import { FrameioStandIn } from './frameio/standIn';
import { FrameioStore } from './frameio/store';
import { FrameioUploads } from './frameio/uploads';
import { vaultIn, vaultInMemory } from './frameio/vault';
import { Gateway } from './gateway';
import { HubSpotPeople } from './hubspot/people';
import { HubSpotStandIn } from './hubspot/standIn';
import type { HubSpotState } from './hubspot/model';
import { Journal } from './journal';
import { startInbox } from './mail/inbox';
import type { MailState } from './mail/model';
import type { RelayPlace } from './mail/relay';
import { openAuthority } from './proxy/authority';
import { serveCall } from './proxy/deliver';
import { startProxy } from './proxy/proxy';
import type { S3State } from './s3/model';
import { startStorage } from './s3/server';
import { S3Store } from './s3/store';
import { SlackHooksStandIn } from './slack/hooksStandIn';
import { SlackPeople } from './slack/peopleAct';
import { SlackStandIn } from './slack/standIn';
import type { SlackState } from './slack/model';
import { EventDeliveries } from './stripe/deliveries';
import { StripeInvoicePages, StripePdfs } from './stripe/hostedPages';
import type { StripeState } from './stripe/model';
import { StripePeople } from './stripe/peopleAct';
import { StripeStandIn } from './stripe/standIn';
import { StripeStore } from './stripe/store';
import { openStateFile } from './stateFile';
import type { FaultRule, LimitMode, RecordedRequest } from './types';
import { startViewer } from './viewer/server';

export { sandboxTokens } from './accounts';
export type { FaultRule, RecordedRequest } from './types';

/** What every stand-in knows, as plain JSON. */
export interface SandboxState {
	hubspot: HubSpotState;
	slack: SlackState;
	clickup: ClickUpState;
	frameio: FrameioState;
	stripe: StripeState;
	mail: MailState;
	storage: S3State;
}

/** How a sandbox is started. */
export interface SandboxOptions {
	/** Folder of the run; the sandbox keeps its files in `sandbox/` in it. */
	home: string;
	/** 0 or left out takes a free port; so for all. */
	proxyPort?: number;
	viewerPort?: number;
	smtpPort?: number;
	storagePort?: number;
	/** Buckets of the storage; default: those of a configuration that names none. */
	buckets?: readonly string[];
	/** Smallest part that is not the last of an upload to the storage, in bytes. Default: S3's, 5 MiB. */
	leastPartBytes?: number;
	/** Folder with the vendors' API descriptions; without it nothing is checked against them. */
	specs?: string | null;
	/** Moves the first ids, so that two sandboxes give different ones. Default 0. */
	seed?: number;
	/** Whether the state outlives the process. Default true. */
	persist?: boolean;
	/** Whether the vendors' published rate limits are kept. Default `published`. */
	limits?: LimitMode;
	/** Where the relay that the SMTP inbox stands for tells of its mails; nobody is told without it. */
	relay?: RelayPlace;
	/** Where Slack tells of presses and forms; without it buttons in the viewer do nothing. */
	slackHookUrl?: string;
	/** Where HubSpot tells of deals that people move; without it nobody is told. */
	hubspotHookUrl?: string;
	/** Where Stripe tells of invoices that people pay; without it only endpoints hear that were registered. */
	stripeHookUrl?: string;
	/** Size of the parts Frame.io asks for uploads in, in bytes. Default 20,000,000. */
	uploadPartBytes?: number;
	/** Wait before Frame.io, ClickUp and Stripe call a webhook again that did not answer, in milliseconds. Default 15,000. */
	webhookWaitMs?: number;
	/** When set, the SMTP inbox asks for this login. */
	smtpLogin?: { user: string; password: string };
}

/** A running sandbox. */
export interface Sandbox {
	/** `http://127.0.0.1:<port>` */
	proxyUrl: string;
	/** The certificate a client must trust (PEM file). */
	caFile: string;
	viewerUrl: string;
	/** `smtp://127.0.0.1:<port>` */
	smtpUrl: string;
	/** `http://127.0.0.1:<port>`, for a client of S3. */
	storageUrl: string;
	/** The environment a Node process needs to reach it. */
	env: Record<string, string>;
	/** What the stand-ins know now: a copy. */
	state(): SandboxState;
	/** The last calls, oldest first: refused hosts too. */
	requests(): RecordedRequest[];
	/** Departures from the vendors' descriptions since the start or the last reset. */
	violations(): string[];
	/** @throws MendableError `sandbox/fault-invalid` */
	fault(rule: FaultRule): void;
	/** Back to the accounts of the first start: no records, requests, violations or faults. */
	reset(): void;
	stop(): Promise<void>;
}

/** Calls kept for the viewer. */
const journalSize = 5_000;

/**
 * Starts the stand-ins for HubSpot, Slack, ClickUp, Frame.io with Adobe's sign-in and Stripe with
 * the proxy in front of them, and SMTP, a storage that speaks S3 and the viewer beside them, all on 127.0.0.1.
 *
 * @throws MendableError `sandbox/port-taken`
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const folder = path.join(options.home, 'sandbox');
	const limits = options.limits ?? 'published';
	const hubspot = new HubSpotStandIn(limits, 101_000_000_000 + (options.seed ?? 0) * 1_000_000);
	const slack = new SlackStandIn(limits);
	const clickupStore = new ClickUpStore();
	const clickup = new ClickUpStandIn(limits, clickupStore);
	const frameioStore = new FrameioStore({
		vault: options.persist === false ? vaultInMemory() : vaultIn(path.join(folder, 'frameio')),
		...(options.uploadPartBytes === undefined ? {} : { partBytes: options.uploadPartBytes }),
	});
	const storage = new S3Store(
		options.persist === false ? vaultInMemory() : vaultIn(path.join(folder, 's3')),
		options.buckets ?? Object.values(sandboxStorage.buckets),
	);
	const frameio = new FrameioStandIn(limits, frameioStore);
	const ims = new ImsStandIn(frameioStore);
	const stripeStore = new StripeStore();
	if (options.stripeHookUrl !== undefined) stripeStore.addFixedEndpoint(options.stripeHookUrl);
	const stripe = new StripeStandIn(limits, stripeStore);
	const faults = new FaultBook();
	const journal = new Journal(journalSize);
	const contracts = loadContracts(options.specs ?? null);

	const live = (): SandboxState => ({
		hubspot: hubspot.state(),
		slack: slack.state(),
		clickup: clickup.state(),
		frameio: frameio.state(),
		stripe: stripe.state(),
		mail: inbox.state(),
		storage: storage.state,
	});
	const file =
		options.persist === false ? null : openStateFile(path.join(folder, 'state.json'), live);
	let version = 0;
	const onChange = () => {
		version += 1;
		file?.touch();
	};
	const slackHooks = new SlackHooksStandIn(slack.store);
	const frameioHosts = [
		frameio,
		new FrameioUploads(frameioStore),
		new FrameioAssets(frameioStore),
		ims,
	];
	const stripePeople = new StripePeople(stripeStore, onChange);
	const stripeHosts = [
		stripe,
		new StripeInvoicePages(stripeStore, stripePeople),
		new StripePdfs(stripeStore),
	];
	const standIns = [hubspot, slack, slackHooks, clickup, ...frameioHosts, ...stripeHosts];
	const deliveries = new WebhookDeliveries(frameioStore, {
		onChange,
		...(options.webhookWaitMs === undefined ? {} : { firstWaitMs: options.webhookWaitMs }),
	});
	const stripeDeliveries = new EventDeliveries(stripeStore, {
		onChange,
		...(options.webhookWaitMs === undefined ? {} : { firstWaitMs: options.webhookWaitMs }),
	});
	const clickupDeliveries = new ClickUpDeliveries(clickupStore, {
		onChange,
		...(options.webhookWaitMs === undefined ? {} : { firstWaitMs: options.webhookWaitMs }),
	});
	fetchRemoteUploads(frameioStore, onChange);
	const gateway = new Gateway(standIns, faults, journal, contracts, onChange);

	const authority = await openAuthority(folder);
	const stops: Array<() => Promise<void>> = [];
	const opened = async <Server extends { stop(): Promise<void> }>(
		name: string,
		port: number,
		start: Promise<Server>,
	) => {
		const server = await start.catch(async (error: NodeJS.ErrnoException) => {
			await Promise.all(stops.map((stop) => stop()));
			throw portError(error, name, port);
		});
		stops.push(() => server.stop());
		return server;
	};

	const smtpPort = options.smtpPort ?? 0;
	const login = options.smtpLogin ? { login: options.smtpLogin } : {};
	const inbox = await opened(
		'the SMTP inbox',
		smtpPort,
		startInbox({ port: smtpPort, faults, onChange, now: () => new Date(), ...login }),
	);
	const saved = await file?.load();
	if (saved) {
		hubspot.restore(saved.hubspot);
		slack.restore(saved.slack);
		clickup.restore(saved.clickup);
		// A state that an earlier version saved has none.
		if (saved.frameio !== undefined) frameio.restore(saved.frameio);
		if (saved.stripe !== undefined) stripe.restore(saved.stripe);
		inbox.restore(saved.mail);
		if (saved.storage !== undefined) storage.restore(saved.storage);
	}
	const proxyPort = options.proxyPort ?? 0;
	const proxy = await opened(
		'the proxy',
		proxyPort,
		startProxy(
			authority,
			{
				onCall: (call) => serveCall(gateway, call),
				onRefusedTunnel: (host, at) => gateway.noteRefusal(host, at),
			},
			proxyPort,
		),
	);
	const storagePort = options.storagePort ?? 0;
	const storageServer = await opened(
		'the storage',
		storagePort,
		startStorage({
			port: storagePort,
			store: storage,
			faults,
			journal,
			now: () => new Date(),
			onChange,
			...(options.leastPartBytes === undefined ? {} : { leastPartBytes: options.leastPartBytes }),
		}),
	);
	const reset = () => {
		deliveries.forget();
		stripeDeliveries.forget();
		clickupDeliveries.forget();
		for (const part of [hubspot, slack, clickup, frameio, stripe, inbox, storage]) {
			part.reset();
		}
		faults.clear();
		journal.clear();
		gateway.clear();
		onChange();
	};
	const viewerPort = options.viewerPort ?? 0;
	const viewer = await opened(
		'the viewer',
		viewerPort,
		startViewer(
			{
				state: live,
				version: () => version,
				journal,
				gateway,
				faults,
				reset,
				relay: options.relay ?? null,
				slackPeople: new SlackPeople(slack.store, options.slackHookUrl ?? null, onChange),
				frameio: { people: new FrameioPeople(frameioStore, onChange), store: frameioStore },
				stripePeople,
				clickupPeople: new ClickUpPeople(clickupStore, onChange),
				storage,
				hubspotPeople: new HubSpotPeople(hubspot.store, options.hubspotHookUrl ?? null, onChange),
				addresses: { proxy: proxy.url, 'SMTP inbox': inbox.url, storage: storageServer.url },
			},
			viewerPort,
		),
	);

	return {
		proxyUrl: proxy.url,
		caFile: authority.caFile,
		viewerUrl: viewer.url,
		smtpUrl: inbox.url,
		storageUrl: storageServer.url,
		env: environment(proxy.url, authority.caFile),
		state: () => structuredClone(live()),
		requests: () => journal.list(),
		violations: () => gateway.violations(),
		fault: (rule) => faults.order(rule),
		reset,
		async stop() {
			deliveries.stop();
			stripeDeliveries.stop();
			clickupDeliveries.stop();
			await Promise.all(stops.map((stop) => stop()));
			await file?.close();
		},
	};
}

/** The proxy for everything but this machine; Node's fetch and https follow `NODE_USE_ENV_PROXY`. */
function environment(proxyUrl: string, caFile: string): Record<string, string> {
	return {
		HTTPS_PROXY: proxyUrl,
		HTTP_PROXY: proxyUrl,
		NO_PROXY: '127.0.0.1,localhost',
		NODE_EXTRA_CA_CERTS: caFile,
		NODE_USE_ENV_PROXY: '1',
	};
}

function portError(error: NodeJS.ErrnoException, name: string, port: number): Error {
	if (error.code !== 'EADDRINUSE') return error;
	return new MendableError(
		'sandbox/port-taken',
		`The sandbox could not start ${name}.`,
		`Port ${port} on 127.0.0.1 is taken by another program.`,
		'Stop that program, or choose another port under "sandbox" in agency.config.yaml.',
	);
}
