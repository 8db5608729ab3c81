import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { effectKey } from '../../../nodes/domain/effect/effectKey';
import { readMailKey } from '../../../orchestrator/src/mail/objection';

describe('readMailKey', () => {
	it('reads what effectKey writes, whatever stands in the names', () => {
		const word = fc.string({ minLength: 1, maxLength: 30 }).filter((text) => text.trim() === text);
		fc.assert(
			fc.property(word, word, fc.integer({ min: 1, max: 99 }), (id, name, occurrence) => {
				const parts = { subjectType: 'invoice', effect: 'mail', testRun: null };
				const key = effectKey({ ...parts, subjectId: id, destination: name, occurrence });

				expect(readMailKey(key)).toEqual({ type: 'invoice', id, name, occurrence });
			}),
			{ numRuns: 200, seed: 20_261_126 },
		);
	});

	it.each([
		['a test', 'test/invoice:1/mail/milestone-invoice-reminder/1-run'],
		['another effect', 'invoice:1/slack-message/ops/1'],
		['a key made by hand', 'invoice:1/mail/100%/1'],
	])('knows nothing of %s', (_what, key) => {
		expect(readMailKey(key)).toBeNull();
	});

	it.each([
		['invoices.v1', 'invoice', 'milestone-invoice-reminder'],
		['follow-up.v1', 'follow-up', 'feedback-request'],
		['client-milestones.v2', 'deal', 'milestone-brief-received'],
	])('reads the mails of the workflow %s', (folder, type, name) => {
		const place = path.join(__dirname, '../../golden', folder);
		const keys = readdirSync(place).flatMap((file) => [
			...readFileSync(path.join(place, file), 'utf8').matchAll(/"key": "([^"]+\/mail\/[^"]+)"/g),
		]);
		const read = keys.map(([, key = '']) => readMailKey(key));

		expect(read).toContainEqual(expect.objectContaining({ type, name }));
	});
});
