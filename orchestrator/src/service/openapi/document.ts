import { readFileSync } from 'node:fs';
import path from 'node:path';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { rootFolder } from '../../config';
import { described, tags } from './describe';

/**
 * Describes every route added after this at `/openapi.json`, and for people at `/docs`: without a key,
 * since there is no secret in it, and without any other machine.
 */
export async function describeInterface(app: FastifyInstance): Promise<void> {
	await app.register(swagger, {
		openapi: {
			openapi: '3.0.3',
			info: {
				title: 'Agency Ops service',
				version: versionOf(),
				description: about,
			},
			tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
			components: {
				securitySchemes: {
					key: {
						type: 'http',
						scheme: 'bearer',
						description: 'A key of `agency-ops keys create NAME --scope …`',
					},
				},
			},
		},
	});
	await app.register(swaggerUi, {
		routePrefix: '/docs',
		uiConfig: { docExpansion: 'list', tryItOutEnabled: true, deepLinking: true },
		theme: { title: 'Agency Ops service' },
		logo: {
			type: 'image/svg+xml',
			content: readFileSync(path.join(rootFolder, 'credentials', 'agencyLedger.svg')),
		},
	});
	app.get(
		'/openapi.json',
		described({
			tag: 'service',
			summary: 'This description',
			scope: null,
			answers: { 200: { words: 'OpenAPI 3.0', shape: z.object({ openapi: z.string() }) } },
		}),
		() => app.swagger(),
	);
}

const about =
	'Does every act on other services at most once for its key, and keeps every event until its work has ' +
	'ended. Every call but those for health and this description needs a key (`Authorization: Bearer …`); ' +
	'hooks are let in by their signature. Errors say what happened, why, and how to mend it; calls may be ' +
	'repeated: what was done is not done twice.';

function versionOf(): string {
	const file = path.join(rootFolder, 'package.json');
	return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
