import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { askService } from '../../orchestrator/src/adapters/service/askService';
import type { SandboxState } from '../../orchestrator/src/sandbox';
import {
	sandboxFrameio,
	sandboxHosts,
	sandboxPeople,
} from '../../orchestrator/src/sandbox/accounts';
import { capacityViewSchema } from '../../orchestrator/src/reservations/capacityView';
import { fileGatesSchema } from '../../orchestrator/src/service/quality/views';
import { sandboxCaFile } from '../../orchestrator/src/up/environment';
import type { Stack } from '../../orchestrator/src/up/stack';
import { waitFor } from '../../orchestrator/src/up/waitFor';
import type { ProxyClient } from '../orchestrator/sandbox/throughProxy';
import { throughProxy } from '../orchestrator/sandbox/throughProxy';
import { describeWithFfmpeg } from '../support/media/ffmpegHere';
import type { SandboxClient } from '../support/sandboxClient';
import { sandboxClient } from '../support/sandboxClient';
import { startTestStack } from '../support/startedStack';

jest.setTimeout(600_000);

const { account, clientId, clientSecret } = sandboxFrameio;
const api = `https://${sandboxHosts.frameio}/v4/accounts/${account.id}`;

let stack: Stack;
let viewerUrl: string;
let sandbox: SandboxClient;
let frameio: ProxyClient;
let token: string;
let clips: string;
let folder: string;

/** A film of eight seconds: its sound as loud as asked, with a black gap where one is wanted. */
function film(name: string, loudnessDb: number, gap: boolean): Buffer {
	const file = path.join(clips, name);
	const black = gap ? ",drawbox=t=fill:color=black:enable='between(t,3,5)'" : '';
	const made = spawnSync('ffmpeg', [
		...['-v', 'error', '-y', '-f', 'lavfi', '-i', `testsrc2=s=1280x720:r=25:d=8${black}`],
		...[
			'-f',
			'lavfi',
			'-i',
			`sine=frequency=440:sample_rate=48000:duration=8,volume=${loudnessDb}dB`,
		],
		...['-ac', '2', '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'],
		...['-c:a', 'aac', '-b:a', '128k', '-movflags', '+faststart', file],
	]);
	if (made.status !== 0) throw new Error(made.stderr.toString());
	return readFileSync(file);
}

/** What the service answers to a person with the installation's key. */
const ask = async (route: string, body?: object) =>
	await askService(
		{ url: stack.settings.service.url, apiKey: stack.secrets.ledgerApiKey },
		{ path: route, ...(body === undefined ? {} : { body }) },
	);

const act = async (route: string, body: object) =>
	await fetch(`${viewerUrl}${route}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

async function call(method: string, url: string, data?: object): Promise<Record<string, never>> {
	const body = data === undefined ? undefined : { data };
	const { status, body: answer } = await frameio.call(method, url, body, {
		authorization: `Bearer ${token}`,
	});
	if (status >= 300) throw new Error(`${method} ${url} answered ${status}`);
	return answer.data as Record<string, never>;
}

/** Begins an upload as Frame.io's own page does; the file is there once its parts have come. */
async function begin(name: string, content: Buffer) {
	const made = await call('POST', `${api}/folders/${folder}/files/local_upload`, {
		name,
		file_size: content.length,
	});
	const {
		id,
		media_type: type,
		upload_urls: urls,
	} = made as unknown as {
		id: string;
		media_type: string;
		upload_urls: Array<{ url: string; size: number }>;
	};
	const finish = async () => {
		let at = 0;
		for (const { url, size } of urls) {
			const headers = { 'content-type': type, 'x-amz-acl': 'private', authorization: '' };
			const part = content.subarray(at, at + size);
			const { status } = await frameio.call('PUT', url, part, headers);
			if (status !== 200) throw new Error(`A part of ${name} answered ${status}`);
			at += size;
		}
	};
	return { id, finish };
}

async function until<T>(what: string, look: (state: SandboxState) => T | undefined): Promise<T> {
	return await waitFor(async () => look(await sandbox.state()), {
		what,
		deadlineMs: 180_000,
		everyMs: 500,
		mend: 'Look at the logs in the state folder.',
	});
}

/** Messages in Slack whose text holds all of these, the oldest first. */
function messagesOf({ slack }: SandboxState, ...words: string[]) {
	return Object.entries(slack.messages)
		.flatMap(([channel, messages]) => messages.map(({ ts, ...rest }) => ({ channel, ts, rest })))
		.map(({ channel, ts, rest }) => ({ channel, ts, text: JSON.stringify(rest) }))
		.filter(({ text }) => words.every((word) => text.includes(word)))
		.sort((a, b) => Number(a.ts) - Number(b.ts));
}

/** Who is asked for a review of a version, at which gate. */
async function review(version: number, gate: string) {
	const message = await until(`a review at ${gate}`, (state) =>
		messagesOf(state, `version ${version}`, gate, 'would you look at this').at(-1),
	);
	const slackId = /<@(U[A-Z0-9]+)> would you look/.exec(message.text)?.[1];
	const asked = sandboxPeople.find((person) => person.slackId === slackId);
	if (asked === undefined) throw new Error(`Nobody is asked in ${message.text}`);
	return { ...message, asked };
}

const gatesOf = async (sha256: string) =>
	fileGatesSchema.parse(await ask(`/v1/files/${sha256}/gates`));

/** The stack that a file is a version in. */
const stackOf = async (id: string) => String((await call('GET', `${api}/files/${id}`)).parent_id);

/** Whether a file has a status in Frame.io. */
function hasStatus({ frameio: { assets, fields } }: SandboxState, id: string, name: string) {
	const options = fields.flatMap(({ configuration }) =>
		Array.isArray(configuration.options) ? configuration.options : [],
	) as Array<{ id: string; display_name: string }>;
	const option = options.find(({ display_name: shown }) => shown === name)?.id ?? name;
	const asset = JSON.stringify(assets.find((each) => each.id === id));
	return asset.includes(option) ? true : undefined;
}

describeWithFfmpeg('a film goes through its gates', () => {
	let first: string;
	let second: string;
	let shaOfFirst: string;
	let shaOfSecond: string;

	beforeAll(async () => {
		clips = mkdtempSync(path.join(tmpdir(), 'agency-clips-'));
		stack = await startTestStack({ limits: 'off' });
		viewerUrl = `http://127.0.0.1:${stack.settings.sandbox?.viewerPort}`;
		sandbox = sandboxClient(viewerUrl);
		frameio = throughProxy({
			proxyUrl: `http://127.0.0.1:${stack.settings.sandbox?.proxyPort}`,
			caFile: sandboxCaFile(stack.settings),
		});
		const grant = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: 'openid,AdobeID,frame.s2s.all',
		});
		const signedIn = await frameio.call(
			'POST',
			`https://${sandboxHosts.ims}/ims/token/v3`,
			grant.toString(),
			{ authorization: '' },
		);
		token = String(signedIn.body.access_token);
		// The project that a won deal would have, and the editor who has the cut of it.
		const project = (await ask('/v1/effects', {
			key: 'deal:film/frameio-project/workspace/1',
			kind: 'frameio.project',
			content: { name: 'Nordlys' },
		})) as { receipt: { rootFolderId: string } };
		folder = project.receipt.rootFolderId;
		const day = (ahead: number) =>
			new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
		const query = `person=luis&from=${day(2)}&to=${day(30)}`;
		const { rosterVersion, people } = capacityViewSchema.parse(await ask(`/v1/capacity?${query}`));
		const free = people[0]?.days.find((each) => each.free >= 1)?.day;
		const cut = { piece: 'edit', person: 'luis', skill: 'video-editing', client: 'nordlys' };
		await ask('/v1/reservations', {
			key: 'deal:film/reservation/edit/1',
			project: 'film',
			pieces: [{ ...cut, days: [{ day: free, hours: 1 }] }],
			rosterVersion,
		});
	});
	afterAll(async () => {
		frameio?.close();
		rmSync(clips, { recursive: true, force: true });
		await stack?.stop();
	});

	it('comes back with comments at their moments, its status and a report, when it is faulty', async () => {
		const upload = await begin('film v1.mp4', film('bad.mp4', 24, true));
		first = upload.id;
		await upload.finish();

		const comments = await until('the comments', ({ frameio: { comments: all } }) => {
			const own = all.filter(({ fileId }) => fileId === first);
			return own.length >= 2 ? own : undefined;
		});
		const texts = comments.map((comment) => JSON.stringify(comment));
		expect(texts.some((text) => text.includes('Gate 1 (measured): fails'))).toBe(true);
		expect(texts.some((text) => text.includes('black at 0:03.0'))).toBe(true);
		const told = await until(
			'the report',
			(state) => messagesOf(state, 'film v1.mp4 goes back')[0],
		);
		expect(told.text).toContain('true-peak');
		expect(told.text).toContain('<@U0LUIS0001>');
		expect(told.text).toContain('review_waive');
		await until('its status', (state) => hasStatus(state, first, 'Changes Requested'));
	});

	it('goes to a peer once it is mended, and to nobody while it was not', async () => {
		const upload = await begin('film v2.mp4', film('good.mp4', 6, false));
		second = upload.id;
		await call('POST', `${api}/folders/${folder}/version_stacks`, { file_ids: [first, second] });
		await upload.finish();

		const { asked, channel, ts } = await review(2, 'Gate 2');
		expect(asked.email).not.toBe('luis@iamazingcontent.space');
		expect(messagesOf(await sandbox.state(), 'film v1.mp4', 'would you look')).toEqual([]);

		const other = sandboxPeople.find(({ email }) => email.startsWith('luis@'))!;
		const press = { channel, ts, action: 'review_approve' };
		expect((await act('/api/slack/press', { ...press, user: other.slackId })).status).toBe(204);
		await until('a private answer', ({ slack }) =>
			slack.privateMessages.find(({ userId }) => userId === other.slackId),
		);
		// In Frame.io the same holds: whoever made it is told why it does not count, the peer's word does.
		const comments = `/api/frameio/files/${second}/comments`;
		const says = async (who: string) =>
			await act(comments, { text: '#approve', seconds: null, who });
		expect((await says(other.email)).status).toBe(201);
		await until('an answer at the file', ({ frameio: { comments: all } }) =>
			all.find(({ fileId, text }) => fileId === second && text.includes('tu respuesta no cuenta')),
		);
		expect((await says(asked.email)).status).toBe(201);
		const shown = await until('the answer in the message', (state) =>
			messagesOf(state, 'film v2.mp4', 'approves').find(({ ts: of }) => of === ts),
		);
		expect(shown.text).not.toContain('review_approve');
	});

	it('goes to a senior who is neither, is ready after them, and can prove it by its hash', async () => {
		const { asked, channel, ts } = await review(2, 'Gate 3');
		await act('/api/slack/press', { channel, ts, action: 'review_approve', user: asked.slackId });
		const view = await until('the form', ({ slack }) => slack.views.find(({ isOpen }) => isOpen));
		const values = { satisfaction: '9', opportunity: 'Subtitles' };
		await act('/api/slack/submit', { view: view.id, values });

		const ready = await until(
			'the good news',
			(state) => messagesOf(state, 'is ready for delivery')[0],
		);
		expect(ready.text).toContain('Subtitles');
		await until('its status', (state) => hasStatus(state, second, 'Approved'));
		const story = (await ask('/v1/quality/file?word=film%20v2.mp4')) as {
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
		const { events } = (await ask(`/v1/inbox?subject=delivery:${stackId}`)) as {
			events: Array<{ topic: string }>;
		};
		expect(events.map(({ topic }) => topic)).toEqual(['file.approved']);
	});
});
