import type { IExecuteFunctions } from 'n8n-workflow';

import { jsonParameter } from './jsonParameter';

/** The parameters of what a person may change: as JSON, by fields, or not at all. */
const parameters = {
	rules: { source: 'rulesSource', json: 'rulesJson', field: 'Rules JSON' },
	settings: { source: 'settingsSource', json: 'settingsJson', field: 'Settings JSON' },
} as const;

/**
 * The person's changes to what a node decides by, in the form of that; null for none.
 *
 * @param byFields puts them together from the node's fields
 * @throws MendableError `rules/not-json`, `settings/not-json`
 */
export function changesOf(
	context: IExecuteFunctions,
	area: keyof typeof parameters,
	byFields: () => unknown,
): unknown {
	const { source, json, field } = parameters[area];
	switch (context.getNodeParameter(source, 0, 'default')) {
		case 'json':
			return jsonParameter(area, context.getNodeParameter(json, 0, ''), field);
		case 'fields':
			return byFields();
		default:
			return null;
	}
}
