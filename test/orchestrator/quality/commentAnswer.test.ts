import { readCommentAnswer } from '../../../orchestrator/src/quality/commentAnswer';

describe('a comment in Frame.io', () => {
	it.each([
		['#approve', { answer: 'approve', note: null }],
		['  #Approved: lovely light', { answer: 'approve', note: 'lovely light' }],
		['#aprobado ¡qué bien!', { answer: 'approve', note: '¡qué bien!' }],
		['#godkendt', { answer: 'approve', note: null }],
		['#changes The logo is cut\nat 0:12', { answer: 'changes', note: 'The logo is cut\nat 0:12' }],
		['#cambios', { answer: 'changes', note: null }],
		['#rettelser – logoet er skåret', { answer: 'changes', note: 'logoet er skåret' }],
		[
			'#waive true-peak 90d The client’s own master',
			{ answer: 'waive', rule: 'true-peak', days: 90, reason: 'The client’s own master' },
		],
		[
			'#dispensar black: es un fundido',
			{ answer: 'waive', rule: 'black', days: 30, reason: 'es un fundido' },
		],
		['#undtag black 999d så', { answer: 'waive', rule: 'black', days: 365, reason: 'så' }],
		['#waive black 0d so', { answer: 'waive', rule: 'black', days: 1, reason: 'so' }],
		['#waive black', { answer: 'waive', rule: 'black', days: 30, reason: null }],
		['#waive', { answer: 'waive', rule: '', days: 30, reason: null }],
	])('answers: %j', (text, answer) => {
		expect(readCommentAnswer(text)).toEqual(answer);
	});

	it.each([
		'approve',
		'The approved colours look off. #approve',
		'#approvedcolours look off',
		'#approve-later',
		'#approve_all',
		'# approve',
		'#nice',
		'#',
		'',
	])('is talk: %j', (text) => {
		expect(readCommentAnswer(text)).toBeNull();
	});
});
