import {
	appendFileSync,
	copyFileSync,
	createReadStream,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';

/** Where the bytes of files are: beside the state, which is JSON. */
export interface Vault {
	/** Keeps bytes under a name, in place of what was there. */
	write(name: string, bytes: Buffer): void;
	/** Joins what is kept under these names, in their order, and keeps only the whole. */
	join(name: string, parts: readonly string[]): void;
	/** The bytes from one to another, both counted from 0 and both sent. */
	read(name: string, from: number, to: number): Readable;
	/** How many bytes there are; null when nothing is kept under the name. */
	sizeOf(name: string): number | null;
	copy(name: string, to: string): void;
	remove(name: string): void;
	clear(): void;
}

/** Keeps the bytes in a folder, so that they outlive the process like the state does. */
export function vaultIn(folder: string): Vault {
	const fileOf = (name: string) => path.join(folder, name.replace(/[^\w-]/g, '_'));
	return {
		write: (name, bytes) => {
			mkdirSync(folder, { recursive: true });
			writeFileSync(fileOf(name), bytes, { mode: 0o600 });
		},
		join: (name, parts) => {
			mkdirSync(folder, { recursive: true });
			const whole = `${fileOf(name)}.new`;
			writeFileSync(whole, '', { mode: 0o600 });
			for (const part of parts) {
				appendFileSync(whole, readFileSync(fileOf(part)));
				rmSync(fileOf(part));
			}
			renameSync(whole, fileOf(name));
		},
		read: (name, start, end) => createReadStream(fileOf(name), { start, end }),
		sizeOf: (name) => (existsSync(fileOf(name)) ? statSync(fileOf(name)).size : null),
		copy: (name, to) => copyFileSync(fileOf(name), fileOf(to)),
		remove: (name) => rmSync(fileOf(name), { force: true }),
		clear: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** Keeps the bytes in memory. */
export function vaultInMemory(): Vault {
	const kept = new Map<string, Buffer>();
	return {
		write: (name, bytes) => kept.set(name, bytes),
		join: (name, parts) => {
			const whole = Buffer.concat(parts.map((part) => kept.get(part) ?? Buffer.alloc(0)));
			for (const part of parts) kept.delete(part);
			kept.set(name, whole);
		},
		read: (name, from, to) => Readable.from([kept.get(name)?.subarray(from, to + 1) ?? '']),
		sizeOf: (name) => kept.get(name)?.length ?? null,
		copy: (name, to) => kept.set(to, kept.get(name) ?? Buffer.alloc(0)),
		remove: (name) => kept.delete(name),
		clear: () => kept.clear(),
	};
}
