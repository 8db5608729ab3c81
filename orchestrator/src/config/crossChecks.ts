import { sandboxClickUp, sandboxPortal, sandboxStorage } from '../sandbox/accounts';

const [leadsList, testList] = sandboxClickUp.lists;

/** Accounts that exist in the sandbox only; with real accounts each has to be given. */
export const sandboxAccounts = {
	portalId: sandboxPortal.id as string,
	lists: { leads: leadsList.id as string, test: testList.id as string },
};

/** The storage of the sandbox, with the buckets of a configuration where it names some. */
export function sandboxStorageOf<Place extends { bucket: string; prefix: string }>(
	{ storagePort }: { storagePort: number },
	{ delivery, archive }: { delivery?: Place | undefined; archive?: Place | undefined },
) {
	const { region, buckets } = sandboxStorage;
	return {
		endpoint: `http://127.0.0.1:${storagePort}`,
		region: region as string,
		pathStyle: true,
		delivery: delivery ?? { bucket: buckets.delivery as string, prefix: '' },
		archive: archive ?? { bucket: buckets.archive as string, prefix: '' },
	};
}

/** What does not fit together, and where it stands. */
export interface Mistake {
	path: Array<string | number>;
	message: string;
}

/** The part of a configuration that is checked as a whole. */
export interface CheckedConfig {
	n8n: { url: string };
	service: { url: string };
	sandbox: false | { proxyPort: number; viewerPort: number; smtpPort: number; storagePort: number };
	hubspot: { portalId?: string | undefined };
	slack: {
		channels: Record<string, string>;
		bookmarks: false | Record<string, Array<string | { title: string }>>;
	};
	clickup: { lists: Record<string, string> };
	duty: { closers: Array<{ email: string }> };
}

/**
 * Finds what each field alone cannot show: shared ports, doubled closers, accounts that are missing, links
 * for channels that nobody names.
 */
export function crossChecks(config: CheckedConfig): Mistake[] {
	return [
		...sharedPorts(config),
		...doubledClosers(config),
		...missingAccounts(config),
		...strayBookmarks(config),
	];
}

function sharedPorts({ n8n, service, sandbox }: CheckedConfig): Mistake[] {
	const used = new Map<string, string>();
	const taken: Array<{ path: string[]; place: string }> = [
		{ path: ['n8n', 'url'], place: placeOf(n8n.url) },
		{ path: ['service', 'url'], place: placeOf(service.url) },
	];
	if (sandbox !== false) {
		for (const name of ['proxyPort', 'viewerPort', 'smtpPort', 'storagePort'] as const) {
			taken.push({ path: ['sandbox', name], place: `127.0.0.1:${sandbox[name]}` });
		}
	}

	return taken.flatMap(({ path, place }) => {
		const before = used.get(place);
		used.set(place, before ?? path.join('.'));
		return before === undefined
			? []
			: [{ path, message: `expected an address of its own, ${place} is taken by "${before}"` }];
	});
}

function placeOf(address: string): string {
	const { hostname } = new URL(address);
	return `${hostname === 'localhost' ? '127.0.0.1' : hostname}:${portOf(address)}`;
}

/** Port that an address names, or the scheme's own. */
export function portOf(address: string): number {
	const { port: given, protocol } = new URL(address);
	return given === '' ? (protocol === 'https:' ? 443 : 80) : Number(given);
}

function doubledClosers({ duty }: CheckedConfig): Mistake[] {
	const emails = duty.closers.map((closer) => closer.email.toLowerCase());
	return emails.flatMap((address, index) =>
		emails.indexOf(address) === index
			? []
			: [
					{
						path: ['duty', 'closers', index, 'email'],
						message: `expected each closer once, ${address} is listed before`,
					},
				],
	);
}

function missingAccounts({ sandbox, hubspot, clickup }: CheckedConfig): Mistake[] {
	if (sandbox !== false) return [];
	const because = 'needed with real accounts (sandbox: false)';
	const mistakes: Mistake[] = [];
	if (hubspot.portalId === undefined) {
		mistakes.push({ path: ['hubspot', 'portalId'], message: because });
	}
	for (const list of Object.keys(sandboxAccounts.lists)) {
		if (clickup.lists[list] === undefined) {
			const message = `${because}: a place that seed makes, such as Agency / Leads, or a number`;
			mistakes.push({ path: ['clickup', 'lists', list], message });
		}
	}
	return mistakes;
}

function strayBookmarks({ slack }: CheckedConfig): Mistake[] {
	const { channels, bookmarks } = slack;
	if (bookmarks === false) return [];
	return Object.entries(bookmarks).flatMap(([name, links]) => {
		const path = ['slack', 'bookmarks', name];
		if (channels[name] === undefined) {
			const known = Object.keys(channels).join(', ');
			return [{ path, message: `expected a name of slack.channels: ${known}` }];
		}
		const titles = links.map((link) => (typeof link === 'string' ? link : link.title));
		return titles.flatMap((title, at) =>
			titles.indexOf(title) === at
				? []
				: [
						{
							path: [...path, at],
							message: `expected each link once, "${title}" is listed before`,
						},
					],
		);
	});
}
