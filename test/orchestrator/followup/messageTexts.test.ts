import { resolveMessageSettings } from '../../../nodes/domain/followUp/letters/settings';
import { defaultMessageTexts } from '../../../nodes/domain/followUp/letters/settings';
import { dataKind } from '../../../orchestrator/src/data/kinds';
import {
	MESSAGE_TEXTS_KIND,
	readMessageTexts,
	shippedMessageTexts,
	textsOfMessage,
} from '../../../orchestrator/src/followup/messageTexts';
import { pushDocument } from '../../../orchestrator/src/ledger/dataDocuments';
import type { Json } from '../../../orchestrator/src/ledger/json';
import { openLedger } from '../../../orchestrator/src/ledger/openLedger';
import type { Store } from '../../../orchestrator/src/ledger/store';
import { aDueMessage, writtenMessage } from '../../support/aDueMessage';
import { emptyLedgerPlace } from '../../support/ledgerPlace';

let store: Store;
beforeAll(async () => {
	store = await openLedger(await emptyLedgerPlace());
});
afterAll(async () => await store.close());

const changed = (from: string, to: string) => {
	expect(shippedMessageTexts).toContain(from);
	return shippedMessageTexts.replace(from, to);
};

describe('the texts of follow-ups as data', () => {
	it('ship as what the node says, without a mistake', () => {
		expect(dataKind(MESSAGE_TEXTS_KIND).shipped).toBe(shippedMessageTexts);
		const { value, mistakes } = readMessageTexts(shippedMessageTexts);
		expect(mistakes).toEqual([]);
		expect(value).toEqual({ ...defaultMessageTexts, notOffers: [] });
	});

	it.each([
		[
			'a value that nobody knows',
			'On {deliveredOn} you got your',
			'On {deliveredAt} you got your',
			/names among/,
		],
		[
			'braces that do not match',
			'On {deliveredOn} you got your',
			'On {deliveredOn you got your',
			/without this/,
		],
		[
			'an offer in what goes to everybody',
			'A number from 0 to 10, and you are done.',
			'Answer and get a discount.',
			/no offer/,
		],
		['a field that there is not', 'preheader: One sentence', 'preheder: One sentence', /preheder/],
		['a version of something else', 'version: follow-ups/0', 'version: roster/0', /version/],
	])('are refused with %s', (_what, from, to, words) => {
		const { value, mistakes } = readMessageTexts(changed(from, to));
		expect(value).toBeNull();
		expect(mistakes.map(({ message }) => message).join('\n')).toMatch(words);
	});

	it('reach a message in the part that it is made of, and are named by their place', async () => {
		const wanted = { template: 'upsell-offer', language: 'en', offer: 'express-pack' } as const;
		expect(await textsOfMessage(store, wanted)).toBeNull();
		const source = changed('An idea for you: {offerName}', 'Have you thought of {offerName}?');
		const { value } = readMessageTexts(source);
		await pushDocument(store, {
			kind: MESSAGE_TEXTS_KIND,
			expectedVersion: 0,
			source,
			content: value as unknown as Json,
			pushedBy: 'olivia',
			reason: 'a question',
		});
		const kept = await textsOfMessage(store, wanted);
		expect(kept).toMatchObject({
			version: 'follow-ups/1',
			languages: { en: { letters: { 'upsell-offer': {} }, offers: { 'express-pack': {} } } },
		});
		expect(Object.keys((kept as { languages: object }).languages)).toEqual(['en']);
		const settings = resolveMessageSettings({}, kept);
		const due = aDueMessage('upsell-offer', { client: { language: 'en' } });
		const { mail, decision } = writtenMessage(due, { settings });
		expect(mail?.subject).toBe('Have you thought of Content subscription?');
		expect(decision.versions.rules).toBe('follow-ups/1');
		const task = await textsOfMessage(store, {
			template: 'client-success',
			language: null,
			offer: null,
		});
		expect(Object.keys((task as { languages: object }).languages)).toEqual(['en', 'es', 'da']);
	});
});
