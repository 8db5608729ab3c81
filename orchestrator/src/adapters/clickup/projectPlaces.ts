import type { AxiosInstance, AxiosResponse } from 'axios';
import { z } from 'zod';
import { cachedLookUp } from '../cached';
import { LookUpFailed } from '../harmless';
import type { Failure, LookUp, Outcome } from '../outcome';
import { lookUpFailed, tooLateOf, unknownOf } from '../outcome';
import type { ClickupAccess } from './http';
import { VENDOR, ask, clickupClient, failureFrom, refusal } from './http';
import { isPlaceNumber, placeName, placePath } from './placeNames';

/** A folder or a list that was made. */
export interface PlaceReceipt {
	id: string;
	name: string;
	url: string;
}

/** A folder in a space. */
export interface NewFolder {
	/** The space's name in ClickUp, or its number. */
	space: string;
	/** Told from all others by a mark of the effect's key in it: ClickUp keeps nothing else of ours. */
	name: string;
	/** Asked last before it is made: whether that may still be done; default yes. */
	mayStillSend?: () => boolean;
}

/** A list in a folder. */
export interface NewList {
	/** Number of the folder. */
	folder: string;
	name: string;
	/** Plain text; a line with the effect's key goes below it. */
	description: string;
	key: string;
	/** The space the folder has to be in, by name or number; null for any. */
	onlyIn: string | null;
	/** Asked last before it is made: whether that may still be done; default yes. */
	mayStillSend?: () => boolean;
}

/** How to reach ClickUp, and what seed remembers of places. */
export interface ProjectPlacesAccess extends ClickupAccess {
	/** The number that is remembered of a place; null without one. */
	remembered?: (kind: 'space' | 'list', key: string) => Promise<string | null>;
}

/** Where a project lives in ClickUp: its folder, and the lists in it. */
export interface ProjectPlaces {
	/** Makes a folder; ClickUp refuses a second one of the same name. */
	createFolder(folder: NewFolder): Promise<Outcome<PlaceReceipt>>;
	/** Looks for the one folder of exactly that name, archived ones included. */
	findFolder(folder: NewFolder): Promise<LookUp<PlaceReceipt>>;
	/** Makes a list, with the key in its description. */
	createList(list: NewList): Promise<Outcome<PlaceReceipt>>;
	/** Looks in the folder for the list whose description has the key, whatever its name is by now. */
	findList(asked: Pick<NewList, 'folder' | 'key'>): Promise<LookUp<PlaceReceipt>>;
	/** Why nothing can be made in a space, by name or number; null when it can. */
	whyNotIn(space: string): Promise<Failure | null>;
	/** The number of a list, by its place such as `Agency / Sales / Leads`; a number is its own. */
	listNumber(key: string): Promise<{ id: string } | Failure>;
	/** Why nothing may be made in a list: it is outside the space; null when it is inside. */
	outsideOf(space: string, list: string): Promise<Failure | null>;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

const place = z.object({ id: z.string().min(1), name: z.string() });
const inSpace = place.extend({ space: z.object({ id: z.string(), name: z.string().nullish() }) });
const listSchema = place.extend({ content: z.string().nullish() });
const teamList = z.object({ teams: z.array(z.object({ id: z.string() })) });
const spaceList = z.object({ spaces: z.array(place) });
const folderList = z.object({ folders: z.array(place) });
const listList = z.object({ lists: z.array(listSchema) });

/** A space with the workspace it belongs to. */
type Space = z.infer<typeof place> & { teamId: string };

/** Builds the port; spaces are looked up by their names and kept for a while. */
export function clickupProjectPlaces(access: ProjectPlacesAccess): ProjectPlaces {
	const client = clickupClient(access);
	const remembered = access.remembered ?? (() => Promise.resolve(null));
	const spaces = cachedLookUp(
		async (wanted) => await findSpaces(client, wanted, await remembered('space', wanted)),
		// One that is missing now is made by a person soon.
		({ length }) => (length === 1 ? HOUR_MS : 0),
	);
	const spaceOf = async (wanted: string): Promise<Space> => {
		const found = await spaces.get(wanted);
		const [space] = found;
		if (space !== undefined && found.length === 1) return space;
		throw new LookUpFailed(spaceMissing(wanted, found.length));
	};
	const lists = cachedLookUp(
		async (key) =>
			(await remembered('list', key)) ??
			(await findListAt(client, await spaceOf(spaceIn(key)), key)),
		() => 10 * MINUTE_MS,
	);
	const homes = cachedLookUp(
		async (path) => (await ask(client, path, inSpace)).space.id,
		() => 10 * MINUTE_MS,
	);
	/** The space of a folder or list, by its path. */
	const homeOf = async (path: string) => await spaceOf(await homes.get(path));
	/** @throws LookUpFailed when the place is in another space */
	const mustBeIn = async (wanted: string, home: Space, what: string) => {
		const space = await spaceOf(wanted);
		if (home.id !== space.id) throw new LookUpFailed(outside(what, space.name));
	};

	const createFolder = async ({ space: wanted, name, mayStillSend }: NewFolder) => {
		const space = await spaceOf(wanted);
		if (mayStillSend?.() === false) return tooLateOf(VENDOR);
		const response = await client.post<unknown>(`/space/${space.id}/folder`, { name });
		return madeOf(response, ({ id }) => folderUrl(space, id));
	};
	const findFolder = async ({ space: wanted, name }: NewFolder): Promise<LookUp<PlaceReceipt>> => {
		const space = await spaceOf(wanted);
		const named = await eachArchived(async (archived) => {
			const path = `/space/${space.id}/folder?archived=${archived}`;
			return (await ask(client, path, folderList)).folders.filter((each) => each.name === name);
		});
		return oneOf(`folders named "${name}"`, named, ({ id }) => folderUrl(space, id));
	};
	const createList = async (list: NewList): Promise<Outcome<PlaceReceipt>> => {
		const path = folderPath(list.folder);
		const home = await homeOf(path);
		if (list.onlyIn !== null) await mustBeIn(list.onlyIn, home, `folder ${list.folder}`);
		if (list.mayStillSend?.() === false) return tooLateOf(VENDOR);
		const content = `${list.description}\n\n${markOf(list.key)}`.trim();
		const response = await client.post<unknown>(`${path}/list`, { name: list.name, content });
		return madeOf(response, ({ id }) => listUrl(home, id));
	};
	const findList = async ({ folder, key }: Pick<NewList, 'folder' | 'key'>) => {
		const home = await homeOf(folderPath(folder));
		const marked = await eachArchived(async (archived) => {
			const path = `${folderPath(folder)}/list?archived=${archived}`;
			const { lists } = await ask(client, path, listList);
			const whole = await Promise.all(lists.map(async (list) => await withContent(client, list)));
			return whole.filter(({ content }) => holdsMark(content ?? '', key));
		});
		return oneOf('lists with this key', marked, ({ id }) => listUrl(home, id));
	};

	return {
		createFolder: async (folder) => await createFolder(folder).catch(failureFrom),
		findFolder: async (folder) =>
			await findFolder(folder).catch((error: unknown) => lookUpFailed(failureFrom(error))),
		createList: async (list) => await createList(list).catch(failureFrom),
		findList: async (asked) =>
			await findList(asked).catch((error: unknown) => lookUpFailed(failureFrom(error))),
		listNumber: async (key) =>
			isPlaceNumber(key) ? { id: key } : await lists.get(key).then((id) => ({ id }), failureFrom),
		whyNotIn: async (space) => await spaceOf(space).then(() => null, failureFrom),
		outsideOf: async (space, list) =>
			await homeOf(`/list/${encodeURIComponent(list)}`)
				.then(async (home) => await mustBeIn(space, home, `list ${list}`))
				.then(() => null, failureFrom),
	};
}

async function findSpaces(
	client: AxiosInstance,
	wanted: string,
	known: string | null,
): Promise<Space[]> {
	const { teams } = await ask(client, '/team', teamList);
	const found = await Promise.all(
		teams.map(async ({ id: teamId }) => {
			const path = `/team/${encodeURIComponent(teamId)}/space?archived=false`;
			const { spaces } = await ask(client, path, spaceList);
			return spaces.map((space) => ({ ...space, teamId }));
		}),
	);
	const all = found.flat();
	// Whatever somebody calls it by now.
	const remembered = all.filter(({ id }) => id === known);
	if (remembered.length > 0) return remembered;
	return all.filter(({ id, name }) => id === wanted || name === wanted);
}

const spaceIn = (key: string) => placePath(key)[0] ?? key;

/** @throws LookUpFailed where there is no such list, or several */
async function findListAt(client: AxiosInstance, space: Space, key: string): Promise<string> {
	const path = placePath(key);
	const [, folderName] = path;
	let within = `/space/${space.id}`;
	if (path.length === 3) {
		const { folders } = await ask(client, `${within}/folder?archived=false`, folderList);
		within = folderPath(
			onlyOne(
				key,
				folders.filter(({ name }) => name === folderName),
			),
		);
	}
	const { lists } = await ask(client, `${within}/list?archived=false`, listList);
	return onlyOne(
		key,
		lists.filter(({ name }) => name === placeName('list', key)),
	);
}

function onlyOne(key: string, found: Array<z.infer<typeof place>>): string {
	const [only] = found;
	if (only !== undefined && found.length === 1) return only.id;
	throw new LookUpFailed(listMissing(key, found.length));
}

/** ClickUp shows archived places only when it is asked for nothing else. */
async function eachArchived<Item>(ask: (archived: boolean) => Promise<Item[]>): Promise<Item[]> {
	return [...(await ask(false)), ...(await ask(true))];
}

async function withContent(client: AxiosInstance, list: z.infer<typeof listSchema>) {
	if (list.content !== undefined) return list;
	return await ask(client, `/list/${encodeURIComponent(list.id)}`, listSchema);
}

function oneOf<Found extends z.infer<typeof place>>(
	what: string,
	found: Found[],
	urlOf: (found: Found) => string,
): LookUp<PlaceReceipt> {
	const [first] = found;
	if (first === undefined) return { result: 'absent' };
	if (found.length === 1) {
		return { result: 'found', receipt: { id: first.id, name: first.name, url: urlOf(first) } };
	}
	const ids = found.map(({ id }) => id).join(', ');
	const why = `ClickUp has ${found.length} ${what} (${ids}), and nothing tells which one is ours.`;
	return { result: 'failed', why, retryAfterMs: null };
}

function madeOf(
	response: AxiosResponse<unknown>,
	urlOf: (made: z.infer<typeof place>) => string,
): Outcome<PlaceReceipt> {
	if (response.status >= 400) return refusalOfName(response);
	const made = place.safeParse(response.data);
	if (response.status !== 200 || !made.success) {
		const why = `ClickUp answered ${response.status} without the id and name of what it made.`;
		return unknownOf(VENDOR, why, response.status);
	}
	const { id, name } = made.data;
	return { result: 'done', receipt: { id, name, url: urlOf(made.data) } };
}

function refusalOfName(response: AxiosResponse<unknown>): Failure {
	const failure = refusal(response);
	if (failure.result !== 'refused' || !/taken|already exists/i.test(failure.error.why)) {
		return failure;
	}
	const mend =
		'Rename what has this name in ClickUp, or choose another one in the node; then retry.';
	return { ...failure, error: { ...failure.error, mend } };
}

const folderPath = (folder: string) => `/folder/${encodeURIComponent(folder)}`;

// The addresses that ClickUp's web client shows for a folder and a list (seen in public posts, 2026-11).
const folderUrl = ({ id: space, teamId }: Space, id: string) =>
	`https://app.clickup.com/${teamId}/v/f/${id}/${space}`;
const listUrl = ({ teamId }: Space, id: string) => `https://app.clickup.com/${teamId}/v/li/${id}`;

/** The line of a list's description that says whose it is. */
export function markOf(key: string): string {
	return `Agency Ops key: ${key}`;
}

function holdsMark(content: string, key: string): boolean {
	return content.split(/\r?\n/).some((line) => line.trim() === markOf(key));
}

function spaceMissing(wanted: string, count: number): Failure {
	const why =
		count === 0
			? `The token sees no space "${wanted}".`
			: `The token sees ${count} spaces named "${wanted}".`;
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'clickup/space-missing',
			what: 'Nothing was made in ClickUp.',
			why,
			mend: `Run agency-ops seed, which makes the space "${wanted}", let the token's person in where it is there, or correct "clickup.spaces" in agency.config.yaml (a number tells spaces of one name apart); then run it again with "retry".`,
		},
	};
}

function listMissing(key: string, count: number): Failure {
	const why =
		count === 0
			? `The token sees no list "${key}".`
			: `The token sees ${count} places of one name on the way to "${key}".`;
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'clickup/list-missing',
			what: 'Nothing was made in ClickUp.',
			why,
			mend: 'Run agency-ops seed, which makes the list, or correct "clickup.lists" in agency.config.yaml (a number tells places of one name apart); then run it again with "retry".',
		},
	};
}

function outside(what: string, space: string): Failure {
	return {
		result: 'refused',
		status: null,
		error: {
			code: 'clickup/outside-test-space',
			what: 'Nothing was made in ClickUp.',
			why: `The ${what} is not in the space "${space}", and a test run touches nothing else.`,
			mend: 'Let the test run make its own folder and list first, and point the node at their receipts.',
		},
	};
}
