import { z } from 'zod';
import type { LookUp, Outcome } from '../outcome';
import { unknownOf } from '../outcome';
import type { FrameioClient } from './http';
import { VENDOR, nullFor404, refusal } from './http';

/** A comment that was made. */
export interface CommentReceipt {
	id: string;
	fileId: string;
}

/** Which file. */
export interface FilePlace {
	accountId: string;
	fileId: string;
}

/** A comment on a file. */
export interface NewComment extends FilePlace {
	/** Ends with the mark of the effect's key: Frame.io keeps nothing else of ours. */
	text: string;
	/** Frame from 0, or `HH:MM:SS:FF`; null for the file as a whole. */
	timestamp: number | string | null;
	/** How many frames it is about, from its timestamp on; null for that moment. */
	durationFrames: number | null;
	/** Page of a document, from 1. */
	page: number | null;
	mayStillSend: () => boolean;
}

/** A comment as somebody wrote it. */
export interface ReadComment {
	fileId: string;
	text: string;
	/** In small letters; null where Frame.io does not say. */
	authorEmail: string | null;
}

/** Where the comments of a file are. */
export const commentsOf = ({ accountId, fileId }: FilePlace) =>
	`/v4/accounts/${encodeURIComponent(accountId)}/files/${encodeURIComponent(fileId)}/comments`;

const commentSchema = z.object({ id: z.string().min(1), file_id: z.string(), text: z.string() });
const madeSchema = z.object({ data: commentSchema });

/** Makes a comment; repeating it makes a second one. */
export async function createComment(
	client: FrameioClient,
	comment: NewComment,
): Promise<Outcome<CommentReceipt>> {
	const { text, timestamp, durationFrames: duration, page, mayStillSend } = comment;
	const data = {
		text,
		...(timestamp === null ? {} : { timestamp }),
		...(duration === null || timestamp === null ? {} : { duration }),
		...(page === null ? {} : { page }),
	};
	const response = await client.send('POST', commentsOf(comment), data, mayStillSend);
	if (response.status >= 400) return refusal(response);
	const made = madeSchema.safeParse(response.data);
	if (made.success) return { result: 'done', receipt: receiptOf(made.data.data) };
	const why = `Frame.io answered ${response.status} without all that makes a comment.`;
	return unknownOf(VENDOR, why, response.status);
}

/** Looks through a file's comments for the one that ends with the mark. */
export async function findComment(
	client: FrameioClient,
	asked: FilePlace & { mark: string },
): Promise<LookUp<CommentReceipt>> {
	const all = await client.list(
		commentsOf(asked),
		// Newest first: a comment made while pages are turned pushes others on, never out of sight.
		{ sort: 'created_at_desc' },
		commentSchema,
	);
	const found = all.find(({ text }) => text.trimEnd().endsWith(asked.mark));
	return found === undefined
		? { result: 'absent' }
		: { result: 'found', receipt: receiptOf(found) };
}

const writtenSchema = z.object({
	file_id: z.string().min(1),
	text: z.string().nullish(),
	owner: z.object({ email: z.string().nullish() }).nullish(),
});

/** Reads one comment; null where it is gone. @throws LookUpFailed */
export async function readComment(
	client: FrameioClient,
	{ accountId, commentId }: { accountId: string; commentId: string },
): Promise<ReadComment | null> {
	const account = `/v4/accounts/${encodeURIComponent(accountId)}`;
	const path = `${account}/comments/${encodeURIComponent(commentId)}?include=owner`;
	const comment = await client.read(path, writtenSchema).catch(nullFor404);
	if (comment === null) return null;
	const authorEmail = comment.owner?.email?.trim().toLowerCase() || null;
	return { fileId: comment.file_id, text: comment.text ?? '', authorEmail };
}

const receiptOf = ({ id, file_id: fileId }: z.infer<typeof commentSchema>) => ({ id, fileId });
