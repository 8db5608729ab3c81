import { changeText, planText } from '../../../orchestrator/src/commands/planText';
import type { Change, Plan, Target } from '../../../orchestrator/src/plan/model';
import { hasWork } from '../../../orchestrator/src/plan/planSeed';

const target = (service: Target['service'], kind: Target['kind'], name: string): Target => ({
	...{ service, kind, name },
	key: name,
});
const make = (of: Target, because = 'there is none'): Change => ({
	...{ kind: 'create', target: of, because },
});
const keep = (of: Target): Change => ({ kind: 'keep', target: of, because: 'it is there' });
const property = (name: string) => target('HubSpot', 'property', `${name} on deals`);
const status = (name: string) =>
	target('ClickUp', 'status', `status "${name}" of list "Agency / Leads"`);

const changes: Change[] = [
	keep(target('n8n', 'owner', 'ops@agency.example')),
	...['agency_lead_id', 'agency_lead_score', 'agency_lead_outcome', 'agency_lead_reasons'].map(
		(name) => make(property(name), 'deals have no such property'),
	),
	{
		kind: 'update',
		target: property('agency_ops_key'),
		because: 'its label differs',
		values: [{ of: 'label', from: 'Key', to: 'Agency Ops key' }],
	},
	keep(target('HubSpot', 'pipeline', 'Sales')),
	make(target('Slack', 'bookmark', 'Form: start in #sales')),
	make(target('Slack', 'bookmark', 'n8n in #sales')),
	{
		kind: 'update',
		target: target('Slack', 'bookmark', 'Old in #ops'),
		because: 'the configuration names it no longer: it is taken away',
		takesAway: true,
	},
	make(target('ClickUp', 'list', 'list "Agency / Leads"')),
	...['review', 'done'].map(
		(name): Change => ({
			kind: 'manual',
			target: status(name),
			because: 'Gates sets it, and there are only to do, complete',
			mend: 'In ClickUp, open the menu (…) of the list "Agency / Leads", choose its task statuses, and add it.',
		}),
	),
	keep(target('Frame.io', 'workspace', 'Client Work')),
	{
		kind: 'create',
		target: target('Frame.io', 'field', 'Sign-off'),
		because: 'Gates sets it, and the account has no such field',
		brings: ['option "Yes"', 'option "No"'],
	},
	{
		kind: 'keep',
		target: target('n8n', 'workflow', 'Lead Intake'),
		because: 'it was changed on the canvas; the edit stays',
		edits: ['"When a lead is posted": position'],
	},
	{
		kind: 'manual',
		target: target('n8n', 'workflow', 'Delivery'),
		because: 'canvas and bundle have both changed 1 value; nothing is written',
		mend: 'Answer with --mine NODE (the canvas) or --theirs NODE (the bundle), one value with --answer NODE:PATH=mine, or all with --prefer.',
		conflicts: [{ node: 'Store', path: 'parameters.days', base: 30, mine: 31, theirs: 32 }],
	},
];
const plan: Plan = { planVersion: 1, target: 'local', changes };

describe('a plan as a person reads it', () => {
	it('has what is alike together, what is kept as a number, and steps for a person apart', () => {
		expect(planText(plan, { isShort: true })).toBe(
			`
HubSpot: 4 to create, 1 to change, 1 to keep
  + 4 properties on deals (deals have no such property)
      agency_lead_id, agency_lead_score, agency_lead_outcome,
      agency_lead_reasons
  ~ property agency_ops_key on deals (its label differs)
      label: "Key" → "Agency Ops key"

Slack: 2 to create, 1 to take away
  + 2 bookmarks in #sales (there is none)
      Form: start, n8n
  - bookmark Old in #ops (the configuration names it no longer: it is taken
      away)

ClickUp: 1 to create
  + list "Agency / Leads" (there is none)

Frame.io: 1 to create, 1 to keep
  + metadata field Sign-off (Gates sets it, and the account has no such field)
      with option "Yes"
      with option "No"

n8n: 2 to keep
  = workflow Lead Intake (it was changed on the canvas; the edit stays)
      keeps "When a lead is posted": position

For a person: 2 steps

  1. ClickUp status "review" of list "Agency / Leads", ClickUp status "done" of
     list "Agency / Leads": Gates sets it, and there are only to do, complete
     → In ClickUp, open the menu (…) of the list "Agency / Leads", choose its
       task statuses, and add it.

  2. n8n workflow Delivery: canvas and bundle have both changed 1 value; nothing
     is written
     Store
       parameters.days
         base    30
         mine    31
         theirs  32
     → Answer with --mine NODE (the canvas) or --theirs NODE (the bundle), one
       value with --answer NODE:PATH=mine, or all with --prefer.

10 to write (8 to create, 1 to change, 1 to take away), 2 steps for a person, 4
to keep. agency-ops seed does what this says.
`.trim(),
		);
	});

	it('shows what is kept one by one where all is asked for', () => {
		const text = planText(plan);
		expect(text).toContain('  = workspace Client Work (it is there)');
		expect(text).toContain('  = owner ops@agency.example (it is there)');
	});

	it('says so where there is nothing to write', () => {
		const kept = changes.filter(({ kind, target: { kind: what } }) => {
			return kind === 'keep' && what !== 'workflow';
		});
		expect(planText({ ...plan, changes: kept }, { isShort: true })).toBe(
			'Nothing to write, 3 to keep.',
		);
	});

	it('names the command that carries it out, and answers of no use', () => {
		const unusedAnswers = ['Store=mine'];
		const text = planText({ ...plan, unusedAnswers }, { command: '--yes', isShort: true });
		expect(text).toMatch(
			/--yes\s+does what this says\.\ni Nothing was asked about "Store=mine"\.$/,
		);
	});

	it('never breaks a line within eighty columns for want of a blank', () => {
		const lines = planText(plan).split('\n');
		expect(lines.filter((line) => line.length > 80)).toEqual([]);
	});

	it('shows one change by itself, with its service', () => {
		expect(changes.slice(4, 6).map(changeText)).toEqual([
			'+ HubSpot property agency_lead_reasons on deals (deals have no such property)',
			'~ HubSpot property agency_ops_key on deals (its label differs)\n    label: "Key" → "Agency Ops key"',
		]);
	});
});

describe('a plan that has work', () => {
	it('writes something, or leaves it to a person', () => {
		const only = (...kinds: Array<Change['kind']>): Plan => ({
			planVersion: 1,
			target: 'local',
			changes: changes.filter(({ kind }) => kinds.includes(kind)),
		});
		expect(hasWork(only('keep'))).toBe(false);
		expect(hasWork(only('keep', 'create'))).toBe(true);
		expect(hasWork(only('keep', 'update'))).toBe(true);
		expect(hasWork(only('keep', 'manual'))).toBe(true);
	});
});
