import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const read = (file: string) =>
	JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, never>;
const pack = read('package.json') as unknown as {
	dependencies?: object;
	peerDependencies: object;
	files: string[];
	n8n: { nodes: string[]; credentials: string[] };
};

describe('the published pack', () => {
	it('has no runtime dependencies', () => {
		expect(pack.dependencies).toBeUndefined();
		expect(pack.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(pack.files).toEqual(['dist/nodes', 'dist/credentials']);
	});

	it.each([...pack.n8n.nodes, ...pack.n8n.credentials])('has a source for %s', (built) => {
		const source = built.replace(/^dist\//, '').replace(/\.js$/, '.ts');
		expect(existsSync(path.join(root, source))).toBe(true);
	});

	it('runs on the same Node 24 as the runtime', () => {
		const wanted = (file: string): Array<[string, unknown]> =>
			Object.entries(
				(read(file) as unknown as { optionalDependencies: object }).optionalDependencies,
			).filter(([name]) => name.startsWith('node-'));
		expect(wanted('orchestrator/package.json')).not.toEqual([]);
		expect(wanted('orchestrator/package.json')).toEqual(
			wanted('orchestrator/runtime/package.json'),
		);
	});
});
