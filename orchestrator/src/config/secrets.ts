import { randomBytes } from 'node:crypto';
import {
	chmodSync,
	existsSync,
	linkSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { MendableError } from '../../../nodes/domain/errors';
import type { Settings } from '../config';
import { sandboxTokens } from '../sandbox/accounts';

/** Only the owner of the file may read or write it. */
const PRIVATE = 0o600;

const secretsSchema = z.object({
	n8nEncryptionKey: z.string().min(1),
	n8nOwnerPassword: z.string().min(1),
	/** null until seed has made one in n8n. */
	n8nApiKey: z.string().min(1).nullable(),
	ledgerApiKey: z.string().min(1),
	webhookSecret: z.string().min(1),
});

/** What this installation made for itself, kept in `home/secrets.json` and nowhere else. */
export type Secrets = z.infer<typeof secretsSchema>;

/** Ours and the vendors': everything the service needs to act. */
export interface ServiceSecrets extends Secrets {
	hubspotToken: string;
	slackToken: string;
	clickupToken: string;
	/** Address of the mail server with user and password in it. */
	smtpUrl: string;
}

/** Where the secrets of a state folder are kept. */
export function secretsFile(home: string): string {
	return path.join(home, 'secrets.json');
}

/**
 * Reads the installation's own secrets and makes them at the first call.
 *
 * @throws MendableError `secrets/unreadable` when the file is there but damaged: new keys would
 * lock us out of what the old ones encrypted
 */
export function ensureSecrets(home: string): Secrets {
	const file = secretsFile(home);
	if (!existsSync(file)) create(file, makeSecrets());
	if ((statSync(file).mode & 0o777) !== PRIVATE) chmodSync(file, PRIVATE);
	return read(file);
}

/** Changes some of the secrets, as one step: a reader sees the old file or the new one. */
export function updateSecrets(home: string, change: Partial<Secrets>): Secrets {
	const next = { ...ensureSecrets(home), ...change };
	const draft = writeDraft(secretsFile(home), next);
	renameSync(draft, secretsFile(home));
	return next;
}

/**
 * Adds the vendors' secrets: the stand-ins' fixed words in the sandbox, else what the environment
 * variables named in the configuration hold.
 *
 * @throws MendableError `secrets/missing` naming every variable that is empty
 */
export function loadSecrets(
	settings: Settings,
	env: NodeJS.ProcessEnv = process.env,
): ServiceSecrets {
	const own = ensureSecrets(settings.home);
	const apiKey = env[settings.n8n.apiKeyEnv];
	const n8nApiKey = apiKey === undefined || apiKey === '' ? own.n8nApiKey : apiKey;
	return { ...own, n8nApiKey, ...vendorSecrets(settings, env) };
}

type VendorSecrets = Omit<ServiceSecrets, keyof Secrets>;

function vendorSecrets(settings: Settings, env: NodeJS.ProcessEnv): VendorSecrets {
	if (settings.sandbox !== null) {
		return {
			hubspotToken: sandboxTokens.hubspot,
			slackToken: sandboxTokens.slack,
			clickupToken: sandboxTokens.clickup,
			smtpUrl: `smtp://127.0.0.1:${settings.sandbox.smtpPort}`,
		};
	}
	const names = {
		hubspotToken: settings.hubspot.tokenEnv,
		slackToken: settings.slack.tokenEnv,
		clickupToken: settings.clickup.tokenEnv,
		smtpUrl: settings.mail.urlEnv,
	};
	const missing = Object.values(names).filter((name) => (env[name] ?? '') === '');
	if (missing.length > 0) {
		throw new MendableError(
			'secrets/missing',
			'The accounts cannot be reached.',
			`Without the sandbox these environment variables are needed and empty: ${missing.join(', ')}.`,
			'Set them where this command runs, or take "sandbox: false" out of the configuration.',
		);
	}
	const valueOf = (name: string) => env[name] ?? '';
	return {
		hubspotToken: valueOf(names.hubspotToken),
		slackToken: valueOf(names.slackToken),
		clickupToken: valueOf(names.clickupToken),
		smtpUrl: valueOf(names.smtpUrl),
	};
}

function makeSecrets(): Secrets {
	const random = (bytes: number) => randomBytes(bytes).toString('base64url');
	return {
		n8nEncryptionKey: random(32),
		// n8n asks for 8 to 64 characters with a digit and a capital letter (api-types 2.41).
		n8nOwnerPassword: `A1${random(24)}`,
		n8nApiKey: null,
		ledgerApiKey: random(32),
		webhookSecret: random(24),
	};
}

/** Of two processes that come first at once, one creates the file and the other reads it. */
function create(file: string, secrets: Secrets): void {
	const draft = writeDraft(file, secrets);
	try {
		linkSync(draft, file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	} finally {
		rmSync(draft, { force: true });
	}
}

function writeDraft(file: string, secrets: Secrets): string {
	mkdirSync(path.dirname(file), { recursive: true });
	const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
	writeFileSync(draft, `${JSON.stringify(secrets, null, '\t')}\n`, { mode: PRIVATE, flag: 'wx' });
	return draft;
}

function read(file: string): Secrets {
	const parsed = secretsSchema.safeParse(parseJson(readFileSync(file, 'utf8')));
	if (parsed.success) return parsed.data;
	const wrong = parsed.error.issues.map(({ path: place }) => place.join('.')).join(', ');
	throw new MendableError(
		'secrets/unreadable',
		`${file} cannot be used.`,
		wrong === '' ? 'It is no JSON document.' : `Missing or wrong: ${wrong}.`,
		'Restore the file from a copy. To begin anew, move the whole state folder away first.',
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return null; // answered as "no JSON document" by the schema
	}
}
