import { readOptions } from '../options';

describe('the options of a run', () => {
	it('are 2,000 leads through one machine when nothing is said', () => {
		expect(readOptions([])).toMatchObject({ leads: 2_000, mode: 'single', withoutLedger: false });
	});

	it('are taken as they are given', () => {
		const given = ['--seed', '7', '--leads', '40', '--mode', 'queue', '--without-ledger'];
		expect(readOptions([...given, '--minutes', '3', '--rate', '5', '--blows', '9'])).toEqual({
			seed: 7,
			leads: 40,
			mode: 'queue',
			withoutLedger: true,
			minutes: 3,
			rate: 5,
			blows: 9,
		});
	});

	it.each([[['--leads', 'many']], [['--leads', '0']], [['--mode', 'half']], [['--speed', '3']]])(
		'are refused by name when they are %j',
		(args) => {
			expect(() => readOptions(args)).toThrow(
				expect.objectContaining({ code: 'chaos/options', why: expect.stringMatching(/--|'--/) }),
			);
		},
	);
});
