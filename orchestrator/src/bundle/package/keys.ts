import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { MendableError } from '../../../../nodes/domain/errors';

/** How a public key is written in configuration and signatures: `ed25519:` and 32 bytes in base64. */
const PREFIX = 'ed25519:';

/** What stands before those 32 bytes in a key's DER form (RFC 8410, section 4). */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** A new pair of keys: the private one as PEM, the public one as it is pinned. */
export function makeKeys(): { privateKey: string; publicKey: string } {
	const { privateKey } = generateKeyPairSync('ed25519');
	const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
	return { privateKey: pem, publicKey: publicKeyText(privateKey) };
}

/**
 * Reads a private key.
 *
 * @throws MendableError `bundle/key`; never with anything of the key
 */
export function readPrivateKey(pem: string, file: string): KeyObject {
	const key = tried(() => createPrivateKey(pem));
	if (key?.asymmetricKeyType === 'ed25519') return key;
	throw new MendableError(
		'bundle/key',
		`${file} is no key to sign with.`,
		'Expected an Ed25519 private key in PEM form.',
		'Make one with agency-ops bundle keygen --out FILE.',
	);
}

/** The public half of a key, as it is pinned. */
export function publicKeyText(key: KeyObject): string {
	const der = createPublicKey(key).export({ format: 'der', type: 'spki' });
	return `${PREFIX}${der.subarray(DER_HEAD.length).toString('base64')}`;
}

/** Whether a text is a public key as it is pinned. */
export function isPublicKey(text: string): boolean {
	return publicKeyOf(text) !== null;
}

/** Signature over bytes, in base64. */
export function signBytes(bytes: Buffer, key: KeyObject): string {
	return sign(null, bytes, key).toString('base64');
}

/** Whether bytes were signed by the owner of a key. */
export function isSignedBy(bytes: Buffer, signature: string, publicKey: string): boolean {
	const key = publicKeyOf(publicKey);
	return key !== null && verify(null, bytes, key, Buffer.from(signature, 'base64'));
}

function publicKeyOf(text: string): KeyObject | null {
	if (!text.startsWith(PREFIX)) return null;
	const bytes = Buffer.from(text.slice(PREFIX.length), 'base64');
	if (bytes.length !== 32 || bytes.toString('base64') !== text.slice(PREFIX.length)) return null;
	const der = Buffer.concat([DER_HEAD, bytes]);
	return tried(() => createPublicKey({ key: der, format: 'der', type: 'spki' }));
}

/** null where the library refuses what it was given. */
function tried<Value>(make: () => Value): Value | null {
	try {
		return make();
	} catch {
		return null;
	}
}
