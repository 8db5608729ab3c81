import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import { openLogger } from '../../../orchestrator/src/service/http';
import { loggedError } from '../../../orchestrator/src/service/loggedError';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

describe('an error in the log', () => {
	it('says which rule was broken and nothing of the row that broke it', async () => {
		const lines: string[] = [];
		const logger = openLogger({ write: (line: string) => void lines.push(line) });
		const store = await openLedger(await emptyLedgerPlace());
		try {
			await store.query(
				`INSERT INTO inbox (id, source, external_id, topic, subject, test, payload, state, next_at,
					since, received_at, updated_at)
				VALUES ('evt_1', 'forms', '1', 't', 's', false, $1::jsonb, 'lost', now(), now(), now(), now())`,
				['{"email":"ana@cafeaurora.com"}'],
			);
		} catch (error) {
			logger.error({ err: error }, 'request failed');
		} finally {
			await store.close();
		}
		const log = lines.join('');

		expect(log).toContain('23514');
		expect(log).toContain('inbox_state_check');
		expect(log).not.toContain('cafeaurora');
	});

	it('says of what is no error only that', () => {
		expect(loggedError('ana@cafeaurora.com')).toMatchObject({ type: 'string' });
		expect(JSON.stringify(loggedError('ana@cafeaurora.com'))).not.toContain('ana');
	});
});
