import { defaultCaps } from '../../../nodes/domain/followUp/caps';
import { defaultConsentRules } from '../../../nodes/domain/followUp/defaultConsent';
import { defaultOffers } from '../../../nodes/domain/followUp/defaultOffers';
import { defaultSequences } from '../../../nodes/domain/followUp/defaultSequences';
import { dataKind, dataKinds } from '../../../orchestrator/src/data/kinds';
import {
	followUpKinds,
	readConsentFile,
	readOfferFile,
	readSequenceFile,
	shippedFollowUp,
} from '../../../orchestrator/src/followup/dataFiles';

describe('the data of follow-ups', () => {
	it('says as YAML what ships with the node', () => {
		expect(readSequenceFile(shippedFollowUp.sequences)).toEqual({
			value: { version: 'sequences/0', caps: defaultCaps, sequences: defaultSequences },
			mistakes: [],
		});
		expect(readConsentFile(shippedFollowUp.consent).value).toEqual(defaultConsentRules);
		expect(readOfferFile(shippedFollowUp.offers).value).toEqual(defaultOffers);
	});

	it.each(followUpKinds)('%s can be pulled, planned and pushed', (kind) => {
		expect(Object.keys(dataKinds)).toContain(kind);
		expect(dataKind(kind).read(dataKind(kind).shipped).mistakes).toEqual([]);
	});

	const changed = (from: string, to: string) => {
		expect(shippedFollowUp.sequences).toContain(from);
		return readSequenceFile(shippedFollowUp.sequences.replace(from, to)).mistakes;
	};
	const lineOf = (text: string) =>
		shippedFollowUp.sequences.split('\n').findIndex((line) => line.includes(text)) + 1;

	it.each([
		['next: client-success }', 'next: client-sucess }', 'a step of the sequence'],
		['wait: { days: 21 }', 'wait: { days: 21, hours: 2 }', 'exactly one of'],
		['purpose: marketing', 'purpose: begging', 'purpose'],
		['priority: 50', 'priorty: 50', 'priorty'],
		['version: sequences/0', 'version: roster/0', 'sequences/3'],
	])('%s written as %s is told with its line', (from, to, said) => {
		const mistakes = changed(from, to);
		expect(mistakes.map(({ line }) => line)).toContain(lineOf(from));
		expect(mistakes.map(({ message }) => message).join('\n')).toContain(said);
	});
});
