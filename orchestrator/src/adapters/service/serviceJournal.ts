import { z } from 'zod';
import { isErrorReport } from '../../../../nodes/domain/errors';
import type { ApplyJournal } from '../../apply/journal';
import { applySchema, baseSchema, stepSchema } from '../../apply/journal';
import type { ServiceCall, ServicePlace } from './askService';
import { askService } from './askService';

const basesSchema = z.object({ bases: z.array(baseSchema) });
const appliesSchema = z.object({ applies: z.array(applySchema) });
const takenSchema = z.object({ isTaken: z.boolean() });
const storySchema = z.object({ apply: applySchema, steps: z.array(stepSchema) });

/** The journal in the ledger of a running service, which alone has it open. */
export function serviceJournal(place: ServicePlace): ApplyJournal {
	const ask = async (call: ServiceCall) => await askService(place, call);
	const of = (id: string) => `/v1/applies/${encodeURIComponent(id)}`;
	const basesOf = (target: string) => `/v1/applied/${encodeURIComponent(target)}`;
	return {
		bases: async (target) => basesSchema.parse(await ask({ path: basesOf(target) })).bases,
		remember: async (target, bases) => {
			await ask({ method: 'PUT', path: basesOf(target), body: { bases } });
		},
		begin: async (apply) => {
			await ask({ path: '/v1/applies', body: apply });
		},
		takeOver: async (id, from, to) =>
			takenSchema.parse(await ask({ path: `${of(id)}/take-over`, body: { from, to } })).isTaken,
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
			return appliesSchema.parse(await ask({ path: `/v1/applies?${query}` })).applies;
		},
		read: async (id) => {
			try {
				return storySchema.parse(await ask({ path: of(id) }));
			} catch (error) {
				if (isErrorReport(error) && error.code === 'apply/none') return null;
				throw error;
			}
		},
	};
}
