import type { ReadShare } from '../adapters/frameio/shares';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import { projectFacts } from '../quality/projectFacts';
import { dealOfProject } from './takeClientNote';
import { recordPreview } from './tellPreviews';

/** What somebody writes into the name of a share that the client is to hear of. */
const PREVIEW_TAG = /(?<![\p{L}\p{N}])#preview(?![\p{L}\p{N}])/iu;

/**
 * Takes a share that somebody made in Frame.io for a preview of its project's deal, where its name says
 * `#preview`: people share for many reasons, and the client is told of this one alone. One that can be
 * downloaded is a delivery. Taken again it changes nothing.
 *
 * @param frameioProject Frame.io's id of the project
 * @returns whether the inbox was told
 */
export async function takeShare(
	store: Store,
	{ id, name, url, isDownloadable, expiresAt }: Omit<ReadShare, 'access' | 'isOn'>,
	frameioProject: string,
	now: Date,
	moment: Moment = null,
): Promise<boolean> {
	if (!PREVIEW_TAG.test(name) || isDownloadable || url === null) return false;
	const trace = { project: null, frameioProject, context: {}, test: false };
	const { project } = await projectFacts(store, trace);
	const deal = project === null ? null : await dealOfProject(store, project);
	if (deal === null) return false;
	const share = { key: `frameio-share/${id}`, id, url, files: null, expiresAt };
	return await store.transaction(
		async (queries) => await recordPreview(queries, deal, share, now, moment),
	);
}
