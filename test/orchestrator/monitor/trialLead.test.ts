import { TRIAL_KINDS, whereStopped } from '../../../orchestrator/src/monitor/watch/trialLead';

const done = (...kinds: readonly string[]) =>
	kinds.map((kind) => ({ kind, state: 'done', what: null }));
const event = (state: string, outcome: string | null = null, reason: string | null = null) => ({
	state,
	outcome,
	reason,
});

describe('where a trial stopped', () => {
	it.each([
		{
			when: 'an effect of it was refused',
			story: {
				event: event('ended', 'failed'),
				effects: [
					...done('hubspot.contact'),
					{ kind: 'hubspot.deal', state: 'failed', what: 'No stage "hot".' },
				],
			},
			stop: { at: 'hubspot.deal', cause: 'failed: No stage ….' },
		},
		{
			when: 'its message waits',
			story: {
				event: event('ending'),
				effects: [
					...done(...TRIAL_KINDS.slice(0, 3)),
					{ kind: 'slack.message', state: 'planned', what: null },
				],
			},
			stop: { at: 'slack.message', cause: 'planned' },
		},
		{
			when: 'the flow failed before it asked',
			story: { event: event('ended', 'failed', 'No rule "x"'), effects: [] },
			stop: { at: 'hubspot.contact', cause: 'failed: No rule …' },
		},
		{
			when: 'nobody took it from the inbox',
			story: { event: event('received', null, 'n8n answered 404'), effects: [] },
			stop: { at: 'inbox', cause: 'n8n answered …' },
		},
		{
			when: 'it is not in the inbox',
			story: { event: null, effects: [] },
			stop: { at: 'inbox', cause: null },
		},
		{
			when: 'it came through',
			story: { event: event('ended', 'done'), effects: done(...TRIAL_KINDS) },
			stop: null,
		},
	])('is named when $when', ({ story, stop }) => {
		expect(whereStopped(story)).toEqual(stop);
	});
});
