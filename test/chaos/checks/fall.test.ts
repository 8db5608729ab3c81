import type { FaultRule } from '../../../orchestrator/src/sandbox/types';
import type { Part } from '../../../orchestrator/src/up/parts';
import { openStorm } from '../fall';
import { harmsOf } from '../harms';
import type { Relay } from '../relay';
import type { Blow, Link, PlannedBlow } from '../storm';

/** A part that writes down what is done to it. */
function aPart(name: string, story: string[], starts: Array<Error | null> = []): Part {
	return {
		name,
		pid: 1,
		logFile: '',
		isRunning: true,
		ready: Promise.resolve(),
		ended: Promise.resolve(0),
		kill: (signal) => void story.push(`${name} ${signal}`),
		stop: async () => void story.push(`${name} stop`),
		restart: async () => {
			const failure = starts.shift() ?? null;
			story.push(`${name} start${failure === null ? '' : ' failed'}`);
			if (failure !== null) throw failure;
		},
	};
}

function aStorm(blows: Blow[], starts: Array<Error | null> = []) {
	const story: string[] = [];
	const ordered: FaultRule[] = [];
	const relay = (link: Link): Relay => ({
		port: 0,
		cut: (how) => void story.push(`${link} ${how}`),
		mend: () => void story.push(`${link} mended`),
		stop: async () => undefined,
	});
	const planned = blows.map((blow, index): PlannedBlow => ({ afterLeads: index, blow }));
	const storm = openStorm(planned, {
		part: (name) => aPart(name, story, starts),
		relays: {
			vendors: relay('vendors'),
			mail: relay('mail'),
			trigger: relay('trigger'),
			ledger: relay('ledger'),
		},
		fault: async (rule) => void ordered.push(rule),
		say: () => undefined,
		signal: new AbortController().signal,
	});
	return { storm, story, ordered };
}

const killed: Blow = { kind: 'kill', part: 'n8n', downMs: 1 };
const frozen: Blow = { kind: 'freeze', part: 'n8n', ms: 1 };
const cut: Blow = { kind: 'cut', link: 'mail', ms: 1, how: 'reset' };

describe('a storm that falls', () => {
	it('lets nothing fall before so many leads were sent', async () => {
		const { storm, story } = aStorm([killed, cut]);
		storm.reach(0);
		await storm.over();
		expect(story).toEqual(['n8n SIGKILL', 'n8n start']);
		storm.reach(1);
		await storm.over();
		expect(story.slice(2)).toEqual(['mail reset', 'mail mended']);
	});

	it('hits one part with one blow after the other', async () => {
		const { storm, story } = aStorm([killed, frozen, { kind: 'restart', part: 'n8n' }]);
		storm.reach(10);
		await storm.over();
		expect(story).toEqual([
			'n8n SIGKILL',
			'n8n start',
			'n8n SIGSTOP',
			'n8n SIGCONT',
			'n8n stop',
			'n8n start',
		]);
		expect(storm.fallen.map(({ words }) => words)).toEqual([
			'kill -9 n8n',
			'stop n8n for 0.0 s',
			'restart n8n',
		]);
	});

	it('starts a part again that does not start, and says so when it never does', async () => {
		const no = new Error('no room');
		const patient = aStorm([killed], [no, no, null]);
		patient.storm.reach(10);
		await patient.storm.over();
		expect(patient.storm.broken).toEqual([]);
		const broken = aStorm([killed], [no, no, no]);
		broken.storm.reach(10);
		await broken.storm.over();
		expect(broken.storm.broken).toEqual(['kill -9 n8n: no room']);
	});

	it('keeps what stood in the way of which effects', async () => {
		const fault: Blow = { kind: 'fault', rule: { host: 'slack.com', kind: '500', times: 1 } };
		const service: Blow = { kind: 'kill', part: 'service', downMs: 1 };
		const { storm, ordered } = aStorm([killed, cut, service, fault]);
		storm.reach(10);
		await storm.over();
		expect(ordered).toHaveLength(1);
		const kinds = harmsOf(storm).map((harm) => harm.kinds?.includes('mail') ?? 'all');
		expect(kinds.map(String).sort()).toEqual(['all', 'false', 'true']);
	});
});
