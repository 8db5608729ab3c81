import type { DeliveryWhy, InvoiceWords } from './why';

const files = (count: number) => (count === 1 ? '1 file' : `${count} files`);

/** The words for the team in English. */
export const en: DeliveryWhy = {
	gates: { machine: 'gate 1 (measured)', peer: 'gate 2 (peer)', senior: 'gate 3 (senior)' },
	kinds: { full: 'all of it', partial: 'a part of it', redelivery: 'again' },
	refused: {
		'no-verdict': (gate) => `nobody has decided at ${gate}`,
		failed: (gate) => `it failed ${gate}`,
		'needs-review': (gate) => `${gate} waits for a person`,
		'waiver-ended': (gate) => `the waiver that ${gate} leaned on has ended`,
		'before-its-turn': (gate) => `${gate} was answered before its turn`,
		'author-unknown': (gate) => `nobody knows who made it, so ${gate} does not count`,
		'by-author': (gate) => `whoever made it answered ${gate}`,
		'by-nobody': (gate) => `nobody stands behind ${gate}`,
		'same-person': (gate) => `the same person answered ${gate} and another gate`,
		'older-version': () => 'a newer version of it is approved',
		'newer-version': () => 'a newer version of it is on its way',
		'other-content': () => 'the same version exists with another content',
		'client-not-asked': () => 'the client has not said yes to it yet',
	},
	file: {
		new: (file, as) => `${file} goes out as ${as}`,
		replaced: (file, as) => `${file} goes out as ${as}, in place of what the client has`,
		delivered: (file) => `${file} has been delivered`,
		left: (file) => `${file} is nothing that was ordered, and stays here`,
		notYet: (file) => `${file} is ready, and waits for the rest`,
		refused: (file, because) => `${file} may not go out: ${because}`,
	},
	missing: {
		part: (part) => `There is no file for "${part}"`,
		captions: (part) => `There is no caption file for "${part}"`,
		track: (part, file) => `${file} has no captions within it, as ordered for "${part}"`,
		ambiguous: (part, names) =>
			`Nobody can say which file "${part}" is: ${names}. Put its name, language and platform into the file's name`,
		refused: (part, file, because) => `"${part}" is ${file}, and ${because}`,
		files: 'The project has no files',
		contact: 'The deal has no contact in HubSpot, so nobody is there to deliver to',
		email: 'Nobody knows the e-mail address of the client',
		price: {
			price: () => 'The deal has no amount, so no invoice can be written',
			'add-on price': (what) => `Nobody has set the price of the add-on "${what}"`,
			'revision price': (what) =>
				`Nobody has set what a further round of changes costs; there were ${what} more than agreed`,
			'same currency': (what) => `The order mixes currencies: ${what}`,
		},
		span: (from, to) => ` (usually ${from} to ${to})`,
	},
	policy: {
		whole: (ready, all) => `All of it goes out together: ${ready} of ${all} are ready`,
		each: (ready, all) => `Whatever is ready goes out: ${ready} of ${all} are`,
		share: (percent, least) =>
			`${percent} % of the order is ready; from ${least} % on a part goes out`,
	},
	nothingNew: 'Everything that is ready has been delivered, or is on its way to the client',
	invoice: {
		made: (total, lines) =>
			`${total} are invoiced, in ${lines === 1 ? '1 line' : `${lines} lines`}`,
		none: 'Nothing is to be paid with this',
		credit: (amount) => `The client has paid ${amount} too much: write a credit note`,
		waits: 'It goes out without an invoice, since its price is not known',
	},
	flips: {
		missing: (field) => `"${field}" is there`,
		withdrawn: (file) => `${file} loses a gate`,
	},
	note: {
		deliver: ({ project, kind, version, files: count, total, later }) =>
			`${project}: delivery ${version} (${kind}, ${files(count)}) is being stored${total === '' ? ', nothing to invoice' : `, then ${total} are invoiced`}${later === '' ? '' : `. Still to come: ${later}`}`,
		preview: ({ project, files: count }) =>
			`${project}: ${files(count)} ready for the client to look at; delivered once they write #approve`,
		waiting: ({ project, because }) => `${project}: the delivery waits. ${because}`,
		refused: ({ project, because }) => `${project}: NOT delivered. ${because}`,
		nothingNew: ({ project }) =>
			`${project}: everything that is ready has been delivered, or is on its way`,
	},
};

/** The words of invoices in English. */
export const enInvoice: InvoiceWords = {
	rush: 'Rush delivery',
	revisions: 'Further round of changes',
	discount: 'Discount',
	deposit: (invoice) => `Deposit, already invoiced${invoice === '' ? '' : ` (${invoice})`}`,
	share: (text, percent) => `${text} (${percent} %)`,
	memo: (delivery, names) => `Delivery ${delivery}: ${names}`,
};
