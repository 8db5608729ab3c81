import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { generateCACertificate, getCA } from 'mockttp/dist/util/certificates';

/** Signs a certificate for each host that is asked for; made at run time, kept in one folder. */
export interface Authority {
	/** File of the certificate that clients must trust (PEM). */
	caFile: string;
	/** The key and certificate for one host, made once a process. */
	contextFor(host: string): Promise<SecureContext>;
}

const caName = 'Agency Ops sandbox (this machine only)';

/** Opens the certificate authority in a folder, or makes it; the key file gets mode 0600. */
export async function openAuthority(folder: string): Promise<Authority> {
	await mkdir(folder, { recursive: true });
	const caFile = path.join(folder, 'ca.pem');
	const keyFile = path.join(folder, 'ca.key');
	const pair = (await readPair(caFile, keyFile)) ?? (await makePair(caFile, keyFile));
	const signer = await getCA(pair);
	const contexts = new Map<string, Promise<SecureContext>>();

	const make = async (host: string) => {
		const { key, cert } = await signer.generateCertificate(host);
		return createSecureContext({ key, cert });
	};
	return {
		caFile,
		contextFor(host) {
			const known = contexts.get(host) ?? make(host);
			contexts.set(host, known);
			return known;
		},
	};
}

async function readPair(
	caFile: string,
	keyFile: string,
): Promise<{ key: string; cert: string } | null> {
	const [cert, key] = await Promise.all([readOrNull(caFile), readOrNull(keyFile)]);
	if (!cert || !key) return null;
	await chmod(keyFile, 0o600);
	return { key, cert };
}

async function readOrNull(file: string): Promise<string | null> {
	try {
		const text = await readFile(file, 'utf8');
		return text.includes('-----END') ? text : null;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
		throw error;
	}
}

async function makePair(caFile: string, keyFile: string): Promise<{ key: string; cert: string }> {
	const pair = await generateCACertificate({ subject: { commonName: caName } });
	await writeFile(keyFile, pair.key, { mode: 0o600 });
	await chmod(keyFile, 0o600);
	await writeFile(caFile, pair.cert);
	return pair;
}
