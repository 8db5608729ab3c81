/** Widths of the screens that are shown, in pixels, and how much of the height. */
const wide = { width: 680, scale: 0.56, height: 1_000 };
const narrow = { width: 375, scale: 0.8, height: 940 };

const frameOf = ({ width, scale, height }: typeof wide) =>
	`{width:${Math.round(width * scale)}px;height:${Math.round(height * scale)}px}`;
const insideOf = ({ width, scale, height }: typeof wide) =>
	`{width:${width}px;height:${height}px;transform:scale(${scale})}`;

/** Style of the page of mails. */
export const indexStyle = `
:root{--page:#f3f4f7;--card:#fff;--ink:#1d2130;--quiet:#565d70;--edge:#d9dce5;color-scheme:light}
:root:has(#dark:checked){--page:#0f1116;--card:#191c23;--ink:#eef0f5;--quiet:#a9b0c2;--edge:#323744;color-scheme:dark}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.45 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
.top{position:sticky;top:0;z-index:2;display:flex;flex-wrap:wrap;gap:12px 32px;align-items:center;justify-content:space-between;padding:14px 24px;background:var(--card);border-bottom:1px solid var(--edge)}
h1{font-size:20px;margin:0}
.top p{margin:2px 0 0;color:var(--quiet)}
form{display:flex;flex-wrap:wrap;gap:12px}
fieldset{display:flex;gap:2px;margin:0;padding:3px;border:1px solid var(--edge);border-radius:10px}
legend{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
label{padding:6px 14px;border-radius:7px;cursor:pointer}
label:has(:checked){background:var(--ink);color:var(--card)}
label:has(:focus-visible){outline:3px solid #6a8cff;outline-offset:1px}
input{position:absolute;opacity:0}
main{padding:16px 24px 48px;overflow-x:auto}
table{border-spacing:16px;margin:0 auto}
th,td{vertical-align:top;text-align:left;padding:0}
thead th{font-weight:400}
thead em{font-style:normal;color:var(--quiet)}
thead strong{display:inline-block;max-width:260px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}
thead span{display:block;max-width:340px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--quiet);font-size:13px}
tbody th{width:110px;padding-top:16px;font-size:15px}
article{background:var(--card);border:1px solid var(--edge);border-radius:12px;padding:14px 16px}
article h2{margin:0;font-size:15px;line-height:1.35}
article p{margin:2px 0 12px;color:var(--quiet);font-size:13px}
article h2,article p{width:0;min-width:100%;overflow-wrap:anywhere}
.frame{display:none;overflow:hidden;border:1px solid var(--edge);border-radius:8px;margin:0 auto}
.frame iframe{border:0;transform-origin:0 0;background:#eceef3}
.frame.dark iframe{background:#14161c}
.frame.wide${frameOf(wide)}.frame.wide iframe${insideOf(wide)}
.frame.narrow${frameOf(narrow)}.frame.narrow iframe${insideOf(narrow)}
:root:has(#light:checked):has(#wide:checked) .light.wide,:root:has(#light:checked):has(#narrow:checked) .light.narrow,:root:has(#dark:checked):has(#wide:checked) .dark.wide,:root:has(#dark:checked):has(#narrow:checked) .dark.narrow{display:block}
article footer{margin-top:10px;display:flex;gap:16px}
a{color:inherit}
.refused{border-color:#c2410c;max-width:340px}
.refused h2{color:#c2410c}
:root:has(#dark:checked) .refused h2{color:#fb923c}
.refused ul{margin:8px 0 0;padding-left:18px}
code{font-size:13px}
`;
