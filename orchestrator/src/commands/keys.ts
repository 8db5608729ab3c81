import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { askService } from '../adapters/service/askService';
import type { Secrets } from '../config';
import { ensureSecrets, loadSettings, updateSecrets } from '../config';
import type { KeyScope } from '../ledger/apiKeys';
import { keyScopes } from '../ledger/apiKeys';
import { fingerprintOfKey, hashOfKey } from '../service/access/apiKey';
import {
	keyViewSchema,
	newKeySchema,
	rotatedKeySchema,
	tellKey,
	tellKeys,
} from '../service/access/view';
import { servicePlace } from './servicePlace';

interface CreateFlags {
	scope: KeyScope[];
	expires?: string;
	json: boolean;
}

interface RotateFlags {
	overlap: string;
	json: boolean;
}

/** `keys list | create | revoke | rotate`: who may call the service, and what for. */
export function registerKeys(program: Command): void {
	const keys = program
		.command('keys')
		.description('the keys with which callers are let in, and what each allows');
	addList(keys);
	addCreate(keys);
	addRevoke(keys);
	addRotate(keys);
}

function addList(keys: Command): void {
	keys
		.command('list')
		.description('list the keys, oldest first; a key itself is never shown again')
		.option('--json', 'print the keys as one JSON document', false)
		.action(async ({ json }: { json: boolean }, command: Command) => {
			const answer = await askService(servicePlace(command), { path: '/v1/keys' });
			const found = z.object({ keys: z.array(keyViewSchema) }).parse(answer);
			console.log(json ? JSON.stringify(answer, null, '\t') : tellKeys(found.keys));
		});
}

function addCreate(keys: Command): void {
	keys
		.command('create <name>')
		.description('make a key and print it, this once')
		.addOption(
			new Option('--scope <scopes...>', 'what it allows').choices(keyScopes).makeOptionMandatory(),
		)
		.option(
			'--expires <time>',
			'how long it lives, e.g. 90d or 12h (default: until revoked)',
			spanOf,
		)
		.option('--json', 'print it as one JSON document, the key included', false)
		.action(async (name: string, { scope, expires, json }: CreateFlags, command: Command) => {
			const life = expires === undefined ? {} : { expiresIn: expires };
			const call = { path: '/v1/keys', body: { name, scopes: scope, ...life } };
			const made = newKeySchema.parse(await askService(servicePlace(command), call));
			if (!json) console.error(`${tellKey(made.key)}\nThe key, shown this once:`);
			console.log(json ? JSON.stringify(made, null, '\t') : made.secret);
		});
}

function addRevoke(keys: Command): void {
	keys
		.command('revoke <name-or-id>')
		.description('let nobody in with it any more, on any replica within seconds')
		.option('--json', 'print what was revoked as one JSON document', false)
		.action(async (nameOrId: string, { json }: { json: boolean }, command: Command) => {
			const call = { path: `${pathOf(nameOrId)}/revoke`, body: {} };
			const answer = await askService(servicePlace(command), call);
			const revoked = z.object({ keys: z.array(keyViewSchema) }).parse(answer);
			console.log(json ? JSON.stringify(answer, null, '\t') : tellKeys(revoked.keys));
		});
}

function addRotate(keys: Command): void {
	keys
		.command('rotate <name-or-id>')
		.description('make a new key in the place of one, which lives on for a while')
		.option('--overlap <time>', 'how long the old one lives on, e.g. 24h, 0h', spanOf, 'PT24H')
		.option('--json', 'print both as one JSON document, the new key included', false)
		.action(async (nameOrId: string, { overlap, json }: RotateFlags, command: Command) => {
			const call = { path: `${pathOf(nameOrId)}/rotate`, body: { overlap } };
			const made = rotatedKeySchema.parse(await askService(servicePlace(command), call));
			const { key, before, secret } = made;
			const kept = keepOwn(command, before.fingerprint, secret);
			if (json) {
				const shown = kept === null ? made : { key, before, keptAs: kept };
				console.log(JSON.stringify(shown, null, '\t'));
				return;
			}
			console.error(`${tellKey(before)}\n${tellKey(key)}`);
			if (kept === null) {
				console.error('The key, shown this once:');
				console.log(secret);
			} else {
				console.log(`Written to secrets.json as ${kept}.${afterwards[kept]}`);
			}
		});
}

/** Keys of the service that this installation keeps in its secrets.json. */
type OwnKey = Extract<keyof Secrets, 'ledgerApiKey' | 'nodesApiKey'>;

const afterwards: Record<OwnKey, string> = {
	ledgerApiKey: '',
	nodesApiKey: ' Run agency-ops seed: it gives n8n the new one.',
};

/**
 * Writes a new key where the old one stood, if that was in the secrets of this installation.
 *
 * @returns the name it has there; null when the old one was somebody else's
 */
function keepOwn(command: Command, fingerprint: string, secret: string): OwnKey | null {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const { home } = loadSettings({ file: config, target });
	const secrets = ensureSecrets(home);
	const own = (['ledgerApiKey', 'nodesApiKey'] as const).find(
		(name) => fingerprintOfKey(hashOfKey(secrets[name])) === fingerprint,
	);
	if (own !== undefined) updateSecrets(home, { [own]: secret });
	return own ?? null;
}

function pathOf(nameOrId: string): string {
	return `/v1/keys/${encodeURIComponent(nameOrId)}`;
}

const units: Record<string, (count: string) => string> = {
	m: (count) => `PT${count}M`,
	h: (count) => `PT${count}H`,
	d: (count) => `P${count}D`,
	w: (count) => `P${count}W`,
};

/** Reads `90d` as ISO 8601 writes it, which is taken as well. */
function spanOf(text: string): string {
	const [, count = '', unit = ''] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
	const span = units[unit]?.(count) ?? text;
	if (/^P\S+$/.test(span)) return span;
	throw new InvalidArgumentError('expected a number and m, h, d or w, such as 90d');
}
