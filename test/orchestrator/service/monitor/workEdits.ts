import fc from 'fast-check';
import { keepMailEvents } from '../../../../orchestrator/src/service/mail/keepMailEvents';
import { eventId } from '../../../../orchestrator/src/inbox/eventId';
import { markDelivered, withdrawDelivery } from '../../../../orchestrator/src/ledger/deliveries';
import { recordEvents } from '../../../../orchestrator/src/ledger/inbox';
import { sandboxFrameio } from '../../../../orchestrator/src/sandbox/accounts';
import { doDelivery } from '../../../../orchestrator/src/service/deliveries/deliveryJob';
import { contents } from '../support/aService';
import { aFilm, aRequest, ask, seeFilm, someCaptions } from '../../delivery/aDelivery';
import type { Workshop } from './aWorkshop';

/** What people, relays and time do to what is made of a project, one choice for each thing. */
export const workEdits = fc.record({
	project: fc.constantFrom('nothing', 'delete', 'double', 'rename', 'replace'),
	share: fc.constantFrom(
		...(['nothing', 'delete', 'double', 'close', 'noEnd', 'open', 'off', 'replace'] as const),
	),
	status: fc.constantFrom('nothing', 'change', 'empty'),
	version: fc.constantFrom('nothing', 'untold', 'told', 'fresh', 'delete'),
	invoice: fc.constantFrom('nothing', 'pay', 'void', 'delete', 'double', 'due', 'total'),
	mail: fc.constantFrom('nothing', 'bounce', 'bounceLater', 'putOff', 'silent', 'double'),
	files: fc.constantFrom('nothing', 'delete', 'deleteTwo', 'overwrite', 'resize'),
	delivery: fc.constantFrom('nothing', 'notStored', 'notHanded', 'leftOver', 'unbilled'),
	note: fc.constantFrom('nothing', 'unsent'),
});
/** One choice for each thing. */
export type WorkEdits = typeof workEdits extends fc.Arbitrary<infer Value> ? Value : never;

type Thing = keyof WorkEdits;

/**
 * What has to come of each, said apart from the code that finds it: `mended` is put right and over, else
 * the classes that it is shown as; nothing where it is nobody's matter.
 */
export const workOutcomes: { [Name in Thing]: Record<WorkEdits[Name], string[]> } = {
	project: {
		nothing: [],
		delete: ['missing frameio'],
		double: ['doubled frameio'],
		rename: ['missing frameio'],
		replace: ['changed frameio'],
	},
	share: {
		nothing: [],
		delete: ['missing frameio'],
		double: ['doubled frameio'],
		close: ['changed frameio'],
		noEnd: ['changed frameio'],
		open: ['changed frameio'],
		off: ['changed frameio'],
		replace: ['changed frameio'],
	},
	status: { nothing: [], change: ['changed frameio'], empty: ['changed frameio'] },
	version: {
		nothing: [],
		untold: ['late frameio'],
		told: [],
		fresh: [],
		delete: ['missing frameio'],
	},
	invoice: {
		nothing: [],
		pay: ['mended'],
		void: ['mended'],
		delete: ['missing stripe'],
		double: ['doubled stripe'],
		// The ledger follows Stripe, and somebody is shown that it is not what was sent.
		due: ['mended', 'changed stripe'],
		total: ['mended', 'changed stripe'],
	},
	mail: {
		nothing: [],
		bounce: ['missing mail'],
		bounceLater: ['missing mail'],
		putOff: ['late mail'],
		silent: ['late mail'],
		double: ['doubled mail'],
	},
	files: {
		nothing: [],
		delete: ['missing storage'],
		deleteTwo: ['missing storage', 'missing storage'],
		overwrite: ['changed storage'],
		resize: ['changed storage'],
	},
	delivery: {
		nothing: [],
		notStored: ['late storage'],
		notHanded: ['late storage'],
		leftOver: ['late storage'],
		unbilled: ['missing stripe'],
	},
	note: { nothing: [], unsent: ['mended'] },
};

/** All that is made of one project, each thing with the key that findings about it stand under. */
export interface Work {
	keys: Record<Thing, string>;
	projectId: string;
	share: { id: string; projectId: string };
	stackId: string;
	filmId: string;
	stripeId: string;
	messageId: string;
	deal: string;
}

const account = sandboxFrameio.account.id;
const workspace = sandboxFrameio.workspaces[0].id;
const text = (value: unknown) => String(value);

/** Makes it, whole and right; of its second delivery what the edits say. */
export async function aWork(shop: Workshop, number: number, edits: WorkEdits): Promise<Work> {
	const deal = `9${String(number).padStart(3, '0')}`;
	const { store } = shop.service;
	const project = await need(shop, `deal:${deal}/frameio-project/1`, 'frameio.project', {
		name: `Film ${number}`,
	});
	// What flows share and set stands in a project that people made.
	const library = shop.people.makeProject(workspace, `Library ${number}`);
	const first = shop.people.upload(library.rootFolderId, 'film.mp4', Buffer.from('one'));
	const film = shop.people.upload(first.id, 'film.mp4', Buffer.from('two'));
	const stackId = film.parentId ?? '';
	for (const { id: fileId } of [first, film]) {
		await seeFilm(store, { fileId, stack: stackId, project: deal, accountId: account });
	}
	const share = await need(shop, `deal:${deal}/frameio-share/1`, 'frameio.share', {
		projectId: library.id,
		name: `For Film ${number}`,
		assetIds: [stackId],
		isDownloadable: true,
		access: 'secure',
		expiresAt: '2026-12-26T12:00:00.000Z',
	});
	await need(shop, `deal:${deal}/frameio-status/1`, 'frameio.status', {
		fileId: film.id,
		value: 'Approved',
	});
	await need(shop, `deal:${deal}/stripe-invoice/1`, 'stripe.invoice', {
		...contents['stripe.invoice'],
		deal,
	});
	const mail = await need(shop, `deal:${deal}/mail/1`, 'mail', contents.mail ?? {});
	const note = `deal:${deal}/clickup-task/1`;
	if (edits.note === 'unsent') await shop.performInVain(note, 'clickup.task');
	const files = await delivered(shop, deal, film.id);
	const delivery = await secondDelivery(shop, deal, film.id, edits.delivery);
	return {
		keys: {
			project: `deal:${deal}/frameio-project/1`,
			share: `deal:${deal}/frameio-share/1`,
			status: `deal:${deal}/frameio-status/1`,
			version: `frameio-file:stack:${stackId}`,
			invoice: `deal:${deal}/stripe-invoice/1`,
			mail: `deal:${deal}/mail/1`,
			files: `delivery:${files}`,
			delivery: `delivery:${delivery}`,
			note,
		},
		projectId: text(project.id),
		share: { id: text(share.id), projectId: library.id },
		stackId,
		filmId: film.id,
		stripeId: shop.stripe().store.state.invoices.at(-1)?.id ?? '',
		messageId: text(mail.messageId),
		deal,
	};
}

async function need(shop: Workshop, key: string, kind: string, content: object) {
	const receipt = await shop.perform(key, kind, content);
	if (receipt === null) throw new Error(`${key} was not done.`);
	return receipt;
}

async function asked({ service }: Workshop, deal: string, fileId: string, changes: object) {
	const targets = [
		{ name: 'delivery', kind: 's3', prefix: 'nordlys' },
		{ name: 'archive', kind: 's3', prefix: 'nordlys', retentionDays: 400 },
	];
	const manifest = { files: [aFilm(fileId), someCaptions()], convention: 'house/1' };
	const request = { deal, project: deal, manifest, storagePlan: { targets }, ...changes };
	return (await ask(service.store, aRequest(request))).delivery.id;
}

async function delivered(shop: Workshop, deal: string, fileId: string, changes: object = {}) {
	const id = await asked(shop, deal, fileId, changes);
	await doDelivery(shop.desk.tools, id, new AbortController().signal);
	await markDelivered(shop.service.store, id, shop.now());
	return id;
}

/** A delivery of the same film under another deal, as far as its edit lets it come. */
async function secondDelivery(
	shop: Workshop,
	first: string,
	fileId: string,
	edit: WorkEdits['delivery'],
): Promise<string> {
	const deal = `${first}2`;
	const of = { project: first };
	if (edit === 'nothing') return await delivered(shop, deal, fileId, of);
	if (edit === 'unbilled') {
		const facts = { invoice: { currency: 'EUR', total: 150_000, lines: [] } };
		return await delivered(shop, deal, fileId, { ...of, facts });
	}
	const id = await asked(shop, deal, fileId, of);
	if (edit === 'notStored') return id;
	await doDelivery(shop.desk.tools, id, new AbortController().signal);
	if (edit === 'leftOver') {
		const problem = { code: 'x', what: 'x', why: 'x', mend: 'x', file: null };
		await withdrawDelivery(shop.service.store, id, problem, shop.now());
	}
	return id;
}

type Hand = (shop: Workshop, work: Work) => unknown;

const share = ({ share: { id } }: Work) => `/shares/${id}`;
const atStripe = (shop: Workshop, { stripeId }: Work) => {
	const found = shop.stripe().store.state.invoices.find(({ id }) => id === stripeId);
	if (found === undefined) throw new Error('there is such an invoice');
	return found;
};
const objectsOf = ({ desk }: Workshop, { deal }: Work) =>
	desk.s3.store.state.objects.filter(
		({ bucket, key }) => bucket === 'agency-delivery' && key.includes(`deal-${deal}-v1/`),
	);

/** A copy of a share as somebody makes it who likes its name; the stand-in gives names back as they are. */
function copyShare({ frameio }: Workshop, { share: { id } }: Work): void {
	const own = frameio.share(id);
	const last = frameio.nextId('d9');
	frameio.state.shares.push({ ...structuredClone(own), id: last });
}

/** A word of the relay about a mail. */
async function tells(
	{ service, now }: Workshop,
	{ messageId }: Pick<Work, 'messageId'>,
	what: string,
	more: { bounce?: 'hard' | 'soft'; relayId?: string } = {},
): Promise<void> {
	const { bounce = null, relayId = 'r1' } = more;
	const recipients = ['ana@cafeaurora.com'];
	const payload = { what, bounce, kind: null, messageId, recipients, sent: { email_id: relayId } };
	const event = {
		source: 'mail',
		externalId: `${messageId}/${what}/${relayId}/${now().getTime()}`,
		topic: `mail.${what}`,
		subject: 'mail:ana',
		test: false,
		payload,
	};
	const parts = { store: service.store, now, moment: now, wake: () => undefined, flows: [] };
	await keepMailEvents([event], parts);
}

/** What is done a day before the sweep. */
export const early: { [Name in Thing]?: Partial<Record<WorkEdits[Name], Hand>> } = {
	project: {
		delete: (shop, { projectId }) => shop.atFrameio('DELETE', `/projects/${projectId}`),
		double: (shop, { projectId }) => {
			const { name } = shop.frameio.project(projectId);
			shop.people.makeProject(workspace, name);
		},
		rename: (shop, { projectId }) =>
			shop.atFrameio('PATCH', `/projects/${projectId}`, { name: 'Another name' }),
		replace: (shop, { projectId }) => {
			const { name } = shop.frameio.project(projectId);
			shop.atFrameio('DELETE', `/projects/${projectId}`);
			shop.people.makeProject(workspace, name);
		},
	},
	share: {
		delete: (shop, work) => shop.atFrameio('DELETE', share(work)),
		double: copyShare,
		close: (shop, work) => shop.atFrameio('PATCH', share(work), { downloading_enabled: false }),
		noEnd: (shop, work) => shop.atFrameio('PATCH', share(work), { expiration: null }),
		open: (shop, work) => shop.atFrameio('PATCH', share(work), { access: 'public' }),
		off: (shop, work) => Object.assign(shop.frameio.share(work.share.id), { isOn: false }),
		replace: (shop, work) => {
			copyShare(shop, work);
			shop.atFrameio('DELETE', share(work));
		},
	},
	version: {
		untold: (shop, { filmId }) => shop.people.upload(filmId, 'film.mp4', Buffer.from('three')),
		told: async (shop, { filmId }) => {
			const { id } = shop.people.upload(filmId, 'film.mp4', Buffer.from('three'));
			const event = { source: 'frameio', externalId: id, topic: 'file.ready', test: false };
			const told = { ...event, id: eventId(shop.now()), subject: `file:${id}`, payload: {} };
			await recordEvents(shop.service.store, [told], shop.now());
		},
		delete: (shop, { filmId }) => shop.atFrameio('DELETE', `/files/${filmId}`),
	},
	invoice: {
		pay: (shop, { stripeId }) => shop.stripe().people.act(stripeId, 'pay'),
		void: (shop, work) =>
			Object.assign(atStripe(shop, work), { status: 'void', voidedAt: shop.now().getTime() }),
		delete: (shop, { stripeId }) => {
			const { state } = shop.stripe().store;
			state.invoices = state.invoices.filter(({ id }) => id !== stripeId);
		},
		double: (shop, work) => {
			const copy = { ...structuredClone(atStripe(shop, work)), id: `${work.stripeId}_copy` };
			shop.stripe().store.state.invoices.push({ ...copy, number: `COPY-${work.deal}` });
		},
		due: (shop, work) => {
			const found = atStripe(shop, work);
			found.dueAt = (found.dueAt ?? 0) + 7 * 86_400_000;
		},
		total: (shop, { stripeId }) => {
			const item = shop.stripe().store.state.items.find((one) => one.invoiceId === stripeId);
			if (item !== undefined) item.amount += 1_000;
		},
	},
	mail: {
		nothing: async (shop, work) => await tells(shop, work, 'delivered'),
		bounce: async (shop, work) => await tells(shop, work, 'bounced', { bounce: 'hard' }),
		bounceLater: async (shop, work) => {
			await tells(shop, work, 'delivered');
			await tells(shop, work, 'bounced', { bounce: 'hard' });
		},
		putOff: async (shop, work) => await tells(shop, work, 'bounced', { bounce: 'soft' }),
		double: async (shop, work) => {
			await tells(shop, work, 'delivered');
			await tells(shop, work, 'delivered', { relayId: 'r2' });
		},
	},
};

/** What is done just before it. */
export const late: typeof early = {
	status: {
		change: (shop, { filmId }) => shop.people.setStatus(filmId, statusNamed(shop, 'In Progress')),
		empty: (shop, { filmId }) => shop.people.setStatus(filmId, null),
	},
	version: {
		fresh: (shop, { filmId }) => shop.people.upload(filmId, 'film.mp4', Buffer.from('three')),
	},
	files: {
		delete: (shop, work) => removeFirst(shop, objectsOf(shop, work).slice(0, 1)),
		deleteTwo: (shop, work) => removeFirst(shop, objectsOf(shop, work)),
		overwrite: (shop, work) => Object.assign(objectsOf(shop, work)[0] ?? {}, { metadata: {} }),
		resize: (shop, work) => Object.assign(objectsOf(shop, work)[0] ?? {}, { size: 39 }),
	},
};

function removeFirst({ desk }: Workshop, objects: ReadonlyArray<{ bucket: string; key: string }>) {
	for (const { bucket, key } of objects) desk.s3.store.remove(bucket, key);
}

function statusNamed({ frameio }: Workshop, name: string): string {
	const field = frameio.state.fields.find((one) => one.name === 'Status');
	const options = field?.configuration.options as Array<{ id: string; display_name: string }>;
	return options.find((one) => one.display_name === name)?.id ?? name;
}

/** Mails that a relay tells of at once, after those of the works: so many that it is its habit. */
export async function aRelayThatTells(shop: Workshop): Promise<void> {
	for (let number = 1; number <= HABIT; number += 1) {
		const mail = await need(shop, `deal:8${number}/mail/1`, 'mail', contents.mail ?? {});
		await tells(shop, { messageId: text(mail.messageId) }, 'delivered');
	}
}

/** With two more that it is silent about, nine in ten are told of. */
const HABIT = 19;
