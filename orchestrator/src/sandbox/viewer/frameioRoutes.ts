import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { FrameioPeople } from '../frameio/peopleAct';
import type { FrameioStore } from '../frameio/store';

/** What the viewer can do in Frame.io. */
export interface FrameioDesk {
	people: FrameioPeople;
	store: FrameioStore;
}

/** Largest file that the page takes, in bytes: it is held in memory for a moment. */
const LARGEST_UPLOAD = 512 * 1024 * 1024;

const word = z.string().min(1).max(500);
const who = word.nullish();
const projectSchema = z.object({ workspace: word, name: z.string().min(1).max(255) }).strict();
const uploadQuery = z.object({
	place: word,
	name: z.string().min(1).max(255),
	who: word.optional(),
});
const commentSchema = z
	.object({
		text: z.string().min(1).max(40_000),
		seconds: z.number().min(0).max(1_000_000).nullable(),
		who,
	})
	.strict();
const statusSchema = z.object({ status: word.nullable(), who }).strict();

/** What a person does in Frame.io: projects, uploads, comments, a status; and the bytes to look at. */
export function addFrameioPeople(app: FastifyInstance, { people, store }: FrameioDesk): void {
	app.addContentTypeParser(
		'application/octet-stream',
		{ parseAs: 'buffer', bodyLimit: LARGEST_UPLOAD },
		(_request, body, done) => done(null, body),
	);
	app.post('/api/frameio/projects', async (request, reply) => {
		const body = projectSchema.safeParse(request.body);
		if (!body.success) return await reply.status(400).send({ error: 'Send workspace and name.' });
		const { id } = people.makeProject(body.data.workspace, body.data.name);
		return await reply.status(201).send({ id });
	});
	app.post('/api/frameio/files', { bodyLimit: LARGEST_UPLOAD }, async (request, reply) => {
		const query = uploadQuery.safeParse(request.query);
		if (!query.success || !Buffer.isBuffer(request.body)) {
			return await reply.status(400).send({ error: 'Send bytes, with ?place=…&name=…' });
		}
		const { place, name, who: by = null } = query.data;
		const { id } = people.upload(place, name, request.body, by);
		return await reply.status(201).send({ id });
	});
	app.post<{ Params: { id: string } }>(
		'/api/frameio/files/:id/comments',
		async (request, reply) => {
			const body = commentSchema.safeParse(request.body);
			if (!body.success) return await reply.status(400).send({ error: 'Send text and seconds.' });
			const { text, seconds, who: by = null } = body.data;
			const { id } = people.comment(request.params.id, text, seconds, by);
			return await reply.status(201).send({ id });
		},
	);
	app.post<{ Params: { id: string } }>('/api/frameio/files/:id/status', async (request, reply) => {
		const body = statusSchema.safeParse(request.body);
		if (!body.success) return await reply.status(400).send({ error: 'Send {"status":"…"}.' });
		people.setStatus(request.params.id, body.data.status, body.data.who ?? null);
		return await reply.status(204).send();
	});
	app.get<{ Params: { id: string } }>('/api/frameio/files/:id/original', async (request, reply) => {
		const { id } = request.params;
		const file = store.state.assets.find((asset) => asset.id === id);
		const size = store.vault.sizeOf(id);
		if (file?.type !== 'file' || size === null) return await reply.status(404).send();
		const [, first] = /^bytes=(\d+)-/.exec(request.headers.range ?? '') ?? [];
		const from = Number(first ?? 0);
		if (from >= size) return await reply.status(416).send();
		reply.type(shownType(file.mediaType)).header('accept-ranges', 'bytes');
		reply.header('content-length', size - from);
		if (first !== undefined) {
			reply.status(206).header('content-range', `bytes ${from}-${size - 1}/${size}`);
		}
		return await reply.send(store.vault.read(id, from, size - 1));
	});
}

/** Only media are shown as what they say they are: a page or a script would run as one of ours. */
const shownType = (type: string) =>
	/^(video|audio)\/[\w.+-]+$|^image\/(png|jpeg|gif|webp)$/.test(type)
		? type
		: 'application/octet-stream';
