import { createTransport, type Transporter } from 'nodemailer';
import { FaultBook } from '../../../orchestrator/src/sandbox/faults';
import { startInbox, type Inbox } from '../../../orchestrator/src/sandbox/mail/inbox';

let faults: FaultBook;
let inbox: Inbox;
let transport: Transporter;

const now = () => new Date('2026-11-22T12:00:00Z');

beforeEach(async () => {
	faults = new FaultBook();
	inbox = await startInbox({ port: 0, faults, now, onChange: () => undefined });
	transport = createTransport(inbox.url);
});

afterEach(async () => {
	transport.close();
	await inbox.stop();
});

const send = (to = 'ana@x.com') =>
	transport.sendMail({
		from: 'IAmazing Content <hola@iamazingcontent.space>',
		to,
		subject: 'Gracias, señora Díaz',
		text: 'Hola',
		html: '<p>Hola</p>',
		messageId: '<abc@iamazingcontent.space>',
		headers: { 'X-Purpose': 'transactional' },
	});

describe('the SMTP inbox', () => {
	it('keeps a mail with its parts, headers and envelope', async () => {
		await send();
		expect(inbox.state().messages).toMatchObject([
			{
				id: 1,
				at: '2026-11-22T12:00:00.000Z',
				envelope: { from: 'hola@iamazingcontent.space', to: ['ana@x.com'] },
				from: expect.stringContaining('IAmazing Content'),
				to: ['ana@x.com'],
				subject: 'Gracias, señora Díaz',
				messageId: '<abc@iamazingcontent.space>',
				headers: { 'x-purpose': 'transactional' },
				text: expect.stringContaining('Hola'),
				html: '<p>Hola</p>',
				raw: expect.stringContaining('Message-ID: <abc@iamazingcontent.space>'),
			},
		]);
	});

	it('refuses for now with 451', async () => {
		faults.order({ host: 'smtp', kind: '429', times: 1 });
		await expect(send()).rejects.toMatchObject({ responseCode: 451 });
		await send();
		expect(inbox.state().messages).toHaveLength(1);
	});

	it('refuses one address for good with 550', async () => {
		faults.order({ host: 'smtp', kind: '500', path: '^gone@', times: 1 });
		await send('ana@x.com');
		await expect(send('gone@x.com')).rejects.toMatchObject({ responseCode: 550 });
		expect(inbox.state().messages).toHaveLength(1);
	});

	it.each([
		{ kept: 1, when: 'after the work', afterWork: true },
		{ kept: 0, when: 'before the work', afterWork: false },
	])('loses the connection after DATA, $when', async ({ kept, afterWork }) => {
		faults.order({ host: 'smtp', kind: 'reset', times: 1, afterWork });
		await expect(send()).rejects.toThrow();
		expect(inbox.state().messages).toHaveLength(kept);
	});

	it('wants the login it was given', async () => {
		const login = { user: 'ops', password: 'right' };
		const guarded = await startInbox({ port: 0, faults, now, onChange: () => undefined, login });
		const { port } = new URL(guarded.url);
		const sendAs = (pass: string) => {
			const client = createTransport({
				host: '127.0.0.1',
				port: Number(port),
				auth: { user: 'ops', pass },
			});
			return client
				.sendMail({ from: 'a@x.com', to: 'b@x.com', text: 'x' })
				.finally(() => client.close());
		};
		await expect(sendAs('wrong')).rejects.toMatchObject({ responseCode: 535 });
		await sendAs('right');
		expect(guarded.state().messages).toHaveLength(1);
		await guarded.stop();
	});
});
