import { defaultTexts } from '../../../nodes/domain/milestone/settings';
import { dataKind } from '../../../orchestrator/src/data/kinds';
import {
	readMilestoneTexts,
	shippedMilestoneTexts,
} from '../../../orchestrator/src/mail/keptTexts';

/** The file that ships with a line put differently. */
function changed(from: string, to: string) {
	expect(shippedMilestoneTexts).toContain(from);
	const line = shippedMilestoneTexts.split('\n').findIndex((each) => each.includes(from)) + 1;
	return { line, ...readMilestoneTexts(shippedMilestoneTexts.replace(from, to)) };
}

describe('the texts of milestones as a file', () => {
	it('says as YAML what ships with the node', () => {
		const { value, mistakes } = readMilestoneTexts(shippedMilestoneTexts);
		expect(mistakes).toEqual([]);
		expect(value).toEqual({ ...defaultTexts, linkHosts: [], notOffers: [] });
		expect(dataKind('milestones').shipped).toBe(shippedMilestoneTexts);
	});

	it.each([
		['Ready to look at: {project}', 'Ready to look at: {projekt}', '{projekt}'],
		['Ready to look at: {project}', 'Ready to look at: {project', 'a text without this'],
		['Aprobado: {project}', 'Aprobado: oferta especial', 'no offer'],
		['version: milestones/0', 'version: roster/0', 'milestones/3'],
		['purpose: transactional', 'purpose: marketing', 'purpose'],
		['preheader: We are preparing your files.', 'preheader: See evil.example', 'evil.example'],
	])('tells the line of "%s" written as "%s"', (from, to, said) => {
		const { line, mistakes } = changed(from, to);
		expect(mistakes.map((each) => each.line)).toContain(line);
		expect(mistakes.map(({ message }) => message).join('\n')).toContain(said);
	});

	it('wants every language', () => {
		const withoutDanish = shippedMilestoneTexts.replace(/^ {2}da:\n(?: {3,}.*\n)*/m, '');
		const { mistakes } = readMilestoneTexts(withoutDanish);
		expect(mistakes.map(({ message }) => message).join()).toContain('languages.da');
	});
});
