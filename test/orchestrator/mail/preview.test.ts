import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { defaultOffers } from '../../../nodes/domain/followUp/defaultOffers';
import { resolveMessageSettings } from '../../../nodes/domain/followUp/letters/settings';
import { languages } from '../../../nodes/domain/language';
import { milestones } from '../../../nodes/domain/milestone/milestones';
import { resolveMilestoneSettings } from '../../../nodes/domain/milestone/settings';
import { loadSettings } from '../../../orchestrator/src/config';
import { brandOf } from '../../../orchestrator/src/mail/brandOf';
import { indexPage } from '../../../orchestrator/src/mail/preview/indexPage';
import { readPreviewClients } from '../../../orchestrator/src/mail/preview/previewClient';
import type { FollowUpWish } from '../../../orchestrator/src/mail/preview/previewFollowUps';
import {
	followUpSteps,
	previewFollowUps,
} from '../../../orchestrator/src/mail/preview/previewFollowUps';
import type { PreviewWish } from '../../../orchestrator/src/mail/preview/previewMails';
import { previewMails } from '../../../orchestrator/src/mail/preview/previewMails';
import { sampleClients } from '../../../orchestrator/src/mail/preview/samples';
import { writePreview } from '../../../orchestrator/src/mail/preview/writePreview';

const now = new Date('2026-11-26T12:00:00Z');
const wish: PreviewWish = {
	clients: sampleClients,
	milestones,
	languages: 'own',
	settings: resolveMilestoneSettings({}),
	now,
};
const head = { agency: 'A <b>', colour: '#3b2f8f', version: 'milestones/0', madeAt: now };

describe('the preview of mails', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'mail-preview-'));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('shows every milestone to a client of every language', () => {
		const mails = previewMails(wish);
		expect(mails).toHaveLength(milestones.length * sampleClients.length);
		expect(mails.filter(({ mail }) => mail === null)).toEqual([]);
		expect(new Set(mails.map(({ language }) => language))).toEqual(new Set(languages));
	});

	it('shows every client every language where that is asked for', () => {
		const mails = previewMails({ ...wish, milestones: ['invoice'], languages });
		expect(mails.map(({ client, language }) => `${client} ${language}`)).toEqual(
			sampleClients.flatMap((_client, index) => languages.map((each) => `${index + 1} ${each}`)),
		);
	});

	it('writes each as HTML and as text, and a page with all of them', () => {
		const mails = previewMails({ ...wish, milestones: ['invoice'] });
		const { index, mails: written } = writePreview(folder, mails, head);
		expect(readdirSync(folder).sort()).toEqual([
			'client-1',
			'client-2',
			'client-3',
			'client-4',
			'index.html',
		]);
		for (const { mail, files } of written) {
			const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');
			expect(read(files!.html)).toBe(mail?.html);
			expect(read(files!.text)).toBe(`${mail?.subject}\n\n${mail?.text}`);
			expect(read(files!.dark)).toContain('@media all {');
			expect(read(files!.light)).toContain('@media not all {');
			expect(readFileSync(index, 'utf8')).toContain(`href="${files!.html}"`);
		}
	});

	it('runs nothing, whatever a client is called', () => {
		const mails = previewMails(wish).map((mail) => ({ ...mail, files: null }));
		const written = writePreview(folder, previewMails(wish), head);
		for (const page of [indexPage(mails, head), readFileSync(written.index, 'utf8')]) {
			expect(page).not.toMatch(/<script|<img|<b>|javascript:|\son\w+=/i);
		}
		expect(readFileSync(written.index, 'utf8')).toMatch(/<iframe loading="lazy" sandbox=""/);
	});

	it('shows why a client would get nothing', () => {
		const clients = readPreviewClients({ name: 'Ana', email: null, language: 'es' }, 'c.json');
		const mails = previewMails({ ...wish, clients, milestones: ['approved'] });
		const page = indexPage(writePreview(folder, mails, head).mails, head);
		expect(page).toContain(
			'Nobody knows the e-mail address of the client <code>client.email</code>',
		);
	});
});

describe('the preview of follow-ups', () => {
	const settings = resolveMessageSettings({});
	const all = (changes: Partial<FollowUpWish> = {}) =>
		previewFollowUps({
			clients: sampleClients,
			steps: followUpSteps,
			languages: 'own',
			settings,
			now,
			...changes,
		});

	it('shows every message to every client in every language, offers one by one', () => {
		const mails = all({ languages });
		const rows = followUpSteps.length - 1 + defaultOffers.offers.length;
		expect(mails).toHaveLength(rows * sampleClients.length * languages.length);
		expect(mails.filter(({ mail }) => mail === null)).toEqual([]);
		expect(new Set(mails.map(({ name }) => name)).size).toBe(rows);
	});

	it('shows a way off the list in what is marketing, and in nothing else', () => {
		const ways = all().map(({ name, mail }) => [
			/^(review-request|upsell-offer)/.test(name),
			mail?.html.includes('/unsubscribe/sample') === true &&
				mail.text.includes('/unsubscribe/sample'),
		]);
		expect(ways.filter(([isMarketing, isShown]) => isMarketing !== isShown)).toEqual([]);
		expect(ways.some(([isMarketing]) => isMarketing)).toBe(true);
	});
});

describe('clients of one’s own', () => {
	it('bring their own project, link and details', () => {
		const clients = readPreviewClients(
			[
				{
					client: { name: 'Ida', email: 'ida@nord.dk', language: 'da' },
					project: { name: 'Julefilm' },
					link: 'https://f.io/abc',
					details: { files: 1 },
				},
			],
			'c.json',
		);
		const [preview, brief] = previewMails({
			...wish,
			clients,
			milestones: ['preview-ready', 'brief-received'],
		});
		expect(preview?.mail?.subject).toBe('Klar til at blive set: Julefilm');
		expect(preview?.mail?.text).toContain('https://f.io/abc');
		expect(preview?.mail?.text).toContain('At se: 1 fil\n');
		expect(brief?.mail?.text).not.toContain('https://');
	});

	it.each([[[]], ['Ana'], [[{ client: { name: 'Ana' }, mail: 'x' }]]])(
		'are refused when they are %j',
		(raw) => {
			expect(() => readPreviewClients(raw, 'c.json')).toThrow(
				expect.objectContaining({ code: 'preview/client', what: 'c.json holds no clients.' }),
			);
		},
	);
});

it('draws the brand of the configuration', () => {
	const settings = loadSettings({ env: {}, file: null });
	expect(brandOf(settings)).toEqual({
		name: 'IAmazing Content',
		colour: '#3b2f8f',
		logo: null,
		address: null,
	});
});
