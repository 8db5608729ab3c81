import { readFileSync } from 'node:fs';
import path from 'node:path';
import { MendableError } from '../../../nodes/domain/errors';
import type { YamlReading } from '../config/readYaml';
import { dealOfOrder, readOrderFile, shippedOrder } from '../delivery/orderData';
import {
	readConsentFile,
	readOfferFile,
	readSequenceFile,
	shippedFollowUp,
} from '../followup/dataFiles';
import {
	MESSAGE_TEXTS_KIND,
	readMessageTexts,
	shippedMessageTexts,
} from '../followup/messageTexts';
import type { Json } from '../ledger/json';
import { MILESTONE_TEXTS_KIND, readMilestoneTexts, shippedMilestoneTexts } from '../mail/keptTexts';
import { MEDIA_KIND, readMediaData, shippedMediaData } from '../media/mediaData';
import { readRosterFile } from '../roster/rosterFile';

/** Something that people edit as YAML and the ledger keeps the versions of. */
export interface DataKind {
	/** What is in force until somebody pushes one of their own. */
	shipped: string;
	/** Reads a file of it; its mistakes have their places. */
	read(source: string): YamlReading<Json>;
}

const folder = path.join(__dirname, '..');

/** Every kind by its name. */
export const dataKinds: Readonly<Record<string, DataKind>> = {
	roster: {
		shipped: readFileSync(path.join(folder, 'roster', 'roster.yaml'), 'utf8'),
		read: (source) => readRosterFile(source) as YamlReading<Json>,
	},
	sequences: {
		shipped: shippedFollowUp.sequences,
		read: (source) => readSequenceFile(source) as YamlReading<Json>,
	},
	consent: {
		shipped: shippedFollowUp.consent,
		read: (source) => readConsentFile(source) as YamlReading<Json>,
	},
	offers: {
		shipped: shippedFollowUp.offers,
		read: (source) => readOfferFile(source) as YamlReading<Json>,
	},
	[MESSAGE_TEXTS_KIND]: {
		shipped: shippedMessageTexts,
		read: (source) => readMessageTexts(source) as unknown as YamlReading<Json>,
	},
	[MILESTONE_TEXTS_KIND]: {
		shipped: shippedMilestoneTexts,
		read: (source) => readMilestoneTexts(source) as YamlReading<Json>,
	},
	[MEDIA_KIND]: {
		shipped: shippedMediaData,
		read: (source) => readMediaData(source) as YamlReading<Json>,
	},
};

/**
 * Finds a kind.
 *
 * @throws MendableError `data/unknown-kind`
 */
export function dataKind(name: string): DataKind {
	const kind = Object.hasOwn(dataKinds, name) ? dataKinds[name] : orderKind(name);
	if (kind !== undefined) return kind;
	throw new MendableError(
		'data/unknown-kind',
		'There is no such data.',
		`"${name}" is none of: ${[...Object.keys(dataKinds), 'order-DEAL'].join(', ')}.`,
		'Name one of these.',
	);
}

/** What was ordered with a deal: a kind for each, such as `order-77`. */
function orderKind(name: string): DataKind | undefined {
	const deal = dealOfOrder(name);
	if (deal === null) return undefined;
	return {
		shipped: shippedOrder(deal),
		read: (source) => readOrderFile(source) as YamlReading<Json>,
	};
}

/** The name of a version, as it stands in the file and on decisions: `roster/3`. */
export function versionName(kind: string, version: number): string {
	return `${kind}/${version}`;
}

/** The version that a file was made from, by its line `version: roster/3`; null where it names none. */
export function versionIn(source: string): { kind: string; version: number } | null {
	const [, kind, version] = VERSION_LINE.exec(source) ?? [];
	return kind === undefined ? null : { kind, version: Number(version) };
}

/** The file with another version in it, everything else as it was. */
export function withVersion(source: string, kind: string, version: number): string {
	const line = `version: ${versionName(kind, version)}`;
	return VERSION_LINE.test(source) ? source.replace(VERSION_LINE, line) : `${line}\n${source}`;
}

const VERSION_LINE = /^version:[ \t]*["']?([a-z][a-z0-9-]*)\/(\d{1,9})["']?(?=\s|$)/m;
