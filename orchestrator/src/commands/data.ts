import { userInfo } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { ServicePlace } from '../adapters/service/askService';
import { askService } from '../adapters/service/askService';
import { differences, tellDifferences } from '../data/differences';
import { dataKind, dataKinds, versionIn, versionName, withVersion } from '../data/kinds';
import type { Json } from '../ledger/json';
import { readTextFile } from '../scoring/files';
import { servicePlace } from './servicePlace';

const documentSchema = z.object({
	version: z.number(),
	source: z.string(),
	content: z.record(z.unknown()),
});

const versionsSchema = z.object({
	versions: z.array(
		z.object({
			version: z.number(),
			pushedBy: z.string(),
			reason: z.string(),
			pushedAt: z.string(),
		}),
	),
});

/** Exit code of a plan that would change something, or of a file that others have overtaken. */
const FINDINGS = 1;

/** `data pull | plan | push | history`: what people edit as YAML, with every version kept. */
export function registerData(program: Command): void {
	const data = program
		.command('data')
		.description(
			`what people edit as YAML: ${Object.keys(dataKinds).join(', ')}, and order-DEAL: what was ordered with a deal`,
		);
	data
		.command('pull <kind>')
		.description('print what is in force, to be kept in a file')
		.option('--version <number>', 'an older version, to be pushed again', countOf)
		.action(pull);
	data
		.command('plan <file>')
		.description('show what a push would change; writes nothing')
		.option('--json', 'print the differences as one JSON document', false)
		.action(plan);
	data
		.command('push <file>')
		.description('put a file in force, unless somebody else has pushed since it was pulled')
		.requiredOption('--reason <text>', 'why; kept with the version')
		.option('--by <name>', 'who says so', userInfo().username)
		.option('--json', 'print what was pushed as one JSON document', false)
		.action(push);
	data
		.command('history <kind>')
		.description('the versions: when, by whom and why')
		.option('--json', 'print the versions as one JSON document', false)
		.action(history);
}

async function pull(kind: string, flags: { version?: number }, command: Command): Promise<void> {
	dataKind(kind);
	const place = servicePlace(command);
	const newest = await readVersion(place, kind);
	const { source } =
		flags.version === undefined ? newest : await readVersion(place, kind, flags.version);
	// An older version that is pushed again follows the newest.
	process.stdout.write(withVersion(source, kind, newest.version));
}

async function plan(file: string, { json }: { json: boolean }, command: Command): Promise<void> {
	const { kind, version, content } = await readFile(file);
	const newest = await readVersion(servicePlace(command), kind);
	const found = differences(versionless(newest.content), versionless(content));
	const isOvertaken = newest.version !== version;
	if (json) {
		console.log(
			JSON.stringify({ kind, version, newest: newest.version, differences: found }, null, 2),
		);
	} else {
		const against = versionName(kind, newest.version);
		console.log(
			found.length === 0
				? `Nothing differs from ${against}.`
				: [
						`${counted(found.length, 'difference')} from ${against}:`,
						...tellDifferences(found),
					].join('\n'),
		);
		if (isOvertaken) {
			console.log(
				`\n! The file was made from ${versionName(kind, version)}: pull again before you push, or the changes since would be lost.`,
			);
		}
	}
	if (found.length > 0 || isOvertaken) process.exitCode = FINDINGS;
}

async function push(
	file: string,
	{ reason, by, json }: { reason: string; by: string; json: boolean },
	command: Command,
): Promise<void> {
	const { kind, version, source, content } = await readFile(file);
	const place = servicePlace(command);
	const newest = await readVersion(place, kind);
	const found = differences(versionless(newest.content), versionless(content));
	const answer = await askService(place, {
		method: 'PUT',
		path: `/v1/data/${kind}`,
		body: { source, expectedVersion: version, by, reason },
	});
	const pushed = z.object({ version: z.number() }).parse(answer);
	if (json) {
		console.log(JSON.stringify({ kind, ...pushed, differences: found }, null, 2));
		return;
	}
	console.log(
		[
			`${versionName(kind, pushed.version)} is in force: ${counted(found.length, 'difference')}.`,
			...tellDifferences(found),
			`The file still names ${versionName(kind, version)}: pull again before the next change.`,
		].join('\n'),
	);
}

async function history(kind: string, { json }: { json: boolean }, command: Command): Promise<void> {
	dataKind(kind);
	const answer = await askService(servicePlace(command), { path: `/v1/data/${kind}/versions` });
	const { versions } = versionsSchema.parse(answer);
	if (json) {
		console.log(JSON.stringify(answer, null, 2));
		return;
	}
	const lines = versions.map(
		({ version, pushedAt, pushedBy, reason }) =>
			`${versionName(kind, version)}  ${pushedAt.slice(0, 16).replace('T', ' ')}Z  ${pushedBy}: ${reason}`,
	);
	console.log([...lines, `${versionName(kind, 0)}  as it ships`].join('\n'));
}

/** A file of any kind; its line "version" says which. */
async function readFile(file: string) {
	const source = await readTextFile(file);
	const named = versionIn(source);
	if (named === null) {
		throw new MendableError(
			'data/no-version',
			`${path.basename(file)} does not say what it is.`,
			'It has no line such as "version: roster/3".',
			'Begin with the file that agency-ops data pull gives, and leave that line as it is.',
		);
	}
	const { value, mistakes } = dataKind(named.kind).read(source);
	if (value !== null) return { ...named, source, content: value };
	const name = path.basename(file);
	throw new MendableError(
		'data/invalid',
		`${name} has ${counted(mistakes.length, 'mistake')}.`,
		mistakes.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`).join('\n'),
		'Correct these lines and run the command again; nothing was changed.',
	);
}

async function readVersion(place: ServicePlace, kind: string, version?: number) {
	const query = version === undefined ? '' : `?version=${version}`;
	return documentSchema.parse(await askService(place, { path: `/v1/data/${kind}${query}` }));
}

/** Every push has a number of its own, which is no difference. */
function versionless(content: unknown): Json {
	const fields = Object.entries(content as Record<string, Json>);
	return Object.fromEntries(fields.filter(([name]) => name !== 'version'));
}

function counted(count: number, thing: string): string {
	return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function countOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 0) return count;
	throw new MendableError(
		'data/flag',
		'Nothing was read.',
		`--version is "${text}"; expected a number such as 3.`,
		'Look which versions there are with agency-ops data history.',
	);
}
