import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import { defaultMediaLimits } from '../limits';
import { runTool } from './runTool';
import { wasmFolder } from './wasmFolder';

/** A pair of tools that work, and what they can. */
export interface Ffmpeg {
	ffmpeg: string;
	ffprobe: string;
	/** As it prints it, e.g. `5.1.9-0+deb12u1`. */
	version: string;
	/** Names of its filters. */
	filters: ReadonlySet<string>;
}

/** Oldest release whose filters were tried: blurdetect and blockdetect came with 5.1. */
const OLDEST = [5, 1] as const;

const found = new Map<string, Promise<Ffmpeg>>();

/**
 * The ffmpeg to measure with: the one that AGENCY_FFMPEG names; else the system's; else, where that is
 * missing or too old, the build that npm brought along, which is some three times slower. Each is
 * asked for its filters once per process.
 *
 * @throws MendableError `media/ffmpeg-missing`, `media/ffmpeg-old`
 */
export async function findFfmpeg(env: NodeJS.ProcessEnv = process.env): Promise<Ffmpeg> {
	const place = ffmpegPlace(env);
	const brought = wasmPlace();
	if (place === null) {
		if (brought === null) throw noneError();
		return await knownFfmpeg(brought);
	}
	const isNamed = place === env.AGENCY_FFMPEG;
	if (isNamed || brought === null) return await knownFfmpeg(place);
	return await knownFfmpeg(place).catch(async () => await knownFfmpeg(brought));
}

/** Path of the ffmpeg that is named or the system's; null where there is none. */
export function ffmpegPlace(env: NodeJS.ProcessEnv = process.env): string | null {
	const named = env.AGENCY_FFMPEG;
	if (named !== undefined && named !== '') return named;
	const folders = (env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
	return folders.map((folder) => path.join(folder, 'ffmpeg')).find(existsSync) ?? null;
}

/** Path of the program that runs the build of `@ffmpeg/core`; null where npm left that out. */
export function wasmPlace(): string | null {
	try {
		createRequire(__filename).resolve('@ffmpeg/core/wasm');
		return path.join(wasmFolder, 'ffmpeg');
	} catch {
		return null;
	}
}

async function knownFfmpeg(place: string): Promise<Ffmpeg> {
	const known = found.get(place) ?? askFfmpeg(place);
	found.set(place, known);
	// One that was installed meanwhile is found at the next try.
	known.catch(() => found.delete(place));
	return await known;
}

function noneError(): MendableError {
	return new MendableError(
		'media/ffmpeg-missing',
		'Nothing can be measured.',
		'There is no ffmpeg on this machine, nor did npm install the package @ffmpeg/core.',
		'Install 5.1 or newer (`apt-get install ffmpeg`), or name one in AGENCY_FFMPEG.',
	);
}

async function askFfmpeg(ffmpeg: string): Promise<Ffmpeg> {
	const version = /^ffmpeg version (\S+)/.exec(await outputOf(ffmpeg, ['-version']))?.[1];
	if (version === undefined) throw notFfmpeg(ffmpeg);
	if (isOld(version)) throw tooOld(ffmpeg, version);
	const filters = await outputOf(ffmpeg, ['-hide_banner', '-filters']);
	const names = filters.split('\n').map((line) => /^ [A-Z.]{2,3} (\w+) +\S+->/.exec(line)?.[1]);
	return {
		ffmpeg,
		ffprobe: path.join(path.dirname(ffmpeg), path.basename(ffmpeg).replace('ffmpeg', 'ffprobe')),
		version,
		filters: new Set(names.filter((name) => name !== undefined)),
	};
}

async function outputOf(command: string, args: string[]): Promise<string> {
	const pieces: Uint8Array[] = [];
	const limits = { ...defaultMediaLimits, wallSeconds: 60 };
	await runTool({ command, args, limits, readers: new Map([[1, (piece) => pieces.push(piece)]]) });
	return Buffer.concat(pieces).toString('utf8');
}

/** Builds from the repository have names such as `N-12345-g0123456` and count as new. */
function isOld(version: string): boolean {
	const release = /^n?(\d+)\.(\d+)/.exec(version);
	if (release === null) return false;
	const [major, minor] = [Number(release[1]), Number(release[2])];
	return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function notFfmpeg(place: string): MendableError {
	return new MendableError(
		'media/ffmpeg-missing',
		'Nothing can be measured.',
		`"${place}" does not answer as ffmpeg does.`,
		'Install ffmpeg 5.1 or newer (`apt-get install ffmpeg`), or name one in AGENCY_FFMPEG.',
	);
}

function tooOld(place: string, version: string): MendableError {
	return new MendableError(
		'media/ffmpeg-old',
		'Nothing can be measured.',
		`"${place}" is version ${version}; filters that are used came with ${OLDEST.join('.')}.`,
		'Install a newer one (`apt-get install ffmpeg`), or name one in AGENCY_FFMPEG.',
	);
}
