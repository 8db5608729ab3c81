import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { capSchema } from '../../../nodes/domain/followUp/caps';
import { consentRulesSchema } from '../../../nodes/domain/followUp/consent';
import { offersSchema } from '../../../nodes/domain/followUp/offers';
import { mistakesInSequences } from '../../../nodes/domain/followUp/readSequences';
import { sequenceSchema } from '../../../nodes/domain/followUp/schema';
import type { YamlReading } from '../config/readYaml';
import { readYamlAs } from '../config/readYaml';
import { toPathMistake } from '../config/stepsOf';

/** The three kinds of data that follow-ups go by. */
export const followUpKinds = ['sequences', 'consent', 'offers'] as const;

/** One of the kinds of data that follow-ups go by. */
export type FollowUpKind = (typeof followUpKinds)[number];

const versionOf = (kind: FollowUpKind) =>
	z
		.string()
		.regex(new RegExp(`^${kind}/\\d+$`), `expected the version that data pull gave, as ${kind}/3`);

/** Sequences with their versions, and how many messages a client gets at most. */
export const sequenceDataSchema = z
	.object({
		version: versionOf('sequences'),
		caps: z.array(capSchema).max(10),
		sequences: z.array(sequenceSchema).min(1).max(50),
	})
	.strict();

/** Sequences with their versions, and how many messages a client gets at most. */
export type SequenceData = z.infer<typeof sequenceDataSchema>;

const consentDataSchema = consentRulesSchema.extend({ version: versionOf('consent') });
const offerDataSchema = offersSchema.extend({ version: versionOf('offers') });

/** The files that ship, as YAML. */
export const shippedFollowUp: Readonly<Record<FollowUpKind, string>> = {
	sequences: shipped('sequences.yaml'),
	consent: shipped('consent.yaml'),
	offers: shipped('offers.yaml'),
};

/** Reads the YAML of sequences and gathers every mistake with its place. */
export function readSequenceFile(source: string): YamlReading<SequenceData> {
	return readYamlAs(sequenceDataSchema, source, ({ sequences }) =>
		mistakesInSequences(sequences).map(toPathMistake),
	);
}

/** Reads the YAML of consent rules and gathers every mistake with its place. */
export function readConsentFile(source: string): YamlReading<z.infer<typeof consentDataSchema>> {
	return readYamlAs(consentDataSchema, source);
}

/** Reads the YAML of offers and gathers every mistake with its place. */
export function readOfferFile(source: string): YamlReading<z.infer<typeof offerDataSchema>> {
	return readYamlAs(offerDataSchema, source);
}

function shipped(file: string): string {
	return readFileSync(path.join(__dirname, file), 'utf8');
}
