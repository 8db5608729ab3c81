import type { SeedServices } from '../../../orchestrator/src/apply/services';

/** What a process says that was killed; nothing in our code knows it. */
export class Killed extends Error {
	readonly name = 'Killed';
}

/** When the process ends: at the call with that number, before it is made or before its answer. */
export interface Death {
	call: number;
	when: 'before' | 'after';
}

/** Calls that stay in this process. */
const local = new Set(['apiKey', 'keepApiKey', 'open', 'heldId', 'keep']);

/**
 * The same services, for a process that dies; every later call of it comes to nothing.
 *
 * @param onCall hears the number of each call before it is made
 */
export function killable(
	services: SeedServices,
	death: Death | null,
	onCall: (call: number) => void = () => undefined,
) {
	let calls = 0;
	let isDead = false;
	const wrap = <Value>(value: Value): Value => {
		if (typeof value === 'function') return wrapCall(value as never, '') as never;
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
		if (!Object.values(value).some((each) => typeof each === 'function')) return value;
		return new Proxy(value, {
			get: (target, name) => {
				const inner: unknown = Reflect.get(target, name);
				return typeof inner === 'function' ? wrapCall(inner as never, String(name)) : wrap(inner);
			},
		});
	};
	const wrapCall = (call: (...given: unknown[]) => unknown, name: string) => {
		if (local.has(name)) {
			return (...given: unknown[]) => {
				if (isDead) throw new Killed();
				return wrap(call(...given));
			};
		}
		return async (...given: unknown[]) => {
			if (isDead) throw new Killed();
			calls += 1;
			const number = calls;
			onCall(number);
			if (number === death?.call && death.when === 'before') {
				isDead = true;
				throw new Killed();
			}
			const answer = await call(...given);
			if (number === death?.call) isDead = true;
			if (isDead) throw new Killed();
			return wrap(answer);
		};
	};
	return { services: wrap(services), calls: () => calls };
}
