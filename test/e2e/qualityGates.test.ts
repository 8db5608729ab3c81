import { capacityViewSchema } from '../../orchestrator/src/reservations/capacityView';
import { sandboxPeople } from '../../orchestrator/src/sandbox/accounts';
import { fileGatesSchema } from '../../orchestrator/src/service/quality/views';
import type { Stack } from '../../orchestrator/src/up/stack';
import { describeWithFfmpeg } from '../support/media/ffmpegHere';
import { startTestStack } from '../support/startedStack';
import type { Desk } from './support/desk';
import { messagesOf, openDesk } from './support/desk';
import { aFilm } from './support/film';
import type { FrameioPage } from './support/frameioPage';
import { frameioApi, hasStatus, openFrameioPage } from './support/frameioPage';

jest.setTimeout(600_000);

let stack: Stack;
let desk: Desk;
let frameio: FrameioPage;
let folder: string;

const gatesOf = async (sha256: string) =>
	fileGatesSchema.parse(await desk.ask(`/v1/files/${sha256}/gates`));

/** The stack that a file is a version in. */
const stackOf = async (id: string) =>
	String((await frameio.call('GET', `${frameioApi}/files/${id}`)).parent_id);

describeWithFfmpeg('a film goes through its gates', () => {
	let first: string;
	let second: string;
	let shaOfFirst: string;
	let shaOfSecond: string;

	beforeAll(async () => {
		stack = await startTestStack({ limits: 'off' });
		desk = openDesk(stack);
		frameio = await openFrameioPage(stack);
		// The project that a won deal would have, and the editor who has the cut of it.
		const project = (await desk.ask('/v1/effects', {
			key: 'deal:film/frameio-project/workspace/1',
			kind: 'frameio.project',
			content: { name: 'Nordlys' },
		})) as { receipt: { rootFolderId: string } };
		folder = project.receipt.rootFolderId;
		const day = (ahead: number) =>
			new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
		const query = `person=luis&from=${day(2)}&to=${day(30)}`;
		const { rosterVersion, people } = capacityViewSchema.parse(
			await desk.ask(`/v1/capacity?${query}`),
		);
		const free = people[0]?.days.find((each) => each.free >= 1)?.day;
		const cut = { piece: 'edit', person: 'luis', skill: 'video-editing', client: 'nordlys' };
		await desk.ask('/v1/reservations', {
			key: 'deal:film/reservation/edit/1',
			project: 'film',
			pieces: [{ ...cut, days: [{ day: free, hours: 1 }] }],
			rosterVersion,
		});
	});
	afterAll(async () => {
		frameio?.close();
		await stack?.stop();
	});

	it('comes back with comments at their moments, its status and a report, when it is faulty', async () => {
		const upload = await frameio.begin(folder, 'film v1.mp4', aFilm({ loudnessDb: 24, gap: true }));
		first = upload.id;
		await upload.finish();

		const comments = await desk.until('the comments', ({ frameio: { comments: all } }) => {
			const own = all.filter(({ fileId }) => fileId === first);
			return own.length >= 2 ? own : undefined;
		});
		const texts = comments.map((comment) => JSON.stringify(comment));
		expect(texts.some((text) => text.includes('Gate 1 (measured): fails'))).toBe(true);
		expect(texts.some((text) => text.includes('black at 0:03.0'))).toBe(true);
		const told = await desk.until(
			'the report',
			(state) => messagesOf(state, 'film v1.mp4 goes back')[0],
		);
		expect(told.text).toContain('true-peak');
		expect(told.text).toContain('<@U0LUIS0001>');
		expect(told.text).toContain('review_waive');
		await desk.until('its status', (state) => hasStatus(state, first, 'Changes Requested'));
	});

	it('goes to a peer once it is mended, and to nobody while it was not', async () => {
		const upload = await frameio.begin(folder, 'film v2.mp4', aFilm({ loudnessDb: 6, gap: false }));
		second = upload.id;
		await frameio.call('POST', `${frameioApi}/folders/${folder}/version_stacks`, {
			file_ids: [first, second],
		});
		await upload.finish();

		const { asked, channel, ts } = await desk.review(['version 2'], 'Gate 2');
		expect(asked.email).not.toBe('luis@iamazingcontent.space');
		expect(messagesOf(await desk.sandbox.state(), 'film v1.mp4', 'would you look')).toEqual([]);

		const other = sandboxPeople.find(({ email }) => email.startsWith('luis@'))!;
		const press = { channel, ts, action: 'review_approve' };
		expect((await desk.act('/api/slack/press', { ...press, user: other.slackId })).status).toBe(
			204,
		);
		await desk.until('a private answer', ({ slack }) =>
			slack.privateMessages.find(({ userId }) => userId === other.slackId),
		);
		// In Frame.io the same holds: whoever made it is told why it does not count, the peer's word does.
		const comments = `/api/frameio/files/${second}/comments`;
		const says = async (who: string) =>
			await desk.act(comments, { text: '#approve', seconds: null, who });
		expect((await says(other.email)).status).toBe(201);
		await desk.until('an answer at the file', ({ frameio: { comments: all } }) =>
			all.find(({ fileId, text }) => fileId === second && text.includes('tu respuesta no cuenta')),
		);
		expect((await says(asked.email)).status).toBe(201);
		const shown = await desk.until('the answer in the message', (state) =>
			messagesOf(state, 'film v2.mp4', 'approves').find(({ ts: of }) => of === ts),
		);
		expect(shown.text).not.toContain('review_approve');
	});

	it('goes to a senior who is neither, is ready after them, and can prove it by its hash', async () => {
		const { asked, channel, ts } = await desk.review(['version 2'], 'Gate 3');
		await desk.act('/api/slack/press', {
			channel,
			ts,
			action: 'review_approve',
			user: asked.slackId,
		});
		const view = await desk.until('the form', ({ slack }) =>
			slack.views.find(({ isOpen }) => isOpen),
		);
		const values = { satisfaction: '9', opportunity: 'Subtitles' };
		await desk.act('/api/slack/submit', { view: view.id, values });

		const ready = await desk.until(
			'the good news',
			(state) => messagesOf(state, 'is ready for delivery')[0],
		);
		expect(ready.text).toContain('Subtitles');
		await desk.until('its status', (state) => hasStatus(state, second, 'Approved'));
		const story = (await desk.ask('/v1/quality/file?word=film%20v2.mp4')) as {
			versions: Array<{ sha256: string }>;
		};
		[shaOfFirst = '', shaOfSecond = ''] = story.versions.map(({ sha256 }) => sha256);
		const proof = await gatesOf(shaOfSecond);
		expect(proof.standing).toMatchObject({ passed: true, isCurrent: true, next: null });
		const people = proof.standing.gates.map(({ by }) => by);
		expect(new Set([...people, 'luis']).size).toBe(4);
		expect(proof.standing.gates[0]?.specs).toMatchObject([{ id: 'agency' }]);
		expect((await gatesOf(shaOfFirst)).standing).toMatchObject({ passed: false, isCurrent: false });

		const stackId = proof.versionStackId ?? (await stackOf(second));
		const { events } = (await desk.ask(`/v1/inbox?subject=delivery:${stackId}`)) as {
			events: Array<{ topic: string }>;
		};
		expect(events.map(({ topic }) => topic)).toEqual(['file.approved']);
	});
});
