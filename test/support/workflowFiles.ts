import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const root = path.resolve(__dirname, '../../workflows');

const manifestSchema = z
	.object({
		name: z.string(),
		version: z.string().regex(/^\d+\.\d+\.\d+$/),
		n8n: z.string(),
		workflows: z.array(
			z
				.object({
					slug: z.string(),
					version: z.number().int().min(1),
					/** What n8n knows it by, in every n8n; chosen once. */
					id: z.string().regex(/^[A-Za-z0-9]{16}$/),
					name: z.string(),
					file: z.string(),
					about: z.string(),
				})
				.strict(),
		),
		nodes: z.array(z.object({ type: z.string(), typeVersion: z.number() }).strict()),
		credentials: z.array(
			z.object({ type: z.string(), name: z.string(), about: z.string() }).strict(),
		),
	})
	.strict();

const workflowSchema = z.object({
	name: z.string(),
	settings: z.record(z.unknown()),
	connections: z.record(
		z.object({
			main: z.array(z.array(z.object({ node: z.string(), type: z.string(), index: z.number() }))),
		}),
	),
	nodes: z.array(
		z.object({
			id: z.string(),
			name: z.string(),
			type: z.string(),
			typeVersion: z.number(),
			position: z.tuple([z.number(), z.number()]),
			parameters: z.record(z.unknown()),
			credentials: z.record(z.object({ id: z.null(), name: z.string() })).optional(),
		}),
	),
});

/** The manifest of the bundle. */
export const manifest = manifestSchema.parse(JSON.parse(readText('bundle.json')));

/** Every workflow of the bundle, in the order in which it is published. */
export const bundledWorkflows = manifest.workflows.map((entry) => {
	const text = readText(entry.file);
	return { entry, text, workflow: workflowSchema.parse(JSON.parse(text)) };
});

/** A workflow file as its parsed JSON. */
export function readWorkflow(file: string): unknown {
	return JSON.parse(readText(file));
}

/** A file under `workflows/` as it stands. */
export function readText(file: string): string {
	return readFileSync(path.join(root, file), 'utf8');
}
