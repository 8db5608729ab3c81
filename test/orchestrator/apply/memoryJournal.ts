import type {
	Apply,
	ApplyJournal,
	Base,
	JournalStep,
} from '../../../orchestrator/src/apply/journal';
import { applyRunning, takenOver } from '../../../orchestrator/src/apply/journal';

/** A journal in memory that does what the ledger's does, without a database. */
export function memoryJournal(now = () => new Date('2026-11-22T10:00:00Z')): ApplyJournal {
	const applies = new Map<string, { apply: Apply; steps: Map<number, JournalStep> }>();
	const remembered = new Map<string, Map<string, Base>>();
	const running = (target: string) =>
		[...applies.values()].find(({ apply }) => apply.target === target && apply.state === 'running');
	const held = (id: string, holder: string) => {
		const found = applies.get(id);
		if (found?.apply.holder !== holder || found.apply.state !== 'running') throw takenOver(id);
		return found;
	};
	const keep = (target: string, bases: readonly Base[]) => {
		const own = remembered.get(target) ?? new Map<string, Base>();
		remembered.set(target, own);
		for (const base of structuredClone(bases)) {
			const key = `${base.kind} ${base.key}`;
			if (base.value === null) own.delete(key);
			else own.set(key, base);
		}
	};
	return {
		bases: async (target) => structuredClone([...(remembered.get(target)?.values() ?? [])]),
		remember: async (target, bases) => keep(target, bases),
		begin: async (apply) => {
			const inTheWay = running(apply.target);
			if (inTheWay !== undefined) throw applyRunning(inTheWay.apply);
			const times = { startedAt: now(), heardAt: now(), endedAt: null };
			applies.set(apply.id, {
				apply: { ...apply, state: 'running', ...times },
				steps: new Map(),
			});
		},
		takeOver: async (id, from, to) => {
			const found = applies.get(id);
			if (found?.apply.holder !== from || found.apply.state !== 'running') return false;
			found.apply.holder = to;
			return true;
		},
		write: async (id, holder, { steps, bases = [] }) => {
			const found = held(id, holder);
			for (const step of structuredClone(steps)) {
				const before = found.steps.get(step.number);
				found.steps.set(step.number, { ...before, ...step });
			}
			keep(found.apply.target, bases);
		},
		end: async (id, holder, state) => {
			Object.assign(held(id, holder).apply, { state, endedAt: now() });
		},
		markUndone: async (id) => {
			const found = applies.get(id);
			if (found !== undefined && ['done', 'failed'].includes(found.apply.state)) {
				found.apply.state = 'undone';
			}
		},
		list: async (target, limit) =>
			structuredClone(
				[...applies.values()]
					.map(({ apply }) => apply)
					.filter((apply) => apply.target === target)
					.sort((a, b) => (a.id < b.id ? 1 : -1))
					.slice(0, limit),
			),
		read: async (id) => {
			const found = applies.get(id);
			if (found === undefined) return null;
			const steps = [...found.steps.values()].sort((a, b) => a.number - b.number);
			return structuredClone({ apply: found.apply, steps });
		},
	};
}
