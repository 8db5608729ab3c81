import { z } from 'zod';

import { MendableError } from '../errors';
import { namePart } from './names';

/** Kinds of places that files can go to. */
export const targetKinds = ['s3', 'google-drive', 'cdn'] as const;

/** A kind of place that files can go to. */
export type TargetKind = (typeof targetKinds)[number];

/** Kinds that the service has an adapter for. */
const withAdapter: readonly TargetKind[] = ['s3'];

const targetSchema = z
	.object({
		/** `delivery` is where the client gets the files, `archive` where the studio keeps them. */
		name: z.enum(['delivery', 'archive']),
		kind: z.enum(targetKinds),
		/** Beginning of the keys under which files are stored; the service puts the delivery after it. */
		prefix: z
			.string()
			.max(200)
			.regex(/^(?!\/)[A-Za-z0-9{}/_-]*(?<!\/)$/, 'a path such as clients/{client}/{deal}'),
		/** Class of storage by the place's own name; null leaves it to the place. */
		storageClass: z
			.string()
			.regex(/^[A-Z][A-Z0-9_]{1,39}$/, 'a class such as STANDARD_IA')
			.nullable()
			.default(null),
		/** Days after which what is stored may be removed; null keeps it. */
		retentionDays: z.number().int().min(1).max(36_500).nullable().default(null),
	})
	.strict();

/** Where files go. */
export const storageSchema = z.object({ targets: z.array(targetSchema).min(1).max(10) }).strict();

/** Where files go, as the rules have it. */
export type StorageRules = z.infer<typeof storageSchema>;

/** Where the files of one delivery go. */
export interface StoragePlan {
	targets: Array<z.infer<typeof targetSchema>>;
}

/** What prefixes can be made of. */
export type PrefixParts = Readonly<Record<'client' | 'deal' | 'project', string>>;

/** Parts of a prefix that have no meaning. */
export function unknownPrefixTokens(prefix: string): string[] {
	return [...prefix.matchAll(/\{([^{}]*)\}/g)]
		.map(([, token]) => token)
		.filter((token) => !['client', 'deal', 'project'].includes(token));
}

/**
 * Says where the files of a delivery go.
 *
 * @throws MendableError `delivery/no-adapter` for a kind of place that nothing can write to
 */
export function planStorage({ targets }: StorageRules, parts: PrefixParts): StoragePlan {
	for (const { name, kind } of targets) {
		if (withAdapter.includes(kind)) continue;
		throw new MendableError(
			'delivery/no-adapter',
			'The files cannot be stored where the rules say.',
			`The target "${name}" is of the kind "${kind}", which the service has no adapter for; it has ${withAdapter.join(', ')}.`,
			`Set the kind of "storage.targets" to one of these, or take "${name}" out.`,
		);
	}
	return {
		targets: targets.map((target) => ({ ...target, prefix: filled(target.prefix, parts) })),
	};
}

/** Each part by itself can neither climb nor open a folder. */
function filled(prefix: string, parts: PrefixParts): string {
	return prefix
		.replace(/\{(client|deal|project)\}/g, (_whole, token: keyof PrefixParts) =>
			namePart(parts[token]),
		)
		.split('/')
		.filter((step) => step !== '')
		.join('/');
}
