import type { FoundRecord } from '../../../../orchestrator/src/adapters/hubspot/records';
import type { TestService, VendorCall } from '../support/aService';
import { aRequest, aService, willing } from '../support/aService';
import type { SweptLedger } from './aSweep';
import { aSweep, emptyReaders, patient } from './aSweep';

const MINUTE = 60_000;

let service: TestService;
let swept: SweptLedger;
let at: number;
/** Deals as HubSpot has them, by their ids. */
let deals: Map<string, FoundRecord>;

const now = () => new Date(at);

beforeAll(async () => {
	service = await aService();
	Object.assign(service.aResolver().tools.settings.hubspot.stages, { delivered: 'contractsent' });
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run('TRUNCATE effects, monitor_findings, monitor_cursors CASCADE');
	at = Date.UTC(2026, 10, 26, 12);
	deals = new Map();
	service.answering(hubspot);
	swept = aSweep(service, now, {
		readers: {
			hubspot: {
				...emptyReaders.hubspot,
				read: async (_object, ids) => ids.flatMap((id) => deals.get(id) ?? []),
			},
		},
	});
});

/** HubSpot does what it is asked for, and keeps when. */
function hubspot(call: VendorCall) {
	if (call.vendor === 'hubspot.deal') {
		const { properties } = call.input as { properties: Record<string, string> };
		deals.set('202', record('202', { ...properties, agency_ops_key: opened }));
	}
	if (call.vendor === 'hubspot.change') {
		const { id, properties } = call.input as { id: string; properties: Record<string, string> };
		deals.set(id, record(id, { ...deals.get(id)?.properties, ...properties }));
	}
	return willing(call);
}

const record = (id: string, properties: FoundRecord['properties']): FoundRecord => ({
	id,
	properties,
	updatedAt: now(),
});

async function perform(key: string, kind: string, content: object): Promise<void> {
	const request = aRequest({ key, kind, content });
	expect((await service.another({ moment: now, patience: patient })(request)).state).toBe('done');
	at += MINUTE;
}

const opened = 'lead:7/hubspot-deal/1';
const open = async () =>
	await perform(opened, 'hubspot.deal', { name: 'Film', stage: 'hot', contactId: '101' });
const move = async (subject: string, stage: string, named: object) =>
	await perform(`${subject}/hubspot-deal-change/${stage}`, 'hubspot.deal-change', {
		...named,
		stage,
		properties: {},
	});
/** The stage that HubSpot has from now on, by hand or by a fault of its own. */
const stands = (id: string, stage: string | null, isTouched: boolean) => {
	const deal = deals.get(id);
	const updatedAt = isTouched ? new Date(at + 10 * MINUTE) : (deal?.updatedAt ?? now());
	deals.set(id, { ...record(id, { ...deal?.properties, dealstage: stage }), updatedAt });
};
const stageOf = (id: string) => deals.get(id)?.properties.dealstage;

it('goes by the last flow that moved a deal, whatever it was about', async () => {
	await open();
	await move('lead:7', 'hot', { deal: opened });
	await move('delivery:dlv_1', 'delivered', { dealId: '202' });
	const { report, open: found } = await swept.sweep();
	expect(found).toEqual([]);
	expect(report.repaired).toEqual([]);
	expect(report.looked.hubspot).toBe(1);
});

it('moves a deal again whose delivery is handed over and whose stage is as before', async () => {
	await open();
	await move('lead:7', 'hot', { deal: opened });
	await move('delivery:dlv_1', 'delivered', { dealId: '202' });
	stands('202', 'appointmentscheduled', false);
	const { report } = await swept.sweep();
	expect(report.repaired).toMatchObject([{ thing: 'deal: dealstage' }]);
	expect(stageOf('202')).toBe('contractsent');
	at += MINUTE;
	const again = await swept.sweep();
	expect(again.report.repaired).toEqual([]);
	expect(again.open).toEqual([]);
});

it('leaves a deal where a person moved it since', async () => {
	await open();
	await move('delivery:dlv_1', 'delivered', { dealId: '202' });
	stands('202', 'closedlost', true);
	const { report, open: found } = await swept.sweep();
	expect(report.repaired).toEqual([]);
	expect(found).toMatchObject([{ class: 'changed', thing: 'deal: dealstage', effect: opened }]);
	expect(stageOf('202')).toBe('closedlost');
});

it('looks after a deal that no flow opened, by HubSpot’s own id', async () => {
	deals.set('77', record('77', {}));
	await move('delivery:dlv_2', 'delivered', { dealId: '77' });
	stands('77', null, false);
	const { report } = await swept.sweep();
	expect(report.repaired).toHaveLength(1);
	expect(stageOf('77')).toBe('contractsent');
	deals.delete('77');
	const { open: found } = await swept.sweep();
	expect(found).toMatchObject([{ class: 'missing', thing: 'deal', offers: ['leave'] }]);
	expect(found[0]?.ours.says).toContain('deal 77');
});
