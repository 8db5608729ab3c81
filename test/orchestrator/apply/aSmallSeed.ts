import type { RollbackReport } from '../../../orchestrator/src/apply/rollback';
import { rollback } from '../../../orchestrator/src/apply/rollback';
import { planRollback } from '../../../orchestrator/src/apply/planRollback';
import type { SeedOptions, SeedReport } from '../../../orchestrator/src/apply/seed';
import { plan, seed } from '../../../orchestrator/src/apply/seed';
import type { SeedServices } from '../../../orchestrator/src/apply/services';
import type { BundleWorkflow } from '../../../orchestrator/src/bundle/pack';
import { credentialNeeds, nodeTypes } from '../../../orchestrator/src/bundle/pack';
import type { Bundle } from '../../../orchestrator/src/bundle/readBundle';
import type { Plan } from '../../../orchestrator/src/plan/model';
import type { Settings } from '../../../orchestrator/src/config';
import { ensureSecrets, loadSecrets, loadSettings } from '../../../orchestrator/src/config';
import { aBundle } from '../bundle/aWorkflow';
import type { SeedWorld } from './seedWorld';

/** A bundle of three small workflows, changed where a test wants it. */
export function aSmallBundle(
	version = '1.0.0',
	change: (workflow: BundleWorkflow) => BundleWorkflow = (same) => same,
): Bundle {
	const workflows = structuredClone(aBundle()).map(change);
	return {
		name: 'agency-ops',
		version,
		n8n: '2.41.1',
		entries: workflows.map(({ id, name }) => ({
			slug: id.toLowerCase(),
			version: 1,
			id,
			name,
			file: `${id.toLowerCase()}/v1/workflow.json`,
		})),
		nodes: nodeTypes(workflows),
		credentials: credentialNeeds(workflows).map(({ type, name }) => ({ type, name })),
		workflows,
	};
}

/** What is seeded where a test says nothing else. */
const smallBundle = aSmallBundle();

/** Seeds, plans and puts back in a pretended world, by a process that may be killed. */
export function aSmallSeed(
	home: string,
	settings: Settings = loadSettings({ file: null, home, env: {} }),
	env: NodeJS.ProcessEnv = {},
) {
	ensureSecrets(home);
	const secrets = loadSecrets(settings, env);
	let runs = 0;
	const clocks = () => {
		runs += 1;
		const runner = { by: 'a test', holder: `process ${runs}`, isGone: () => true };
		return { runner, pause: async () => undefined, webhookDeadlineMs: 0 };
	};
	const silent = () => undefined;
	return {
		settings,
		secrets,
		seed: async (services: SeedServices, options: SeedOptions = {}): Promise<SeedReport> =>
			await seed(services, settings, secrets, silent, {
				bundle: smallBundle,
				...clocks(),
				...options,
			}),
		plan: async (services: SeedServices, options: SeedOptions = {}): Promise<Plan> =>
			await plan(services, settings, secrets, { bundle: smallBundle, ...options }),
		rollback: async (
			services: SeedServices,
			id: string | null = null,
			isForced = false,
			signal?: AbortSignal,
		): Promise<RollbackReport> => {
			const found = await planRollback(services, settings.target, id);
			const asked = signal === undefined ? {} : { signal };
			return await rollback(services, found, silent, { ...clocks(), isForced, ...asked });
		},
	};
}

/** What the services hold, without times and version numbers. */
export function essenceOf({ state }: SeedWorld) {
	const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
	return {
		hasOwner: state.hasOwner,
		keys: [...state.keys.values()],
		groups: state.groups,
		properties: {
			contacts: [...state.properties.contacts].sort(byName),
			deals: [...state.properties.deals].sort(byName),
		},
		pipelines: state.pipelines,
		channels: state.channels,
		bookmarks: Object.entries(state.slackBookmarks)
			.filter(([, there]) => there.length > 0)
			.map(([channel, there]) => [
				channel,
				there
					.map(({ title, link }) => ({ title, link }))
					.sort((a, b) => (a.title < b.title ? -1 : 1)),
			])
			.sort(),
		places: state.places.map(({ kind, name }) => `${kind} ${name}`).sort(),
		clickupHooks: state.clickupHooks.map(({ url, events }) => ({ url, events })),
		isClickupHookHeld: state.clickupHooks.map(({ id }) => id === state.heldClickupHook),
		hooks: state.hooks.map(({ url, events }) => ({ url, events })),
		frameioWorkspaces: state.frameioWorkspaces.map(({ name }) => name).sort(),
		fields: state.metadataFields
			.map(({ name, options }) => ({ name, options: options?.map((option) => option.name) }))
			.sort((a, b) => (a.name < b.name ? -1 : 1)),
		endpoints: state.endpoints.map(({ url, events }) => ({ url, events })),
		isEndpointHeld: state.endpoints.map(({ id }) => id === state.heldEndpoint),
		isHookHeld: state.hooks.map(({ id }) => id === state.heldHook),
		credentials: state.credentials.map(({ type, name }) => `${type} ${name}`),
		workflows: [...state.workflows]
			.map(([id, { workflow, activeVersionId, versionId, isArchived }]) => {
				const published = activeVersionId === null ? 'no' : activeVersionId === versionId;
				return { id, workflow, published, isArchived };
			})
			.sort((a, b) => (a.id < b.id ? -1 : 1)),
	};
}
