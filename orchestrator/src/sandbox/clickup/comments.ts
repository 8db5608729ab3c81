import { textOr } from '../json';
import type { Handler } from './call';
import { ClickUpError } from './errors';
import type { Comment } from './model';
import { clickUpUsers, tokenOwner } from './people';

/** Comments on a page (ClickUp's own API v2 description of July 2026, Get Task Comments). */
const pageSize = 25;

/** POST a comment on a task. */
export const createComment: Handler = (call) => {
	const task = call.store.task(call.params.task_id ?? '');
	const text = textOr(call.body.comment_text, '');
	if (text === '') throw new ClickUpError(400, 'Comment is required', 'COMM_002');
	const number = call.store.nextNumber();
	const comment: Comment = {
		id: String(90_140_000_000 + number),
		taskId: task.id,
		text,
		at: call.at,
		assignee: typeof call.body.assignee === 'number' ? call.body.assignee : null,
	};
	call.store.state.comments.push(comment);
	return { id: comment.id, hist_id: `h${number}`, date: call.at };
};

/** GET the newest comments of a task; `start_id` pages back. */
export const listComments: Handler = (call) => {
	const task = call.store.task(call.params.task_id ?? '');
	const all = call.store.state.comments.filter(({ taskId }) => taskId === task.id).reverse();
	const startId = call.request.query.get('start_id');
	const from = startId === null ? 0 : all.findIndex(({ id }) => id === startId) + 1;
	return { comments: all.slice(from, from + pageSize).map(present) };
};

const present = ({ id, text, at, assignee }: Comment) => ({
	id,
	comment: [{ text }],
	comment_text: text,
	user: tokenOwner,
	resolved: false,
	assignee: clickUpUsers.find((user) => user.id === assignee) ?? null,
	assigned_by: assignee === null ? null : tokenOwner,
	reactions: [],
	date: String(at),
	reply_count: '0',
});
