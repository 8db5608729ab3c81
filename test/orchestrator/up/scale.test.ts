import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readPort } from '../../../orchestrator/src/commands/readPort';
import { loadSettings } from '../../../orchestrator/src/config';
import { balancerConfig } from '../../../orchestrator/src/up/scale/balancer';
import { layoutOf, portsOfLayout } from '../../../orchestrator/src/up/scale/layout';
import { ensurePassword } from '../../../orchestrator/src/up/scale/password';
import { findScalePrograms, missingPackages } from '../../../orchestrator/src/up/scale/programs';
import { queueEnvironment } from '../../../orchestrator/src/up/scale/queueEnvironment';

let home: string;
beforeEach(() => (home = mkdtempSync(path.join(tmpdir(), 'agency-ops-scale-'))));
afterEach(() => rmSync(home, { recursive: true, force: true }));

function settingsWith(scale: object) {
	const file = path.join(home, 'agency.config.yaml');
	writeFileSync(file, JSON.stringify({ scale }));
	return loadSettings({ file, home });
}

describe('layoutOf', () => {
	it.each([
		{ scale: {}, names: ['main', 'webhook-1', 'worker-1', 'worker-2'], services: 2 },
		{
			scale: { workers: 1, webhooks: 1, services: 1 },
			names: ['main', 'webhook-1', 'worker-1'],
			services: 1,
		},
		{
			scale: { workers: 3, webhooks: 2, services: 4 },
			names: ['main', 'webhook-1', 'webhook-2', 'worker-1', 'worker-2', 'worker-3'],
			services: 4,
		},
	])('has the processes that $scale asks for', ({ scale, names, services }) => {
		const layout = layoutOf(settingsWith(scale));
		expect(layout.n8n.map(({ name }) => name)).toEqual(names);
		expect(layout.services).toHaveLength(services);
	});

	it('gives every listener a port of its own, one after the other from the first', () => {
		const ports = portsOfLayout(layoutOf(settingsWith({ firstPort: 6000, workers: 5 })));
		const numbers = ports.map(({ port }) => port).sort((one, other) => one - other);
		expect(numbers).toEqual(numbers.map((_, index) => 6000 + index));
	});
});

describe('balancerConfig', () => {
	const configOf = (scale: object) =>
		balancerConfig({
			program: '',
			folder: home,
			n8nPort: 5678,
			servicePort: 5680,
			layout: layoutOf(settingsWith(scale)),
			logFile: '',
		});
	/** The servers of one backend, in their order. */
	const serversOf = (config: string, backend: string) =>
		(config.split(`\nbackend ${backend}\n`)[1]?.split('\n\n')[0] ?? '')
			.split('\n')
			.filter((line) => line.startsWith('\tserver '))
			.map((line) => line.trim());

	it('stands before every replica, and before the main process where no webhook process is', () => {
		const config = configOf({ firstPort: 6000 });
		expect(serversOf(config, 'services')).toEqual([
			'server service-1 127.0.0.1:6011 check',
			'server service-2 127.0.0.1:6012 check',
		]);
		expect(serversOf(config, 'n8n_hooks')).toEqual([
			'server webhook-1 127.0.0.1:6005 check',
			'server main 127.0.0.1:6003 check backup',
		]);
		expect(serversOf(config, 'n8n_main')).toEqual(['server main 127.0.0.1:6003 check']);
	});

	const isHere = !missingPackages().includes('haproxy');
	const itWithHaproxy = isHere ? it : it.skip;
	itWithHaproxy(`is taken by haproxy without a warning${isHere ? '' : ' (no haproxy)'}`, () => {
		const file = path.join(home, 'haproxy.cfg');
		writeFileSync(file, configOf({ webhooks: 2, services: 3 }));
		const program = findScalePrograms(home).haproxy;
		const said = execFileSync(program, ['-c', '-f', file], { encoding: 'utf8', stdio: 'pipe' });
		expect(said.trim()).toBe('Configuration file is valid');
	});
});

describe('findScalePrograms', () => {
	/** A machine with these programs; Postgres by its versions. */
	function machineWith(versions: number[], others: string[]) {
		const folders = { postgres: path.join(home, 'postgresql'), others: [path.join(home, 'bin')] };
		const place = (folder: string, name: string) => {
			mkdirSync(folder, { recursive: true });
			writeFileSync(path.join(folder, name), '', { mode: 0o755 });
		};
		for (const version of versions) {
			place(path.join(folders.postgres, String(version), 'bin'), 'postgres');
		}
		for (const name of others) place(path.join(home, 'bin'), name);
		return folders;
	}
	const both = ['redis-server', 'haproxy'];
	const data = () => path.join(home, 'data');

	it.each([
		{ has: 'nothing', versions: [], others: [], lacks: 'postgresql redis-server haproxy' },
		{ has: 'too old a Postgres', versions: [13], others: both, lacks: 'postgresql' },
		{ has: 'no balancer', versions: [15], others: ['redis-server'], lacks: 'haproxy' },
	])('names the line that installs what is missing where there is $has', (row) => {
		const folders = machineWith(row.versions, row.others);
		expect(() => findScalePrograms(data(), folders)).toThrow(
			expect.objectContaining({
				code: 'scale/programs-missing',
				mend: expect.stringMatching(new RegExp(` ${row.lacks}$`)) as string,
			}) as Error,
		);
	});

	it.each([
		{ wrote: null, takes: 17 },
		{ wrote: 15, takes: 15 },
		{ wrote: 16, takes: 17 },
	])(
		'takes version $takes of 15 and 17 where version $wrote wrote the data',
		({ wrote, takes }) => {
			mkdirSync(data());
			if (wrote !== null) writeFileSync(path.join(data(), 'PG_VERSION'), `${wrote}\n`);
			const { postgres } = findScalePrograms(data(), machineWith([15, 17], both));
			expect(postgres).toBe(path.join(home, 'postgresql', String(takes), 'bin'));
		},
	);
});

describe('readPort', () => {
	it.each(['1', '5680', '65535'])('takes %s', (text) => {
		expect(readPort(text)).toBe(Number(text));
	});

	it.each(['0', '65536', '-1', '5680.5', 'http', ''])('refuses "%s"', (text) => {
		expect(() => readPort(text)).toThrow('Expected a port from 1 to 65535.');
	});
});

describe('queueEnvironment', () => {
	it('gives each process its own health port and all the same servers', () => {
		const layout = layoutOf(settingsWith({ firstPort: 6000 }));
		const [main, ...others] = layout.n8n.map((place) =>
			queueEnvironment({
				postgres: { programs: '', folder: '', port: layout.postgresPort, password: 'word' },
				database: 'n8n',
				redis: { port: layout.redisPort, password: 'other' },
				place,
			}),
		);
		const healthPorts = [main, ...others].map((env) => env?.QUEUE_HEALTH_CHECK_PORT);
		expect(new Set(healthPorts).size).toBe(layout.n8n.length);
		for (const other of others) {
			expect({ ...other, QUEUE_HEALTH_CHECK_PORT: '' }).toEqual({
				...main,
				QUEUE_HEALTH_CHECK_PORT: '',
			});
		}
	});
});

describe('ensurePassword', () => {
	it('makes a password once, for its owner alone', () => {
		const file = path.join(home, 'scale', 'redis.password');
		const password = ensurePassword(file);
		expect(password).toMatch(/^[\w-]{32}$/);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(ensurePassword(file)).toBe(password);
	});
});
