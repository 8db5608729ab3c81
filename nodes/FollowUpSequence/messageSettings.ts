import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { isLanguage } from '../domain/language';
import type { Language } from '../domain/language';
import { jsonParameter } from '../shared/jsonParameter';
import { onlyGiven } from '../shared/onlyGiven';

/**
 * Reads the person's changes to what messages go by, in the form of its settings.
 *
 * @throws MendableError `texts/not-json`
 */
export function readMessageFields(context: IExecuteFunctions): {
	changes: Record<string, unknown>;
	/** Of the team. */
	language: Language;
} {
	const agency = context.getNodeParameter('agency', 0, {}) as IDataObject;
	const language = context.getNodeParameter('teamLanguage', 0, 'en');
	const texts = jsonParameter('texts', context.getNodeParameter('texts', 0, ''), 'Texts JSON');
	const changes = onlyGiven({
		brand: onlyGiven({
			name: filled(agency.name),
			colour: filled(agency.colour),
			logo: filled(agency.logo),
			address: filled(agency.address),
		}),
		linkHosts: listIn(agency.linkHosts),
		links: onlyGiven({ review: filled(agency.reviewLink), offer: filled(agency.offerLink) }),
		texts: texts ?? undefined,
	});
	return { changes, language: isLanguage(language) ? language : 'en' };
}

function filled(value: unknown): unknown {
	return typeof value === 'string' && value.trim() === '' ? undefined : value;
}

function listIn(value: unknown): string[] | undefined {
	if (typeof value !== 'string' || value.trim() === '') return undefined;
	return value.split(/[\s,;]+/).filter((entry) => entry !== '');
}
