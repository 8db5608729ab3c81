import { createHash } from 'node:crypto';
import type { Brand } from '../../../../nodes/domain/letter/schema';
import { readableOn } from '../../../../nodes/domain/readableOn';

/**
 * Colours of the pages, light and dark: those of the letters. Every ink is read on its grounds with a
 * contrast of 4.5 or more (WCAG 2.2, level AA); a test holds them to it.
 */
export const portalColours = {
	light: {
		page: '#eceef3',
		card: '#ffffff',
		ink: '#1d2130',
		quiet: '#565d70',
		edge: '#c9cdd8',
		soft: '#f4f5f8',
		good: '#14602f',
		warn: '#8a3b00',
	},
	dark: {
		page: '#14161c',
		card: '#1f222b',
		ink: '#f0f2f7',
		quiet: '#b1b8c9',
		edge: '#4a5062',
		soft: '#2b2f3a',
		good: '#84d69c',
		warn: '#f2b97c',
	},
} as const;

const variables = (colours: Readonly<Record<string, string>>) =>
	Object.entries(colours)
		.map(([name, value]) => `--${name}:${value}`)
		.join(';');

/**
 * Style of the pages: one column that a phone shows whole, light or dark as the reader has it, on paper
 * without what only screens need. Nothing moves.
 */
export function portalStyle({ colour }: Pick<Brand, 'colour'>): string {
	return `
:root{color-scheme:light dark;--brand:${colour};--on-brand:${readableOn(colour)};${variables(portalColours.light)}}
@media (prefers-color-scheme:dark){:root{${variables(portalColours.dark)}}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--ink);font:17px/1.55 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
a{color:inherit;text-underline-offset:3px}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px;border-radius:4px}
.skip{position:absolute;left:16px;top:-80px;background:var(--card);color:var(--ink);padding:10px 16px;border-radius:8px;z-index:1}
.skip:focus{top:12px}
.brand{background:var(--brand);color:var(--on-brand)}
.brand>div{max-width:820px;margin:0 auto;padding:14px 20px;display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center;justify-content:space-between}
.brand p{margin:0;font-weight:700;font-size:18px}
.brand img{display:block;width:140px;height:auto}
.brand :focus-visible{outline-color:var(--on-brand)}
.brand ul{list-style:none;display:flex;gap:4px;margin:0;padding:0}
.brand li a,.brand li span{display:flex;min-width:44px;min-height:44px;align-items:center;justify-content:center;padding:0 8px;border-radius:8px}
.brand li span{font-weight:700;box-shadow:inset 0 0 0 2px currentColor}
main{max-width:820px;margin:0 auto;padding:28px 20px 8px}
h1{font-size:30px;line-height:1.2;margin:0 0 8px;letter-spacing:-.01em}
h2{font-size:22px;line-height:1.3;margin:0}
h3{font-size:16px;margin:0 0 10px}
p{margin:0 0 12px}
.lead{color:var(--quiet);margin-bottom:24px}
.card{background:var(--card);border:1px solid var(--edge);border-radius:14px;padding:24px;margin:0 0 20px}
.notice{border-left:6px solid var(--warn)}
.notice p{margin:0}
.stage{margin:14px 0 2px;font-size:18px;font-weight:700}
.stage span{font-weight:400;font-size:15px;color:var(--quiet);margin-left:6px;white-space:nowrap}
.meaning{color:var(--quiet)}
.due{font-weight:600;margin:0 0 14px}
.steps{list-style:none;display:grid;grid-template-columns:repeat(7,1fr);gap:4px;margin:14px 0 4px;padding:0;font-size:13px;line-height:1.35;color:var(--quiet)}
.steps li{border-top:6px solid var(--edge);padding-top:6px;hyphens:auto}
.steps .done{border-top-color:var(--brand)}
.steps .now{border-top-color:var(--brand);color:var(--ink);font-weight:700}
.part{border-top:1px solid var(--edge);margin-top:20px;padding-top:18px}
.list{list-style:none;margin:0;padding:0;display:grid;gap:10px}
.row{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:center;justify-content:space-between;background:var(--soft);border-radius:10px;padding:12px 16px}
.row>div:first-child{flex:1 1 240px}
.row strong{display:block}
.row .quiet{display:block}
.quiet{color:var(--quiet);font-size:15px}
.acts{display:flex;flex-wrap:wrap;gap:8px}
.amount{font-variant-numeric:tabular-nums;white-space:nowrap}
.state{font-weight:600;font-size:15px;margin-left:8px}
.state.paid{color:var(--good)}.state.overdue{color:var(--warn)}
.button{display:inline-flex;min-height:44px;align-items:center;justify-content:center;padding:8px 18px;border-radius:10px;background:var(--brand);color:var(--on-brand);border:2px solid var(--brand);font-weight:600;text-decoration:none}
.button:hover{text-decoration:underline}
.plain{background:none;color:var(--ink);border-color:var(--quiet)}
.back{display:inline-flex;min-height:44px;align-items:center;margin:-10px 0 8px}
.file{display:grid;grid-template-columns:1fr auto;gap:6px 20px;align-items:start}
.file h3{margin:0;font-size:18px;line-height:1.35}
.file dl{grid-column:1/-1}
dl{margin:8px 0 0;display:grid;gap:4px}
dl div{display:grid;grid-template-columns:112px 1fr;gap:8px;align-items:baseline}
dt{color:var(--quiet);font-size:15px}
dd{margin:0}
code,pre{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px}
pre{margin:4px 0 12px;padding:10px 12px;background:var(--soft);border-radius:8px;white-space:pre-wrap}
details.card{padding:6px 24px}
summary{min-height:44px;display:flex;align-items:center;cursor:pointer;font-weight:600}
summary::before{content:"+";flex:none;width:24px;font-weight:700}
details[open]>summary::before{content:"\\2212"}
footer{max-width:820px;margin:0 auto;padding:8px 20px 40px;color:var(--quiet);font-size:15px}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (prefers-color-scheme:dark){.button:not(.plain){border-color:var(--quiet)}.steps .done,.steps .now{border-top-color:var(--ink)}}
@media (max-width:640px){
main{padding:22px 14px 4px}footer{padding:8px 14px 32px}.card{padding:18px}details.card{padding:6px 18px}h1{font-size:26px}
.steps{gap:3px}.steps li{padding-top:0;height:6px;overflow:hidden}
.steps li>span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.row .acts,.row .button{width:100%}.row .acts .button{width:auto;flex:1}
.file{grid-template-columns:1fr}dl div{grid-template-columns:92px 1fr}
}
@media print{
:root{color-scheme:light;${variables(portalColours.light)};--page:#ffffff}
body{font-size:12pt}.brand nav,.skip,.acts,.back,.file .button{display:none}
.brand{background:none;color:var(--ink);border-bottom:2px solid var(--ink)}
.card{break-inside:avoid;border:1px solid var(--edge)}.steps .done,.steps .now{border-top-color:var(--ink)}
}
`;
}

/** What a page's style is allowed by, so that nothing else may style it. */
export function styleSource(style: string): string {
	return `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
}
