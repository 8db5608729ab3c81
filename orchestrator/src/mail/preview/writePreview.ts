import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PreviewHead, WrittenMail } from './indexPage';
import { indexPage } from './indexPage';
import type { ShownMail } from './previewMails';

/** What a mail program looks at to choose between light and dark. */
const DARK = '(prefers-color-scheme: dark)';

/**
 * Writes each mail as HTML and text, as it would be sent, with copies that are always light and always
 * dark for the page that shows them all.
 *
 * @returns the page
 */
export function writePreview(
	folder: string,
	mails: readonly ShownMail[],
	head: PreviewHead,
): { index: string; mails: WrittenMail[] } {
	const written = mails.map((mail): WrittenMail => ({ ...mail, files: writeMail(folder, mail) }));
	const index = path.join(folder, 'index.html');
	mkdirSync(folder, { recursive: true });
	writeFileSync(index, indexPage(written, head));
	return { index, mails: written };
}

function writeMail(
	folder: string,
	{ mail, client, language, name }: ShownMail,
): WrittenMail['files'] {
	if (mail === null) return null;
	const place = `client-${client}/${language}`;
	mkdirSync(path.join(folder, place), { recursive: true });
	const write = (file: string, content: string) => {
		writeFileSync(path.join(folder, place, file), content);
		return `${place}/${file}`;
	};
	return {
		html: write(`${name}.html`, mail.html),
		text: write(`${name}.txt`, `${mail.subject}\n\n${mail.text}`),
		light: write(`${name}.light.html`, mail.html.replaceAll(DARK, 'not all')),
		dark: write(`${name}.dark.html`, mail.html.replaceAll(DARK, 'all')),
	};
}
