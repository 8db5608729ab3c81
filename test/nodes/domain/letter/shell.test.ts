import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { contrastOf } from '../../../../nodes/domain/readableOn';
import { shell } from '../../../../nodes/domain/letter/shell';

const root = path.resolve(__dirname, '../../../..');
const source = readFileSync(path.join(root, 'nodes/domain/letter/shell.mjml'), 'utf8');

describe('the shell of mails', () => {
	it('is what its source makes', () => {
		const folder = mkdtempSync(path.join(tmpdir(), 'mail-shell-'));
		try {
			const made = path.join(folder, 'shell.ts');
			const script = path.join(root, 'orchestrator/bin/bootstrap/mailShell.mjs');
			execFileSync(process.execPath, [script, '--out', made], { cwd: root });
			expect(readFileSync(made, 'utf8')).toBe(
				readFileSync(path.join(root, 'nodes/domain/letter/shell.ts'), 'utf8'),
			);
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}, 60_000);

	it('fetches nothing but a logo', () => {
		const all = Object.values(shell).join('\n');
		const addresses = [...all.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)];
		expect(addresses.map(([, attribute, css]) => attribute ?? css).sort()).toEqual([
			'[[logo]]',
			'[[url]]',
			'[[url]]',
			'[[url]]',
			'[[url]]',
		]);
		expect(all).not.toMatch(/<script|<link|@import|<form|<iframe/i);
	});

	it.each([
		{ of: 'text', ink: '#1d2130', on: '#ffffff' },
		{ of: 'small print', ink: '#565d70', on: '#ffffff' },
		{ of: 'labels of facts', ink: '#565d70', on: '#f4f5f8' },
		{ of: 'quotes', ink: '#3a4154', on: '#ffffff' },
		{ of: 'the foot', ink: '#565d70', on: '#eceef3' },
		{ of: 'text in the dark', ink: '#f0f2f7', on: '#1f222b' },
		{ of: 'small print in the dark', ink: '#b1b8c9', on: '#1f222b' },
		{ of: 'labels of facts in the dark', ink: '#b1b8c9', on: '#2b2f3a' },
		{ of: 'quotes in the dark', ink: '#e2e6ef', on: '#1f222b' },
		{ of: 'the foot in the dark', ink: '#b1b8c9', on: '#14161c' },
	])('has a contrast of AA for $of', ({ ink, on }) => {
		expect(source).toContain(ink);
		expect(source).toContain(on);
		expect(contrastOf(ink, on)).toBeGreaterThanOrEqual(4.5);
	});
});
