import type { FileFamily } from '../../adapters/frameio/family';
import type { ReadShare } from '../../adapters/frameio/shares';
import type { KnownFile } from '../../ledger/comparedFiles';
import type { MadeThing } from '../../ledger/madeThings';
import type { Difference } from './model';
import { shortMoment } from './model';

/** What findings about a file stand under: they are of no single effect. */
export const fileEffect = (lineage: string) => `frameio-file:${lineage}`;

/** How long a newer version may be there before its webhook is missed, in milliseconds: films take hours to upload. */
const UPLOAD_MS = 6 * 3_600_000;

/**
 * Whether Frame.io still has the newest version of a file that the ledger knows, and has none that is newer
 * of which nothing was told.
 *
 * @param told ids of files that an event of the inbox was about
 */
export function compareVersions(
	known: KnownFile,
	family: FileFamily,
	told: ReadonlySet<string>,
	now: Date,
): Difference[] {
	if (family.isGone === true) return [missingVersion(known)];
	const newest = family.versionIds.at(-1);
	const { newestAt = null } = family;
	if (newest === undefined || known.fileIds.includes(newest) || told.has(newest)) return [];
	if (newestAt === null || now.getTime() - newestAt.getTime() <= UPLOAD_MS) return [];
	const { lineage, version, file } = known;
	return [
		{
			name: `late/frameio/${lineage}`,
			class: 'late',
			service: 'frameio',
			effect: fileEffect(lineage),
			subject: fileEffect(lineage),
			thing: 'version',
			ours: { says: `version ${version} is the newest that was told of${placeOf(file)}` },
			theirs: {
				says: `a newer one is there since ${shortMoment(newestAt)}, and nothing of it was checked`,
				id: newest,
			},
			repair: null,
			offers: ['leave'],
		},
	];
}

function missingVersion({ lineage, version, file }: KnownFile): Difference {
	return {
		name: `missing/frameio/${lineage}`,
		class: 'missing',
		service: 'frameio',
		effect: fileEffect(lineage),
		subject: fileEffect(lineage),
		thing: 'version',
		ours: {
			says: `version ${version} is the newest that was told of${placeOf(file)}`,
			id: file.fileId,
		},
		theirs: { says: 'no such file: it was deleted' },
		repair: null,
		offers: ['leave'],
	};
}

const placeOf = ({ projectId, fileId }: KnownFile['file']) =>
	projectId === null ? '' : `: https://next.frame.io/project/${projectId}/view/${fileId}`;

/** Frame.io rounds moments in its own way. */
const SAME_MS = 60_000;

/** A share as it was asked for. */
export interface WantedShare {
	isDownloadable: boolean;
	expiresAt: string | null;
	access: 'public' | 'secure';
}

/** Whether a share still lets people fetch and look as it was asked for. */
export function compareShare(
	{ key, subject, doneAt }: MadeThing,
	wanted: WantedShare,
	found: Pick<ReadShare, 'isDownloadable' | 'expiresAt' | 'access' | 'isOn'>,
): Difference[] {
	const isSameEnd =
		wanted.expiresAt === null || found.expiresAt === null
			? wanted.expiresAt === found.expiresAt
			: Math.abs(Date.parse(wanted.expiresAt) - Date.parse(found.expiresAt)) <= SAME_MS;
	const isSameAccess = found.access === null || found.access === wanted.access;
	const isSame = found.isDownloadable === wanted.isDownloadable && isSameEnd && isSameAccess;
	if (isSame && found.isOn) return [];
	return [
		{
			name: `changed/frameio/${key}`,
			class: 'changed',
			service: 'frameio',
			effect: key,
			subject,
			thing: 'share',
			ours: { says: `made ${shortMoment(doneAt)}, ${shareWords(wanted)}` },
			theirs: { says: found.isOn ? shareWords(found) : 'switched off' },
			repair: null,
			offers: ['leave'],
		},
	];
}

function shareWords({
	isDownloadable,
	expiresAt,
	access,
}: Pick<ReadShare, 'isDownloadable' | 'expiresAt' | 'access'>): string {
	const end = expiresAt === null ? 'without an end' : `until ${shortMoment(new Date(expiresAt))}`;
	const whom =
		access === null
			? ''
			: `${access === 'public' ? 'for whoever has its link' : 'for those who were invited'}, `;
	return `${whom}${isDownloadable ? 'with' : 'without'} downloads, ${end}`;
}

/** A field of a file, such as its status, that a person set to another value than a flow did last. */
export function changedField(
	{ key, subject, doneAt }: MadeThing,
	field: string,
	ours: string | null,
	theirs: string | null,
): Difference {
	return {
		name: `changed/frameio/${key}`,
		class: 'changed',
		service: 'frameio',
		effect: key,
		subject,
		thing: field,
		ours: { says: `set to "${ours ?? ''}" ${shortMoment(doneAt)}` },
		theirs: { says: `"${theirs ?? ''}"` },
		repair: null,
		offers: ['leave'],
	};
}
