import path from 'node:path';
import { z } from 'zod';
import { isErrorReport, MendableError } from '../../../../nodes/domain/errors';
import type { ServicePlace } from '../../adapters/service/askService';
import { askService } from '../../adapters/service/askService';
import type { YamlReading } from '../../config/readYaml';
import { readJsonFile, readTextFile } from '../../scoring/files';
import { MILESTONE_TEXTS_KIND, readMilestoneTexts } from '../keptTexts';

/** Texts that mails are shown in. */
export interface PreviewTexts {
	/** As the ledger keeps them; null for those that ship. */
	kept: unknown;
	/** Changes as the node takes them; null for none. */
	changed: unknown;
	/** Where they come from, in words. */
	from: string;
}

/** Texts that people edit as data. */
export interface TextsKind {
	/** Its name as data. */
	kind: string;
	read(source: string): YamlReading<unknown>;
}

const milestoneTexts: TextsKind = { kind: MILESTONE_TEXTS_KIND, read: readMilestoneTexts };

/**
 * Finds the texts as a flow would: a file's, else the ledger's, else those that ship. Without a service
 * these are shown, and it is said.
 *
 * @throws MendableError `data/invalid` with the line of each mistake, or the service's own report
 */
export async function previewTexts(
	{ texts, shipped }: { texts?: string | undefined; shipped: boolean },
	service: ServicePlace,
	kind: TextsKind = milestoneTexts,
): Promise<PreviewTexts> {
	if (texts !== undefined && /\.ya?ml$/i.test(texts)) {
		return { kept: await keptIn(texts, kind), changed: null, from: `with ${texts} in its place` };
	}
	const ledger = shipped ? noTexts('as they ship') : await pushed(service, kind);
	if (texts === undefined) return ledger;
	const changed = await readJsonFile(texts);
	return { ...ledger, changed, from: `with ${texts} laid over it` };
}

const noTexts = (from: string): PreviewTexts => ({ kept: null, changed: null, from });

const documentSchema = z.object({ version: z.number().int(), content: z.record(z.unknown()) });

async function pushed(service: ServicePlace, { kind }: TextsKind): Promise<PreviewTexts> {
	try {
		const answer = await askService(service, { path: `/v1/data/${kind}` });
		const { version, content } = documentSchema.parse(answer);
		if (version === 0) return noTexts('as they ship');
		return {
			kept: { ...content, version: `${kind}/${version}` },
			changed: null,
			from: 'as the ledger keeps them',
		};
	} catch (error) {
		if (!isErrorReport(error) || error.code !== 'service/unreachable') throw error;
		return noTexts('as they ship: the service does not answer for the ledger');
	}
}

async function keptIn(file: string, { read }: TextsKind): Promise<unknown> {
	const { value, mistakes } = read(await readTextFile(file));
	if (value !== null) return value;
	const name = path.basename(file);
	throw new MendableError(
		'data/invalid',
		`${name} has ${mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`}.`,
		mistakes.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`).join('\n'),
		'Correct these lines and run the command again.',
	);
}
