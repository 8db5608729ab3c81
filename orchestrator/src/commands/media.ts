import path from 'node:path';
import type { Command } from 'commander';
import { MendableError } from '../../../nodes/domain/errors';
import { shippedPacks } from '../../../nodes/domain/quality/packs';
import type { SpecPack } from '../../../nodes/domain/quality/specPack';
import { loadSettings } from '../config';
import { readBrandFile } from '../media/brand/readBrandFile';
import { judgeFile, picturesFor } from '../media/checks/judgeFile';
import { openMeasurer } from '../media/checks/openMeasurer';
import { findPacks, layPacks } from '../media/packs/findPacks';
import { packsIn } from '../media/packs/packsIn';
import { describeReport } from '../media/report/describeReport';
import { describeSpecs, listSpecs } from '../media/report/describeSpecs';
import { reportPage } from '../media/report/reportPage';
import { writeWholeFile } from '../scoring/files';
import { stopRequests } from './stopAsked';

/** Exit code of a file that does not pass. */
const FINDINGS = 1;

interface CheckFlags {
	spec: string[];
	brand?: string;
	report?: string;
	json: boolean;
}

/** `media check | specs`: measures a file and judges it, on this machine and without a service. */
export function registerMedia(program: Command): void {
	const media = program.command('media').description('measure media files, and judge them');
	const list = (text: string, before: string[]): string[] => [
		...before,
		...text.split(',').map((name) => name.trim()),
	];
	media
		.command('check')
		.description('say what is wrong with a file, where, and what puts it right')
		.argument('<file>', 'film, sound or picture')
		.option(
			'--spec <id>',
			'spec pack to judge it by, or id/version; several with commas, or given again',
			list,
			[],
		)
		.option('--brand <file>', 'YAML file with what the client’s brand asks for')
		.option('--report <file>', 'write a report with pictures, one HTML file')
		.option('--json', 'print JSON', false)
		.action(check);
	media
		.command('specs')
		.description('list the spec packs: what each checks, and where its limits come from')
		.argument('[id]', 'only this pack')
		.option('--json', 'print JSON', false)
		.action(specs);
}

async function check(file: string, flags: CheckFlags, command: Command): Promise<void> {
	const { spec, brand: brandFile, report: reportFile, json } = flags;
	if (spec.length === 0 && brandFile === undefined) throw nothingAsked();
	// Before anything is measured: a wrong name is told at once.
	const packs = findPacks(spec, packsOf(command));
	const brand = brandFile === undefined ? null : await readBrandFile(brandFile);
	const stop = new AbortController();
	const onSignal = () => stop.abort();
	for (const name of stopRequests) process.once(name, onSignal);
	try {
		const measurer = await openMeasurer();
		const { sha256, measured } = await measurer.measure(file, { signal: stop.signal });
		const fileName = path.basename(file);
		const sticks = { packs, brand, fileName };
		const report = await judgeFile(measurer, file, measured, sticks, stop.signal);
		if (reportFile !== undefined) {
			const pictures = await picturesFor(measurer, file, measured, report, stop.signal);
			const page = { agency: null, fileName, sha256, report, measured, pictures };
			await writeWholeFile(reportFile, reportPage({ ...page, checkedAt: new Date() }));
		}
		const { findings, verdict, unmeasured, unchecked, specs: by } = report;
		console.log(
			json
				? JSON.stringify(
						{ sha256, measured, findings, verdict, unmeasured, unchecked, specs: by },
						null,
						2,
					)
				: describeReport(fileName, sha256, report, measured).join('\n'),
		);
		if (!json && reportFile !== undefined) console.log(`\nReport: ${reportFile}`);
		if (verdict !== 'pass') process.exitCode = FINDINGS;
	} finally {
		for (const name of stopRequests) process.off(name, onSignal);
	}
}

function specs(id: string | undefined, { json }: { json: boolean }, command: Command): void {
	const all = packsOf(command);
	const packs = id === undefined ? all : findPacks([id], all);
	console.log(
		json ? JSON.stringify({ specs: listSpecs(packs) }, null, 2) : describeSpecs(packs).join('\n'),
	);
}

/** The packs that ship, and those of the folder that the configuration names. */
function packsOf(command: Command): SpecPack[] {
	const { config, target } = command.optsWithGlobals<{ config?: string; target?: string }>();
	const { media } = loadSettings({ file: config, target });
	return layPacks(shippedPacks, media.packs === undefined ? [] : packsIn(media.packs));
}

function nothingAsked(): MendableError {
	return new MendableError(
		'media/no-specs',
		'The file was not checked.',
		'Neither a spec pack nor a brand was named.',
		`Name what it is for, as --spec ${shippedPacks[0]?.id ?? 'ID'}; agency-ops media specs lists the packs.`,
	);
}
