import type { VendorAnswer } from '../../../orchestrator/src/sandbox/types';
import { accountPath, anAccount, putHeaders, type Thing } from './aFrameioAccount';
import { noon } from './callStandIn';

const content = Buffer.from('0123456789abcdefghijABC');

async function bytesOf({ content: sent }: VendorAnswer): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of sent?.open() ?? []) chunks.push(Buffer.from(chunk as Buffer));
	return Buffer.concat(chunks).toString();
}

function aFile(name = 'cut v1.mp4') {
	const account = anAccount();
	const project = account.aProject();
	const root = String(project.root_folder_id);
	const file = account.upload(root, name, content);
	const url = `${accountPath}/files/${file.id}`;
	const events: string[] = [];
	account.store.onHappening = ({ event, resource }) =>
		events.push(`${event} ${resource.type} ${resource.id === file.id ? 'file' : 'other'}`);
	const read = (query = '') =>
		account.call('GET', `${url}${query}`).body.data as Thing & {
			media_links: { original: { download_url: string | null } };
		};
	return { ...account, project, root, file, url, read, events };
}

describe('a file in the Frame.io stand-in', () => {
	it('is there when all its parts have come, in any order', () => {
		const { make, follow, call, aProject } = anAccount();
		const files = `${accountPath}/folders/${aProject().root_folder_id}/files`;
		const file = make(`${files}/local_upload`, { name: 'a.MP4', file_size: content.length });
		const urls = file.upload_urls as unknown as Array<{ url: string; size: number }>;
		const status = () => call('GET', `${accountPath}/files/${file.id}/status`).body.data;

		expect(file).toMatchObject({ status: 'created', media_type: 'video/mp4' });
		expect(urls.map(({ size }) => size)).toEqual([10, 10, 3]);
		const put = (index: number) =>
			follow('PUT', urls[index]!.url, content.subarray(index * 10, index * 10 + 10), {
				headers: putHeaders('video/mp4'),
			});
		expect([put(2), put(0)].map((answer) => answer.status)).toEqual([200, 200]);
		expect(status()).toMatchObject({ upload_complete: false, upload_completed_at: null });
		put(1);
		expect(status()).toMatchObject({ upload_complete: true, upload_failed: false });
	});

	it('gives its bytes to whoever has its link, whole or from where one left off', async () => {
		const { read, follow } = aFile();
		const link = read('?include=media_links.original').media_links.original.download_url ?? '';

		const whole = follow('GET', link);
		expect(whole).toMatchObject({ status: 200, content: { type: 'video/mp4', length: 23 } });
		expect(await bytesOf(whole)).toBe(content.toString());
		const rest = follow('GET', link, undefined, { headers: { range: 'bytes=20-' } });
		expect(rest).toMatchObject({ status: 206, headers: { 'content-range': 'bytes 20-22/23' } });
		expect(await bytesOf(rest)).toBe('ABC');
	});

	it.each([
		{ status: 403, when: 'the link has ended', change: { at: noon + 86_401_000 } },
		{ status: 403, when: 'the link was changed', end: 'x' },
		{ status: 416, when: 'there is no such range', change: { headers: { range: 'bytes=99-' } } },
	])('gives no bytes ($status) when $when', ({ status, change, end = '' }) => {
		const { read, follow } = aFile();
		const link = read('?include=media_links.original').media_links.original.download_url ?? '';
		expect(follow('GET', `${link}${end}`, undefined, change)).toMatchObject({
			status,
			content: { type: 'application/xml' },
		});
	});

	it.each([
		{ status: 403, wrong: 'no ACL', headers: { 'content-type': 'video/mp4' } },
		{ status: 403, wrong: 'another type', headers: putHeaders('video/webm') },
		{ status: 400, wrong: 'too few bytes', bytes: 4 },
		{ status: 405, wrong: 'POST', method: 'POST' },
	])('refuses a part ($status) for $wrong', ({ status, headers, bytes = 10, method = 'PUT' }) => {
		const { make, follow, aProject } = anAccount();
		const files = `${accountPath}/folders/${aProject().root_folder_id}/files`;
		const file = make(`${files}/local_upload`, { name: 'a.mp4', file_size: 10 });
		const [part] = file.upload_urls as unknown as Array<{ url: string }>;
		const options = { headers: headers ?? putHeaders('video/mp4') };
		expect(follow(method, part!.url, Buffer.alloc(bytes), options).status).toBe(status);
	});

	it('becomes the newest version when it is moved on a stack, and leaves it again', () => {
		const { upload, make, call, root, file, events, store } = aFile();
		const second = upload(root, 'cut v2.mp4', content);
		const third = upload(root, 'cut v3.mp4', content);
		events.length = 0;
		const stack = make(`${accountPath}/folders/${root}/version_stacks`, {
			file_ids: [file.id, second.id],
		});
		const move = (id: string, parent: string) =>
			call('PATCH', `${accountPath}/files/${id}/move`, { data: { parent_id: parent } });
		move(third.id, stack.id);

		expect(events).toEqual(['file.versioned file other', 'file.versioned file other']);
		const children = call('GET', `${accountPath}/version_stacks/${stack.id}/children`).body.data;
		expect((children as unknown as Thing[]).map(({ name }) => name)).toEqual([
			'cut v3.mp4',
			'cut v2.mp4',
			'cut v1.mp4',
		]);
		expect(call('GET', `${accountPath}/version_stacks/${stack.id}`).body.data).toMatchObject({
			name: 'cut v3.mp4',
			head_version: { id: third.id },
		});
		for (const { id } of [file, second, third]) move(id, root);
		expect(store.state.assets.some(({ type }) => type === 'version_stack')).toBe(false);
	});

	it('tells of each change, and is gone with its comments and bytes', () => {
		const { call, url, make, events, store, file } = aFile();
		call('PATCH', url, { data: { name: 'final.mp4' } });
		make(`${url}/comments`, { text: 'Louder' });
		call('POST', `${url}/copy?copy_metadata=true`, { data: {} });
		call('DELETE', url);

		expect(events).toEqual([
			'file.updated file file',
			'comment.created comment other',
			'file.copied file other',
			'file.deleted file file',
		]);
		expect(store.vault.sizeOf(file.id)).toBeNull();
		expect(store.state.comments).toEqual([]);
		expect(call('GET', url).status).toBe(404);
	});
});

describe('comments in the Frame.io stand-in', () => {
	it('point at a frame, given as such or as a timecode', () => {
		const { make, call, url } = aFile();
		const byFrame = make(`${url}/comments`, { text: 'Black', timestamp: 30, duration: 5 });
		const byTimecode = make(`${url}/comments`, { text: 'Loud', timestamp: '00:01:00:05' });

		expect(byFrame).toMatchObject({ timestamp: 30, duration: 5, page: null });
		expect(byTimecode).toMatchObject({ timestamp: 1_505 });
		const listed = call('GET', `${url}/comments?timestamp_as_timecode=true&include=owner`).body;
		expect(listed.data).toMatchObject([
			{ timestamp: '00:00:01:05', owner: { name: 'Service Account User' } },
			{ timestamp: '00:01:00:05' },
		]);
	});

	it('are done, and not done again', () => {
		const { make, call, url, events } = aFile();
		const { id } = make(`${url}/comments`, { text: 'Louder' });
		const patch = (data: object) => call('PATCH', `${accountPath}/comments/${id}`, { data });

		expect(patch({ completed: true }).body.data).toMatchObject({
			completed_at: expect.any(String),
		});
		patch({ completed: false });
		patch({ text: 'Softer' });
		expect(events.map((event) => event.split(' ')[0])).toEqual([
			'comment.created',
			'comment.completed',
			'comment.uncompleted',
			'comment.updated',
		]);
	});

	it.each([
		{ wrong: 'no text', name: 'a.mp4', data: {} },
		{ wrong: 'a frame below 0', name: 'a.mp4', data: { text: 'x', timestamp: -1 } },
		{ wrong: 'a time that is none', name: 'a.mp4', data: { text: 'x', timestamp: '1:2' } },
		{ wrong: 'a length without a time', name: 'a.mp4', data: { text: 'x', duration: 3 } },
		{ wrong: 'a time in a picture', name: 'a.png', data: { text: 'x', timestamp: 1 } },
		{ wrong: 'a page of a video', name: 'a.mp4', data: { text: 'x', page: 1 } },
	])('are refused with $wrong', ({ name, data }) => {
		const { call, url, store } = aFile(name);
		expect(call('POST', `${url}/comments`, { data }).status).toBe(422);
		expect(store.state.comments).toEqual([]);
	});
});

describe('metadata in the Frame.io stand-in', () => {
	const status = ({ call, url }: ReturnType<typeof aFile>) =>
		(call('GET', `${url}/metadata`).body.data as unknown as { metadata: Thing[] }).metadata.find(
			({ field_definition_name: name }) => (name as string) === 'Status',
		) as unknown as {
			field_definition_id: string;
			field_options: Array<{ id: string; display_name: string }>;
			value: Array<{ display_name: string }>;
		};

	it('sets the status of a file by the id of an option', () => {
		const world = aFile();
		const { project, file, call, events } = world;
		const { field_definition_id: field, field_options: options, value } = status(world);
		expect(value).toEqual([]);
		const approved = options.find(({ display_name: name }) => name === 'Approved');
		const values = `${accountPath}/projects/${project.id}/metadata/values`;
		const set = (chosen: unknown) =>
			call('PATCH', values, {
				data: { file_ids: [file.id], values: [{ field_definition_id: field, value: chosen }] },
			});

		expect(set([approved?.id])).toMatchObject({ status: 204, body: undefined });
		expect(status(world).value).toMatchObject([{ display_name: 'Approved' }]);
		expect(events).toEqual(['metadata.value.updated file file']);
		expect(set(['elsewhere']).status).toBe(422);
		expect(set('Approved').status).toBe(422);
		expect(status(world).value).toHaveLength(1);
	});

	it('has fields of its own, which can be changed, and those of every account, which cannot', () => {
		const { call, make } = anAccount();
		const fields = `${accountPath}/metadata/field_definitions`;
		const own = make(fields, {
			name: 'Hub',
			field_type: 'select',
			field_configuration: { options: [{ display_name: 'Lima' }] },
		});
		expect(own).toMatchObject({ mutable: true, field_configuration: { enable_add_new: true } });
		const change = (configuration: object) =>
			call('PATCH', `${fields}/${own.id}`, {
				data: { field_type: 'select', field_configuration: configuration },
			});
		type Options = { options: Array<{ id: string; display_name: string }> };
		const [lima] = (own.field_configuration as unknown as Options).options;
		const closed = change({ enable_add_new: false }).body.data as unknown as Thing;
		expect(closed.field_configuration).toEqual({ enable_add_new: false, options: [lima] });
		const named = (...names: string[]) => ({
			options: names.map((display_name) => ({ display_name })),
		});
		const grown = change(named('Madrid', 'Lima')).body.data as unknown as Thing;
		expect(grown.field_configuration).toMatchObject({ enable_add_new: false });
		expect((grown.field_configuration as unknown as Options).options[1]).toEqual(lima);
		const many = Array.from({ length: 51 }, (_, at) => `Hub ${at}`);
		expect(change(named(...many)).status).toBe(422);
		expect(change(named(...many.slice(1))).status).toBe(200);
		expect(call('DELETE', `${fields}/${own.id}`).status).toBe(204);
		const [system] = call('GET', fields).body.data as unknown as Thing[];
		expect(call('DELETE', `${fields}/${system!.id}`).status).toBe(403);
	});
});

describe('shares in the Frame.io stand-in', () => {
	it('show assets, and take more of them', () => {
		const { make, call, upload, root, project, file } = aFile();
		const other = upload(root, 'b.mp4', content);
		const shares = `${accountPath}/projects/${project.id}/shares`;
		const share = make(shares, {
			type: 'asset',
			name: 'For the client',
			access: 'public',
			asset_ids: [file.id],
		});
		const url = `${accountPath}/shares/${share.id}`;
		const added = call('POST', `${url}/assets`, { data: { asset_id: other.id } });
		const removed = call('DELETE', `${url}/assets/${file.id}`);

		expect(added.body.data).toMatchObject({ asset_added: other.id });
		expect(removed.body.data).toMatchObject({ asset_removed: file.id });
		expect(call('GET', shares).body.data).toMatchObject([{ name: 'For the client' }]);
		expect(call('DELETE', url).status).toBe(204);
		expect(call('GET', url).status).toBe(404);
	});
});
