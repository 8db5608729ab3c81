import { createServer } from 'node:net';
import { MendableError } from '../../../nodes/domain/errors';

/** A port one of our processes is going to listen on. */
export interface WantedPort {
	port: number;
	/** Who listens there, e.g. `n8n`. */
	what: string;
	/** Where it is set in agency.config.yaml, e.g. `n8n.url`. */
	setting: string;
}

/**
 * Sees that every port is free before anything is started.
 *
 * @throws MendableError `ports/taken` naming all that are taken, `ports/twice` for one that two of
 * ours want
 */
export async function needFreePorts(wanted: WantedPort[]): Promise<void> {
	needEachOnce(wanted);
	const free = await Promise.all(wanted.map(({ port }) => isFree(port)));
	const taken = wanted.filter((_, index) => !free[index]);
	if (taken.length === 0) return;
	throw new MendableError(
		'ports/taken',
		`Port${taken.length > 1 ? 's' : ''} ${taken.map(({ port }) => port).join(', ')} of 127.0.0.1 taken.`,
		`Needed for ${taken.map(({ what }) => what).join(', ')}; another program listens there.`,
		`Stop that program, or set another port in agency.config.yaml (${taken.map(({ setting }) => setting).join(', ')}).`,
	);
}

function needEachOnce(wanted: WantedPort[]): void {
	for (const [index, other] of wanted.entries()) {
		const first = wanted.slice(0, index).find(({ port }) => port === other.port);
		if (first === undefined) continue;
		throw new MendableError(
			'ports/twice',
			`Port ${other.port} is wanted twice.`,
			`${first.what} (${first.setting}) and ${other.what} (${other.setting}) are to listen there.`,
			'Set another port for one of them in agency.config.yaml.',
		);
	}
}

/** A port that nobody listens on at this moment. */
export async function takeFreePort(): Promise<number> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}

function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
