import { MendableError, RetryableError } from '../../../nodes/domain/errors';
import { retried } from '../../../orchestrator/src/apply/retry';

const limited = new RetryableError('hubspot/rate-limited', 'w', 'y', 'm', 7_000);
const unheard = new RetryableError('hubspot/failed', 'w', 'y', 'm', 0);
const away = new MendableError('n8n/unreachable', 'w', 'y', 'm');
const refused = new MendableError('n8n/rejected', 'w', 'y', 'm');

/** Makes a call that fails with these errors, one after the other, and then answers. */
async function tried(errors: Error[], mayAgain?: boolean) {
	const waits: number[] = [];
	const asked: number[] = [];
	const left = [...errors];
	let calls = 0;
	const call = async () => {
		calls += 1;
		const error = left.shift();
		if (error !== undefined) throw error;
		return 'answer';
	};
	const pause = async (ms: number) => void waits.push(ms);
	const may = async () => {
		asked.push(calls);
		return mayAgain ?? true;
	};
	const answer = await retried(call, pause, may).catch((error: unknown) => error);
	return { answer, waits, asked, calls };
}

describe('a call', () => {
	it.each([
		{ when: 'it was refused for its rate', errors: [limited, limited], waits: [7_000, 7_000] },
		{ when: 'nothing was heard of it', errors: [unheard, away], waits: [500, 1_000] },
	])('is made again when $when', async ({ errors, waits }) => {
		expect(await tried(errors)).toMatchObject({ answer: 'answer', waits, calls: 3 });
	});

	it('is made again without a look after a refusal for its rate: nothing was done', async () => {
		expect(await tried([limited], false)).toMatchObject({ answer: 'answer', asked: [] });
	});

	it('is not made again where nobody knows whether that does harm', async () => {
		expect(await tried([unheard], false)).toMatchObject({ answer: unheard, asked: [1], calls: 1 });
	});

	it('is not made again when it was refused, nor for ever', async () => {
		expect(await tried([refused])).toMatchObject({ answer: refused, calls: 1 });
		expect(await tried(Array.from({ length: 9 }, () => away))).toMatchObject({
			answer: away,
			calls: 4,
		});
	});
});
