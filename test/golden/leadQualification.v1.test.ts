import { cut, goesAsAgreed, plainCases, replyTo } from './qualification';

describe('Lead Qualification v1', () => {
	goesAsAgreed(1, [
		...plainCases,
		{
			name: 'effect-unknown',
			lead: 'lead',
			ends: 'error',
			but: (body) => (body.kind === 'clickup.task' ? unheard(body.key) : replyTo(body)),
		},
	]);
});

const unheard = (key: unknown) =>
	cut({ key, kind: 'clickup.task' }, 'ClickUp did not answer in time.');
