import type { IDataObject } from 'n8n-workflow';

import { loadSettings } from '../../orchestrator/src/config';
import { draftActions } from '../../orchestrator/src/texts/draftTexts';
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
		zone: 'America/Lima',
		// The Monday after is a day off.
		holidays: ['2026-11-30', '2026-12-08', '2026-12-25'],
	},
	company: { id: '9', name: 'Cafés del Rímac' },
	lead: null,
};

/** Letters may lead to the service's own pages. */
const settings = loadSettings({ env: {}, file: null });
const portal = `${settings.service.url}/portal/abc`;
const expiresAt = '2026-12-27T23:30:00.000Z';

/** A draft as the ledger keeps it. */
const draft = {
	...{ id: 'dft_1', deal: '77', milestone: 'delay', test: false, words: null, because: null },
	...{ promisedAt: '2026-12-01T22:00:00.000Z', expectedAt: '2026-12-04T22:00:00.000Z' },
	causes: [{ kind: 'late', piece: 'edit', person: 'Luis Rivas', day: '2026-12-04' }],
	mail: { to: 'ana@cafesdelrimac.pe', language: 'es', subject: 'x', words: 'x' },
	...{ createdAt: '2026-11-27T23:30:00.000Z', expiresAt: '2026-11-30T23:30:00.000Z' },
	...{ decidedBy: null, decidedAt: null },
};

describe('Client Milestones v2', () => {
	let contact: object | null;
	/** What people pushed for the milestone; null where what ships is in force. */
	let milestoneTexts: object | null;
	/** How the ledger says a draft stands. */
	let state: string;

	const {
		calls,
		tell: start,
		prepared,
	} = servedFlow({
		file: 'client-milestones/v2/workflow.json',
		now,
		reply: ({ key, kind, occurrence }, { path }) => {
			if (path.startsWith('/v1/hubspot/deals/')) {
				return { status: 200, body: { ...read, contact, milestoneTexts } };
			}
			if (path === '/v1/portal-links') {
				return { status: 200, body: { id: 'lnk_1', url: portal, deliveryUrl: null, expiresAt } };
			}
			if (path === '/v1/milestone-drafts') {
				return { status: 200, body: { draft: { ...draft, occurrence, state } } };
			}
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
		tools: { settings },
	});
	beforeEach(() => {
		contact = read.contact;
		milestoneTexts = null;
		state = 'asked';
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
		expect(told).toEqual(golden('client-milestones.v2/brief.json', told));

		const [mail, note] = prepared();
		expect(mail).toMatchObject({
			key: 'deal:77/mail/milestone-brief-received/1',
			notBefore: '2026-12-01T14:00:00.000Z',
			prepared: { to: 'ana@cafesdelrimac.pe', language: 'es' },
		});
		expect(mail?.prepared.subject).toBe('Tenemos tu brief: Cafés del Rímac: explainer video');
		expect(mail?.prepared.html).toMatch(/^<!doctype html>/);
		// It has no page of its own, so it leads to the client's.
		expect(mail?.prepared.text).toContain(portal);
		expect(note?.key).toBe('milestone:77/slack-message/ops#brief-received/1');
		expect(JSON.stringify(note?.prepared)).toContain('Tue 1 Dec, 09:00 (their time)');
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

	it('writes in the words that people keep in the ledger', async () => {
		const approved = { subject: 'Visto bueno: {project}' };
		milestoneTexts = {
			version: 'milestones/3',
			languages: { es: { milestones: { approved } } },
		};
		await tell({ milestone: 'approved', occurrence: 1, deal: { id: '77' } });
		expect(calls()[0]?.path).toBe('/v1/hubspot/deals/77?texts=approved');
		const [mail] = prepared();
		expect(mail?.prepared.subject).toBe('Visto bueno: Cafés del Rímac: explainer video');
		expect(JSON.stringify(calls())).toContain('"version":"milestones/3"');
	});

	const delay = {
		milestone: 'delay',
		occurrence: 1,
		deal: { id: '77' },
		details: { dueAt: '2026-12-01T22:00:00Z', expectedAt: '2026-12-04T22:00:00Z' },
	};

	it('asks ops whether a delay is told, with buttons, and tells the client nothing', async () => {
		const told = await tell(delay);
		expect(told).toEqual(golden('client-milestones.v2/delay.json', told));
		const asked = prepared();
		expect(asked.map(({ key }) => key)).toEqual(['milestone-draft:77/slack-message/ops#delay/1']);
		const text = JSON.stringify(asked[0]?.prepared);
		expect(text).toMatch(/Luis Rivas has it until/);
		expect(text).toContain('no estará listo');
		for (const action of Object.values(draftActions)) expect(text).toContain(action);
	});

	it('asks nobody about a delay that somebody has decided', async () => {
		state = 'sent';
		const told = await tell(delay);
		expect(told).toEqual(golden('client-milestones.v2/decided.json', told));
		expect(prepared()).toEqual([]);
	});

	it('sends a delay that somebody said yes to, in their words, once and under its own occurrence', async () => {
		const words = 'La licencia de la música tarda dos días más.\n\nGracias por la paciencia.';
		const approved = { ...delay, approvedBy: 'Olivia', words, draft: { id: 'dft_1' } };
		const told = await tell(approved);
		expect(told).toEqual(golden('client-milestones.v2/approved.json', told));
		const [mail, note] = prepared();
		expect(mail?.key).toBe('deal:77/mail/milestone-delay/1');
		expect(mail?.prepared.text).toContain(words);
		expect(mail?.prepared.text).toContain('viernes, 4 de diciembre');
		expect(mail?.prepared.text).not.toContain('no estará listo');
		expect(note?.key).toBe('milestone:77/slack-message/ops#delay/1');
	});

	it('tells ops what is missing, and the client nothing', async () => {
		contact = null;
		const told = await tell({ milestone: 'delivered', occurrence: 1, deal: { id: '77' } });
		expect(told).toEqual(golden('client-milestones.v2/refused.json', told));
		const asked = prepared();
		expect(asked.map(({ key }) => key)).toEqual([
			'milestone-refusal:77/slack-message/ops#delivered/1',
		]);
		expect(JSON.stringify(asked[0]?.prepared)).toMatch(
			/was NOT told.*e-mail address.*link is missing/,
		);
	});
});
