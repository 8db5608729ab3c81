import { avatar, clock, empty, h, link, rawRequests } from './dom.js';

/** The Frame.io tab: projects of each workspace, their files with versions, status and comments. */
export function renderFrameio({ workspaces, people, statuses, deliveries }, open, toggle, acts) {
	const desk = { people, statuses, open, toggle, acts };
	return h(
		'div',
		{ class: 'stack' },
		workspaces.map((workspace) => renderWorkspace(workspace, desk)),
		renderDeliveries(deliveries),
	);
}

function renderWorkspace({ id, name, total, projects }, desk) {
	return h(
		'section',
		{ class: 'card' },
		h('h2', null, name, h('span', { class: 'count' }, total)),
		projects.length === 0
			? empty('No projects yet', 'Projects made in this workspace appear here.')
			: projects.map((project) => renderProject(project, desk)),
		newProject(id, desk.acts),
	);
}

function newProject(workspace, { makeProject }) {
	return h(
		'form',
		{
			class: 'line',
			onsubmit: (event) => {
				event.preventDefault();
				void makeProject(workspace, event.target.elements.name.value);
			},
		},
		h(
			'label',
			null,
			h('span', null, 'New project'),
			h('input', { id: `new-${workspace}`, name: 'name', required: true, maxlength: 255 }),
		),
		h('button', { type: 'submit' }, 'Make'),
	);
}

function renderProject(project, desk) {
	const { id, name, works, folders, url, rootFolderId } = project;
	const isOpen = desk.open.has(`project-${id}`);
	return h(
		'article',
		{ class: 'project' },
		h(
			'h3',
			null,
			h(
				'button',
				{
					type: 'button',
					id: `project-${id}`,
					class: 'expand',
					'aria-expanded': String(isOpen),
					onclick: () => desk.toggle(`project-${id}`),
				},
				name,
			),
			h('span', { class: 'count' }, `${works.length} ${works.length === 1 ? 'file' : 'files'}`),
		),
		isOpen && [
			folders.length > 0 && h('p', { class: 'place' }, `Folders: ${folders.join(', ')}`),
			works.map((work) => renderWork(work, desk)),
			uploadForm(rootFolderId, 'Upload a file', desk),
			h('p', { class: 'links' }, link(url, null, url), ' ', rawRequests(id)),
		],
	);
}

/** A file with its versions: the newest whole, older ones folded. */
function renderWork({ versions }, desk) {
	const [newest, ...older] = versions;
	return h(
		'div',
		{ class: 'work' },
		renderFile(newest, versions.length, desk),
		uploadForm(newest.id, `Upload version ${versions.length + 1}`, desk),
		older.length > 0 &&
			h(
				'details',
				{ class: 'older' },
				h('summary', null, `${older.length} older ${older.length === 1 ? 'version' : 'versions'}`),
				older.map((file) => renderFile(file, versions.length, desk)),
			),
	);
}

function renderFile(file, count, desk) {
	const { id, name, version, mediaType, sizeBytes, isThere, createdAt, status, comments } = file;
	const video = isThere && /^(video|audio)\//.test(mediaType) ? player(file) : null;
	const jump = (seconds) => {
		if (video !== null) video.currentTime = seconds;
	};
	return h(
		'div',
		{ class: 'file' },
		h(
			'h4',
			null,
			name,
			count > 1 && h('span', { class: 'pill' }, `v${version}`),
			!isThere && h('span', { class: 'pill' }, 'bytes are missing'),
			h('span', { class: 'facts' }, `${mediaType} · ${sizeOf(sizeBytes)} · `, clock(createdAt)),
		),
		video,
		timeline(comments, video, jump),
		comments.length > 0 &&
			h(
				'ol',
				{ class: 'comments' },
				comments.map((one) => item(one, jump)),
			),
		statusField(id, status, desk),
		commentForm(id, video, desk),
		h('p', { class: 'links' }, link(file.url, null, 'Address in Frame.io'), ' ', rawRequests(id)),
	);
}

function player({ id, mediaType }) {
	const isVideo = mediaType.startsWith('video/');
	return h(isVideo ? 'video' : 'audio', {
		id: `player-${id}`,
		controls: true,
		preload: 'metadata',
		src: `/api/frameio/files/${encodeURIComponent(id)}/original`,
	});
}

/** Marks at their times; without the length of the file, the last comment is near the end. */
function timeline(comments, video, jump) {
	const timed = comments.filter(({ seconds }) => seconds !== null);
	if (timed.length === 0) return null;
	const last = Math.max(...timed.map(({ seconds, lasts }) => seconds + (lasts ?? 0)), 1) * 1.1;
	const marks = timed.map((comment) => ({
		comment,
		mark: h('button', {
			type: 'button',
			class: comment.isDone ? 'mark done' : 'mark',
			title: `${comment.timecode} ${comment.text.split('\n')[0]}`,
			'aria-label': `Comment at ${comment.timecode}`,
			onclick: () => jump(comment.seconds),
		}),
	}));
	const place = (length) => {
		for (const { comment, mark } of marks) {
			mark.style.left = `${Math.min(99, (comment.seconds / length) * 100)}%`;
			mark.style.width = `max(10px, ${((comment.lasts ?? 0) / length) * 100}%)`;
		}
	};
	place(last);
	video?.addEventListener('loadedmetadata', () => {
		if (Number.isFinite(video.duration)) place(Math.max(video.duration, last / 1.1));
	});
	return h(
		'div',
		{ class: 'timeline', role: 'group', 'aria-label': 'Comments on the timeline' },
		marks.map(({ mark }) => mark),
	);
}

function item({ text, author, at, seconds, timecode, page, isDone }, jump) {
	const where = timecode ?? (page === null ? 'whole file' : `page ${page}`);
	return h(
		'li',
		{ class: isDone ? 'done' : null },
		seconds === null
			? h('span', { class: 'timecode' }, where)
			: h('button', { type: 'button', class: 'timecode', onclick: () => jump(seconds) }, where),
		h(
			'div',
			null,
			h('p', { class: 'words' }, text),
			h(
				'p',
				{ class: 'by' },
				avatar(author, 'avatar'),
				author,
				h('time', { datetime: new Date(at).toISOString() }, clock(at)),
				isDone && ' · done',
			),
		),
	);
}

function statusField(id, current, { statuses, acts }) {
	return h(
		'label',
		{ class: 'line' },
		h('span', null, 'Status'),
		h(
			'select',
			{
				id: `status-${id}`,
				onchange: ({ target }) =>
					acts.setStatus(id, { status: target.value === '' ? null : target.value }),
			},
			h('option', { value: '', selected: current === null }, 'No status'),
			statuses.map((status) =>
				h('option', { value: status.id, selected: status.id === current }, status.name),
			),
		),
	);
}

function commentForm(id, video, { people, acts }) {
	return h(
		'form',
		{
			class: 'line',
			onsubmit: (event) => {
				event.preventDefault();
				const { text, seconds, who } = event.target.elements;
				void acts.comment(id, {
					text: text.value,
					seconds: seconds.value === '' ? null : Number(seconds.value),
					who: who.value,
				});
			},
		},
		h(
			'label',
			null,
			h('span', null, 'At second'),
			h('input', {
				id: `seconds-${id}`,
				name: 'seconds',
				type: 'number',
				min: 0,
				step: 'any',
				onfocus: ({ target }) => {
					if (target.value === '' && video !== null) target.value = video.currentTime.toFixed(2);
				},
			}),
		),
		h(
			'label',
			{ class: 'wide' },
			h('span', null, 'Comment'),
			h('input', { id: `text-${id}`, name: 'text', required: true }),
		),
		whoField(`who-${id}`, people),
		h('button', { type: 'submit' }, 'Comment'),
	);
}

function uploadForm(place, title, { people, acts }) {
	return h(
		'form',
		{
			class: 'line upload',
			onsubmit: (event) => {
				event.preventDefault();
				const { file, who } = event.target.elements;
				void acts.upload(place, file.files[0], who.value);
			},
		},
		h(
			'label',
			{ class: 'wide' },
			h('span', null, title),
			h('input', { id: `upload-${place}`, name: 'file', type: 'file', required: true }),
		),
		whoField(`by-${place}`, people),
		h('button', { type: 'submit' }, 'Upload'),
	);
}

const whoField = (id, people) =>
	h(
		'label',
		null,
		h('span', null, 'As'),
		h(
			'select',
			{ id, name: 'who' },
			people.map((person) => h('option', { value: person.id }, person.name)),
		),
	);

/** The calls that were made to webhooks, the newest first. */
export function renderDeliveries(deliveries) {
	if (deliveries.length === 0) return null;
	return h(
		'section',
		{ class: 'card' },
		h('h2', null, 'Webhook calls', h('span', { class: 'count' }, deliveries.length)),
		h(
			'ol',
			{ class: 'deliveries' },
			deliveries
				.slice(0, 30)
				.map(({ event, url, attempts, status, isSettled, at }) =>
					h(
						'li',
						null,
						h('time', { datetime: new Date(at).toISOString() }, clock(at)),
						h('code', null, event),
						h(
							'span',
							{ class: status !== null && status < 300 ? 'pill' : 'pill bad' },
							outcome({ attempts, status, isSettled }),
						),
						h('span', { class: 'facts' }, url),
					),
				),
		),
	);
}

function outcome({ attempts, status, isSettled }) {
	if (attempts === 0) return 'on its way';
	const said = status === null ? 'no answer' : String(status);
	const tries = attempts === 1 ? '' : ` after ${attempts} calls`;
	return isSettled ? `${said}${tries}` : `${said}${tries}, tried again later`;
}

function sizeOf(bytes) {
	if (bytes < 1_000) return `${bytes} B`;
	return bytes < 1_000_000
		? `${(bytes / 1_000).toFixed(1)} kB`
		: `${(bytes / 1_000_000).toFixed(1)} MB`;
}
