import { reportColours } from './colours';

const variables = (colours: Readonly<Record<string, string>>) =>
	Object.entries(colours)
		.map(([name, value]) => `--${name}:${value}`)
		.join(';');

/** Style of a report: one column that a phone shows whole, light or dark as the reader has it. */
export const reportStyle = `
:root{color-scheme:light dark;${variables(reportColours.light)}}
@media (prefers-color-scheme:dark){:root{${variables(reportColours.dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
main{max-width:760px;margin:0 auto;padding:16px}
.brand{margin:0 0 16px;padding:12px 20px;border-radius:12px;font-weight:700}
.card{background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:16px 20px;margin:0 0 16px}
header.card{border-top:6px solid var(--quiet)}
header.pass{border-top-color:var(--pass)}header.fail{border-top-color:var(--error)}header.needs-review{border-top-color:var(--warning)}
.verdict{margin:0;font-size:22px;font-weight:700}
.pass .verdict{color:var(--pass)}.fail .verdict{color:var(--error)}.needs-review .verdict{color:var(--warning)}
h1{font-size:20px;line-height:1.3;margin:4px 0}
h2{font-size:18px;margin:24px 0 12px}
h3{font-size:17px;margin:0 0 8px;line-height:1.4}
.chip{display:inline-block;border:2px solid currentColor;border-radius:999px;padding:0 10px;font-size:13px;margin-right:4px}
.error .chip{color:var(--error)}.warning .chip{color:var(--warning)}.note .chip{color:var(--note)}
.time{margin:0 0 8px;font-family:ui-monospace,Menlo,Consolas,monospace;font-size:15px}
.quiet,dt,.label{color:var(--quiet)}
.quiet{margin:4px 0}
.label{margin:12px 0 4px;font-size:14px}
img{display:block;width:auto;height:auto;max-width:min(100%,480px);max-height:60vh;border-radius:8px;margin:0 0 12px}
dl{margin:8px 0 0}
dl div{display:grid;grid-template-columns:96px 1fr;gap:8px;padding:2px 0}
dt{font-size:14px;padding-top:1px}
dd{margin:0}
pre,code{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px}
pre{margin:0;padding:12px;background:var(--code);border:1px solid var(--edge);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}
pre:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
.hash{font-size:13px}
ul{margin:8px 0 0;padding-left:20px}
@media (max-width:420px){main{padding:10px}.card{padding:14px}dl div{grid-template-columns:80px 1fr}}
@media print{body{background:#fff}.card{break-inside:avoid}}
`;
