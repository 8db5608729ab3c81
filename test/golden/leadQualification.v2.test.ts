import { cut, goesAsAgreed, late, plainCases, replyTo } from './qualification';

describe('Lead Qualification v2', () => {
	goesAsAgreed(2, [
		...plainCases,
		{
			name: 'task-unknown',
			lead: 'lead',
			ends: 'error',
			but: (body) => (body.kind === 'clickup.task' ? cut(body) : replyTo(body)),
		},
		{
			name: 'message-late',
			lead: 'lead',
			ends: 'success',
			but: (body) => (body.kind === 'slack.message' ? late(body) : replyTo(body)),
		},
		{
			name: 'mail-unknown',
			lead: 'english-startup',
			ends: 'success',
			but: (body) => (body.kind === 'mail' ? cut(body) : replyTo(body)),
		},
	]);
});
