import type { ErrorReport } from '../../../nodes/domain/errors';
import { isErrorReport } from '../../../nodes/domain/errors';
import type { SeedServices } from '../apply/services';
import { lookAtClickup } from './lookAtClickup';
import { lookAtN8n } from './lookAtN8n';
import { lookAtSlack } from './lookAtSlack';
import type { Blueprint, FoundWorkspace, Seeded, Snapshot } from './model';

/** What is remembered of earlier applies. */
export interface Remembered {
	seeded: Seeded;
	/** Bundle that was applied last, name and version. */
	installed?: string | null;
}

/**
 * Looks at n8n, the vendors and the storage as far as the blueprint concerns them. Reads only.
 *
 * @throws MendableError of the service that could not be asked
 */
export async function takeSnapshot(
	services: SeedServices,
	wanted: Blueprint,
	{ seeded: remembered, installed = null }: Remembered,
): Promise<Snapshot> {
	const objects = [...new Set(wanted.hubspot.properties.map(({ object }) => object))];
	const [
		{ n8n, seeded },
		groups,
		properties,
		pipelines,
		slack,
		clickup,
		clickupHooks,
		hooks,
		fields,
		endpoints,
		buckets,
		frameioWorkspaces,
	] = await Promise.all([
		lookAtN8n(services, wanted, remembered),
		Promise.all(objects.map(async (each) => [each, await services.hubspot.listGroups(each)])),
		Promise.all(objects.map(async (each) => [each, await services.hubspot.listProperties(each)])),
		services.hubspot.listPipelines(),
		lookAtSlack(services, wanted, remembered),
		lookAtClickup(services, wanted.clickup, remembered),
		wanted.clickupHook === null ? null : lookAtClickupHooks(services),
		wanted.frameioHook === null ? null : lookAtHooks(services),
		wanted.frameioOptions.length === 0 ? null : lookAtFields(services),
		wanted.stripeHook === null ? null : lookAtEndpoints(services),
		services.buckets(),
		lookAtWorkspaces(services),
	]);
	return {
		n8n,
		hubspot: {
			groups: Object.fromEntries(groups) as Snapshot['hubspot']['groups'],
			properties: Object.fromEntries(properties) as Snapshot['hubspot']['properties'],
			pipelines,
		},
		slack,
		clickup,
		clickupHooks,
		frameioHooks: hooks,
		frameioFields: fields,
		frameioWorkspaces,
		stripeHooks: endpoints,
		buckets,
		seeded,
		installed,
	};
}

/** Of several workspaces nobody may have said which is meant; what else there is goes on. */
async function lookAtClickupHooks({
	clickupHooks,
}: SeedServices): Promise<Snapshot['clickupHooks']> {
	return await orReport(async () => ({
		hooks: await clickupHooks.list(),
		heldId: clickupHooks.heldId(),
	}));
}

/** A workspace that cannot be told is a step for a person, and stops nothing else. */
async function lookAtHooks({ frameioHooks }: SeedServices): Promise<Snapshot['frameioHooks']> {
	return await orReport(async () => ({
		hooks: await frameioHooks.list(),
		heldId: frameioHooks.heldId(),
	}));
}

/** Where Frame.io cannot be asked, its webhook says why. */
async function lookAtFields({ frameioFields }: SeedServices): Promise<Snapshot['frameioFields']> {
	const found = await orReport(async () => await frameioFields.list());
	return 'mend' in found ? null : found;
}

/** One that is not clear is a step for a person. */
async function lookAtWorkspaces({
	frameioWorkspace,
	frameioTestWorkspace,
}: SeedServices): Promise<FoundWorkspace[]> {
	if (frameioWorkspace === null) return [];
	const look = async (isTest: boolean): Promise<FoundWorkspace> => {
		const found = await orReport(async () => ({ name: await frameioWorkspace(isTest) }));
		if (!('mend' in found)) return { isTest, ...found, problem: null };
		const { name, find } = frameioTestWorkspace;
		if (!isTest || name === null) return { isTest, name: null, problem: found };
		const there = await orReport(async () => ({ workspace: await find() }));
		const isMissing = 'workspace' in there && there.workspace === null;
		return { isTest, name: null, problem: found, ...(isMissing ? { missing: name } : {}) };
	};
	return await Promise.all([false, true].map(look));
}

/** A restricted key need not be allowed to look. */
async function lookAtEndpoints({ stripeHooks }: SeedServices): Promise<Snapshot['stripeHooks']> {
	if (stripeHooks === null) return null;
	return await orReport(async () => ({
		endpoints: await stripeHooks.list(),
		heldId: stripeHooks.heldId(),
	}));
}

async function orReport<Found>(look: () => Promise<Found>): Promise<Found | ErrorReport> {
	try {
		return await look();
	} catch (error) {
		if (!isErrorReport(error)) throw error;
		const { code, what, why, mend } = error;
		return { code, what, why, mend };
	}
}
