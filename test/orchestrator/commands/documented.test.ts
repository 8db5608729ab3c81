import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import { buildProgram } from '../../../orchestrator/src/cli';
import { loadSettings, rootFolder } from '../../../orchestrator/src/config';
import { defaultRules } from '../../../orchestrator/src/monitor/alerts/rules';

const read = (name: string) => readFileSync(path.join(rootFolder, name), 'utf8');
const readme = read('README.md');
const workflows = readdirSync(path.join(rootFolder, 'workflows'), { withFileTypes: true });
const pages = [
	'README.md',
	...readdirSync(path.join(rootFolder, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
	...workflows.filter((it) => it.isDirectory()).map(({ name }) => `workflows/${name}/README.md`),
];

const program = buildProgram([]);

/** Code of a page: fenced lines, each by itself, and spans within a paragraph or a cell of a table. */
function codeOf(page: string): string[] {
	const fenced: string[] = [];
	const prose = page.replace(/^```[^\n]*\n([\s\S]*?)^```/gm, (_, code: string) => {
		fenced.push(...code.replace(/\\\n\s*/g, '').split('\n'));
		return '';
	});
	const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
	return [...fenced, ...spans.map((code) => code.replace(/\s+/g, ' '))];
}

/** The calls of our command in a piece of code, each without what comes after it in a shell. */
function callsIn(code: string): string[] {
	return [...code.matchAll(/(?:^|\s|\$ )(?:npx )?agency-ops ([^>|#;`]+)/g)].map(([, call = '']) =>
		call.trim(),
	);
}

interface Named {
	command: Command;
	/** What was left when no further command was named. */
	rest: string[];
}

/** Goes down the tree of commands by the words of a call. */
function follow(call: string): Named {
	const rest = call.replace(/\[|\]/g, '').split(/\s+/);
	let command = program;
	for (;;) {
		while (rest[0] === '--target' || rest[0] === '--config') rest.splice(0, 2);
		const next = command.commands.find((each) => each.name() === rest[0]);
		if (next === undefined) return { command, rest };
		command = next;
		rest.shift();
	}
}

const knows = (command: Command, flag: string): boolean =>
	command.options.some(({ long }) => long === flag) ||
	(command.parent !== null && knows(command.parent, flag));

/** What is wrong with a call, as far as it can be told without running it. */
function wrongWith(call: string): string[] {
	const { command, rest } = follow(call);
	if (command === program) return [`there is no command ${rest[0] ?? ''}`];
	const isGroup = command.commands.length > 0 && command.registeredArguments.length === 0;
	// `data pull · plan · push` names three commands of one group.
	const siblings = call.includes(' · ') ? (command.parent?.commands ?? []) : command.commands;
	const words = rest.filter((word) => /^[a-z]+$/.test(word));
	const strangers = call.includes(' · ')
		? words.filter((word) => !siblings.some((each) => each.name() === word))
		: isGroup
			? words.slice(0, 1)
			: [];
	const flags = rest
		.map((word) => /^--[a-z-]+/.exec(word)?.[0])
		.filter((flag) => flag !== undefined && !knows(command, flag));
	return [...strangers, ...flags].map((word) => `${command.name()} knows no ${word}`);
}

/** The commands that do something, as one calls them. */
function leaves(command: Command, before: string[] = []): string[] {
	const below = command.commands.flatMap((each) => leaves(each, [...before, each.name()]));
	return below.length > 0 ? below : [before.join(' ')];
}

describe('the documents', () => {
	it.each(pages)('name commands that there are in %s', (page) => {
		const wrong = codeOf(read(page))
			.flatMap(callsIn)
			.flatMap((call) => wrongWith(call).map((says) => `${call}: ${says}`));
		expect(wrong).toEqual([]);
	});

	it('find fault with what there is not', () => {
		expect(callsIn('npx agency-ops bundle diff A B | head')).toEqual(['bundle diff A B']);
		expect(wrongWith('bundle diff A.json B.json --patch')).toEqual([]);
		expect(wrongWith('--target production plan --all')).toEqual([]);
		expect(wrongWith('data pull · plan · history')).toEqual([]);
		expect(wrongWith('guess')).toEqual(['there is no command guess']);
		expect(wrongWith('bundle guess')).toEqual(['bundle knows no guess']);
		expect(wrongWith('data pull · guess')).toEqual(['pull knows no guess']);
		expect(wrongWith('plan --guess')).toEqual(['plan knows no --guess']);
	});

	it('name every command somewhere', () => {
		const code = pages.flatMap((page) => codeOf(read(page))).join('\n');
		const unnamed = leaves(program).filter((call) => {
			const last = call.split(' ').at(-1) ?? '';
			return !new RegExp(`\\b${last}\\b`).test(code);
		});
		expect(unnamed).toEqual([]);
	});

	it('explain every rule of the monitor, and no other', () => {
		const table = readme.slice(readme.indexOf('| Rule '), readme.indexOf('“Nobody has watched'));
		const rows = [...table.matchAll(/^\| (`[^|]+)\|/gm)].map(([, cell = '']) => cell);
		const named = rows.flatMap((cell) => {
			const [first = '', ...others] = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
			// `budget-fast`, `-slow`: the second shares the beginning of the first.
			return [
				first,
				...others.map((name) => (name.startsWith('-') ? first.replace(/-[^-]+$/, name) : name)),
			];
		});
		expect(named.sort()).toEqual(defaultRules.map(({ name }) => name).sort());
	});

	it('show the configuration as it is without a file', () => {
		const [, shown = ''] = /## Configuration[\s\S]*?```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
		const home = mkdtempSync(path.join(tmpdir(), 'agency-documented-'));
		try {
			const file = path.join(home, 'agency.config.yaml');
			writeFileSync(file, shown);
			const asShown = loadSettings({ file, home, env: {} });
			expect({ ...asShown, file: null }).toEqual(loadSettings({ file: null, home, env: {} }));
		} finally {
			rmSync(home, { recursive: true, force: true });
		}
	});

	it('list the parts that npm test knows', () => {
		const verify = read('orchestrator/bin/bootstrap/verify.mjs');
		const names = [...verify.matchAll(/name: '([a-z0-9]+)/g)];
		const parts = [...new Set(names.map(([, name = '']) => name))];
		const [, listed = ''] = /runs one part \(([^)]*)\)/.exec(readme) ?? [];
		const told = [...listed.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
		expect(told.sort()).toEqual(parts.sort());
	});
});
