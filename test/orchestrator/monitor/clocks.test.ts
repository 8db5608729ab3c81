import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askClock, judgeClocks } from '../../../orchestrator/src/monitor/clocks';

const now = new Date('2026-11-26T10:00:00Z');
const says = (...seen: Array<[by: string, aheadMs: number]>) =>
	judgeClocks(
		now,
		seen.map(([by, aheadMs]) => ({ by, aheadMs })),
	).map(({ level, says: said }) => `${level}: ${said}`);

describe('judgeClocks', () => {
	it.each<{ seen: Array<[string, number]>; lines: string[] }>([
		{ seen: [], lines: [] },
		{
			seen: [
				['n8n', 60_000],
				['Slack', -60_000],
			],
			lines: ['ok: agrees with n8n, Slack'],
		},
		{
			seen: [
				['n8n', 0],
				['Slack', -61_000],
			],
			lines: ["failed: Slack's is 61 s behind"],
		},
		{ seen: [['the storage', 61_000]], lines: ["failed: the storage's is 61 s ahead"] },
	])('says $lines', ({ seen, lines }) => expect(says(...seen)).toEqual(lines));

	it('knows that it is not years ago', () => {
		expect(judgeClocks(new Date('2020-01-01T00:00:00Z'), [])).toMatchObject([{ level: 'failed' }]);
	});
});

describe('askClock', () => {
	it('reads the clock from the middle of the way there and back, and bears that nobody answers', async () => {
		const server = createServer((_request, response) => {
			response.writeHead(200, { date: 'Thu, 26 Nov 2026 10:00:00 GMT' });
			response.end('{}');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		const ours = [now.getTime() - 8_000, now.getTime() - 2_000];
		expect(await askClock('Slack', url, () => ours.shift() ?? 0)).toEqual({
			by: 'Slack',
			aheadMs: 5_000,
		});
		await new Promise((resolve) => server.close(resolve));
		expect(await askClock('Slack', url)).toBeNull();
	});
});
