import path from 'node:path';
import type { Command } from 'commander';
import { Option } from 'commander';
import { languages } from '../../../nodes/domain/language';
import type { Language } from '../../../nodes/domain/language';
import { milestones } from '../../../nodes/domain/milestone/milestones';
import type { Milestone } from '../../../nodes/domain/milestone/milestones';
import { resolveMessageSettings } from '../../../nodes/domain/followUp/letters/settings';
import { resolveMilestoneSettings } from '../../../nodes/domain/milestone/settings';
import { loadSettings } from '../config';
import { MESSAGE_TEXTS_KIND, readMessageTexts } from '../followup/messageTexts';
import { brandOf } from '../mail/brandOf';
import { previewTexts } from '../mail/preview/previewTexts';
import { readPreviewClients } from '../mail/preview/previewClient';
import { followUpSteps, previewFollowUps } from '../mail/preview/previewFollowUps';
import { previewMails } from '../mail/preview/previewMails';
import { sampleClients } from '../mail/preview/samples';
import { writePreview } from '../mail/preview/writePreview';
import { readJsonFile } from '../scoring/files';
import { servicePlace } from './servicePlace';

interface PreviewFlags {
	/** Neither this nor the next named: all of both. */
	milestone?: Milestone | 'all';
	followUp?: string;
	language: Language | 'own' | 'all';
	client?: string;
	texts?: string;
	followUpTexts?: string;
	shipped: boolean;
	out?: string;
	json: boolean;
}

/** Adds `mail preview`: every mail of milestones and follow-ups as every client would see it. */
export function addPreview(mail: Command): void {
	mail
		.command('preview')
		.description(
			'write every mail of milestones and follow-ups as clients would see it, and a page that shows them all',
		)
		.addOption(
			new Option('--milestone <name>', 'only this one, or all milestones').choices([
				'all',
				...milestones,
			]),
		)
		.addOption(
			new Option(
				'--follow-up <step>',
				'only this one of what follows a delivery, or all of these',
			).choices(['all', ...followUpSteps]),
		)
		.addOption(
			new Option('--language <language>', "each client's own, all, or one for everybody")
				.choices(['own', 'all', ...languages])
				.default('own'),
		)
		.option('--client <file>', 'JSON file with your clients (default: sample clients)')
		.option(
			'--texts <file>',
			'changed texts: YAML as data pull milestones gives it, or JSON as the node takes it',
		)
		.option(
			'--follow-up-texts <file>',
			'changed texts of follow-ups: YAML as data pull follow-ups gives it, or JSON as the node takes it',
		)
		.option('--shipped', 'the texts that ship, whatever the ledger keeps', false)
		.option('--out <folder>', 'where to (default: mail-preview in the state folder)')
		.option('--json', 'print what was written as one JSON document', false)
		.action(async (flags: PreviewFlags, command: Command) => {
			process.exitCode = await preview(flags, command);
		});
}

/** @returns 1 where a mail could not be sent as things are */
async function preview(flags: PreviewFlags, command: Command): Promise<number> {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const place = loadSettings({ file: config, target });
	const { kept, changed, from } = await previewTexts(flags, servicePlace(command));
	const settings = resolveMilestoneSettings(
		{
			brand: brandOf(place),
			linkHosts: place.mail.linkHosts,
			...(changed === null ? {} : { texts: changed }),
		},
		kept,
	);
	const now = new Date();
	const { followUpTexts, shipped } = flags;
	const said = await previewTexts({ texts: followUpTexts, shipped }, servicePlace(command), {
		kind: MESSAGE_TEXTS_KIND,
		read: readMessageTexts,
	});
	const messages = resolveMessageSettings(
		{
			brand: brandOf(place),
			linkHosts: place.mail.linkHosts,
			...(said.changed === null ? {} : { texts: said.changed }),
		},
		keptTextsOf(said.kept),
	);
	const common = {
		clients:
			flags.client === undefined
				? sampleClients
				: readPreviewClients(await readJsonFile(flags.client), flags.client),
		languages:
			flags.language === 'own'
				? ('own' as const)
				: flags.language === 'all'
					? languages
					: [flags.language],
		now,
	};
	const isAll = flags.milestone === undefined && flags.followUp === undefined;
	const mails = [
		...previewMails({
			...common,
			milestones: wanted(flags.milestone ?? (isAll ? 'all' : null), milestones),
			settings,
		}),
		...previewFollowUps({
			...common,
			steps: wanted(flags.followUp ?? (isAll ? 'all' : null), followUpSteps),
			settings: messages,
		}),
	];
	const folder = path.resolve(flags.out ?? path.join(place.home, 'mail-preview'));
	const { name, colour } = settings.brand;
	const head = { agency: name, colour, version: settings.texts.version, madeAt: now };
	const written = writePreview(folder, mails, head);
	const refused = written.mails.filter((each) => each.mail === null);
	if (flags.json) {
		console.log(
			JSON.stringify(
				{
					index: written.index,
					texts: settings.texts.version,
					mails: written.mails.map((each) => ({
						name: each.name,
						language: each.language,
						client: each.clientName,
						outcome: each.decision.outcome,
						subject: each.mail?.subject ?? null,
						missing: each.decision.missing,
						files: each.files,
					})),
				},
				null,
				'\t',
			),
		);
	} else {
		const sent = written.mails.length - refused.length;
		console.log(`${sent} ${sent === 1 ? 'mail' : 'mails'} in ${folder}`);
		console.log(`Texts: ${settings.texts.version}, ${from}`);
		for (const each of refused) console.log(`Not sent: ${each.note}`);
		console.log(`See them side by side: ${written.index}`);
	}
	return refused.length === 0 ? 0 : 1;
}

function wanted<Name extends string>(named: Name | 'all' | null, all: readonly Name[]): Name[] {
	if (named === null) return [];
	return named === 'all' ? [...all] : [named];
}

/** Pushed texts as the node takes them: without what only whoever pushes goes by. */
function keptTextsOf(kept: unknown): unknown {
	return typeof kept === 'object' && kept !== null ? { ...kept, notOffers: null } : null;
}
