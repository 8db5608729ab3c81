import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { MendableError } from '../../../nodes/domain/errors';

/** What the operating system says, in a person's words. */
const becauseOf: Record<string, string> = {
	ENOENT: 'There is no such file or folder.',
	EACCES: 'This user may not open it.',
	EPERM: 'This user may not open it.',
	EISDIR: 'It is a folder.',
	ENOSPC: 'The disk is full.',
	EROFS: 'The disk is read-only.',
};

function becauseText(error: unknown): string {
	const { code, message } = Object(error) as { code?: unknown; message?: unknown };
	const known = typeof code === 'string' ? becauseOf[code] : undefined;
	return known ?? `${typeof message === 'string' ? message : String(error)}.`;
}

/**
 * Reads a text file; one whose name ends in `.gz` is unpacked first.
 *
 * @throws MendableError `file/unreadable`
 */
export async function readTextFile(file: string): Promise<string> {
	try {
		const bytes = await readFile(file);
		return (file.endsWith('.gz') ? await promisify(gunzip)(bytes) : bytes).toString('utf8');
	} catch (error) {
		throw new MendableError(
			'file/unreadable',
			`The file ${file} cannot be read.`,
			becauseText(error),
			'Give the path of a file that is there, from the folder you are in.',
		);
	}
}

/**
 * Reads a JSON file.
 *
 * @throws MendableError `file/unreadable`, `file/not-json`
 */
export async function readJsonFile(file: string): Promise<unknown> {
	const text = await readTextFile(file);
	try {
		return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
	} catch (error) {
		throw new MendableError(
			'file/not-json',
			`The file ${file} is not JSON.`,
			becauseText(error),
			'Give a JSON file, or mend this one at the place named.',
		);
	}
}

/**
 * Writes a file whole or not at all, packed if its name ends in `.gz`: first beside it under another
 * name, then renamed.
 *
 * @throws MendableError `file/unwritable`
 */
export async function writeWholeFile(file: string, text: string): Promise<void> {
	const draft = join(dirname(file), `.${basename(file)}.${randomUUID()}.part`);
	try {
		await writeFile(draft, file.endsWith('.gz') ? await promisify(gzip)(text) : text);
		await rename(draft, file);
	} catch (error) {
		await rm(draft, { force: true });
		throw new MendableError(
			'file/unwritable',
			`The file ${file} cannot be written.`,
			becauseText(error),
			'Give a path in a folder that is there and may be written to.',
		);
	}
}
