/**
 * Eleven suites, each a jest project: unit (the core, the nodes, the orchestrator), service (what runs
 * over a ledger: the service, the inbox, commands), media (files measured by ffmpeg), ledger (its store,
 * backups and jobs), postgres (whatever touches the ledger, once more over a real server), golden
 * (workflow files in n8n's engine), contract (stand-ins against the vendors' descriptions), bars
 * (models on public data), e2e (a real n8n, a real browser), scale (n8n in
 * queue mode and replicas of the service, whose parts are killed), chaos (storms over either set-up).
 */
const path = require('node:path');

const root = path.resolve(__dirname, '..');

/** Packages that ship ES modules only; jest runs CommonJS, so they are compiled like our own files. */
const esModules = [
	'@electric-sql',
	'@fastify',
	'content-disposition',
	'@slack',
	'nodemailer',
	'p-queue',
	'p-timeout',
	'commander',
	'eventemitter3',
	'pg-boss',
	'serialize-error',
	'non-error',
	'rrule-temporal',
	'cron-parser',
];

/** Rooms whose tests open a ledger of their own. */
const overLedger = [
	'service',
	'inbox',
	'reservations',
	'followup',
	'quality',
	'invoices',
	'delivery',
	'milestones',
];
/** Rooms whose tests start whole services or commands. */
const overService = [...overLedger, 'apply', 'commands'];
const inRooms = (rooms) => rooms.map((room) => `<rootDir>/test/orchestrator/${room}/**/*.test.ts`);

const shared = {
	rootDir: root,
	testEnvironment: 'node',
	// One for all: a file that one suite has compiled is there for the next.
	id: 'agency-ops',
	setupFiles: ['reflect-metadata'],
	setupFilesAfterEnv: ['<rootDir>/test/support/ownExitCode.ts'],
	transform: {
		'^.+\\.[cm]?[jt]s$': [
			'@swc/jest',
			{
				jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
				module: { type: 'commonjs' },
			},
		],
	},
	transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/.agency-ops/',
		'<rootDir>/orchestrator/runtime/',
	],
	watchPathIgnorePatterns: ['<rootDir>/.agency-ops/'],
};

const project = (displayName, testMatch, more = {}) => ({
	...shared,
	displayName,
	testMatch,
	...more,
});

/** What opens ledgers in memory begins with a copy of an empty one. */
const withLedgerImage = {
	globalSetup: '<rootDir>/test/support/ledgerImage/start.ts',
};

/** What starts whole set-ups begins each with the pack that was built once, and with an empty ledger. */
const withStackParts = {
	globalSetup: '<rootDir>/test/support/stackParts/start.ts',
};

/** @type {import('jest').Config} */
module.exports = {
	rootDir: root,
	// A busy machine is no failure: this only ends what hangs.
	testTimeout: 180_000,
	projects: [
		project(
			'unit',
			[
				'<rootDir>/test/nodes/**/*.test.ts',
				'<rootDir>/test/credentials/**/*.test.ts',
				'<rootDir>/test/orchestrator/**/*.test.ts',
				'<rootDir>/test/workflows/**/*.test.ts',
				'<rootDir>/test/chaos/checks/**/*.test.ts',
			],
			{
				...withLedgerImage,
				testPathIgnorePatterns: [
					'/node_modules/',
					`/test/orchestrator/(${['ledger', 'media', ...overService].join('|')})/`,
				],
			},
		),
		project('service', inRooms(overService), withLedgerImage),
		project('media', inRooms(['media']), withLedgerImage),
		project('ledger', ['<rootDir>/test/orchestrator/ledger/**/*.test.ts'], {
			...withLedgerImage,
			testPathIgnorePatterns: ['/node_modules/', '/test/orchestrator/ledger/server/'],
		}),
		project('postgres', inRooms(['ledger', ...overLedger]), {
			globalSetup: '<rootDir>/test/support/postgresRun/start.ts',
			globalTeardown: '<rootDir>/test/support/postgresRun/stop.ts',
			setupFilesAfterEnv: [
				...shared.setupFilesAfterEnv,
				'<rootDir>/test/support/postgresRun/prepare.ts',
			],
			// These do not touch the ledger; each has had its run before.
			testPathIgnorePatterns: [
				'/node_modules/',
				'/(dataFiles|delayRisk|decide|duty|fingerprint|lane|pgliteStore|preparedQueries|signatures|schedule|sdkSignatures|sources)\\.test\\.ts$',
			],
		}),
		project('golden', ['<rootDir>/test/golden/**/*.test.ts'], withLedgerImage),
		project('contract', ['<rootDir>/test/contract/**/*.test.ts']),
		project('bars', ['<rootDir>/test/bars/**/*.test.ts']),
		project('e2e', ['<rootDir>/test/e2e/**/*.test.ts'], withStackParts),
		project('scale', ['<rootDir>/test/scale/**/*.test.ts'], withStackParts),
		project('chaos', ['<rootDir>/test/chaos/*.test.ts'], withStackParts),
	],
};
