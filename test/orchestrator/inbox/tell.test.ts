import {
	findingsOf,
	tellEvents,
	tellStatus,
	tellStory,
} from '../../../orchestrator/src/inbox/tell';
import type { EventStory, StatusView } from '../../../orchestrator/src/inbox/view';

const at = '2026-11-23T15:00:01.000Z';

const quiet: StatusView = {
	inbox: { received: 0, forwarded: 0, ending: 0, dead: 0, failed: 0, oldestUnfinishedSeconds: 0 },
	effects: { planned: 0, in_flight: 0, unknown: [], failed: [] },
};
const effect = {
	key: 'lead:1/mail/ana/1',
	kind: 'mail',
	test: false,
	what: 'Nobody knows.',
	mend: 'Look.',
	updatedAt: at,
};

describe('findingsOf', () => {
	it.each<{ count: number; when: string; inbox?: object; effects?: object }>([
		{ count: 0, when: 'nothing is there' },
		{ count: 0, when: 'work is in progress', inbox: { received: 3, oldestUnfinishedSeconds: 899 } },
		{ count: 1, when: 'an event waits for 15 minutes', inbox: { oldestUnfinishedSeconds: 900 } },
		{ count: 1, when: 'events were given up', inbox: { dead: 2 } },
		{ count: 1, when: 'a flow failed', inbox: { failed: 1 } },
		{ count: 1, when: 'an effect is unknown', effects: { unknown: [effect] } },
		{ count: 1, when: 'an effect was refused', effects: { failed: [effect] } },
	])('are $count when $when', ({ count, inbox, effects }) => {
		const status = {
			inbox: { ...quiet.inbox, ...inbox },
			effects: { ...quiet.effects, ...effects },
		};
		expect(findingsOf(status)).toHaveLength(count);
	});
});

describe('tellStatus', () => {
	it('names each unknown effect with what to do', () => {
		const status = { ...quiet, effects: { ...quiet.effects, unknown: [effect] } };
		const text = tellStatus(status, findingsOf(status));
		expect(text).toContain('lead:1/mail/ana/1\n    Nobody knows.\n    → Look.');
		expect(tellStatus(quiet, [])).toContain('Nothing to do.');
	});
});

describe('tellStory', () => {
	it('reads as a story, with the receipts at its end', () => {
		const story: EventStory = {
			event: {
				id: 'evt_1',
				source: 'forms',
				externalId: 'form-1',
				topic: 'lead.received',
				subject: 'lead-of:1f3a9c0b7d2e',
				test: false,
				state: 'ended',
				attempts: 2,
				failures: 0,
				brokenOff: 1,
				repeats: 1,
				retry: false,
				executionId: '9',
				outcome: 'done',
				reason: null,
				waitsFor: null,
				receivedAt: at,
				forwardedAt: at,
				endedAt: at,
				nextAt: null,
				updatedAt: at,
				payload: {},
			},
			story: [
				{ state: 'received', at, detail: { what: 'received' } },
				{ state: 'forwarded', at, detail: { what: 'forwarded', attempt: 1, executionId: '8' } },
				{
					state: 'received',
					at,
					detail: {
						what: 'brokenOff',
						executionId: '8',
						because: 'the execution ended as crashed',
						again: '2026-11-23T15:00:02+00:00',
					},
				},
				{ state: 'ended', at, detail: { what: 'ended', outcome: 'done', executionId: '9' } },
			],
			effects: [
				{
					key: 'lead:1/slack-message/sales/1',
					kind: 'slack.message',
					state: 'done',
					test: false,
					receipt: { ts: '1.2', url: 'https://x.slack.com/archives/C/p12' },
					error: null,
					attempts: 1,
					createdAt: at,
					updatedAt: at,
					execution: {
						id: '9',
						url: 'http://n8n.test/workflow/w/executions/9',
						node: 'Tell sales',
					},
				},
			],
		};
		expect(tellStory(story).split('\n')).toEqual([
			'evt_1',
			'  Event      lead.received from forms',
			'  About      lead-of:1f3a9c0b7d2e',
			'  Received   2026-11-23 15:00:01Z, and sent again once',
			'  State      ended: done',
			'  Execution  9',
			'  In n8n     http://n8n.test/workflow/w/executions/9',
			'',
			'Story',
			'  2026-11-23 15:00:01Z  received and acknowledged',
			'  2026-11-23 15:00:01Z  taken by execution 8 (try 1)',
			'  2026-11-23 15:00:01Z  broken off by execution 8: the execution ended as crashed; tried again from 2026-11-23 15:00:02Z',
			'  2026-11-23 15:00:01Z  ended by execution 9 as done',
			'',
			'Effects',
			'  2026-11-23 15:00:01Z  done  slack.message  execution 9  https://x.slack.com/archives/C/p12  lead:1/slack-message/sales/1',
		]);
	});

	it('lists nothing as nothing', () => {
		expect(tellEvents([])).toBe('No events.');
	});
});
