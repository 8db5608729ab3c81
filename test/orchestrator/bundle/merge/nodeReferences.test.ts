import {
	referencesOf,
	renameReferences,
} from '../../../../orchestrator/src/bundle/merge/nodeReferences';
import type { JsonObject } from '../../../../orchestrator/src/bundle/normalise';

const rename = (name: string) => (name === 'Old name' || name === 'Old' ? 'Bob\'s "new"' : null);

function renamed(parameters: JsonObject, type = 'n8n-nodes-base.set'): unknown {
	return renameReferences({ name: 'N', type, parameters }, rename).parameters;
}

describe('renameReferences', () => {
	it.each([
		["={{ $('Old name').item.json.x }}", "={{ $('Bob\\'s \"new\"').item.json.x }}"],
		['={{ $("Old name").first().json }}', '={{ $("Bob\'s \\"new\\"").first().json }}'],
		['={{ $(`Old name`).all() }}', '={{ $(`Bob\'s "new"`).all() }}'],
		['={{ $node["Old name"].json.x }}', '={{ $node["Bob\'s \\"new\\""].json.x }}'],
		['={{ $node.Old.json.x }}', '={{ $node["Bob\'s \\"new\\""].json.x }}'],
		["={{ $items('Old name', 0, 0) }}", "={{ $items('Bob\\'s \"new\"', 0, 0) }}"],
		['={{ $( "Old name" ).last() }}', '={{ $( "Bob\'s \\"new\\"" ).last() }}'],
		["=Hi {{ `a ${$('Old name').item}` }}", "=Hi {{ `a ${$('Bob\\'s \"new\"').item}` }}"],
		[
			"={{ /['\"]/.test($json.a) ? $('Old name').item : 4 / 2 }}",
			"={{ /['\"]/.test($json.a) ? $('Bob\\'s \"new\"').item : 4 / 2 }}",
		],
	])('follows into %s', (before, after) => {
		expect(renamed({ value: before })).toEqual({ value: after });
	});

	it.each([
		'Old name',
		"$('Old name')",
		"{{ $('Old name').item.json.x }}",
		"=Write $('Old name') and {{ $json.x }}",
		'={{ "Old name" }}',
		"={{ $json['Old name'] }}",
		'={{ \'say $("Old name")\' }}',
		"={{ $('Old name' + 1).item }}",
		"={{ $('Old names').item }}",
		"={{ $('old name').item }}",
		"={{ my$('Old name') }}",
		'={{ `$("Old name")` }}',
		'={{ $(`Old ${name}`).item }}',
		'={{ $node.Older.json }}',
	])('leaves %s alone', (value) => {
		expect(renamed({ value })).toEqual({ value });
	});

	it('follows into code with its comments, and not into its quoted text', () => {
		const code = [
			"// see $('Old name'), don't ask",
			"const a = $('Old name').all(); /* $node['Old name'] */",
			`const text = "$('Old name')"; const pattern = /"/g;`,
			"return `${$items('Old name')}` + 'Old name';",
		].join('\n');
		const follows = "'Bob\\'s \"new\"'";
		expect(renamed({ jsCode: code }, 'n8n-nodes-base.code')).toEqual({
			jsCode: [
				`// see $(${follows}), don't ask`,
				`const a = $(${follows}).all(); /* $node[${follows}] */`,
				`const text = "$('Old name')"; const pattern = /"/g;`,
				`return \`\${$items(${follows})}\` + 'Old name';`,
			].join('\n'),
		});
	});

	it('follows into Python, other code and markup', () => {
		expect(
			renamed({ pythonCode: 'x = _("Old").all()', html: "<p>{{ $('Old').item }}</p>" }),
		).toEqual({
			pythonCode: 'x = _("Bob\'s \\"new\\"").all()',
			html: "<p>{{ $('Bob\\'s \"new\"').item }}</p>",
		});
		const nested = { code: { execute: { code: "$('Old').first()" } } };
		expect(renamed(nested, '@n8n/n8n-nodes-langchain.code')).toEqual({
			code: { execute: { code: "$('Bob\\'s \"new\"').first()" } },
		});
		expect(renamed(nested)).toEqual(nested);
	});

	it('reads its own names back', () => {
		const parameters = renamed({ value: "={{ $('Old').item }}" }) as JsonObject;
		expect(referencesOf({ name: 'N', type: 't', parameters })).toEqual(new Set(['Bob\'s "new"']));
	});
});
