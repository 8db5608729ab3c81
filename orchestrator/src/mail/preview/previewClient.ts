import { z } from 'zod';
import { read } from '../../../../nodes/domain/read';
import { isRecord } from '../../../../nodes/domain/webhookItem';

const part = z.record(z.unknown());

const previewClientSchema = z
	.object({
		client: part,
		project: z.object({ id: z.string(), name: z.string() }).partial().default({}),
		link: z.string().optional(),
		/** Laid over what the samples say of each milestone. */
		details: part.optional(),
		holidays: z.array(z.string()).optional(),
	})
	.strict();
/** Somebody whose mails are looked at. */
export type PreviewClient = z.input<typeof previewClientSchema>;

/**
 * Reads clients: one or a list, each as a milestone has it (`client`, `project`, `link`, `details`) or
 * only the fields of `client`.
 *
 * @param file for the error
 * @throws MendableError `preview/client`
 */
export function readPreviewClients(raw: unknown, file: string): PreviewClient[] {
	const list: unknown[] = Array.isArray(raw) ? raw : [raw];
	const each = list.map((one) => (isRecord(one) && !isRecord(one.client) ? { client: one } : one));
	return read(z.array(previewClientSchema).min(1), each, {
		code: 'preview/client',
		what: `${file} holds no clients.`,
		mend: 'Write one client or a list of them, each with "name", "email" and "language".',
	});
}
