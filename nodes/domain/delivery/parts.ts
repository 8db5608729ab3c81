import { lineageOf } from './judgeFile';
import { namePart, stemOf } from './names';
import { codeOf, holdsWords } from './readFile';
import type { FileTraits } from './readFile';
import type { DeliveryRules } from './rules';
import type { Deliverable, Format, Order, ProjectFile } from './schema';

/** One file that the client is to get, or the captions of one: a deliverable in a language and a form. */
export interface Part {
	/** `product-film/es/instagram-reels`; with it earlier deliveries are known again. */
	id: string;
	deliverable: string;
	/** As the client calls it. */
	title: string;
	role: 'film' | 'image' | 'audio' | 'other' | 'captions' | null;
	/** Null where any will do. */
	language: string | null;
	format: Format;
	captions: Deliverable['captions'];
	/** Share of the whole order; 0 for captions, which go with their film. */
	weight: number;
}

/** A file with what can be told of it. */
export interface Candidate {
	given: ProjectFile;
	traits: FileTraits;
	isReady: boolean;
}

const anyFormat: Format = { platform: null, aspect: null };

/** The parts that were ordered, in the order's own order; where nothing was named, one for each file. */
export function partsOf(order: Order, candidates: readonly Candidate[]): Part[] {
	return order.deliverables.length === 0 ? partsOfFiles(candidates) : partsOfOrder(order);
}

function partsOfOrder({ deliverables }: Order): Part[] {
	return deliverables.flatMap((deliverable) => {
		const { id, name, role, captions, weight } = deliverable;
		const languages = deliverable.languages.length === 0 ? [null] : deliverable.languages;
		const formats = deliverable.formats.length === 0 ? [anyFormat] : deliverable.formats;
		const base = { deliverable: id, title: name ?? id, captions };
		const each = weight / (languages.length * formats.length);
		return languages.flatMap((language): Part[] => {
			const films = formats.map((format): Part => {
				const form = [format.platform, format.aspect?.replace(':', 'x')].filter(Boolean).join('-');
				const partId = [id, language ?? 'any', form || 'any'].join('/');
				return { ...base, id: partId, role, language, format, weight: each };
			});
			if (captions !== 'file') return films;
			const beside = [id, language ?? 'any', 'captions'].join('/');
			return [
				...films,
				{ ...base, id: beside, role: 'captions', language, format: anyFormat, weight: 0 },
			];
		});
	});
}

/** Without a list of what was ordered, each stack of versions is something of its own. */
function partsOfFiles(candidates: readonly Candidate[]): Part[] {
	const parts = candidates.map(({ given, traits }): Part => {
		const deliverable = given.deliverable ?? traits.plain;
		return {
			id: partOfFile(given),
			deliverable: namePart(deliverable),
			title: stemOf(given.file.name),
			role: traits.role === 'captions' ? 'captions' : null,
			language: null,
			format: anyFormat,
			captions: 'none',
			weight: traits.role === 'captions' ? 0 : 1,
		};
	});
	const byId = new Map(parts.map((part) => [part.id, part]));
	return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Without an order a file's part goes by the file, whatever version of it. */
function partOfFile(given: ProjectFile): string {
	return `${lineageOf(given)}/any/any`;
}

/** Which file a part is; several that fit as well as each other are nobody's choice but a person's. */
export type Match =
	| { result: 'found'; candidate: Candidate }
	| { result: 'ambiguous'; candidates: Candidate[] }
	| { result: 'none' };

/**
 * Finds the file of a part. What a file says of itself, by name or by somebody's word, must not
 * contradict the part; of several that fit, the one that says most is taken, and one that may go
 * before one that may not.
 */
export function matchPart(
	part: Part,
	candidates: readonly Candidate[],
	order: Order,
	rules: DeliveryRules,
): Match {
	const fitting = candidates.flatMap((candidate) => {
		const score = fit(part, candidate, order, rules);
		return score === null ? [] : [{ candidate, score: score + (candidate.isReady ? 100 : 0) }];
	});
	const best = Math.max(...fitting.map(({ score }) => score));
	const winners = fitting.filter(({ score }) => score === best).map(({ candidate }) => candidate);
	const newest = newestOfEach(winners);
	if (newest.length === 0) return { result: 'none' };
	if (newest.length === 1) return { result: 'found', candidate: newest[0] };
	return { result: 'ambiguous', candidates: newest };
}

/** Versions of one stack are one answer, and so is the same content in two places. */
function newestOfEach(candidates: readonly Candidate[]): Candidate[] {
	const kept: Candidate[] = [];
	const sorted = [...candidates].sort(
		(a, b) => b.given.version - a.given.version || (keyOf(a) < keyOf(b) ? -1 : 1),
	);
	for (const candidate of sorted) {
		const isKnown = kept.some(
			({ given }) =>
				given.sha256 === candidate.given.sha256 || lineageOf(given) === lineageOf(candidate.given),
		);
		if (!isKnown) kept.push(candidate);
	}
	return kept;
}

const keyOf = ({ given }: Candidate) => `${given.sha256}/${given.file.fileId}`;

/** How much speaks for a file being a part; null where something speaks against it. */
function fit(
	part: Part,
	{ given, traits }: Candidate,
	order: Order,
	rules: DeliveryRules,
): number | null {
	if (order.deliverables.length === 0) {
		return part.id === partOfFile(given) ? 0 : null;
	}
	const isCaptions = traits.role === 'captions';
	if (isCaptions !== (part.role === 'captions')) return null;
	if (part.role !== null && part.role !== traits.role) return null;
	const scores = [
		fitDeliverable(part, given, traits, order),
		fitLanguage(part, traits, order),
		isCaptions ? 0 : fitFormat(part, traits, rules),
	];
	return scores.reduce<number | null>(
		(sum, score) => (sum === null || score === null ? null : sum + score),
		0,
	);
}

function fitDeliverable(
	{ deliverable }: Part,
	given: ProjectFile,
	traits: FileTraits,
	{ deliverables }: Order,
): number | null {
	const said =
		given.deliverable === null
			? deliverables.filter(({ id, name }) =>
					[id, namePart(name ?? '')].some((words) => holdsWords(traits.words, words)),
				)
			: deliverables.filter(({ id }) => id === namePart(given.deliverable ?? ''));
	if (given.deliverable === null && said.length === 0) return deliverables.length === 1 ? 0 : null;
	// "film" is in the name of a "film-teaser" too: the longest that is named is meant.
	const longest = Math.max(...said.map(({ id }) => id.length));
	const meant = said.some(({ id }) => id === deliverable && id.length === longest);
	return meant ? 4 : null;
}

function fitLanguage(
	{ language, deliverable }: Part,
	traits: FileTraits,
	{ deliverables }: Order,
): number | null {
	if (language === null) return 0;
	const wanted = codeOf(language) ?? language;
	if (traits.language !== null) return traits.language === wanted ? 2 : null;
	const languages = deliverables.find(({ id }) => id === deliverable)?.languages ?? [];
	if (languages.length === 1) return 0;
	return traits.heard === wanted ? 1 : null;
}

function fitFormat(
	{ format: { platform, aspect } }: Part,
	{ says, checkedFor, extension, aspect: has }: FileTraits,
	{ platforms }: DeliveryRules,
): number | null {
	if (aspect !== null && has !== null && has !== aspect) return null;
	if (platform === null) return aspect !== null && has === aspect ? 1 : 0;
	const known = Object.hasOwn(platforms, platform) ? platforms[platform] : undefined;
	const shapes = aspect === null ? (known?.aspects ?? []) : [aspect];
	if (has !== null && shapes.length > 0 && !shapes.includes(has)) return null;
	const endings = known?.extensions ?? [];
	if (endings.length > 0 && !endings.includes(extension)) return null;
	if (says.length > 0 && !says.includes(platform)) return null;
	return (
		(says.includes(platform) ? 4 : 0) +
		(checkedFor.includes(platform) ? 2 : 0) +
		(has === null ? 0 : 1)
	);
}
