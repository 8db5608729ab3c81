import { temporaryHome } from '../support/startedStack';
import { isClean } from './judge';
import { lastLine, tellRun } from './report';
import { runStorm } from './runStorm';

const WITHIN_MS = 420_000;

describe('a small storm', () => {
	it(
		'loses nothing and doubles nothing',
		async () => {
			const home = temporaryHome();
			const options = {
				seed: 1,
				leads: 40,
				mode: 'single' as const,
				withoutLedger: false,
				minutes: 7,
				rate: 8,
				blows: null,
			};
			const say = (line: string) => void process.stderr.write(`  ${line}\n`);
			const report = await runStorm(options, home.folder, say, AbortSignal.timeout(WITHIN_MS));
			const { verdict, findings, movements } = report;
			const isFine = isClean(verdict) && findings.length === 0;
			if (isFine) home.remove();
			else say(`${tellRun(report)}\n  Its logs stay in ${home.folder}.`);
			expect(findings).toEqual([]);
			expect({ ...verdict, unknown: [] }).toMatchObject({
				acknowledged: 40,
				lost: [],
				doubled: [],
				falselyUnknown: [],
			});
			expect(isClean(verdict)).toBe(true);
			expect(movements.length).toBeGreaterThanOrEqual(4);
			expect(lastLine(verdict)).toMatch(/^acknowledged 40, lost 0, doubled 0, unknown \d$/);
		},
		WITHIN_MS + 30_000,
	);
});
