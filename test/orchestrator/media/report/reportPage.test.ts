import fc from 'fast-check';
import { checkMeasured } from '../../../../nodes/domain/quality/checkMeasured';
import { shippedPacks } from '../../../../nodes/domain/quality/packs';
import { reportColours } from '../../../../orchestrator/src/media/report/colours';
import { describeReport } from '../../../../orchestrator/src/media/report/describeReport';
import { reportPage } from '../../../../orchestrator/src/media/report/reportPage';
import { contrastOf } from '../../../../nodes/domain/readableOn';
import { aMeasuredFile } from '../../../support/aMeasuredFile';

const sha256 = 'ab'.repeat(32);
const agency = { name: 'IAmazing Content', colour: '#3b2f8f' };

function pageOf(fileName: string, values: Record<string, unknown> = {}, more: object = {}): string {
	const measured = aMeasuredFile(values);
	return reportPage({
		agency,
		fileName,
		sha256,
		report: checkMeasured(measured, shippedPacks, { fileName }),
		measured,
		pictures: [],
		checkedAt: new Date('2026-11-24T10:00:00Z'),
		...more,
	});
}

describe('the page of a report', () => {
	it('shows findings with their place and picture, once for all packs that say the same', () => {
		const page = pageOf(
			'clip.mp4',
			{ 'video.flashes': [{ from: 4, to: 5 }] },
			{ pictures: [{ at: 4.5, jpeg: '/9j/4AAQ' }] },
		);
		expect(page).toContain('00:00:04:00 – 00:00:05:00');
		expect(page.match(/<img /g)).toHaveLength(1);
		expect(page).toContain('src="data:image/jpeg;base64,/9j/4AAQ"');
		expect(page).toContain('web-h264/2026-11-24, agency/2026-11-24');
		expect(page).toContain(sha256);
	});

	it('says what was not judged', () => {
		const page = pageOf('clip.mp4', {
			unmeasured: ['audio.truePeakDbtp'],
			unmeasuredBecause: ['This ffmpeg lacks the filter.'],
		});
		expect(page).toContain('What could not be judged');
		expect(page).toContain('This ffmpeg lacks the filter.');
	});

	it('lets nothing of the file become markup', () => {
		const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\u202Efdp.mp4';
		const page = pageOf(hostile, {
			'video.codec': '<b>h264</b>',
			damage: [{ kind: 'corrupt', at: 1, where: 'video', text: '</pre><script>x</script>' }],
			captions: [
				{ stream: 1, codec: 'x', language: '<i>es</i>', forced: false, forHearingImpaired: false },
			],
		});
		expect(page).not.toMatch(/<script|<b>|<i>|onerror=alert\(1\)>|\u202E/);
		expect(page.match(/<img/g)).toBeNull();
	});

	it('has no element but its own, whatever the file is called', () => {
		const own = new Set(
			[...pageOf('clip.mp4', { 'video.frameRate': 120 }).matchAll(/<\/?([a-z0-9]+)/g)].map(
				([, name]) => name,
			),
		);
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (name) => {
				const page = pageOf(name, { 'video.frameRate': 120 });
				for (const [, element] of page.matchAll(/<\/?([a-z0-9]+)/g)) expect(own).toContain(element);
			}),
			{ seed: 21, numRuns: 200 },
		);
	});

	it('shows no picture that is not base64', () => {
		const pictures = [{ at: 4.5, jpeg: '"><script>' }];
		const page = pageOf('clip.mp4', { 'video.flashes': [{ from: 4, to: 5 }] }, { pictures });
		expect(page).not.toContain('<script');
	});

	it('takes no colour that is none', () => {
		const page = pageOf(
			'clip.mp4',
			{},
			{ agency: { name: 'x', colour: 'red;}body{display:none' } },
		);
		expect(page).not.toContain('display:none');
	});

	it('stays readable when there are thousands of findings', () => {
		const freezes = Array.from({ length: 5_000 }, (_, at) => ({ from: at, to: at + 4 }));
		const page = pageOf('clip.mp4', {
			'video.freezes': freezes,
			'container.durationSeconds': 9_000,
		});
		expect(page.match(/<article/g)).toHaveLength(200);
		expect(page).toMatch(/And 4\d{3} more/);
	});

	const inks = ['ink', 'quiet', 'error', 'warning', 'note', 'pass'] as const;
	const grounds = ['card', 'code', 'page'] as const;
	it.each(
		(['light', 'dark'] as const).flatMap((scheme) =>
			inks.flatMap((ink) => grounds.map((ground) => ({ scheme, ink, ground }))),
		),
	)('reads well: $ink on $ground, $scheme', ({ scheme, ink, ground }) => {
		const colours = reportColours[scheme];
		expect(contrastOf(colours[ink], colours[ground])).toBeGreaterThanOrEqual(4.5);
	});
});

describe('the lines of a report', () => {
	it('keep to 100 columns, and a command stays one command', () => {
		const fileName = 'a name with many words in it that goes on and on until it is rather long.mp4';
		const measured = aMeasuredFile({ 'video.frameRate': 120, 'video.profile': 'Main' });
		const report = checkMeasured(measured, shippedPacks, { fileName });
		const lines = describeReport(fileName, sha256, report, measured);
		for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
		const text = lines.join('\n').replace(/ \\\n +/g, ' ');
		for (const { fix } of report.findings)
			expect(text).toContain(fix.startsWith('ffmpeg') ? fix : '');
	});
});
