import { webhooksOf } from '../../../orchestrator/src/bundle/webhooks';
import { MendableError } from '../../../nodes/domain/errors';
import type { FoundClickupHook } from '../../../orchestrator/src/adapters/clickup/webhooks';
import type {
	FoundPipeline,
	FoundStage,
} from '../../../orchestrator/src/adapters/hubspot/pipelines';
import type {
	HubspotObject,
	HubspotProperty,
} from '../../../orchestrator/src/adapters/hubspot/properties';
import type { N8nApi, StoredCredential } from '../../../orchestrator/src/adapters/n8n/api';
import type { SlackBookmark } from '../../../orchestrator/src/adapters/slack/bookmarks';
import { channelOf } from '../../../orchestrator/src/adapters/slack/channelOf';
import type { SlackChannel, SlackUser } from '../../../orchestrator/src/adapters/slack/channels';
import type { FoundWebhook } from '../../../orchestrator/src/adapters/frameio/webhooks';
import { stripeApiVersion } from '../../../orchestrator/src/adapters/stripe/client';
import type { MetadataField } from '../../../orchestrator/src/adapters/frameio/fields';
import { aField, pretendedFields } from './pretendedFields';
import type { FoundEndpoint } from '../../../orchestrator/src/adapters/stripe/webhooks';
import type { SeedServices } from '../../../orchestrator/src/apply/services';
import type { FoundBucket } from '../../../orchestrator/src/plan/model';
import type { HubPerson } from '../../../orchestrator/src/roster/hubPeople';
import type { NormalWorkflow } from '../../../orchestrator/src/bundle/normalise';
import { normalise } from '../../../orchestrator/src/bundle/normalise';
import { workflowReferences } from '../../../orchestrator/src/bundle/pack';
import { memoryJournal } from './memoryJournal';
import type { WorldPlace } from './pretendedClickup';
import { pretendedClickup, somePlaces } from './pretendedClickup';
import { readArchive } from './readArchive';

/** A workflow in the pretended n8n. */
export interface WorldWorkflow {
	workflow: NormalWorkflow;
	versionId: string;
	activeVersionId: string | null;
	isArchived: boolean;
}

/** What the pretended services hold. */
export interface WorldState {
	hasOwner: boolean;
	keys: Map<string, { label: string; scopes: string[] }>;
	credentials: StoredCredential[];
	workflows: Map<string, WorldWorkflow>;
	tables: Array<{ id: string; name: string }>;
	groups: Record<HubspotObject, string[]>;
	properties: Record<HubspotObject, HubspotProperty[]>;
	pipelines: FoundPipeline[];
	/** Ids of the stages in which deals stand. */
	stagesWithDeals: string[];
	channels: SlackChannel[];
	slackScopes: string[] | null;
	/** Ids by address, and who is in which channel by its id. */
	slackUsers: SlackUser[];
	slackMembers: Record<string, string[]>;
	/** By the channel's id. */
	slackBookmarks: Record<string, SlackBookmark[]>;
	people: HubPerson[];
	places: WorldPlace[];
	/** Workspaces that the token sees. */
	workspaces: Array<{ id: string; name: string }>;
	clickupHooks: FoundClickupHook[];
	/** The webhook at ClickUp whose secret was kept, as secrets.json would. */
	heldClickupHook: string | null;
	hooks: FoundWebhook[];
	/** The webhook at Frame.io whose secret was kept, as secrets.json would. */
	heldHook: string | null;
	/** Workspaces of Frame.io, with the number of their projects. */
	frameioWorkspaces: Array<{ id: string; name: string; projects: number }>;
	metadataFields: MetadataField[];
	/** Whether Frame.io gives options that are named again new ids. */
	renewsOptions: boolean;
	endpoints: FoundEndpoint[];
	/** The same for Stripe. */
	heldEndpoint: string | null;
	buckets: FoundBucket[];
}

/** Pretended services with a memory: what was written is found again. */
export interface SeedWorld {
	services: SeedServices;
	state: WorldState;
	/** Names of the calls that wrote something, in order. */
	writes: string[];
	/** The key that was kept, as secrets.json would. */
	heldKey: string | null;
	/** When set, the write with this number (from 1) fails before it does anything. */
	failAtWrite: number | null;
	/** Whether this n8n has the importer for packages. */
	hasImporter: boolean;
}

const channel = (name: string, more: Partial<SlackChannel> = {}): SlackChannel => ({
	id: `C-${name}`,
	name,
	isMember: false,
	isPrivate: false,
	isArchived: false,
	...more,
});

/** A new n8n and empty accounts that have the channels and lists a person makes. */
export function seedWorld(): SeedWorld {
	const state: WorldState = {
		hasOwner: false,
		keys: new Map(),
		credentials: [],
		workflows: new Map(),
		tables: [],
		groups: { contacts: [], deals: [] },
		properties: { contacts: [], deals: [] },
		pipelines: [
			{
				id: 'default',
				label: 'Sales Pipeline',
				// Without the stage for warm leads, which seed makes.
				stages: ['appointmentscheduled', 'closedwon', 'closedlost', 'delivered', 'paid'].map(
					(id) => ({
						id,
						label: id,
					}),
				),
			},
		],
		stagesWithDeals: [],
		channels: [
			...['sales-hot', 'sales', 'ops', 'agency-test'],
			...['hub-caracas', 'hub-copenhagen', 'hub-lima'],
		].map((name) => channel(name)),
		slackScopes: null,
		slackUsers: [],
		slackMembers: {},
		slackBookmarks: {},
		people: [],
		places: somePlaces(),
		workspaces: [{ id: '90110000001', name: 'IAmazing Content' }],
		clickupHooks: [],
		heldClickupHook: null,
		hooks: [],
		heldHook: null,
		frameioWorkspaces: ['Client Work', 'Test'].map((name) => ({ id: name, name, projects: 1 })),
		metadataFields: [
			aField('Status', ['Needs Review', 'Changes Requested', 'Approved'], { isMutable: false }),
		],
		renewsOptions: false,
		endpoints: [],
		heldEndpoint: null,
		buckets: [],
	};
	const world: SeedWorld = {
		services: null as unknown as SeedServices,
		state,
		writes: [],
		heldKey: null,
		failAtWrite: null,
		hasImporter: true,
	};
	let clock = 0;
	const write = (name: string): void => {
		if (world.failAtWrite === world.writes.length + 1) {
			throw new MendableError('world/broken', 'The line broke.', 'As planned.', 'Try again.');
		}
		world.writes.push(name);
		clock += 1;
	};
	world.services = {
		n8n: {
			needsOwner: () => Promise.resolve(!state.hasOwner),
			setUpOwner: async () => {
				write('owner');
				state.hasOwner = true;
				return await Promise.resolve();
			},
			logIn: () =>
				Promise.resolve({
					listApiKeys: () => Promise.resolve([...state.keys].map(([id, key]) => ({ id, ...key }))),
					listScopes: () => Promise.resolve([...allScopes]),
					createApiKey: async (label, scopes) => {
						write('apiKey');
						if ([...state.keys.values()].some((key) => key.label === label)) {
							throw new MendableError('n8n/failed', 'Taken.', 'There is such a label.', '');
						}
						state.keys.set(`key-${clock}`, { label, scopes });
						return await Promise.resolve(`key-${clock}`);
					},
					deleteApiKey: async (id) => {
						write('apiKey gone');
						state.keys.delete(id);
						return await Promise.resolve();
					},
					deleteWorkflow: async (id) => {
						write(`workflow gone ${id}`);
						state.workflows.delete(id);
						return await Promise.resolve();
					},
					deleteCredential: async (id) => {
						write(`credential gone ${id}`);
						state.credentials = state.credentials.filter((each) => each.id !== id);
						return await Promise.resolve();
					},
					unsetSettings: async (id, settings) => {
						write(`settings ${id}`);
						const stored = state.workflows.get(id);
						if (stored === undefined) throw new Error(`no workflow ${id}`);
						const left = Object.entries(stored.workflow.settings).filter(
							([name]) => !settings.some((gone) => gone === name),
						);
						stored.workflow = { ...stored.workflow, settings: Object.fromEntries(left) };
						return await Promise.resolve();
					},
					versions: () => Promise.resolve({ n8n: '2.41.1', node: '24.21.0', isQueued: false }),
					missingNodeTypes: () => Promise.resolve([]),
					packVersion: () => Promise.resolve('0.1.0'),
				}),
			apiKey: () => world.heldKey,
			keepApiKey: (key) => {
				world.heldKey = key;
			},
			open: (key) => pretendedApi(world, key, write, () => clock),
		},
		hubspot: {
			listGroups: (object) => Promise.resolve(state.groups[object]),
			listProperties: (object) => Promise.resolve(state.properties[object]),
			createGroup: async (object, { name }) => {
				write(`group ${object}`);
				state.groups[object].push(name);
				return await Promise.resolve();
			},
			createProperty: async (object, property) => {
				write(`property ${object}/${property.name}`);
				if (!state.groups[object].includes(property.groupName)) throw new Error('no such group');
				state.properties[object].push(property);
				return await Promise.resolve();
			},
			updateProperty: async (object, property) => {
				write(`property ${object}/${property.name}`);
				state.properties[object] = state.properties[object].map((each) =>
					each.name === property.name ? { ...each, ...property } : each,
				);
				return await Promise.resolve();
			},
			archiveProperty: async (object, name) => {
				write(`property gone ${object}/${name}`);
				state.properties[object] = state.properties[object].filter((each) => each.name !== name);
				return await Promise.resolve();
			},
			archiveGroup: async (object, name) => {
				write(`group gone ${object}`);
				state.groups[object] = state.groups[object].filter((each) => each !== name);
				return await Promise.resolve();
			},
			listPipelines: () => Promise.resolve(structuredClone(state.pipelines)),
			createPipeline: async ({ id, label, stages }) => {
				write(`pipeline ${id}`);
				state.pipelines.push({ id, label, stages: stages.map(withoutMore) });
				return await Promise.resolve();
			},
			createStage: async (pipeline, stage) => {
				write(`stage ${pipeline}/${stage.id}`);
				const there = state.pipelines.find(({ id }) => id === pipeline);
				if (there === undefined) throw new Error(`no pipeline ${pipeline}`);
				there.stages.push(withoutMore(stage));
				return await Promise.resolve();
			},
			hasDeals: (pipeline, stage) => {
				const there = state.pipelines.find(({ id }) => id === pipeline);
				const asked = stage === null ? (there?.stages.map(({ id }) => id) ?? []) : [stage];
				return Promise.resolve(asked.some((id) => state.stagesWithDeals.includes(id)));
			},
			archivePipeline: async (id) => {
				write(`pipeline gone ${id}`);
				state.pipelines = state.pipelines.filter((each) => each.id !== id);
				return await Promise.resolve();
			},
			scopes: () => Promise.resolve(null),
			newestDealAt: () => Promise.resolve(null),
			archiveStage: async (pipeline, id) => {
				write(`stage gone ${pipeline}/${id}`);
				for (const each of state.pipelines) {
					if (each.id === pipeline) each.stages = each.stages.filter((stage) => stage.id !== id);
				}
				return await Promise.resolve();
			},
		},
		slack: {
			listChannels: () => Promise.resolve(state.channels.map((each) => ({ ...each }))),
			channelId: (key) => Promise.resolve(channelOf(state.channels, key)?.id),
			create: async (name) => {
				write(`channel ${name}`);
				state.channels.push(channel(name, { isMember: true }));
				return await Promise.resolve();
			},
			join: async (id) => {
				write(`join ${id}`);
				for (const each of state.channels) if (each.id === id) each.isMember = true;
				return await Promise.resolve();
			},
			leave: async (id) => {
				write(`leave ${id}`);
				for (const each of state.channels) if (each.id === id) each.isMember = false;
				return await Promise.resolve();
			},
			listUsers: () => Promise.resolve([...state.slackUsers]),
			listMembers: (id) => Promise.resolve([...(state.slackMembers[id] ?? [])]),
			invite: async (id, user) => {
				write(`invite ${id}/${user}`);
				(state.slackMembers[id] ??= []).push(user);
				return await Promise.resolve();
			},
			remove: async (id, user) => {
				write(`remove ${id}/${user}`);
				const left = (state.slackMembers[id] ?? []).filter((each) => each !== user);
				state.slackMembers[id] = left;
				return await Promise.resolve();
			},
			bookmarks: {
				list: (id) => Promise.resolve([...(state.slackBookmarks[id] ?? [])]),
				add: async (id, { title, link }) => {
					write(`bookmark ${id}/${title}`);
					const made = { id: `Bk-${clock}`, title, link };
					(state.slackBookmarks[id] ??= []).push(made);
					return await Promise.resolve(made);
				},
				edit: async (id, bookmark, { title, link }) => {
					write(`bookmark ${id}/${title}`);
					const known = state.slackBookmarks[id] ?? [];
					state.slackBookmarks[id] = known.map((each) =>
						each.id === bookmark ? { id: bookmark, title, link } : each,
					);
					return await Promise.resolve();
				},
				remove: async (id, bookmark) => {
					write(`bookmark gone ${id}`);
					const known = state.slackBookmarks[id] ?? [];
					state.slackBookmarks[id] = known.filter((each) => each.id !== bookmark);
					return await Promise.resolve();
				},
			},
			whoAmI: () => Promise.resolve({ team: 'IAmazing Content', user: 'agency-ops' }),
			scopes: () => Promise.resolve(state.slackScopes),
		},
		clickup: pretendedClickup(state, write),
		clickupHooks: {
			list: () => Promise.resolve(state.clickupHooks.map((each) => ({ ...each }))),
			create: async ({ url, events }) => {
				write('hook');
				const id = `clickup-${clock}`;
				const health = { status: 'active', failures: 0, place: null };
				state.clickupHooks.push({ id, url, events: [...events], ...health });
				return await Promise.resolve({ id, secret: `secret of ${id}` });
			},
			update: async (id, { url, events }) => {
				write('hook');
				const there = state.clickupHooks.find((each) => each.id === id);
				const health = { status: 'active', failures: 0 };
				Object.assign(there ?? {}, { url, events: [...events], ...health });
				return await Promise.resolve();
			},
			remove: async (id) => {
				write('hook gone');
				state.clickupHooks = state.clickupHooks.filter((each) => each.id !== id);
				return await Promise.resolve();
			},
			secretOf: (id) => Promise.resolve(`secret of ${id}`),
			heldId: () => state.heldClickupHook,
			keep: ({ id }) => {
				write('hook secret');
				state.heldClickupHook = id;
			},
		},
		frameioHooks: {
			list: () => Promise.resolve(state.hooks.map((each) => ({ ...each }))),
			create: async ({ name, url, events }) => {
				write('webhook');
				const id = `hook-${clock}`;
				state.hooks.push({ id, name, url, events: [...events], isActive: true });
				return await Promise.resolve({ id, secret: `secret of ${id}` });
			},
			update: async (id, { url, events }) => {
				write('webhook');
				const there = state.hooks.find((each) => each.id === id);
				Object.assign(there ?? {}, { url, events: [...events], isActive: true });
				return await Promise.resolve();
			},
			remove: async (id) => {
				write('webhook gone');
				state.hooks = state.hooks.filter((each) => each.id !== id);
				return await Promise.resolve();
			},
			heldId: () => state.heldHook,
			keep: ({ id }) => {
				write('webhook secret');
				state.heldHook = id;
			},
		},
		frameioWorkspace: async (isTest) => {
			const { frameioWorkspaces: there } = state;
			const found = there.find(({ name }) => name === (isTest ? 'Test' : 'Client Work'));
			if (found !== undefined) return await Promise.resolve(found.name);
			throw new MendableError('frameio/workspace-unclear', 'Nothing.', 'There is none.', 'Set it.');
		},
		frameioTestWorkspace: {
			name: 'Test',
			find: () =>
				Promise.resolve(state.frameioWorkspaces.find(({ name }) => name === 'Test') ?? null),
			create: async () => {
				write('workspace');
				const made = { id: `workspace ${clock}`, name: 'Test', projects: 0 };
				state.frameioWorkspaces.push(made);
				return await Promise.resolve(made);
			},
			isEmpty: (id) =>
				Promise.resolve(state.frameioWorkspaces.find((each) => each.id === id)?.projects === 0),
			remove: async (id) => {
				write('workspace gone');
				state.frameioWorkspaces = state.frameioWorkspaces.filter((each) => each.id !== id);
				return await Promise.resolve();
			},
		},
		frameioFields: pretendedFields(state, write),
		stripeHooks: {
			list: () => Promise.resolve(state.endpoints.map((each) => ({ ...each }))),
			create: async ({ url, events }) => {
				write('endpoint');
				const id = `we-${clock}`;
				const apiVersion = stripeApiVersion;
				state.endpoints.push({ id, url, events: [...events], isEnabled: true, apiVersion });
				return await Promise.resolve({ id, secret: `secret of ${id}` });
			},
			update: async (id, { url, events }) => {
				write('endpoint');
				const there = state.endpoints.find((each) => each.id === id);
				Object.assign(there ?? {}, { url, events: [...events], isEnabled: true });
				return await Promise.resolve();
			},
			remove: async (id) => {
				write('endpoint gone');
				state.endpoints = state.endpoints.filter((each) => each.id !== id);
				return await Promise.resolve();
			},
			heldId: () => state.heldEndpoint,
			keep: ({ id }) => {
				write('endpoint secret');
				state.heldEndpoint = id;
			},
		},
		webhooks: ({ path }) => {
			const isLive = [...state.workflows.values()].some(
				({ activeVersionId, workflow }) =>
					activeVersionId !== null && webhooksOf(workflow).some((address) => address.path === path),
			);
			return Promise.resolve(isLive ? 'live' : 'notRegistered');
		},
		buckets: () => Promise.resolve(structuredClone(state.buckets)),
		journal: memoryJournal(),
		hubPeople: () => Promise.resolve([...state.people]),
		close: () => Promise.resolve(),
	};
	return world;
}

const withoutMore = ({ id, label }: FoundStage): FoundStage => ({ id, label });

const allScopes = ['credential', 'execution', 'workflow', 'tag'].flatMap((resource) =>
	['create', 'list', 'read', 'update', 'activate', 'deactivate', 'import'].map(
		(verb) => `${resource}:${verb}`,
	),
);

function pretendedApi(
	world: SeedWorld,
	key: string,
	write: (name: string) => void,
	clock: () => number,
): N8nApi {
	const { state } = world;
	const at = () => `2026-11-22T10:00:00.${String(clock()).padStart(3, '0')}Z`;
	const publish = (id: string, versionId?: string): void => {
		const stored = state.workflows.get(id);
		if (stored === undefined) throw new Error(`no workflow ${id}`);
		for (const called of workflowReferences(stored.workflow)) {
			if (called === stored.workflow.settings.errorWorkflow) continue;
			if ((state.workflows.get(called)?.activeVersionId ?? null) === null) {
				throw new MendableError('n8n/rejected', 'Not published.', `${called} is not.`, '');
			}
		}
		stored.activeVersionId = versionId ?? stored.versionId;
	};
	const put = (id: string, workflow: NormalWorkflow): void => {
		const before = state.workflows.get(id);
		const isArchived = before?.isArchived ?? false;
		const versionId = `v${clock()}`;
		const activeVersionId = before?.activeVersionId ?? null;
		// What is written is laid over the settings that are there, as n8n does it.
		const settings = { ...before?.workflow.settings, ...workflow.settings };
		state.workflows.set(id, {
			workflow: { ...workflow, settings },
			versionId,
			activeVersionId,
			isArchived,
		});
	};
	return {
		url: 'http://n8n',
		scopes: () => Promise.resolve(state.keys.get(key)?.scopes ?? null),
		listCredentials: () => Promise.resolve(state.credentials.map((each) => ({ ...each }))),
		createCredential: async ({ id, name, type }) => {
			write(`credential ${name}`);
			const stored = { id, name, type, updatedAt: at() };
			state.credentials.push(stored);
			return await Promise.resolve(stored);
		},
		updateCredential: async ({ id, name }) => {
			write(`credential ${name}`);
			const stored = state.credentials.find((each) => each.id === id);
			if (stored === undefined) throw new Error(`no credential ${id}`);
			return await Promise.resolve(Object.assign(stored, { name, updatedAt: at() }));
		},
		testCredential: () => Promise.resolve({ isFine: true, message: '' }),
		hasCredentialType: () => Promise.resolve(true),
		getWorkflow: (id) => Promise.resolve(storedWorkflow(state, id)),
		listWorkflows: () =>
			Promise.resolve(
				[...state.workflows.keys()]
					.map((id) => storedWorkflow(state, id))
					.filter((stored) => stored !== null),
			),
		listDataTables: () => Promise.resolve([...state.tables]),
		listWorkflowsNamed: (name) =>
			Promise.resolve(
				[...state.workflows.keys()]
					.map((id) => storedWorkflow(state, id))
					.filter((stored) => stored?.name === name)
					.filter((stored) => stored !== null),
			),
		createWorkflow: async (workflow) => {
			write(`create ${workflow.name}`);
			const id = `fresh${clock()}`;
			put(id, workflow);
			return await Promise.resolve(id);
		},
		replaceWorkflow: async (id, workflow, { isDraft } = { isDraft: false }) => {
			write(`replace ${workflow.name}`);
			put(id, normalise(workflow));
			const stored = state.workflows.get(id);
			if (stored !== undefined && stored.activeVersionId !== null && !isDraft) {
				stored.activeVersionId = stored.versionId;
			}
			return await Promise.resolve();
		},
		publishWorkflow: async (id, versionId) => {
			write(`publish ${id}`);
			publish(id, versionId);
			return await Promise.resolve();
		},
		unpublishWorkflow: async (id) => {
			write(`unpublish ${id}`);
			const stored = state.workflows.get(id);
			if (stored !== undefined) stored.activeVersionId = null;
			return await Promise.resolve();
		},
		importPackage: async (archive, credentials) => {
			if (!world.hasImporter) return null;
			write('import');
			const { workflows, needs } = await readArchive(archive);
			const known = state.credentials.map(({ id }) => id);
			for (const need of needs) {
				if (!known.includes(credentials[need] ?? need)) {
					throw new MendableError('n8n/rejected', 'Blocked.', `No credential ${need}.`, '');
				}
			}
			for (const { id, workflow } of workflows) put(id, normalise(workflow));
			for (const { id } of workflows) {
				const stored = state.workflows.get(id);
				if (stored !== undefined) stored.activeVersionId = stored.versionId;
			}
			return workflows.map(({ id }) => ({
				id,
				localId: id,
				status: 'created' as const,
				isPublished: true,
				problem: null,
			}));
		},
		listExecutions: () => Promise.resolve([]),
	};
}

function storedWorkflow({ workflows }: WorldState, id: string) {
	const stored = workflows.get(id);
	if (stored === undefined) return null;
	const { workflow, ...rest } = stored;
	const name = workflow.name;
	return { id, name, sourceId: null, ...rest, draft: structuredClone(workflow) };
}
