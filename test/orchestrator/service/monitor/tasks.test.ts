import type { FoundTask } from '../../../../orchestrator/src/adapters/clickup/tasks';
import { aRequest as aDeliveryRequest, ask, seeFilm } from '../../delivery/aDelivery';
import type { TestService } from '../support/aService';
import { aRequest, aService, willing } from '../support/aService';
import type { SweptLedger } from './aSweep';
import { aSweep, emptyReaders, patient } from './aSweep';

const MINUTE = 60_000;
const luis = { id: 1, name: 'Luis', email: 'luis@agency.test' };
const freja = { id: 2, name: 'Freja', email: 'freja@agency.test' };

let service: TestService;
let swept: SweptLedger;
let at: number;
/** Tasks as ClickUp has them; null for one that was deleted. */
let tasks: Map<string, Partial<FoundTask> | null>;

const now = () => new Date(at);
const taskOf = (id: string): FoundTask | null => {
	const changes = tasks.get(id);
	if (changes === null) return null;
	return {
		...{ id, url: `https://app.clickup.com/t/${id}`, key: null, status: 'to do' },
		...{ isClosed: false, isArchived: false, assignees: [], createdAt: now(), updatedAt: now() },
		...changes,
	};
};

beforeAll(async () => {
	service = await aService();
	await seeFilm(service.store, { fileId: 'f1' });
});
afterAll(async () => await service.close());
beforeEach(async () => {
	await service.store.run('TRUNCATE effects, monitor_findings, monitor_cursors CASCADE');
	at = Date.UTC(2026, 10, 26, 12);
	tasks = new Map();
	service.answering(willing);
	const read = async (id: string) => await Promise.resolve(taskOf(id));
	const clickup = { ...emptyReaders.clickup, read, members: async () => [luis, freja] };
	swept = aSweep(service, now, { readers: { clickup } });
});

async function perform(key: string, kind: string, content: object): Promise<void> {
	const { state } = await service.another({ moment: now, patience: patient })(
		aRequest({ key, kind, content }),
	);
	expect(state).toBe('done');
	at += MINUTE;
}

const task = 'deal:9001/clickup-task/cut/1';
const make = async (content: object = {}) =>
	await perform(task, 'clickup.task', { list: 'leads', name: 'Cut', ...content });
const assign = async (subject: string, person: { email: string }, change: 'add' | 'remove') =>
	await perform(`${subject}/clickup-assign/1`, 'clickup.assign', { task, person, change });

it('goes by who was put on a task, whichever flow did it', async () => {
	await make({ assigneeEmail: luis.email });
	await assign('refusal:r1', luis, 'remove');
	await assign('acceptance:r2', freja, 'add');
	tasks.set('86a', { assignees: [freja.id] });
	expect((await swept.sweep()).open).toEqual([]);
	tasks.set('86a', { assignees: [luis.id] });
	const { open, report } = await swept.sweep();
	expect(open).toMatchObject([
		{
			class: 'changed',
			thing: 'assignees',
			ours: { says: 'with Freja' },
			theirs: { says: 'with Luis' },
		},
	]);
	expect(report.repaired).toEqual([]);
	expect((await swept.sweep()).open.map(({ id }) => id)).toEqual(open.map(({ id }) => id));
});

it('makes a deleted task again with what flows of other subjects did to it', async () => {
	await make();
	await assign('acceptance:r1', freja, 'add');
	tasks.set('86a', null);
	service.answering((call) =>
		call.vendor === 'clickup.task'
			? { result: 'done', receipt: { id: '86b', url: 'https://app.clickup.com/t/86b' } as never }
			: willing(call),
	);
	await swept.sweep();
	expect(service.calls.map(({ vendor }) => vendor)).toEqual(['clickup.task', 'clickup.change']);
	expect(service.calls[1]?.input).toMatchObject({ id: '86b', email: freja.email, change: 'add' });
	tasks.set('86b', { assignees: [freja.id] });
	expect((await swept.sweep()).open).toEqual([]);
	expect(service.calls).toHaveLength(2);
});

it('leaves a task alone that was closed with its delivery before somebody deleted it', async () => {
	await make();
	const { delivery } = await ask(service.store, aDeliveryRequest({ deal: '9001' }));
	service.answering((call) => willing(call));
	await perform(`delivery:${delivery.id}/clickup-status/1`, 'clickup.status', {
		subject: 'deal:9001',
	});
	tasks.set('86a', null);
	service.answering(willing);
	const { open, report } = await swept.sweep();
	expect(open).toEqual([]);
	expect(report.repaired).toEqual([]);
	expect(service.calls).toEqual([]);
});
