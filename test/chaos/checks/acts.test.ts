import { newClickUp } from '../../../orchestrator/src/sandbox/clickup/model';
import { sandboxSlack } from '../../../orchestrator/src/sandbox/accounts';
import type { SandboxState } from '../../../orchestrator/src/sandbox';
import { newWorkspace } from '../../../orchestrator/src/sandbox/slack/model';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootFolder } from '../../../orchestrator/src/config';
import type { ActKind } from '../acts';
import { actsIn, wantedByTier } from '../acts';

const at = '2026-11-22T10:00:00.000Z';
const [one, other] = ['zq00000001', 'zq00000002'];
const channel = (name: string) =>
	sandboxSlack.channels.find((known) => known.name === name)?.id ?? '';

/** What the stand-ins hold, as far as the acts are read from it. */
function aState(): SandboxState {
	const object = (properties: Record<string, string>) => ({
		id: '1',
		properties,
		createdAt: at,
		updatedAt: at,
		archived: false,
	});
	const message = (text: string) => ({ type: 'message', text, ts: '1795341600.000100' });
	const mail = (to: string) => ({ at, envelope: { from: 'hola@iamazingcontent.space', to: [to] } });
	return {
		hubspot: {
			contacts: [object({ email: `${one}@tienda.example` })],
			deals: [object({ dealname: `Tienda ${one}: video` }), object({ dealname: 'Somebody else' })],
		},
		clickup: {
			...newClickUp(),
			tasks: [{ name: `Call Ana ${one} (Tienda ${one})`, createdAt: 1 }],
		},
		slack: {
			...newWorkspace(),
			messages: {
				[channel('sales-hot')]: [message(`Hot: Ana ${one.toUpperCase()} (Tienda ${one})`)],
				[channel('ops')]: [message(`The flow about ${other} failed`)],
			},
		},
		mail: { messages: [mail(`${one}@tienda.example`), mail(`${one}@tienda.example`)], lastId: 2 },
	} as unknown as SandboxState;
}

describe('what the stand-ins did', () => {
	it('is read lead by lead: each thing once, twice what is there twice', () => {
		expect(actsIn(aState()).map(({ marker, kind }) => `${marker} ${kind}`)).toEqual([
			`${one} hubspot.contact`,
			`${one} hubspot.deal`,
			`${one} clickup.task`,
			`${one} slack.message`,
			`${one} mail`,
			`${one} mail`,
		]);
	});
});

interface CanvasNode {
	name: string;
	type: string;
	parameters: { effect?: string };
}
interface Canvas {
	nodes: CanvasNode[];
	connections: Record<string, { main: Array<Array<{ node: string }> | null> }>;
}

const kindsOfCanvas: Record<string, ActKind> = {
	hubspotContact: 'hubspot.contact',
	hubspotDeal: 'hubspot.deal',
	clickUpTask: 'clickup.task',
	slackMessage: 'slack.message',
	email: 'mail',
	record: 'record',
};

/** The effects on the way that begins at one output of the scoring. */
function kindsFrom({ nodes, connections }: Canvas, output: number): ActKind[] {
	const kinds: ActKind[] = [];
	let next = connections['Score the lead'].main[output]?.[0]?.node;
	while (next !== undefined) {
		const node = nodes.find(({ name }) => name === next);
		const kind = kindsOfCanvas[node?.parameters.effect ?? ''];
		if (kind !== undefined) kinds.push(kind);
		next = connections[next]?.main[0]?.[0]?.node;
	}
	return kinds;
}

describe('what a lead must have', () => {
	it('is what the canvas that is live does for its tier', () => {
		const { workflows } = JSON.parse(
			readFileSync(path.join(rootFolder, 'workflows/bundle.json'), 'utf8'),
		) as { workflows: Array<{ slug: string; version: number }> };
		const version = workflows.find(({ slug }) => slug === 'lead-qualification')?.version;
		const file = `workflows/lead-qualification/v${version}/workflow.json`;
		const canvas = JSON.parse(readFileSync(path.join(rootFolder, file), 'utf8')) as Canvas;
		const tiers = ['hot', 'warm', 'cold', 'disqualified'] as const;
		const wanted = tiers.map((tier) => [...wantedByTier[tier]]);
		expect(tiers.map((_, output) => kindsFrom(canvas, output))).toEqual(wanted);
	});
});
