import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { keepFile, lockLineage } from '../../../orchestrator/src/ledger/qualityFiles';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { takeClientNote } from '../../../orchestrator/src/milestones/takeClientNote';
import { takeShare } from '../../../orchestrator/src/milestones/takeShare';
import { tellClientNotes } from '../../../orchestrator/src/milestones/tellClientNotes';
import { tellPreviews } from '../../../orchestrator/src/milestones/tellPreviews';
import { emptyLedgerPlace } from '../../support/ledgerPlace';
import { aPerson } from '../../support/aStudio';
import { pushRoster } from '../reservations/aReservation';

const monday = new Date('2026-11-23T13:00:00Z');
const later = (minutes: number) => new Date(monday.getTime() + minutes * 60_000);

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
	await pushRoster(store, [aPerson('ana', { email: 'ana@agency.test' })]);
});
afterAll(async () => await store.close());
beforeEach(async () => {
	await store.run(
		`TRUNCATE client_notes, quality_files, effects, inbox_events, inbox RESTART IDENTITY CASCADE`,
	);
	await see('film', 'a');
});

/** A content of deal 77's project that the ledger has seen. */
async function see(fileId: string, letter: string, project: string | null = '77') {
	const file = { fileId, name: `${fileId}.mp4`, accountId: 'acc', projectId: 'prj' };
	const seen = { lineage: `file:${fileId}`, test: false, sha256: letter.repeat(64), file, project };
	const rest = { authors: [], facts: {}, mediaCheck: null, context: {} };
	await lockLineage(store, seen.lineage, false);
	await keepFile(store, { ...seen, ...rest, subject: `file:${fileId}` }, monday);
}

let count = 0;
const write = async (
	text: string,
	{
		fileId = 'film',
		by = 'mette@nordlys.dk' as string | null,
		at = monday,
		id = `c${(count += 1)}`,
	} = {},
	contact: string | null = 'Mette@Nordlys.dk',
) =>
	await takeClientNote(
		store,
		{ id, fileId, text, authorEmail: by },
		async (deal) => (deal === '77' ? contact : null),
		at,
		at,
	);
const look = async (at: Date, rounds: number | null = null) =>
	await tellClientNotes(store, rounds, at, at);
const told = async (): Promise<Array<Record<string, unknown>>> => {
	const rows = await store.query<{ payload: Record<string, unknown> }>(
		`SELECT payload FROM inbox WHERE subject = 'milestones:77' ORDER BY external_id`,
	);
	return rows.map(({ payload }) => payload);
};

describe('a comment in Frame.io', () => {
	it.each([
		{ by: 'mette@nordlys.dk', contact: 'Mette@Nordlys.dk', is: 'note' },
		{ by: 'ole@nordlys.dk', contact: 'mette@nordlys.dk', is: 'note' },
		{ by: 'ole@gmail.com', contact: 'mette@gmail.com', is: 'elsewhere' },
		{ by: 'mette@gmail.com', contact: 'mette@gmail.com', is: 'note' },
		{ by: 'ana@agency.test', contact: 'mette@agency.test', is: 'elsewhere' },
		{ by: 'x@evil-nordlys.dk', contact: 'mette@nordlys.dk', is: 'elsewhere' },
		{ by: null, contact: 'mette@nordlys.dk', is: 'elsewhere' },
		{ by: 'mette@nordlys.dk', contact: null, is: 'elsewhere' },
	])('of $by is $is where the contact is $contact', async ({ by, contact, is }) => {
		expect(await write('A bit darker?', { by }, contact)).toBe(is);
	});

	it('of a file that we do not know, or of no deal, is nothing of ours', async () => {
		await see('own', 'b', null);
		await see('internal', 'c', 'our-own-film');
		for (const fileId of ['unknown', 'own', 'internal']) {
			expect(await write('Darker', { fileId })).toBe('elsewhere');
		}
	});
});

describe('a round of notes', () => {
	it('is told once the client has stopped, with how many there were', async () => {
		await write('Darker', { at: monday });
		await write('Louder', { at: later(5) });
		expect(await look(later(24))).toBe(0);
		expect(await look(later(25))).toBe(1);
		expect(await look(later(90))).toBe(0);
		expect(await told()).toEqual([
			{
				milestone: 'revision-received',
				occurrence: 1,
				deal: { id: '77' },
				details: { comments: 2 },
			},
		]);
	});

	it('ends after two hours, however busy the client is', async () => {
		for (let minutes = 0; minutes <= 120; minutes += 15) await write('x', { at: later(minutes) });
		expect(await look(later(119))).toBe(0);
		expect(await look(later(120))).toBe(1);
	});

	it('counts down the rounds that the price holds, to none', async () => {
		for (const [index, minutes] of [0, 100, 200, 300].entries()) {
			await write('x', { at: later(minutes) });
			expect(await look(later(minutes + 20), 2)).toBe(1);
			expect((await told())[index]).toMatchObject({
				occurrence: index + 1,
				details: { comments: 1, roundsLeft: Math.max(0, 1 - index) },
			});
		}
	});

	it('is told by one of several services, and a comment that is told twice is one', async () => {
		await write('x', { id: 'same' });
		await write('x', { id: 'same' });
		const all = await Promise.all([look(later(30)), look(later(30)), look(later(30))]);
		expect(all.reduce((sum, each) => sum + each, 0)).toBe(1);
		expect((await told())[0]?.details).toEqual({ comments: 1 });
	});
});

describe('the client’s approval', () => {
	it.each(['#approve', '#Aprobado, gracias', '#godkendt'])('is %s', async (text) => {
		expect(await write(text)).toBe('approve');
		expect(await look(monday)).toBe(1);
		expect(await told()).toMatchObject([{ milestone: 'approved', details: { files: 1 } }]);
		expect(await look(later(60))).toBe(0);
	});

	it('needs every file of the project, in its newest version', async () => {
		await see('teaser', 'b');
		await write('#approve');
		expect(await look(monday)).toBe(0);
		await write('#approve', { fileId: 'teaser' });
		await see('teaser', 'd');
		expect(await look(monday)).toBe(0);
		await write('#approve', { fileId: 'teaser' });
		expect(await look(monday)).toBe(1);
		expect(await told()).toMatchObject([{ occurrence: 1, details: { files: 2 } }]);
	});

	it('of what was changed after it is told again', async () => {
		await write('#approve');
		await look(monday);
		await see('film', 'e');
		expect(await look(monday)).toBe(0);
		await write('#approve');
		expect(await look(monday)).toBe(1);
		expect((await told()).map(({ occurrence }) => occurrence)).toEqual([1, 2]);
	});

	it('lets the delivery be planned, once each time', async () => {
		await write('#approve');
		await look(monday);
		await look(monday);
		await see('film', 'e');
		await write('#approve');
		await look(monday);
		const rows = await store.query<{ external_id: string; payload: object }>(
			`SELECT external_id, payload FROM inbox
			WHERE topic = 'client.approved' AND subject = 'delivery:77' ORDER BY external_id`,
		);
		expect(rows).toMatchObject([
			{ external_id: 'client-approved/77/1', payload: { deal: { id: '77' }, files: 1 } },
			{
				external_id: 'client-approved/77/2',
				payload: { sha256: 'e'.repeat(64), file: { fileId: 'film', name: 'film.mp4' } },
			},
		]);
	});
});

describe('a share', () => {
	async function share(
		key: string,
		changes: object = {},
		row: { subject?: string; test?: boolean } = {},
	) {
		const content = {
			projectId: 'prj',
			assetIds: ['a', 'b'],
			isDownloadable: false,
			expiresAt: null,
		};
		await store.query(
			`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts,
				receipt, updated_at)
			VALUES ($1, 'frameio.share', $2, $3, 'f', $4::jsonb, 'done', gen_random_uuid(), 1, $5::jsonb, $6)`,
			[
				key,
				row.subject ?? 'deal:77',
				row.test ?? false,
				JSON.stringify({ ...content, ...changes }),
				JSON.stringify({
					id: `s-${key}`,
					name: 'n',
					url: `https://next.frame.io/share/${key}`,
					note: null,
				}),
				monday,
			],
		);
	}
	const preview = async (at = later(1)) => await tellPreviews(store, at, at);

	it('that was made for a deal is a preview, told once with its link', async () => {
		await share('one');
		expect([await preview(), await preview()]).toEqual([1, 0]);
		expect(await told()).toEqual([
			{
				milestone: 'preview-ready',
				occurrence: 1,
				deal: { id: '77' },
				details: { files: 2, version: 1 },
				link: 'https://next.frame.io/share/one',
				share: { id: 's-one', key: 'one' },
			},
		]);
		await share('two', { expiresAt: '2026-12-24T12:00:00Z' });
		expect(await Promise.all([preview(), preview()])).toEqual(expect.arrayContaining([1, 0]));
		expect((await told())[1]).toMatchObject({
			occurrence: 2,
			details: { version: 2, expiresAt: '2026-12-24T12:00:00Z' },
		});
	});

	it('that can be downloaded, of a trial, of no deal or long ago is none', async () => {
		await share('delivery', { isDownloadable: true });
		await share('trial', {}, { test: true });
		await share('other', {}, { subject: 'lead:7' });
		expect(await preview()).toBe(0);
		await share('old');
		expect(await preview(later(4 * 24 * 60))).toBe(0);
	});

	it.each([
		{ name: 'Nordlys #preview', is: true },
		{ name: '#Preview: second round', is: true },
		{ name: 'For the colourist', is: false },
		{ name: 'Nordlys #previews', is: false },
		{ name: 'Nordlys #preview', isDownloadable: true, is: false },
		{ name: 'Nordlys #preview', url: null, is: false },
		{ name: 'Nordlys #preview', place: 'elsewhere', is: false },
	])(
		'that somebody made by hand as $name is told: $is',
		async ({ is, place = 'prj', ...changes }) => {
			// The project's place in Frame.io was made for the deal.
			await store.run(
				`INSERT INTO effects (key, kind, subject, test, fingerprint, content, state, token, attempts, receipt)
			VALUES ('place', 'frameio.project', 'deal:77', false, 'f', '{}', 'done', gen_random_uuid(), 1,
				'{"id": "prj"}')`,
			);
			const made = { id: 's9', url: 'https://f.io/s9', isDownloadable: false, expiresAt: null };
			const take = async () =>
				await takeShare(store, { ...made, ...changes }, place, monday, monday);
			expect([await take(), await take()]).toEqual([is, false]);
			expect((await told()).map(({ link }) => link)).toEqual(is ? ['https://f.io/s9'] : []);
		},
	);

	it('is where the mails about notes and approval lead', async () => {
		await share('one');
		await preview();
		await write('Darker');
		await write('#approve');
		await look(later(30));
		expect((await told()).map(({ milestone, link }) => [milestone, link])).toEqual([
			['approved', 'https://next.frame.io/share/one'],
			['preview-ready', 'https://next.frame.io/share/one'],
			['revision-received', 'https://next.frame.io/share/one'],
		]);
	});
});
