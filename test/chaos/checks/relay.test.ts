import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { waitFor } from '../../../orchestrator/src/up/waitFor';
import type { Relay } from '../relay';
import { openRelay } from '../relay';

let server: Server;
let relay: Relay;
const sockets: Socket[] = [];

beforeEach(async () => {
	server = createServer((socket) => {
		socket.on('error', () => undefined);
		socket.on('data', (bytes) => socket.write(`echo ${bytes.toString()}`));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	relay = await openRelay((server.address() as { port: number }).port);
});
afterEach(async () => {
	for (const socket of sockets.splice(0)) socket.destroy();
	await relay.stop();
	await new Promise((resolve) => server.close(resolve));
});

/** A client that says what it heard, and whether it was cut off. */
function client() {
	const heard = { text: '', isCut: false };
	const socket = connect(relay.port, '127.0.0.1');
	sockets.push(socket);
	socket.on('data', (bytes) => (heard.text += bytes.toString()));
	socket.on('error', () => (heard.isCut = true));
	socket.on('close', () => (heard.isCut = true));
	return { heard, say: (text: string) => socket.write(text) };
}
const soon = async (look: () => boolean) =>
	await waitFor(() => (look() ? true : undefined), {
		what: 'the relay',
		deadlineMs: 5_000,
		everyMs: 5,
		mend: '',
	});

describe('a relay', () => {
	it('passes on what both sides say', async () => {
		const one = client();
		one.say('hello');
		await soon(() => one.heard.text === 'echo hello');
		expect(one.heard.isCut).toBe(false);
	});

	it('ends what is open and takes nothing new while it is cut', async () => {
		const one = client();
		one.say('hello');
		await soon(() => one.heard.text !== '');
		relay.cut('reset');
		await soon(() => one.heard.isCut);
		const other = client();
		await soon(() => other.heard.isCut);
		expect(other.heard.text).toBe('');
	});

	it('swallows everything in silence, and ends what lost bytes once it is mended', async () => {
		const [one, calm] = [client(), client()];
		one.say('hello');
		calm.say('hello');
		await soon(() => one.heard.text !== '' && calm.heard.text !== '');
		relay.cut('silence');
		one.say('lost');
		const late = client();
		late.say('lost too');
		// What went through before says that the loss was no matter of time.
		relay.mend();
		const next = client();
		next.say('again');
		await soon(() => next.heard.text === 'echo again');
		expect([one.heard.text, late.heard.text]).not.toContain('echo lost');
		expect(calm.heard).toEqual({ text: 'echo hello', isCut: false });
	});

	it('lets new connections through after it was mended', async () => {
		relay.cut('reset');
		relay.mend();
		const one = client();
		one.say('hello');
		await soon(() => one.heard.text === 'echo hello');
	});
});
