/**
 * Stands in for the programs ffmpeg and ffprobe where a machine has none: runs the WebAssembly build of
 * `@ffmpeg/core` as they would run. Plain JavaScript, so that the two files beside it start as programs
 * do. It sees the files that follow `-i`, may write to the descriptors that `pipe:` names, and reaches
 * nothing else: no other file, no network.
 */
import { fstatSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Numbers of the devices that are made up; Emscripten's own lie far below. */
const INPUTS = 70;
const OUTPUTS = 71;

/** Runs one of the two tools and answers its exit code. */
export async function runCore(tool, args) {
	const core = await load();
	core.setLogger(({ type, message }) => writeAll(type === 'stdout' ? 1 : 2, `${message}\n`));
	const given = args.map((arg, place) => translated(core, arg, args[place - 1]));
	const code = tool === 'ffprobe' ? core.ffprobe(...given) : core.exec(...given);
	// ffmpeg's 255 comes through as -1.
	return code & 255;
}

/** The build is made for browsers: it asks where it is, and is handed what it would fetch. */
async function load() {
	globalThis.self = { location: { href: '' } };
	const wasmBinary = readFileSync(require.resolve('@ffmpeg/core/wasm'));
	return await require('@ffmpeg/core')({ wasmBinary });
}

/** The same argument in the world of the build, which has neither our files nor our descriptors. */
function translated(core, arg, before) {
	if (before === '-i' && arg.startsWith('file:')) return inputAt(core, arg.slice('file:'.length));
	// It was built without threads.
	if (before === '-threads' || before === '-filter_complex_threads') return '1';
	return arg.replace(/pipe\\*:(\d+)/g, (_, descriptor) => outputAt(core, Number(descriptor)));
}

let inputs = 0;

/** A file of ours as one of its own, read where and when it is asked for. */
function inputAt({ FS }, file) {
	const name = `/input${inputs}`;
	const device = FS.makedev(INPUTS, inputs);
	inputs += 1;
	const descriptor = openSync(file, 'r');
	const { size } = fstatSync(descriptor);
	FS.registerDevice(device, {
		read: (_, buffer, offset, length, position) =>
			readSync(descriptor, buffer, offset, length, position),
		llseek: ({ position }, offset, whence) => offset + [0, position, size][whence],
	});
	FS.mkdev(name, 0o444, device);
	const { node } = FS.lookupPath(name);
	const { getattr } = node.node_ops;
	// ffmpeg asks a file for its size, and a device has none.
	node.node_ops = {
		...node.node_ops,
		getattr: (asked) => ({ ...getattr(asked), size, mode: 0o100444 }),
	};
	return `file:${name}`;
}

/** One of our descriptors as a file of its own. */
function outputAt({ FS }, descriptor) {
	const name = `/output${descriptor}`;
	if (FS.analyzePath(name).exists) return name;
	const device = FS.makedev(OUTPUTS, descriptor);
	FS.registerDevice(device, {
		write: (_, buffer, offset, length) => {
			writeAll(descriptor, buffer.subarray(offset, offset + length));
			return length;
		},
		llseek: (_, offset) => offset,
	});
	FS.mkdev(name, 0o222, device);
	return name;
}

/** A pipe takes what there is room for; where nobody reads any more, there is nothing left to do. */
function writeAll(descriptor, data) {
	const bytes = typeof data === 'string' ? Buffer.from(data) : data;
	for (let start = 0; start < bytes.length; ) {
		start += writeSync(descriptor, bytes, start, bytes.length - start);
	}
}
