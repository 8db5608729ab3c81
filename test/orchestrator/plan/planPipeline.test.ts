import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FoundPipeline } from '../../../orchestrator/src/adapters/hubspot/pipelines';
import { loadSecrets, loadSettings } from '../../../orchestrator/src/config';
import { blueprintOf } from '../../../orchestrator/src/plan/blueprint';
import type { Blueprint, Snapshot, WantedPipeline } from '../../../orchestrator/src/plan/model';
import { planPipeline } from '../../../orchestrator/src/plan/planPipeline';

const hot = { id: 'agency_hot', label: 'Hot', probability: '0.4', logical: 'hot' };
const won = { id: 'agency_won', label: 'Won', probability: '1.0', logical: 'won' };
const sales: FoundPipeline = {
	id: 'agency_sales',
	label: 'Agency sales',
	stages: [
		{ id: 'agency_hot', label: 'Hot' },
		{ id: 'agency_won', label: 'Closed' },
	],
};
const other: FoundPipeline = {
	id: 'default',
	label: 'Renewals',
	stages: [
		{ id: 'closedwon', label: 'Closed won' },
		{ id: '4711', label: 'Late' },
	],
};

const planned = (wanted: Partial<WantedPipeline>, pipelines: FoundPipeline[]) => {
	const pipeline = { id: sales.id, stages: [hot, won], wonStages: [won.id], ...wanted };
	const changes = planPipeline(
		{ hubspot: { pipeline } } as unknown as Blueprint,
		{ hubspot: { pipelines } } as unknown as Snapshot,
	);
	return changes.map((change) => ({
		line: `${change.kind} ${change.target.kind} ${change.target.key}: ${change.because}`,
		mend: change.kind === 'manual' ? change.mend : '',
	}));
};
const kept = [
	'keep pipeline agency_sales: it is there',
	'keep stage agency_sales/agency_hot: it is there',
	'keep stage agency_sales/agency_won: it is there',
];
const without = (id: string): FoundPipeline => ({
	...sales,
	stages: sales.stages.filter((stage) => stage.id !== id),
});

describe('the pipeline of deals', () => {
	it.each([
		{ when: 'everything is there', wanted: {}, found: [sales], lines: kept },
		{
			when: 'a stage is missing',
			wanted: {},
			found: [without('agency_hot')],
			lines: [
				kept[0],
				'create stage agency_sales/agency_hot: Agency sales has no such stage',
				kept[2],
			],
		},
		{
			when: 'the pipeline is missing',
			wanted: {},
			found: [other],
			lines: ['create pipeline agency_sales: there is none; its stages are Hot, Won'],
		},
		{
			when: 'the won stage is one of another pipeline',
			wanted: { wonStages: ['closedwon'] },
			found: [sales, other],
			lines: kept,
		},
	])('is planned when $when', ({ wanted, found, lines }) => {
		expect(planned(wanted, found).map(({ line }) => line)).toEqual(lines);
	});

	it.each([
		{
			when: 'the pipeline has an id that HubSpot gives',
			wanted: { id: '815' },
			found: [sales],
			line: 'manual pipeline 815: HubSpot has no pipeline 815',
			mend: 'hubspot.pipeline',
		},
		{
			when: 'a pipeline of that name has another id',
			wanted: {},
			found: [{ ...sales, id: '815' }],
			line: 'manual pipeline agency_sales: "Agency sales" has the id 815',
			mend: "'815'",
		},
		{
			when: 'a new pipeline would take stages of another',
			wanted: { stages: [hot, { ...won, id: 'closedwon' }], wonStages: ['closedwon'] },
			found: [other],
			line: 'manual pipeline agency_sales: HubSpot has no such pipeline, and cannot make it with stages of another: won (closedwon)',
			mend: 'hubspot.stages',
		},
		{
			when: 'a stage has an id that HubSpot gives',
			wanted: { stages: [{ ...hot, id: '99' }] },
			found: [{ ...sales, stages: sales.stages.slice(1) }],
			line: 'manual stage agency_sales/99: Agency sales has no stage 99',
			mend: 'hubspot.stages.hot',
		},
		{
			when: 'a stage of that name has another id',
			wanted: { stages: [{ ...hot, id: 'hot_ones' }] },
			found: [sales],
			line: 'manual stage agency_sales/hot_ones: "Hot" has the id agency_hot',
			mend: "'agency_hot'",
		},
		{
			when: 'a stage belongs to another pipeline',
			wanted: { stages: [{ ...hot, id: '4711' }] },
			found: [sales, other],
			line: 'manual stage agency_sales/4711: the stage 4711 belongs to Renewals',
			mend: 'hubspot.stages.hot',
		},
		{
			when: 'no pipeline has the won stage',
			wanted: { wonStages: ['agency_won', 'paid'] },
			found: [sales],
			line: 'manual stage agency_sales/paid: hubspot.wonStages names it, and no pipeline has it',
			mend: 'hubspot.wonStages',
		},
	])('is left to a person when $when', ({ wanted, found, line, mend }) => {
		const steps = planned(wanted, found).filter((each) => each.mend !== '');
		expect(steps.map((step) => step.line)).toEqual([line]);
		expect(steps[0]?.mend).toContain(mend);
	});
});

describe('what the configuration wants', () => {
	let home: string;
	beforeAll(() => (home = mkdtempSync(path.join(tmpdir(), 'agency-pipeline-'))));
	afterAll(() => rmSync(home, { recursive: true, force: true }));

	const nothing = { nodes: [], credentials: [] };
	const wantedOf = (text: string) => {
		const file = path.join(home, 'agency.config.yaml');
		writeFileSync(file, text);
		const settings = loadSettings({ file, home, env: {} });
		const bundle = {
			name: 'b',
			version: '1.0.0',
			n8n: '2.41.1',
			entries: [],
			workflows: [],
			...nothing,
		};
		return blueprintOf(settings, loadSecrets(settings, {}), bundle, {}).hubspot.pipeline;
	};

	it('is the pipeline that every account begins with', () => {
		const { id, stages } = wantedOf('{}');
		expect(id).toBe('default');
		expect(stages.map((stage) => [stage.logical, stage.id, stage.probability])).toEqual([
			['lost', 'closedlost', '0.0'],
			['won', 'closedwon', '1.0'],
			['delivered', 'delivered', '1.0'],
			['paid', 'paid', '1.0'],
			['hot', 'appointmentscheduled', '0.4'],
			['warm', 'qualifiedtobuy', '0.2'],
		]);
	});

	it('names a stage once, and knows which are won', () => {
		const { stages } = wantedOf(
			'hubspot: { pipeline: a, stages: { hot: x, warm: x, signed: y }, wonStages: [y] }',
		);
		expect(stages).toEqual([
			{ id: 'x', label: 'Hot', probability: '0.4', logical: 'hot' },
			{ id: 'y', label: 'Signed', probability: '1.0', logical: 'signed' },
		]);
	});
});
