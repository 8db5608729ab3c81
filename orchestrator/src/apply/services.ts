import type { ClickupSetup } from '../adapters/clickup/places';
import { clickupSetup } from '../adapters/clickup/places';
import { clickupSetupHttp } from '../adapters/clickup/setupHttp';
import type { ClickupWebhooks } from '../adapters/clickup/webhooks';
import { clickupWebhooks } from '../adapters/clickup/webhooks';
import type { ProjectPlaces } from '../adapters/clickup/projectPlaces';
import { clickupProjectPlaces } from '../adapters/clickup/projectPlaces';
import type { FrameioAdapter } from '../adapters/frameio/frameio';
import type { FrameioFields } from '../adapters/frameio/fields';
import { openFrameio } from '../adapters/frameio/open';
import type { FrameioTestWorkspace } from '../adapters/frameio/testWorkspace';
import type { FrameioWebhooks } from '../adapters/frameio/webhooks';
import { mendable } from '../adapters/frameio/webhooks';
import type { HubspotSetup } from '../adapters/hubspot/properties';
import { hubspotSetup } from '../adapters/hubspot/properties';
import type { N8nApi } from '../adapters/n8n/api';
import { n8nApi } from '../adapters/n8n/api';
import type { N8nSession, Owner } from '../adapters/n8n/session';
import { logIn, needsOwner, setUpOwner } from '../adapters/n8n/session';
import type { SlackSetup } from '../adapters/slack/channels';
import { slackSetup } from '../adapters/slack/channels';
import type { StripeWebhooks } from '../adapters/stripe/webhooks';
import { stripeWebhooks } from '../adapters/stripe/webhooks';
import { openConnections } from '../adapters/transport';
import type { ServiceSecrets, Settings } from '../config';
import { ensureSecrets, updateSecrets } from '../config';
import type { FoundBucket } from '../plan/model';
import type { HubPerson } from '../roster/hubPeople';
import { openStorage } from '../storage/openStorage';
import type { ApplyJournal } from './journal';
import { seededOf } from './journal';
import { openJournal } from './openJournal';
import { openTurns, pacedServices } from './pacedServices';
import type { WebhookProbe } from './webhooks';
import { webhookProbe } from './webhooks';

/** The ways into n8n: with nothing, as the owner, with an API key. */
export interface N8nDoor {
	needsOwner(): Promise<boolean>;
	setUpOwner(): Promise<void>;
	logIn(): Promise<N8nSession>;
	/** The key we hold, null without one. */
	apiKey(): string | null;
	/** Keeps a new key, with the other secrets. */
	keepApiKey(apiKey: string): void;
	open(apiKey: string): N8nApi;
}

/** What is kept of a webhook that seed registered at a vendor. */
export interface HookMemory {
	/** Its id; null without one. */
	heldId(): string | null;
	/** Keeps it, with the other secrets. */
	keep(hook: { id: string; secret: string }): void;
}

/** What seed acts on. Tests hand in a world of their own. */
export interface SeedServices {
	n8n: N8nDoor;
	hubspot: HubspotSetup;
	slack: SlackSetup;
	clickup: ClickupSetup;
	/** ClickUp's webhooks and what we keep of ours. */
	clickupHooks: ClickupWebhooks & HookMemory;
	/** Frame.io's webhooks and what we keep of ours. */
	frameioHooks: FrameioWebhooks & HookMemory;
	/**
	 * Name of the workspace that projects, or those of test runs, go to; throws MendableError. null where
	 * Frame.io is not used.
	 */
	frameioWorkspace: ((isTest: boolean) => Promise<string>) | null;
	/** The workspace of test runs. */
	frameioTestWorkspace: FrameioTestWorkspace;
	/** Frame.io's metadata fields. */
	frameioFields: FrameioFields;
	/** Stripe's endpoints and what we keep of ours; null without a key for Stripe. */
	stripeHooks: (StripeWebhooks & HookMemory) | null;
	webhooks: WebhookProbe;
	/**
	 * The buckets that are set up; none without keys.
	 *
	 * @param mayWrite also stores a small file in each and takes it away
	 */
	buckets(mayWrite?: boolean): Promise<FoundBucket[]>;
	/** What was done before, and what is being done. */
	journal: ApplyJournal;
	/** Who is to be in the channel of each hub. */
	hubPeople(): Promise<HubPerson[]>;
	close(): Promise<void>;
}

/** The same with where won projects go: seed makes nothing there, doctor looks. */
export interface OpenServices extends SeedServices {
	clickupPlaces: ProjectPlaces;
	frameio: FrameioAdapter;
}

/** Longest wait for one answer of a vendor. */
const TIMEOUT_MS = 20_000;

/** Opens the real services, or their stand-ins where the process was told to use the sandbox. */
export function openServices(settings: Settings, secrets: ServiceSecrets): OpenServices {
	const connections = openConnections(TIMEOUT_MS);
	const common = { connections, timeoutMs: TIMEOUT_MS };
	const frameio = openFrameio(settings.frameio, secrets.frameio, common);
	const journal = openJournal(settings);
	const turns = settings.sandbox?.limits === 'off' ? null : openTurns();
	const clickupTurn = async () => await turns?.({ pace: 'clickupToken', name: '' });
	const clickupHttp = clickupSetupHttp({
		...common,
		token: secrets.clickupToken,
		tokenEnv: settings.clickup.tokenEnv,
		before: clickupTurn,
	});
	const clickup = clickupSetup(clickupHttp, settings.clickup.workspace ?? null);
	const storage = openStorage(settings.storage, secrets.storage);
	const services: OpenServices = {
		n8n: n8nDoor(settings, secrets),
		hubspot: hubspotSetup({
			...common,
			token: secrets.hubspotToken,
			tokenEnv: settings.hubspot.tokenEnv,
		}),
		slack: slackSetup({
			...common,
			token: secrets.slackToken,
			tokenEnv: settings.slack.tokenEnv,
		}),
		clickup,
		clickupHooks: {
			...clickupWebhooks(clickupHttp, async () => (await clickup.workspace()).id),
			heldId: () => ensureSecrets(settings.home).clickupHook?.id ?? null,
			keep: (clickupHook) => void updateSecrets(settings.home, { clickupHook }),
		},
		clickupPlaces: clickupProjectPlaces({
			...common,
			token: secrets.clickupToken,
			before: clickupTurn,
			remembered: async (kind, key) => await rememberedId(journal, settings.target, kind, key),
		}),
		frameio,
		frameioHooks: {
			...frameio.webhooks,
			heldId: () => ensureSecrets(settings.home).frameioHook?.id ?? null,
			keep: (frameioHook) => void updateSecrets(settings.home, { frameioHook }),
		},
		frameioWorkspace:
			secrets.frameio === null
				? null
				: async (isTest) => await mendable(async () => (await frameio.workspace(isTest)).name),
		frameioTestWorkspace: frameio.testWorkspace,
		frameioFields: frameio.fields,
		stripeHooks:
			secrets.stripeKey === null
				? null
				: {
						...stripeWebhooks({ ...common, key: secrets.stripeKey }),
						heldId: () => ensureSecrets(settings.home).stripeHook?.id ?? null,
						keep: (stripeHook) => void updateSecrets(settings.home, { stripeHook }),
					},
		webhooks: webhookProbe(settings.n8n.url),
		buckets: storage.look,
		journal,
		hubPeople: journal.hubPeople,
		close: async () => {
			connections.close();
			storage.close();
			await journal.close();
		},
	};
	return turns === null ? services : pacedServices(services, turns);
}

async function rememberedId(
	journal: ApplyJournal,
	target: string,
	kind: 'space' | 'list',
	key: string,
): Promise<string | null> {
	const { spaces, lists } = seededOf(await journal.bases(target));
	return (kind === 'space' ? spaces : lists)[key]?.id ?? null;
}

function n8nDoor(settings: Settings, secrets: ServiceSecrets): N8nDoor {
	const { url, ownerEmail: email } = settings.n8n;
	const owner: Owner = {
		email,
		password: secrets.n8nOwnerPassword,
		firstName: 'Agency',
		lastName: 'Ops',
	};
	let held = secrets.n8nApiKey;
	return {
		needsOwner: async () => await needsOwner(url),
		setUpOwner: async () => await setUpOwner(url, owner),
		logIn: async () => await logIn(url, owner),
		apiKey: () => held,
		keepApiKey: (apiKey) => {
			updateSecrets(settings.home, { n8nApiKey: apiKey });
			held = apiKey;
		},
		open: (apiKey) => n8nApi(url, apiKey),
	};
}
