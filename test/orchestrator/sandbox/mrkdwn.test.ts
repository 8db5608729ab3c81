import {
	parseMrkdwn,
	parsePlain,
	type Inline,
} from '../../../orchestrator/src/sandbox/viewer/mrkdwn';

const names = {
	user: (id: string) => (id === 'U0CAMILA01' ? 'Camila Rojas' : id),
	channel: (id: string) => (id === 'C0SALES' ? 'sales' : id),
};

/** Writes the runs of a text with their looks, so that a row reads at a glance. */
const drawn = (inline: Inline[]) =>
	inline
		.map((part) => {
			const looks = ['bold', 'italic', 'strike'].filter((look) => look in part);
			const kind = part.kind === 'text' ? [] : [part.kind];
			const marks = [...kind, ...looks].join('+');
			const target = part.kind === 'link' ? `→${part.url}` : '';
			return marks === '' ? part.text : `[${marks}:${part.text}${target}]`;
		})
		.join('');

const shown = (text: string) =>
	parseMrkdwn(text, names)
		.map(({ kind, inline }) => (kind === 'plain' ? drawn(inline) : `${kind}{${drawn(inline)}}`))
		.join('|');

describe('parseMrkdwn', () => {
	it.each([
		{ text: 'plain', looks: 'plain' },
		{
			text: '*bold* and _italic_ and ~gone~',
			looks: '[bold:bold] and [italic:italic] and [strike:gone]',
		},
		{ text: '*_both_*', looks: '[bold+italic:both]' },
		{ text: '2*3*4 and a_b_c', looks: '2*3*4 and a_b_c' },
		{ text: '* not bold *', looks: '* not bold *' },
		{ text: '`*raw*`', looks: '[code:*raw*]' },
		{ text: '<https://x.y/a?b=1&amp;c=2|here>', looks: '[link:here→https://x.y/a?b=1&c=2]' },
		{ text: '<https://x.y>', looks: '[link:https://x.y→https://x.y]' },
		{ text: '*<https://x.y|bold link>*', looks: '[link+bold:bold link→https://x.y]' },
		{ text: '<mailto:a@x.com|a@x.com>', looks: '[link:a@x.com→mailto:a@x.com]' },
		{ text: '<javascript:alert(1)|click>', looks: '<javascript:alert(1)|click>' },
		{ text: '<@U0CAMILA01> in <#C0SALES>', looks: '[mention:@Camila Rojas] in [mention:#sales]' },
		{ text: '<!here> hi', looks: '[mention:@here] hi' },
		{ text: '<!date^1392734382^{date}|18 February>', looks: '[date:18 February]' },
		{ text: '<!date^soon^{date}|18 February>', looks: '18 February' },
		{ text: '&lt;b&gt; &amp;amp;', looks: '<b> &amp;' },
		{ text: ':fire: :unheard_of:', looks: '🔥 :unheard_of:' },
		{ text: 'one\n> two\n> three\nfour', looks: 'one|quote{two\nthree}|four' },
		{ text: '&gt; quoted', looks: 'quote{quoted}' },
		{ text: 'a\n```\n*x*\n```\nb', looks: 'a|pre{*x*}|b' },
		{ text: '<img src=x onerror=alert(1)>', looks: '<img src=x onerror=alert(1)>' },
		{ text: '*open', looks: '*open' },
		{ text: '*a `b* c` d', looks: '*a [code:b* c] d' },
		{ text: '(*a*), *b*.', looks: '([bold:a]), [bold:b].' },
		{ text: '*Campaña año* 5', looks: '[bold:Campaña año] 5' },
		{ text: '', looks: '' },
	])('reads $text', ({ text, looks }) => {
		expect(shown(text)).toBe(looks);
	});

	it.each(['*_~<', '*a* ', '<a> *b', '`a` ', '_*~', '*` a` *', '``` x ```'])(
		'takes 40,000 characters of %s',
		(part) => {
			const hostile = part.repeat(40_000 / part.length);
			expect(shown(hostile).length).toBeGreaterThan(0);
		},
	);
});

describe('parsePlain', () => {
	it('knows emoji and nothing else', () => {
		expect(parsePlain(':fire: *no* <@U1>')).toEqual([
			{ kind: 'plain', inline: [{ kind: 'text', text: '🔥 *no* <@U1>' }] },
		]);
	});
});
