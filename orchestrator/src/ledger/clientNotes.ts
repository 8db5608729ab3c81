import type { Moment } from './moment';
import { atMoment } from './moment';
import type { Queries } from './store';

/** Something that somebody of the client's said of a file. */
export interface ClientNote {
	/** Frame.io's id of the comment. */
	id: string;
	deal: string;
	/** As quality files name it. */
	project: string;
	fileId: string;
	/** Of the content as it stood then. */
	sha256: string;
	said: 'note' | 'approve';
}

/** Keeps it, once. @returns whether it was new */
export async function keepClientNote(
	queries: Queries,
	{ id, deal, project, fileId, sha256, said }: ClientNote,
	moment: Moment,
): Promise<boolean> {
	const kept = await queries.query(
		`INSERT INTO client_notes (id, deal, project, file_id, sha256, said, at)
		VALUES ($1, $2, $3, $4, $5, $6, ${atMoment('$7')}) ON CONFLICT (id) DO NOTHING RETURNING id`,
		[id, deal, project, fileId, sha256, said, moment],
	);
	return kept.length > 0;
}

/** What a client said that nobody has confirmed yet. */
export interface UntoldNotes {
	deal: string;
	project: string;
	count: number;
	first: Date;
	last: Date;
}

/** What clients said and was not told, by deal and project. */
export async function untoldNotes(
	queries: Queries,
	said: ClientNote['said'],
): Promise<UntoldNotes[]> {
	return await queries.query<UntoldNotes>(
		`SELECT deal, project, count(*)::integer AS count, min(at) AS first, max(at) AS last
		FROM client_notes WHERE told_as IS NULL AND said = $1
		GROUP BY deal, project ORDER BY deal, project`,
		[said],
	);
}

/** Says with which occurrence of its milestone it was told. @returns how much that was */
export async function markNotesTold(
	queries: Queries,
	{ deal, project, said }: Pick<ClientNote, 'deal' | 'project' | 'said'>,
	occurrence: number,
): Promise<number> {
	const marked = await queries.query(
		`UPDATE client_notes SET told_as = $4
		WHERE deal = $1 AND project = $2 AND said = $3 AND told_as IS NULL RETURNING id`,
		[deal, project, said, occurrence],
	);
	return marked.length;
}

/** Contents of a project that its client has said yes to, with when they said so first. */
export async function approvedContents(
	queries: Queries,
	project: string,
): Promise<Map<string, Date>> {
	const rows = await queries.query<{ sha256: string; at: Date }>(
		`SELECT sha256, min(at) AS at FROM client_notes WHERE project = $1 AND said = 'approve'
		GROUP BY sha256`,
		[project],
	);
	return new Map(rows.map(({ sha256, at }) => [sha256, at]));
}
