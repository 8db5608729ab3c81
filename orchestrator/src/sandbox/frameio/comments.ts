import type { WebhookEvent } from '../../../../nodes/domain/frameio/events';
import { sandboxFrameio } from '../accounts';
import { textOr } from '../json';
import type { Json } from '../types';
import type { Call, Handler } from './call';
import { FrameioError } from './errors';
import { fileIn } from './files';
import type { Comment, FileAsset } from './model';
import { page } from './paging';
import { includesOf, iso } from './presentAsset';
import { frameOf, timecodeOf } from './timecode';

/** Longest text (Frame.io's own description of V4, July 2026). */
const longestText = 40_000;

/** What has frames that a comment can point at. */
const hasFrames = ({ mediaType }: FileAsset) => /^(audio|video)\/|mxf/.test(mediaType);

/** POST a comment on a file. */
export const createComment: Handler = (call) => {
	const { store, at, data } = call;
	const file = fileIn(call);
	const text = textIn(call);
	const { id, name, email } = sandboxFrameio.user;
	const comment: Comment = {
		id: store.nextId('c0'),
		fileId: file.id,
		text,
		...placeIn(data, file),
		annotation: textOr(data.annotation, null),
		completedAt: data.completed === true ? at : null,
		textEditedAt: null,
		author: { id, name, email },
		createdAt: at,
		updatedAt: at,
	};
	store.state.comments.push(comment);
	tell(call, 'comment.created', comment);
	return { data: present(call, comment) };
};

/** GET the comments of a file, a page at a time. */
export const listComments: Handler = (call) => {
	const { id } = fileIn(call);
	const ours = call.store.state.comments.filter(({ fileId }) => fileId === id);
	const isDescending = (call.request.query.get('sort') ?? '').endsWith('_desc');
	const ordered = isDescending ? ours.reverse() : ours;
	return page(call, ordered, (comment) => withIncludes(call, comment));
};

/** GET one comment. */
export const readComment: Handler = (call) => ({ data: withIncludes(call, commentIn(call)) });

/** PATCH a comment. */
export const updateComment: Handler = (call) => {
	const { at, data, store } = call;
	const comment = commentIn(call);
	if (data.text !== undefined) {
		comment.text = textIn(call);
		comment.textEditedAt = at;
	}
	if (data.timestamp !== undefined || data.page !== undefined) {
		Object.assign(comment, placeIn(data, store.file(comment.fileId)));
	}
	comment.updatedAt = at;
	const wasCompleted = comment.completedAt !== null;
	if (typeof data.completed === 'boolean' && data.completed !== wasCompleted) {
		comment.completedAt = data.completed ? at : null;
		tell(call, data.completed ? 'comment.completed' : 'comment.uncompleted', comment);
	} else {
		tell(call, 'comment.updated', comment);
	}
	return { data: present(call, comment) };
};

/** DELETE a comment. */
export const deleteComment: Handler = (call) => {
	const comment = commentIn(call);
	tell(call, 'comment.deleted', comment);
	const { state } = call.store;
	state.comments = state.comments.filter((one) => one !== comment);
	return undefined;
};

/** @throws FrameioError 422 */
function textIn({ data }: Call): string {
	const { text } = data;
	if (typeof text !== 'string' || text === '') {
		throw new FrameioError(422, 'Missing field: text', '/data/text');
	}
	if (text.length <= longestText) return text;
	throw new FrameioError(422, `length must be at most ${longestText}`, '/data/text');
}

/** Where in the file a comment points; @throws FrameioError 422 */
function placeIn(data: Record<string, Json>, file: FileAsset) {
	const { timestamp = null, duration = null, page: documentPage = null } = data;
	const frame = typeof timestamp === 'string' ? frameOf(timestamp) : timestamp;
	const isFrame = typeof frame === 'number' && Number.isInteger(frame) && frame >= 0;
	if (timestamp !== null && !isFrame) {
		throw new FrameioError(422, 'must be a timecode or a frame', '/data/timestamp');
	}
	if (timestamp !== null && !hasFrames(file)) {
		throw new FrameioError(422, 'is allowed for audio and video only', '/data/timestamp');
	}
	if (duration !== null && timestamp === null) {
		throw new FrameioError(422, 'needs a timestamp', '/data/duration');
	}
	if (documentPage !== null && file.mediaType !== 'application/pdf') {
		throw new FrameioError(422, 'is allowed for documents only', '/data/page');
	}
	return {
		frame: isFrame ? frame : null,
		durationFrames: typeof duration === 'number' ? duration : null,
		page: typeof documentPage === 'number' ? documentPage : null,
	};
}

const commentIn = (call: Call): Comment => call.store.comment(call.params.comment_id ?? '');

function tell({ store, at }: Call, event: WebhookEvent, { id, fileId }: Comment): void {
	store.tellOf(event, 'comment', id, store.file(fileId).projectId, at);
}

const present = ({ request }: Call, comment: Comment) => {
	const asTimecode = request.query.get('timestamp_as_timecode') === 'true';
	const { frame, completedAt, textEditedAt } = comment;
	return {
		id: comment.id,
		file_id: comment.fileId,
		text: comment.text,
		annotation: comment.annotation,
		page: comment.page,
		timestamp: frame !== null && asTimecode ? timecodeOf(frame) : frame,
		duration: comment.durationFrames,
		anchor: null,
		text_review_annotation: null,
		text_edited_at: textEditedAt === null ? null : iso(textEditedAt),
		completed_at: completedAt === null ? null : iso(completedAt),
		completer_id: completedAt === null ? null : sandboxFrameio.user.id,
		created_at: iso(comment.createdAt),
		updated_at: iso(comment.updatedAt),
		attachments: [],
		mentions: [],
		links: [],
	};
};

function withIncludes(call: Call, comment: Comment) {
	const asked = includesOf(call);
	const owner = { ...comment.author, avatar_url: null, active: true };
	return {
		...present(call, comment),
		...(asked.has('owner') ? { owner } : {}),
		...(asked.has('replies') ? { replies: [] } : {}),
	};
}
