import { isErrorReport, MendableError, RetryableError } from '../../../nodes/domain/errors';

describe('isErrorReport', () => {
	it.each([
		{
			says: true,
			value: new MendableError('a/b', 'What.', 'Why.', 'Mend.'),
			of: 'a mendable error',
		},
		{
			says: true,
			value: new RetryableError('a/b', 'What.', 'Why.', 'Mend.', 5),
			of: 'a retryable error',
		},
		{ says: true, value: { code: 'a/b', what: '', why: '', mend: '' }, of: 'its JSON' },
		{ says: false, value: new Error('plain'), of: 'a plain error' },
		{ says: false, value: null, of: 'null' },
		{ says: false, value: 'text', of: 'a string' },
	])('is $says of $of', ({ says, value }) => {
		expect(isErrorReport(value)).toBe(says);
	});
});
