import { existsSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../../nodes/domain/errors';
import { sandboxHosts } from '../accounts';
import { clickupOverlay } from '../clickup/overlay';
import type { ContractCheck } from '../gateway';
import { frameioOverlay } from '../frameio/overlay';
import { hubspotOverlay } from '../hubspot/overlay';
import type { VendorAnswer, VendorRequest } from '../types';
import { OpenApiCheck } from './openApiCheck';
import { SlackCheck } from './slackCheck';
import { StripeCheck } from './stripeCheck';

/**
 * The checks against the vendors' API descriptions, by host. A description is read when its first
 * call comes.
 *
 * @param specs folder with the descriptions; null checks nothing
 */
export function loadContracts(specs: string | null): ReadonlyMap<string, ContractCheck> {
	if (specs === null) return new Map();
	mustBeComplete(specs);
	const hubspot = () =>
		new OpenApiCheck({
			file: path.join(specs, 'hubspot', 'hubspot-crm.derived-openapi.json'),
			dialect: 'draft-07',
			basePath: '',
			overlay: hubspotOverlay,
		});
	const clickup = () =>
		new OpenApiCheck({
			file: path.join(specs, 'clickup', 'clickup-api-v2-reference.json'),
			dialect: '2020-12',
			basePath: '/api',
			overlay: clickupOverlay,
		});
	const frameio = () =>
		new OpenApiCheck({
			file: path.join(specs, 'frameio', 'frameio-v4.openapi.json'),
			dialect: 'draft-07',
			basePath: '',
			overlay: frameioOverlay,
			// Some of its examples have an "id", which a validator takes for the name of a schema.
			without: ['example', 'examples'],
		});
	return new Map([
		[sandboxHosts.hubspot, whenFirstNeeded(hubspot)],
		[sandboxHosts.clickup, whenFirstNeeded(clickup)],
		[sandboxHosts.frameio, whenFirstNeeded(frameio)],
		[sandboxHosts.slack, whenFirstNeeded(() => new SlackCheck(path.join(specs, 'slack')))],
		[sandboxHosts.stripe, whenFirstNeeded(() => new StripeCheck(path.join(specs, 'stripe')))],
	]);
}

/** @throws MendableError `sandbox/specs-missing` */
function mustBeComplete(specs: string): void {
	const missing = ['hubspot', 'clickup', 'frameio', 'slack', 'stripe'].filter(
		(name) => !existsSync(path.join(specs, name)),
	);
	if (missing.length === 0) return;
	throw new MendableError(
		'sandbox/specs-missing',
		'The API descriptions cannot be read.',
		`The folder ${specs} has no ${missing.join(', ')}.`,
		'Set AGENCY_SHARED to the folder that holds "specs", or unset it to run without the checks.',
	);
}

function whenFirstNeeded(load: () => ContractCheck): ContractCheck {
	let loaded: ContractCheck | null = null;
	return {
		check(request: VendorRequest, answer: VendorAnswer) {
			loaded ??= load();
			return loaded.check(request, answer);
		},
	};
}
