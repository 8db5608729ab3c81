import type { DeliveryKind, Manifest, ManifestFile } from './decision';
import { nameOf, uniqueNames } from './names';
import type { JudgedFile, PartState } from './partStates';
import { holdsWords, mediaTypeOf } from './readFile';
import type { DeliveryRules } from './rules';
import type { DeliveryFacts } from './schema';

/** A file that goes out, with all the parts of the order that it is. */
interface Going {
	file: JudgedFile;
	states: PartState[];
}

/**
 * Lists what goes to the client, under the names of the convention. One film that is shown on several
 * platforms goes once.
 *
 * @param going parts that go out, in the order of the order
 */
export function manifestOf(
	facts: DeliveryFacts,
	going: readonly PartState[],
	kind: DeliveryKind,
	rules: DeliveryRules,
): Manifest {
	const files = grouped(going);
	const names = uniqueNames(files.map((each) => proposedName(each, facts, rules)));
	const listed = files.map((each, index) => fileOf(each, names[index]));
	const withCaptions = listed.map((file, index): ManifestFile => {
		if (file.role === 'captions') return file;
		const beside = listed.filter((_other, at) => belongTo(files[at], files[index]));
		const isWithin = files[index].file.traits.hasCaptions;
		const captions = beside.length > 0 ? 'file' : isWithin ? 'embedded' : 'none';
		return { ...file, captions: { kind: captions, names: beside.map(({ name }) => name) } };
	});
	const sizes = withCaptions.map(({ bytes }) => bytes);
	return {
		format: 'delivery-manifest/1',
		deal: facts.deal.id,
		project: facts.project,
		kind,
		files: withCaptions,
		total: {
			files: withCaptions.length,
			bytes: sizes.reduce<number | null>(
				(sum, bytes) => (sum === null || bytes === null ? null : sum + bytes),
				0,
			),
		},
	};
}

function grouped(going: readonly PartState[]): Going[] {
	const groups = new Map<string, Going>();
	for (const state of going) {
		const { file, part } = state;
		if (file === null) continue;
		const key = `${file.given.sha256}/${part.deliverable}/${part.language ?? ''}`;
		const known = groups.get(key);
		if (known === undefined) groups.set(key, { file, states: [state] });
		else known.states.push(state);
	}
	return [...groups.values()];
}

function fileOf({ file: { given, traits }, states }: Going, name: string): ManifestFile {
	const [{ part }] = states;
	const before = states.reduce<string[]>(
		(longest, { had }) => (had.length > longest.length ? had : longest),
		[],
	);
	const { fileId, accountId, name: sourceName } = given.file;
	return {
		name,
		sha256: given.sha256,
		bytes: given.bytes,
		mediaType: mediaTypeOf(given),
		role: traits.role === 'captions' ? 'captions' : 'deliverable',
		type: traits.role,
		parts: states.map((state) => state.part.id),
		deliverable: part.deliverable,
		platforms: platformsOf({ file: { given, traits, isReady: true, refusal: null }, states }),
		aspect: traits.aspect ?? part.format.aspect,
		resolution: traits.resolution,
		language: part.language ?? traits.language ?? traits.heard,
		version: before.length + 1,
		captions: { kind: 'none', names: [] },
		approvedAt: given.approvedAt,
		replaces: before.at(-1) ?? null,
		source: { kind: 'frameio', accountId, fileId, name: sourceName },
	};
}

/** What it was ordered for; without an order what it says it is for, or was checked for. */
function platformsOf({ file: { traits }, states }: Going): string[] {
	const ordered = states.flatMap(({ part }) => part.format.platform ?? []);
	if (ordered.length > 0) return [...new Set(ordered)].sort();
	return traits.says.length > 0 ? traits.says : traits.checkedFor;
}

function proposedName(
	going: Going,
	{ deal, company, contact }: DeliveryFacts,
	{ naming }: DeliveryRules,
): { stem: string; ending: string } {
	const { aspect, resolution, language, version, platforms, approvedAt, deliverable } = fileOf(
		going,
		'',
	);
	return nameOf(
		{
			project: deal.name ?? deal.id,
			client: company?.name ?? contact?.name ?? '',
			deliverable,
			platform: platforms.join(' '),
			aspect: aspect?.replace(':', 'x') ?? '',
			resolution: resolution ?? '',
			language: language ?? '',
			version: String(version),
			date: approvedAt === null ? '' : approvedAt.slice(0, 10).replaceAll('-', ''),
		},
		going.file.traits.extension,
		naming,
	);
}

/** Whether captions are those of a film: of the same thing and language, or named after it. */
function belongTo(captions: Going, film: Going): boolean {
	if (captions.file.traits.role !== 'captions') return false;
	const [{ part: of }] = captions.states;
	const [{ part }] = film.states;
	if (of.role === 'captions' && part.deliverable === of.deliverable) {
		return of.language === part.language;
	}
	return holdsWords(captions.file.traits.words, film.file.traits.words);
}
