import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ClickUpPeople } from '../clickup/peopleAct';

const word = z.string().trim().min(1).max(200);
const statuses = z
	.array(
		z.object({ status: word.toLowerCase(), type: word, color: word.default('#87909e') }).strict(),
	)
	.min(1)
	.max(50);
const act = z.discriminatedUnion('act', [
	z
		.object({ act: z.literal('field'), place: word, name: word, type: word.default('short_text') })
		.strict(),
	z.object({ act: z.literal('statuses'), place: word, statuses }).strict(),
	z.object({ act: z.literal('delete'), task: word }).strict(),
]);

/** What people do in ClickUp's own pages: fields, statuses, a task that is thrown away. */
export function addClickUpPeople(
	app: FastifyInstance,
	people: Pick<ClickUpPeople, 'addField' | 'setStatuses' | 'deleteTask'>,
): void {
	app.post('/api/clickup/acts', async (request, reply) => {
		const read = act.safeParse(request.body);
		if (!read.success) {
			const error = 'Send {"act":"field","place":…,"name":…}, "statuses" or "delete".';
			return await reply.status(400).send({ error });
		}
		const { data } = read;
		if (data.act === 'field') people.addField(data.place, data.name, data.type);
		else if (data.act === 'statuses') people.setStatuses(data.place, data.statuses);
		else people.deleteTask(data.task);
		return await reply.status(204).send();
	});
}
