import { z } from 'zod';
import { isErrorReport, MendableError } from '../../../../nodes/domain/errors';
import type { ApplyJournal } from '../../apply/journal';
import { applySchema, baseSchema, stepSchema } from '../../apply/journal';
import type { ServiceCall, ServicePlace } from './askService';
import { askService } from './askService';

const basesSchema = z.object({ bases: z.array(baseSchema) });
const appliesSchema = z.object({ applies: z.array(applySchema) });
const takenSchema = z.object({ isTaken: z.boolean() });
const storySchema = z.object({ apply: applySchema, steps: z.array(stepSchema) });

/**
 * The journal in the ledger of a running service, which alone has it open.
 *
 * @throws MendableError `service/other-version` where the service is older or newer than the command
 */
export function serviceJournal(place: ServicePlace): ApplyJournal {
	const ask = async (call: ServiceCall) => await understood(place, call, z.unknown());
	const read = async <Shape extends z.ZodTypeAny>(shape: Shape, call: ServiceCall) =>
		await understood(place, call, shape);
	const of = (id: string) => `/v1/applies/${encodeURIComponent(id)}`;
	const basesOf = (target: string) => `/v1/applied/${encodeURIComponent(target)}`;
	return {
		bases: async (target) => (await read(basesSchema, { path: basesOf(target) })).bases,
		remember: async (target, bases) => {
			await ask({ method: 'PUT', path: basesOf(target), body: { bases } });
		},
		begin: async (apply) => {
			await ask({ path: '/v1/applies', body: apply });
		},
		takeOver: async (id, from, to) =>
			(await read(takenSchema, { path: `${of(id)}/take-over`, body: { from, to } })).isTaken,
		write: async (id, holder, { steps, bases = [] }) => {
			await ask({ method: 'PUT', path: `${of(id)}/steps`, body: { holder, steps, bases } });
		},
		end: async (id, holder, state) => {
			await ask({ path: `${of(id)}/end`, body: { holder, state } });
		},
		markUndone: async (id) => {
			await ask({ path: `${of(id)}/undone`, body: {} });
		},
		list: async (target, limit) => {
			const query = `target=${encodeURIComponent(target)}&limit=${limit}`;
			return (await read(appliesSchema, { path: `/v1/applies?${query}` })).applies;
		},
		read: async (id) => {
			try {
				return await read(storySchema, { path: of(id) });
			} catch (error) {
				if (isErrorReport(error) && error.code === 'apply/none') return null;
				throw error;
			}
		},
	};
}

/** An answer in the shape that this version reads; what another one says or takes is named as that. */
async function understood<Shape extends z.ZodTypeAny>(
	place: ServicePlace,
	call: ServiceCall,
	shape: Shape,
): Promise<z.infer<Shape>> {
	const answer = await askService(place, call).catch((error: unknown) => {
		const isRefused = isErrorReport(error) && error.code === 'request/invalid';
		throw isRefused ? otherVersion(place, error.why) : error;
	});
	const parsed = shape.safeParse(answer);
	if (parsed.success) return parsed.data as z.infer<Shape>;
	const { path = [], message = '' } = parsed.error.issues[0] ?? {};
	throw otherVersion(place, `Field "${path.join('.')}": ${message}.`);
}

function otherVersion({ url }: ServicePlace, why: string): MendableError {
	return new MendableError(
		'service/other-version',
		'The service and this command do not understand each other.',
		`The service at ${url} is likely of another version. ${why}`,
		'Start the service anew from this clone, then run the command again: it goes on where it was.',
	);
}
