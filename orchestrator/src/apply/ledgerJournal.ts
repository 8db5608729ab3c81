import {
	beginApply,
	endApply,
	keepBases,
	listApplies,
	markApplyUndone,
	readApply,
	readBases,
	takeOverApply,
	writeSteps,
} from '../ledger/applies';
import type { Moment } from '../ledger/moment';
import type { Store } from '../ledger/store';
import type { ApplyJournal } from './journal';
import { applyRunning, takenOver } from './journal';

/** The journal in a ledger that this process has open. */
export function ledgerJournal(store: Store, moment: () => Moment = () => null): ApplyJournal {
	return {
		bases: async (target) => await readBases(store, target),
		remember: async (target, bases) =>
			await store.transaction(async (queries) => {
				await keepBases(queries, target, bases, moment());
			}),
		begin: async (apply) => {
			const inTheWay = await beginApply(store, apply, moment());
			if (inTheWay !== null) throw applyRunning(inTheWay);
		},
		takeOver: async (id, from, to) => await takeOverApply(store, id, from, to, moment()),
		write: async (id, holder, entry) => {
			if (!(await writeSteps(store, id, holder, entry, moment()))) throw takenOver(id);
		},
		end: async (id, holder, state) => {
			if (!(await endApply(store, id, holder, state, moment()))) throw takenOver(id);
		},
		markUndone: async (id) => await markApplyUndone(store, id),
		list: async (target, limit) => await listApplies(store, target, limit),
		read: async (id) => await readApply(store, id),
	};
}
