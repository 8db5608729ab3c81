import fc from 'fast-check';
import type { Channel } from '../../../orchestrator/src/texts/escape';
import { escapeFor, truncate, truncateEscaped } from '../../../orchestrator/src/texts/escape';

const Z = '\u200B';

describe('escapeFor', () => {
	it.each<{ channel: Channel; input: string; output: string; because: string }>([
		{
			channel: 'mrkdwn',
			input: '<!channel> & <@U1> <https://x.test|here>',
			output: '&lt;!channel&gt; &amp; &lt;@U1&gt; &lt;https://x.test|here&gt;',
			because: 'no mention and no hidden link can be made',
		},
		{
			channel: 'mrkdwn',
			input: '*bold* _x_ ~y~ `z`',
			output: `*${Z}bold${Z}* _${Z}x${Z}_ ~${Z}y${Z}~ \`${Z}z${Z}\``,
			because: 'formatting characters at the edge of a word mean nothing',
		},
		{
			channel: 'mrkdwn',
			input: 'ana_maria@cafe.com and a*b',
			output: 'ana_maria@cafe.com and a*b',
			because: 'inside a word they can be copied',
		},
		{
			channel: 'mrkdwn',
			input: 'a\n> quoted',
			output: `a\n${Z}&gt; quoted`,
			because: 'an escaped > at the start of a line would still be a quote',
		},
		{
			channel: 'html',
			input: `<img src=x onerror="alert('1')"> & more`,
			output: '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; more',
			because: 'no element and no attribute can be made',
		},
		{
			channel: 'markdown',
			input: '[click](http://evil.test) ![x](y) **b** <b> |',
			output: '\\[click\\](http://evil.test) \\!\\[x\\](y) \\*\\*b\\*\\* \\<b\\> \\|',
			because: 'no link and no picture can be made',
		},
		{
			channel: 'markdown',
			input: '# head\n- item\n1. one',
			output: '\\# head\n\\- item\n1\\. one',
			because: 'no heading and no list can be made',
		},
		{
			channel: 'markdown',
			input: 'https://app.hubspot.com/contacts/1/record/0-3/2_2',
			output: 'https://app.hubspot.com/contacts/1/record/0-3/2_2',
			because: 'an address shows where it leads',
		},
		{
			channel: 'plain',
			input: 'a\u0000b\u202Ec\r\nd',
			output: 'abc\nd',
			because: 'controls and turned directions are taken out',
		},
		{
			channel: 'line',
			input: ' Hi\r\nBcc: all@cafe.com\u2028x ',
			output: 'Hi Bcc: all@cafe.com x',
			because: 'a header has one line',
		},
		{
			channel: 'plain',
			input: 'half \uD83D of an emoji',
			output: 'half \uFFFD of an emoji',
			because: 'the database refuses half a character',
		},
	])('$channel: $because', ({ channel, input, output }) => {
		expect(escapeFor[channel](input)).toBe(output);
	});

	const anything = fc.string({ unit: 'binary', maxLength: 200 });

	it.each<{ channel: Channel; never: RegExp }>([
		{ channel: 'mrkdwn', never: /[<>]|&(?!amp;|lt;|gt;)/ },
		{ channel: 'html', never: /[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/ },
		{ channel: 'line', never: /[\u0000-\u001F\u007F\u2028\u2029]/ },
	])('$channel never lets through $never, whatever comes', ({ channel, never }) => {
		fc.assert(
			fc.property(anything, (text) => {
				expect(escapeFor[channel](text)).not.toMatch(never);
			}),
			{ seed: 3 },
		);
	});
});

describe('truncate', () => {
	it('cuts with an ellipsis and never through a character', () => {
		expect(truncate('abcdef', 6)).toBe('abcdef');
		expect(truncate('abcdefg', 6)).toBe('abcde…');
		expect(truncate('abcd🔥fg', 6)).toBe('abcd…');
	});

	it('never cuts through an entity', () => {
		expect(truncateEscaped('abc&amp;def', 8)).toBe('abc…');
		expect(truncateEscaped('abc&amp;def', 9)).toBe('abc&amp;…');
	});
});
