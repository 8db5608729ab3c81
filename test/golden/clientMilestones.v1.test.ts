import type { IDataObject } from 'n8n-workflow';

import { loadSettings } from '../../orchestrator/src/config';
import { golden } from '../support/goldenFile';
import { servedFlow } from './servedFlow';

/** Friday evening with the client in Lima. */
const now = new Date('2026-11-27T23:30:00.000Z');

/** The deal as the service reads it. */
const read = {
	deal: {
		id: '77',
		url: 'https://app.hubspot.com/contacts/1/record/0-3/77',
		name: 'Cafés del Rímac: explainer video',
		amount: { minor: 180_000, currency: 'USD' },
		isWon: true,
	},
	contact: {
		id: '5',
		url: 'https://app.hubspot.com/contacts/1/record/0-1/5',
		name: 'Ana Quispe',
		firstName: 'Ana',
		email: 'ana@cafesdelrimac.pe',
		language: 'es',
		country: 'PE',
	},
	company: { id: '9', name: 'Cafés del Rímac' },
	lead: null,
};

describe('Client Milestones v1', () => {
	let contact: object | null;

	const { tell: start, prepared } = servedFlow({
		file: 'client-milestones/v1/workflow.json',
		now,
		reply: ({ key, kind }, { path }) => {
			if (path.startsWith('/v1/hubspot/deals/')) return { status: 200, body: { ...read, contact } };
			if (path !== '/v1/effects') return { status: 200, body: { state: 'ended' } };
			if (kind === 'mail') {
				const detail = 'Its time has not come yet.';
				return { status: 202, body: { key, kind, state: 'planned', detail, conflict: false } };
			}
			const receipt = { channel: 'C0OPS', ts: '1.2', url: null };
			return {
				status: 200,
				body: { key, kind, state: 'done', receipt, repeated: false, conflict: false },
			};
		},
		tools: { settings: loadSettings({ env: {}, file: null }) },
	});
	beforeEach(() => {
		contact = read.contact;
	});

	const tell = async (payload: IDataObject) =>
		await start('When a milestone is reached', {
			source: 'ledger',
			topic: 'milestone.reached',
			subject: 'milestones:77',
			payload,
		});

	it('tells a brief to the client when they are at work again, and ops at once', async () => {
		const told = await tell({ milestone: 'brief-received', occurrence: 1, deal: { id: '77' } });
		expect(told).toEqual(golden('client-milestones.v1/brief.json', told));

		const [mail, note] = prepared();
		expect(mail).toMatchObject({
			key: 'deal:77/mail/milestone-brief-received/1',
			notBefore: '2026-11-30T14:00:00.000Z',
			prepared: { to: 'ana@cafesdelrimac.pe', language: 'es' },
		});
		expect(mail?.prepared.subject).toBe('Tenemos tu brief: Cafés del Rímac: explainer video');
		expect(mail?.prepared.html).toMatch(/^<!doctype html>/);
		expect(note?.key).toBe('milestone:77/slack-message/ops#brief-received/1');
		expect(JSON.stringify(note?.prepared)).toContain('Mon 30 Nov, 09:00 (their time)');
	});

	it('tells a second preview under a key of its own', async () => {
		const details = { version: 2, files: 1 };
		const link = 'https://next.frame.io/share/x/view';
		await tell({
			milestone: 'preview-ready',
			occurrence: 2,
			urgent: true,
			link,
			details,
			deal: { id: '77' },
		});
		const [mail] = prepared();
		expect(mail).toMatchObject({
			key: 'deal:77/mail/milestone-preview-ready/2',
			notBefore: now.toISOString(),
		});
		expect(mail?.prepared.text).toContain(link);
	});

	it('shows a delay to ops, and tells the client nothing', async () => {
		const details = {
			dueAt: '2026-12-01T22:00:00Z',
			expectedAt: '2026-12-04T22:00:00Z',
			reason: 'La licencia de la música tarda dos días más.',
		};
		const told = await tell({ milestone: 'delay', occurrence: 1, details, deal: { id: '77' } });
		expect(told).toEqual(golden('client-milestones.v1/delay.json', told));
		const asked = prepared();
		expect(asked.map(({ kind }) => kind)).toEqual(['slack.message']);
		expect(JSON.stringify(asked)).toContain('La licencia de la música tarda dos días más.');
	});

	it('tells ops what is missing, and the client nothing', async () => {
		contact = null;
		const told = await tell({ milestone: 'delivered', occurrence: 1, deal: { id: '77' } });
		expect(told).toEqual(golden('client-milestones.v1/refused.json', told));
		const asked = prepared();
		expect(asked.map(({ key }) => key)).toEqual([
			'milestone-refusal:77/slack-message/ops#delivered/1',
		]);
		expect(JSON.stringify(asked[0]?.prepared)).toMatch(
			/was NOT told.*e-mail address.*link is missing/,
		);
	});
});
