import { isObject } from '../json';
import type { Json, JsonObject } from '../types';

/** Gathers what is wrong with blocks, in Slack's wording with a JSON pointer. */
export class Report {
	readonly messages: string[] = [];

	add(pointer: string, problem: string): void {
		this.messages.push(`[ERROR] ${problem} [json-pointer:${pointer}]`);
	}

	required(pointer: string, object: JsonObject, name: string): void {
		const value = object[name];
		if (value === undefined || value === null || value === '') {
			this.add(pointer, `missing required field: ${name}`);
		}
	}

	/** Missing values pass: whether one is required is asked elsewhere. */
	length(pointer: string, value: Json | undefined, most: number): void {
		if (value === undefined) return;
		if (typeof value !== 'string') this.add(pointer, 'must be a string');
		else if (value.length > most) this.add(pointer, `must be less than ${most + 1} characters`);
	}

	count(pointer: string, value: Json | undefined, least: number, most: number): void {
		if (!Array.isArray(value)) this.add(pointer, 'must be an array');
		else if (value.length > most) this.add(pointer, `no more than ${most} items allowed`);
		else if (value.length < least) this.add(pointer, `no less than ${least} items allowed`);
	}

	each(value: Json | undefined, pointer: string, check: (item: Json, at: string) => void): void {
		if (!Array.isArray(value)) return;
		value.forEach((item, index) => check(item, `${pointer}/${index}`));
	}

	/** Complains about a name that two objects of a list share. */
	unique(pointer: string, value: Json | undefined, name: string): void {
		if (!Array.isArray(value)) return;
		const seen = new Set<string>();
		value.forEach((item, index) => {
			const id = isObject(item) ? item[name] : undefined;
			if (typeof id !== 'string' || id === '') return;
			if (seen.has(id))
				this.add(`${pointer}/${index}/${name}`, `\`${name}\` "${id}" already exists`);
			seen.add(id);
		});
	}
}
