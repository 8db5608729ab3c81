import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { lstat, mkdtemp, open, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';

/** A file that may be measured, under a name that means nothing to ffmpeg. */
export interface OpenMedia {
	/** Whole path of the file. */
	path: string;
	/**
	 * A link to it in a folder of our own: ffmpeg guesses formats, frame numbers and protocols from
	 * names, and a name such as `-y`, `%d.png` or `concat:a|b` would be one more thing it believes.
	 */
	link: string;
	sizeBytes: number;
	handle: FileHandle;
	/**
	 * Makes sure that it is still the file that was opened.
	 *
	 * @throws MendableError `media/changed`
	 */
	ensureSame(): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens a regular file, and nothing else: no link, no device, no pipe, no folder.
 *
 * @throws MendableError `media/not-found`, `media/not-a-file`, `media/empty`
 */
export async function openMedia(file: string): Promise<OpenMedia> {
	const whole = path.resolve(file);
	const found = await lstat(whole).catch(() => null);
	if (found === null) throw notFound(file);
	if (!found.isFile()) throw notAFile(file, kindOf(found));
	if (found.size === 0) throw empty(file);
	const handle = await openForReading(whole, file);
	const folder = await mkdtemp(path.join(tmpdir(), 'agency-media-'));
	const close = async (): Promise<void> => {
		await handle.close();
		await rm(folder, { recursive: true, force: true });
	};
	try {
		const opened = await handle.stat();
		if (opened.ino !== found.ino || opened.dev !== found.dev) throw changed(file);
		const link = path.join(folder, 'media');
		await symlink(whole, link);
		return {
			path: whole,
			link,
			sizeBytes: opened.size,
			handle,
			async ensureSame() {
				const now = await lstat(whole).catch(() => null);
				const isSame =
					now !== null &&
					now.ino === opened.ino &&
					now.dev === opened.dev &&
					now.size === opened.size &&
					now.mtimeMs === opened.mtimeMs;
				if (!isSame) throw changed(file);
			},
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

type Stats = Awaited<ReturnType<typeof lstat>>;

function kindOf(found: Stats): string {
	if (found.isSymbolicLink()) return 'a link to another file';
	if (found.isDirectory()) return 'a folder';
	if (found.isFIFO()) return 'a pipe';
	if (found.isSocket()) return 'a socket';
	return 'a device';
}

async function openForReading(whole: string, file: string): Promise<FileHandle> {
	// O_NONBLOCK: should a pipe have taken the file's place meanwhile, opening must not wait for it.
	const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
	const opened = await open(whole, flags).catch((error: NodeJS.ErrnoException) => error);
	if (!(opened instanceof Error)) return opened;
	throw new MendableError(
		'media/not-readable',
		'The file cannot be read.',
		`"${file}": ${opened.code ?? opened.message}.`,
		'Give whoever runs this the right to read it.',
	);
}

function notFound(file: string): MendableError {
	return new MendableError(
		'media/not-found',
		'There is no such file.',
		`"${file}" was not found.`,
		'Correct the name; put one with spaces in quotes.',
	);
}

function notAFile(file: string, kind: string): MendableError {
	return new MendableError(
		'media/not-a-file',
		'Only a regular file can be measured.',
		`"${file}" is ${kind}.`,
		'Name the file itself.',
	);
}

function empty(file: string): MendableError {
	return new MendableError(
		'media/empty',
		'The file is empty.',
		`"${file}" has 0 bytes.`,
		'Export or upload it again.',
	);
}

function changed(file: string): MendableError {
	return new MendableError(
		'media/changed',
		'The file was not measured.',
		`"${file}" changed while it was looked at.`,
		'Wait until it is written completely, then check it again.',
	);
}
