import type { ErrorReport } from '../../../nodes/domain/errors';
import type { WebhookReport } from '../apply/seed';
import type { Plan } from '../plan/model';
import type { SeenWorkflow } from './canvas/seen';
import type { Check } from './check';
import type { ClockSeen } from './clocks';
import type { DiskSeen } from './disk';
import type { HubspotHookSeen } from './hubspotHook';
import type { PartSeen } from './partsAtWork';
import type { QueueSeen } from './queueMode';
import type { ScopesSeen } from './scopes';
import type { SlackButtons } from './slackButtons';
import type { StorageSeen } from './storage';

/** What was seen of one installation, at one moment; null where it could not be seen. */
export interface Observations {
	/** When it was looked at, by this machine's clock. */
	now: Date;
	/** Node this command runs on, and n8n's own. */
	nodeVersion: string;
	n8n: {
		url: string;
		isReachable: boolean;
		version: string | null;
		nodeVersion: string | null;
		/** n8n version the bundle was made with. */
		triedWith: string;
		/** n8n's clock minus ours, in milliseconds; its resolution is a second. */
		clockAheadMs: number | null;
	};
	pack: {
		expected: string;
		/** null when the pack is not loaded, `unknown` when n8n does not say. */
		loaded: string | null;
		missingNodeTypes: string[];
	} | null;
	credentials: Array<{ name: string; isFine: boolean; message: string }> | null;
	webhooks: WebhookReport[] | null;
	/** Every workflow of this n8n, and the names of the bundle's. */
	canvas: { workflows: SeenWorkflow[]; bundled: ReadonlySet<string> } | null;
	scopes: ScopesSeen;
	disks: DiskSeen[];
	/** A clock outside of this installation; null where none was heard. */
	clock: ClockSeen | null;
	service: { url: string; isReady: boolean; why: string };
	/** The processes behind the two addresses, where there are several. */
	parts: PartSeen[];
	/** The servers behind an n8n in queue mode; null where they are of `up --scale`, and among the parts. */
	queue: QueueSeen | null;
	accounts: Array<{ service: string; who: string | null; why: string; mend: string }>;
	/** null where HubSpot is the stand-in, is to tell nothing, or nobody could be asked. */
	hubspotHook: HubspotHookSeen | null;
	/** Why something could not be seen. */
	problems: ErrorReport[];
	/** null where Slack refused the token. */
	slackButtons: SlackButtons | null;
	/** The places of won projects, as they were judged where they were looked at. */
	projectPlaces: Check[];
	storage: StorageSeen;
	/** What films are measured with, as it was judged where it was looked for. */
	mediaTools: Check;
	/** What seed would do now. */
	plan: Plan | null;
	secrets: { file: string; /** Lower nine bits of the file's mode. */ mode: number } | null;
}
