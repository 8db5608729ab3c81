import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import type { SpecPack } from '../../../../nodes/domain/quality/specPack';
import { measuredFileSchema } from '../../../../nodes/domain/quality/measured';
import { findPacks, layPacks } from '../../../../orchestrator/src/media/packs/findPacks';
import { measuredPaths } from '../../../../orchestrator/src/media/packs/measuredPaths';
import {
	mistakesInPack,
	readPackFile,
} from '../../../../orchestrator/src/media/packs/readPackFile';
import { readMediaData, shippedMediaData } from '../../../../orchestrator/src/media/mediaData';

const agency = shippedPacks.find(({ id }) => id === 'agency') as SpecPack;
const newer = { ...agency, version: '2027-01-01' };
const same = { ...agency, title: 'Ours' };

describe('finding packs', () => {
	it.each([
		{ asked: ['agency'], own: [], found: ['2026-11-24'] },
		{ asked: ['agency'], own: [newer], found: ['2027-01-01'] },
		{ asked: ['agency/2026-11-24'], own: [newer], found: ['2026-11-24'] },
		{ asked: ['agency', 'agency/2027-01-01'], own: [newer], found: ['2027-01-01'] },
	])('takes $found for $asked', ({ asked, own, found }) => {
		const packs = findPacks(asked, layPacks(shippedPacks, own));
		expect(packs.map(({ version }) => version)).toEqual(found);
	});

	it('lets the agency’s own take the place of the shipped one of the same day', () => {
		expect(findPacks(['agency'], layPacks(shippedPacks, [same]))).toEqual([same]);
	});

	it.each([
		{ asked: 'yuotube', says: 'Did you mean "youtube"?' },
		{ asked: 'ebu', says: 'Did you mean "broadcast-ebu-r128"?' },
		{ asked: 'something', says: 'is none of: youtube, ' },
		{ asked: 'agency/2025-01-01', says: 'there is 2026-11-24' },
		{ asked: '', says: 'is none of' },
		{ asked: '__proto__', says: 'is none of' },
	])('says what it does not know of "$asked"', ({ asked, says }) => {
		expect(() => findPacks([asked], shippedPacks)).toThrow(
			expect.objectContaining({
				code: 'media/unknown-spec',
				why: expect.stringContaining(says) as string,
			}) as Error,
		);
	});
});

describe('reading packs', () => {
	it('finds every path of the shipped packs among what is measured', () => {
		expect(shippedPacks.flatMap((pack) => mistakesInPack(pack))).toEqual([]);
		expect(measuredPaths(measuredFileSchema)).toEqual(
			expect.arrayContaining(['video.gop.maxFrames', 'audio.phase.opposed', 'captions']),
		);
	});

	it('gives back what was written', () => {
		const { value, mistakes } = readPackFile(JSON.stringify(agency));
		expect(mistakes).toEqual([]);
		expect(value).toEqual(agency);
	});

	it('reads the data that ships', () => {
		const { value, mistakes } = readMediaData(shippedMediaData);
		expect(mistakes).toEqual([]);
		expect(value).toEqual({ version: 'media/0', packs: [], brands: [] });
	});

	it('reads the example that the data that ships shows', () => {
		const shown = shippedMediaData
			.split('\n')
			.filter((line) => line.startsWith('#'))
			.map((line) => line.slice(2));
		const from = shown.indexOf('packs:');
		const to = shown.findIndex((line) => line.startsWith('expect   '));
		const source = ['version: media/0', ...shown.slice(from, to)].join('\n');
		const { value, mistakes } = readMediaData(source);
		expect(mistakes).toEqual([]);
		expect(value?.packs[0]?.limits[0]?.rule).toBe('loudness');
	});
});
