import { hkdfSync, randomBytes } from 'node:crypto';
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
import type { StorageKeys } from '../service/settings';
import { sandboxFrameio, sandboxStorage, sandboxTokens } from '../sandbox/accounts';

/** Only the owner of the file may read or write it. */
const PRIVATE = 0o600;

const secret = z.string().min(1);

const secretsSchema = z.object({
	n8nEncryptionKey: secret,
	n8nOwnerPassword: secret,
	/** null until seed has made one in n8n. */
	n8nApiKey: secret.nullable(),
	/** The command line's key to the service: it may do everything there. */
	ledgerApiKey: secret,
	/** n8n's key to the service: it may do what the nodes do. */
	nodesApiKey: secret,
	webhookSecret: secret,
	/** What the service signs with when it hands an event to n8n; Standard Webhooks' form. */
	triggerSecret: secret,
	/** What the agency's own forms sign with when they post to the service; the same form. */
	formSecret: secret,
	/** What signs the links that unsubscribe; with another, every link in a mail already sent is dead. */
	unsubscribeSecret: secret,
	/** What signs the links to reports on media files. */
	reportSecret: secret,
	/** What signs the links into the client portal; with another, every one of them is dead. */
	portalSecret: secret,
	/** What a relay that makes no secret of its own, and the sandbox, sign mail events with; the same form. */
	mailHookSecret: secret,
	/** The webhook that seed registered at Frame.io, with what Frame.io signs its events with; told once. */
	frameioHook: z.object({ id: secret, secret }).nullable().default(null),
	/** The webhook that seed registered at ClickUp, with what ClickUp signs its events with. */
	clickupHook: z.object({ id: secret, secret }).nullable().default(null),
	/** The endpoint that seed registered at Stripe, with what Stripe signs its events with; told once. */
	stripeHook: z.object({ id: secret, secret }).nullable().default(null),
});

/** Secrets that files of earlier versions lack. */
const addedLater = {
	triggerSecret: standardSecret,
	formSecret: standardSecret,
	unsubscribeSecret: standardSecret,
	reportSecret: standardSecret,
	portalSecret: standardSecret,
	mailHookSecret: standardSecret,
	nodesApiKey: urlSafe,
};

/** What this installation made for itself, kept in `home/secrets.json` and nowhere else. */
export type Secrets = z.infer<typeof secretsSchema>;

/** Ours and the vendors': everything the service needs to act. */
export interface ServiceSecrets extends Secrets {
	hubspotToken: string;
	slackToken: string;
	clickupToken: string;
	/** The service account at Adobe; null where its variables are empty: Frame.io is then not used. */
	frameio: { clientId: string; clientSecret: string } | null;
	/** Stripe's key; null where its variable is empty: no invoice is made then. */
	stripeKey: string | null;
	/** Keys to the storage; null where their variables are empty: nothing is then stored. */
	storage: StorageKeys | null;
	/** Address of the mail server with user and password in it. */
	smtpUrl: string;
}

/** Where the secrets of a state folder are kept. */
export function secretsFile(home: string): string {
	return path.join(home, 'secrets.json');
}

/**
 * Reads the installation's own secrets and makes them at the first call; what a file of an earlier
 * version lacks is added to it.
 *
 * @throws MendableError `secrets/unreadable` when the file is there but damaged: new keys would
 * lock us out of what the old ones encrypted
 */
export function ensureSecrets(home: string): Secrets {
	const file = secretsFile(home);
	if (!existsSync(file)) create(file, makeSecrets());
	if ((statSync(file).mode & 0o777) !== PRIVATE) chmodSync(file, PRIVATE);
	const { secrets, isComplete } = read(file);
	if (!isComplete) renameSync(writeDraft(file, secrets), file);
	return secrets;
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
			frameio: { clientId: sandboxFrameio.clientId, clientSecret: sandboxFrameio.clientSecret },
			stripeKey: sandboxTokens.stripe,
			storage: { ...sandboxStorage.keys },
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
	const clientId = valueOf(settings.frameio.clientIdEnv);
	const clientSecret = valueOf(settings.frameio.clientSecretEnv);
	const accessKeyId = valueOf(settings.storage.accessKeyIdEnv);
	const secretAccessKey = valueOf(settings.storage.secretAccessKeyEnv);
	return {
		hubspotToken: valueOf(names.hubspotToken),
		slackToken: valueOf(names.slackToken),
		clickupToken: valueOf(names.clickupToken),
		frameio: clientId === '' || clientSecret === '' ? null : { clientId, clientSecret },
		stripeKey: valueOf(settings.stripe.keyEnv) || null,
		storage: accessKeyId === '' || secretAccessKey === '' ? null : { accessKeyId, secretAccessKey },
		smtpUrl: valueOf(names.smtpUrl),
	};
}

function makeSecrets(): Secrets {
	const random = (bytes: number) => urlSafe(randomBytes(bytes));
	return {
		n8nEncryptionKey: random(32),
		// n8n asks for 8 to 64 characters with a digit and a capital letter (api-types 2.41).
		n8nOwnerPassword: `A1${random(24)}`,
		n8nApiKey: null,
		ledgerApiKey: random(SECRET_BYTES),
		nodesApiKey: random(SECRET_BYTES),
		webhookSecret: random(24),
		triggerSecret: standardSecret(randomBytes(SECRET_BYTES)),
		formSecret: standardSecret(randomBytes(SECRET_BYTES)),
		unsubscribeSecret: standardSecret(randomBytes(SECRET_BYTES)),
		reportSecret: standardSecret(randomBytes(SECRET_BYTES)),
		portalSecret: standardSecret(randomBytes(SECRET_BYTES)),
		mailHookSecret: standardSecret(randomBytes(SECRET_BYTES)),
		frameioHook: null,
		clickupHook: null,
		stripeHook: null,
	};
}

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A secret as Standard Webhooks writes it: `whsec_` and base64. */
function standardSecret(bytes: Uint8Array): string {
	return `whsec_${Buffer.from(bytes).toString('base64')}`;
}

function urlSafe(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('base64url');
}

/**
 * Adds what an earlier version did not make, each drawn from a secret that is there: processes that
 * do so at the same moment come to the same.
 */
function completed(found: unknown): unknown {
	if (typeof found !== 'object' || found === null) return found;
	const { ledgerApiKey } = found as { ledgerApiKey?: unknown };
	if (typeof ledgerApiKey !== 'string' || ledgerApiKey === '') return found;
	const drawn = (name: string) =>
		new Uint8Array(hkdfSync('sha256', ledgerApiKey, '', name, SECRET_BYTES));
	const added = Object.fromEntries(
		Object.entries(addedLater).map(([name, write]) => [name, write(drawn(name))]),
	);
	return { ...added, ...found };
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

function read(file: string): { secrets: Secrets; isComplete: boolean } {
	const found = parseJson(readFileSync(file, 'utf8'));
	// What a newer version keeps there is kept.
	const parsed = secretsSchema.passthrough().safeParse(completed(found));
	if (parsed.success) {
		return { secrets: parsed.data, isComplete: secretsSchema.safeParse(found).success };
	}
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
