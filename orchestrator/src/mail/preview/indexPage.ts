import { escapeHtml, oneLine, truncate } from '../../../../nodes/domain/plainText';
import { en } from '../../../../nodes/domain/milestone/why/en';
import { indexStyle } from './indexStyle';
import type { ShownMail } from './previewMails';

/** A mail with the files it was written to, from the page's folder. */
export interface WrittenMail extends ShownMail {
	files: { html: string; text: string; light: string; dark: string } | null;
}

/** What the page says at its top. */
export interface PreviewHead {
	agency: string;
	colour: string;
	/** Version of the texts. */
	version: string;
	madeAt: Date;
}

/**
 * Writes the page that shows all mails side by side: a row for each mail, a column for each
 * client. It runs nothing; light and dark, wide and narrow are chosen by style alone.
 */
export function indexPage(mails: readonly WrittenMail[], head: PreviewHead): string {
	const columns = [...new Map(mails.map((mail) => [columnOf(mail), mail])).values()];
	const rows = [...new Map(mails.map(({ name, title }) => [name, title]))];
	const cellOf = (name: string, column: string) =>
		mails.find((mail) => mail.name === name && columnOf(mail) === column);
	return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex,nofollow">
<title>Mails of ${shown(head.agency)}</title>
<style>${indexStyle}</style>
</head>
<body>
<header class="top">
<div>
<h1>Mails of ${shown(head.agency)}</h1>
<p>${mails.length} ${mails.length === 1 ? 'mail' : 'mails'}, texts ${shown(head.version)}, made ${head.madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
</div>
<form>
<fieldset><legend>Colours</legend>
<label><input type="radio" name="colours" id="light" checked> Light</label>
<label><input type="radio" name="colours" id="dark"> Dark</label>
</fieldset>
<fieldset><legend>Screen</legend>
<label><input type="radio" name="screen" id="wide" checked> Wide</label>
<label><input type="radio" name="screen" id="narrow"> Phone</label>
</fieldset>
</form>
</header>
<main>
<table>
<thead><tr><td></td>${columns.map(columnHead).join('')}</tr></thead>
<tbody>
${rows
	.map(
		([name, title]) =>
			`<tr id="${name}"><th scope="row">${shown(title)}</th>${columns
				.map((column) => cell(cellOf(name, columnOf(column))))
				.join('')}</tr>`,
	)
	.join('\n')}
</tbody>
</table>
</main>
</body>
</html>
`;
}

/** What tells one column from another. */
function columnOf({ client, language }: ShownMail): string {
	return `${client}/${language}`;
}

function columnHead({ clientName, language, mail }: WrittenMail): string {
	const to = mail === null ? '' : `<span>${shown(mail.to)}</span>`;
	return `<th scope="col"><strong>${shown(clientName)}</strong> <em>${en.languages[language]}</em>${to}</th>`;
}

function cell(mail: WrittenMail | undefined): string {
	if (mail === undefined) return '<td></td>';
	if (mail.mail === null || mail.files === null) {
		return `<td><article class="refused"><h2>Not sent</h2><ul>${mail.decision.missing
			.map(({ field, because }) => `<li>${shown(because)} <code>${shown(field)}</code></li>`)
			.join('')}</ul></article></td>`;
	}
	const { files } = mail;
	const { subject, preheader } = mail.mail;
	const title = `${subject} (${en.languages[mail.language]})`;
	const frame = (kind: 'light' | 'dark', screen: 'wide' | 'narrow') =>
		`<div class="frame ${kind} ${screen}"><iframe loading="lazy" sandbox="" title="${shown(title)}, ${kind}, ${screen}" src="${escapeHtml(files[kind])}"></iframe></div>`;
	return `<td><article>
<h2 lang="${mail.language}">${shown(subject)}</h2>
<p lang="${mail.language}">${shown(preheader)}</p>
${frame('light', 'wide')}${frame('light', 'narrow')}${frame('dark', 'wide')}${frame('dark', 'narrow')}
<footer><a href="${escapeHtml(files.html)}">HTML</a> <a href="${escapeHtml(files.text)}">Text</a></footer>
</article></td>`;
}

function shown(text: string): string {
	return escapeHtml(truncate(oneLine(text), 200));
}
