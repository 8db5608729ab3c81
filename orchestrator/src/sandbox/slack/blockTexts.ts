import { isObject } from '../json';
import type { Json } from '../types';
import type { Report } from './blockReport';

/**
 * Checks a text object.
 *
 * @param most characters allowed
 * @param only the one type that is allowed here; both when left out
 */
export function checkText(
	report: Report,
	text: Json | undefined,
	at: string,
	most: number,
	only?: 'plain_text' | 'mrkdwn',
): void {
	if (!isObject(text)) {
		report.add(at, 'missing required field: text');
		return;
	}
	const types = only ? [only] : ['plain_text', 'mrkdwn'];
	if (typeof text.type !== 'string' || !types.includes(text.type)) {
		report.add(`${at}/type`, `must be one of: ${types.join(', ')}`);
	}
	if (typeof text.text !== 'string') report.add(at, 'missing required field: text');
	else if (text.text.length === 0) report.add(`${at}/text`, 'must be more than 0 characters');
	report.length(`${at}/text`, text.text, most);
	if (text.type === 'mrkdwn' && text.emoji !== undefined) {
		report.add(`${at}/emoji`, 'only plain_text takes emoji');
	}
}
