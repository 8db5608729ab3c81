import { checksText } from '../../../orchestrator/src/commands/doctor';
import type { Check } from '../../../orchestrator/src/monitor/check';

const ok = (about: string, says: string): Check => ({ about, level: 'ok', says, mend: null });
const away: Check = { about: 'n8n', level: 'failed', says: 'it is away', mend: 'Start it.' };
const addresses = ['a', 'b', 'c', 'd'].map((path) => ok('Webhooks', `/${path} answers`));
const checks: Check[] = [
	away,
	ok('Node.js', '24.21.0'),
	...addresses,
	{ about: 'Advisories', level: 'note', says: 'CVE-1', mend: 'Update.' },
	ok('Disk', '60 GB free'),
	ok('Disk', '70 GB free'),
];

it('tells what is to mend last, and what is fine many times over by its number', () => {
	expect(checksText(checks, { isShort: true }).split('\n')).toEqual([
		'✓ Node.js     24.21.0',
		'✓ Webhooks    4 are fine; --all names them',
		'✓ Disk        60 GB free',
		'✓ Disk        70 GB free',
		'i Advisories  CVE-1',
		'              → Update.',
		'✗ n8n         it is away',
		'              → Start it.',
		'1 to mend.',
	]);
});

it('leaves nothing out where all is asked for', () => {
	const text = checksText(checks);
	for (const { says } of checks) expect(text).toContain(says);
});

it('names each that is not fine, however many are', () => {
	const broken: Check[] = ['e', 'f', 'g', 'h'].map((path) => ({
		about: 'Webhooks',
		level: 'failed',
		says: `/${path} does not answer`,
		mend: 'Publish it.',
	}));
	const text = checksText([...broken, ...addresses], { isShort: true });
	for (const { says } of broken) expect(text).toContain(says);
	expect(text).toContain('4 to mend.');
});
