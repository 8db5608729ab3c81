import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Field, Operation, Resource } from '../../../nodes/FrameIo/operation';
import { resources } from '../../../nodes/FrameIo/operations';
import { describeWithSpecs, specsFolder } from '../../support/sharedData';

interface Schema {
	$ref?: string;
	properties?: Record<string, Schema>;
	required?: string[];
	oneOf?: Schema[];
	enum?: string[];
}
interface Described {
	operationId: string;
	parameters?: Array<{ name: string; in: string; required?: boolean }>;
	requestBody?: { content: Record<string, { schema: Schema }> };
	responses: Record<string, { content?: Record<string, unknown> }>;
}
interface Description {
	paths: Record<string, Record<string, Described>>;
	components: { schemas: Record<string, Schema> };
}

const entries = Object.entries<Resource>(resources).flatMap(([resource, { operations }]) =>
	Object.entries(operations).map(([name, operation]) => ({ resource, name, operation })),
);
const fieldsOf = ({ required, optional = [] }: Operation): Field[] => [...required, ...optional];
const sentFields = (operation: Operation, at: Field['at']) =>
	fieldsOf(operation).filter((field) => field.at === at && field.wire !== '');

describe('the operations of Frame.io', () => {
	it.each(entries)('$resource $name fills every place of its path, once', ({ operation }) => {
		const places = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, place]) => place);
		const wires = sentFields(operation, 'path').map(({ wire }) => wire);
		// What runs by its own code takes some of its places from an answer.
		if (operation.run === undefined) expect(wires.sort()).toEqual([...places].sort());
		else expect(places).toEqual(expect.arrayContaining(wires.filter((wire) => wire !== 'file_id')));
	});

	it.each(entries)('$resource $name has each field once, and words for all', ({ operation }) => {
		const names = fieldsOf(operation).map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		for (const { property } of fieldsOf(operation)) {
			expect(property.displayName).not.toBe('');
			expect(property.description ?? '').toMatch(/^[A-Z].*[^.]$/s);
		}
		expect(operation.description).toMatch(/^[A-Z].*[^.]$/);
	});
});

describeWithSpecs('the operations of Frame.io against its description', () => {
	const { paths, components } = JSON.parse(
		readFileSync(path.join(specsFolder ?? '', 'frameio', 'frameio-v4.openapi.json'), 'utf8'),
	) as Description;
	const follow = (schema: Schema): Schema => {
		if (schema.$ref === undefined) return schema;
		return follow(components.schemas[schema.$ref.split('/').pop() ?? ''] ?? {});
	};
	const described = ({ method, path: template }: Operation) =>
		paths[template]?.[method.toLowerCase()];
	/** Names in a body, and those that it cannot do without; kinds of one thing together. */
	const namesIn = (schema: Schema): { all: string[]; required: string[] } => {
		const kinds = follow(schema).oneOf?.map((kind) => namesIn(kind));
		if (kinds !== undefined) {
			const required = kinds.map((kind) => kind.required);
			return {
				all: [...new Set(kinds.flatMap(({ all }) => all))],
				required: (required[0] ?? []).filter((name) => required.every((of) => of.includes(name))),
			};
		}
		const { properties = {}, required = [] } = follow(schema);
		return { all: Object.keys(properties), required };
	};

	it('are all that it has', () => {
		const ours = new Set(entries.map(({ operation }) => `${operation.method} ${operation.path}`));
		const all = Object.entries(paths).flatMap(([template, item]) =>
			Object.keys(item).map((method) => `${method.toUpperCase()} ${template}`),
		);
		expect(all.filter((one) => !ours.has(one))).toEqual([]);
		expect([...ours].filter((one) => !all.includes(one))).toEqual([]);
	});

	it.each(entries)('$resource $name asks only for what there is', ({ operation }) => {
		const query = (described(operation)?.parameters ?? [])
			.filter((one) => one.in === 'query')
			.map(({ name }) => name);
		for (const { wire } of sentFields(operation, 'query')) expect(query).toContain(wire);
		const pages = query.includes('page_size');
		if (operation.reply !== 'list') expect(pages).toBe(false);
	});

	it.each(entries)('$resource $name sends a body that it knows', ({ operation }) => {
		const body = described(operation)?.requestBody?.content['application/json']?.schema;
		const wires = [
			...sentFields(operation, 'body').map(({ wire }) => wire.split('.')[0] ?? ''),
			...Object.keys(operation.constants ?? {}),
		];
		if (body === undefined) {
			expect(wires).toEqual([]);
			return;
		}
		const whole = follow(body);
		const isWrapped = operation.isWrapped !== false;
		expect(whole.properties?.data !== undefined).toBe(isWrapped);
		const { all, required } = namesIn(isWrapped ? (whole.properties?.data ?? {}) : whole);
		if (operation.run === undefined) expect(wires).toEqual(expect.arrayContaining(required));
		for (const wire of wires) expect(all).toContain(wire);
	});

	it.each(entries)('$resource $name reads what is answered', ({ operation }) => {
		const { responses = {} } = described(operation) ?? {};
		const answers = Object.keys(responses).filter((status) => status.startsWith('2'));
		if (operation.run === undefined) {
			expect(operation.reply === 'nothing').toBe(answers.includes('204'));
		}
	});
});
