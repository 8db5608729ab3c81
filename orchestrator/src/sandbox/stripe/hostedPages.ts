import { Readable } from 'node:stream';
import { formatMoney } from '../../../../nodes/domain/money';
import { escapeHtml } from '../../../../nodes/domain/plainText';
import { sandboxHosts, sandboxStripe } from '../accounts';
import type { Content, Refusal, StandIn, VendorAnswer, VendorRequest } from '../types';
import type { StripeInvoice } from './model';
import type { StripePeople } from './peopleAct';
import { hostedPage } from './present';
import type { StripeStore } from './store';

/** The page where a client reads an invoice and pays it; whoever has its address may. */
export class StripeInvoicePages implements StandIn<null> {
	readonly host = sandboxHosts.stripeInvoices;

	constructor(
		private readonly store: StripeStore,
		private readonly people: Pick<StripePeople, 'act'>,
	) {}

	handle(request: VendorRequest): VendorAnswer {
		const { invoice, isPay } = this.find(request.path);
		if (invoice === undefined) return page(404, 'Not found', '<p>This invoice does not exist.</p>');
		if (request.method === 'POST' && isPay) {
			const isPayable = invoice.status === 'open' || invoice.status === 'uncollectible';
			if (isPayable) this.people.act(invoice.id, 'pay');
			return {
				status: 303,
				headers: { location: hostedPage(invoice.page ?? '') },
				body: undefined,
			};
		}
		return page(200, `Invoice ${invoice.number ?? ''}`, this.bodyOf(invoice));
	}

	refuse(kind: Refusal): VendorAnswer {
		return page(Number(kind), 'Try again', '<p>Something went wrong.</p>');
	}

	state(): null {
		return null;
	}

	restore(): void {
		// It keeps nothing of its own.
	}

	reset(): void {
		// The account is reset with the API's stand-in.
	}

	private find(path: string) {
		const [, account, name, rest] = /^\/i\/([^/]+)\/([^/]+)(\/pay)?$/.exec(path) ?? [];
		const invoice =
			account === sandboxStripe.account
				? this.store.state.invoices.find((one) => one.page !== null && one.page === name)
				: undefined;
		return { invoice, isPay: rest !== undefined };
	}

	private bodyOf(invoice: StripeInvoice): string {
		const { id, status, number, dueAt, description, footer, customFields, currency } = invoice;
		const customer = this.store.state.customers.find((one) => one.id === invoice.customerId);
		const money = (minor: number) =>
			escapeHtml(formatMoney({ minor, currency: currency.toUpperCase() }, 'en'));
		const lines = this.store
			.itemsOf(id)
			.map(
				({ description: text, quantity, amount }) =>
					`<tr><td>${escapeHtml(text ?? '')}</td><td>${quantity}</td><td>${money(amount)}</td></tr>`,
			);
		const facts = [
			['Number', number ?? ''],
			['To', customer?.name ?? customer?.email ?? ''],
			['Due', dueAt === null ? '' : new Date(dueAt).toISOString().slice(0, 10)],
			...customFields.map(({ name, value }) => [name, value]),
		].filter(([, value]) => value !== '');
		const action =
			status === 'open' || status === 'uncollectible'
				? `<form method="post" action="/i/${sandboxStripe.account}/${invoice.page ?? ''}/pay"><button>Pay ${money(this.store.totalOf(id))}</button></form>`
				: `<p><strong>${escapeHtml(status === 'paid' ? 'Paid. Thank you.' : `This invoice is ${status}.`)}</strong></p>`;
		return [
			`<p class="total">${money(this.store.totalOf(id))}</p>`,
			`<dl>${facts.map(([name = '', value = '']) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`,
			`<table><thead><tr><th>What</th><th>Number</th><th>Amount</th></tr></thead><tbody>${lines.join('')}</tbody></table>`,
			...[description, footer].map((text) => (text === null ? '' : `<p>${escapeHtml(text)}</p>`)),
			action,
		].join('\n');
	}
}

/** Where the PDF of an invoice is fetched. */
export class StripePdfs implements StandIn<null> {
	readonly host = sandboxHosts.stripePay;

	constructor(private readonly store: StripeStore) {}

	handle({ path }: VendorRequest): VendorAnswer {
		const [, account, name] = /^\/invoice\/([^/]+)\/([^/]+)\/pdf$/.exec(path) ?? [];
		const invoice = this.store.state.invoices.find((one) => one.page !== null && one.page === name);
		if (invoice === undefined || account !== sandboxStripe.account) {
			return { status: 404, body: { error: { message: 'Not found' } } };
		}
		const currency = invoice.currency.toUpperCase();
		const total = formatMoney({ minor: this.store.totalOf(invoice.id), currency }, 'en');
		return {
			status: 200,
			body: undefined,
			content: contentOf(pdfOf(`Invoice ${invoice.number ?? ''}: ${total}`), 'application/pdf'),
		};
	}

	refuse(kind: Refusal): VendorAnswer {
		return { status: Number(kind), body: { error: { message: 'Try again' } } };
	}

	state(): null {
		return null;
	}

	restore(): void {
		// It keeps nothing of its own.
	}

	reset(): void {
		// The account is reset with the API's stand-in.
	}
}

function contentOf(bytes: Buffer, type: string): Content {
	return { type, length: bytes.length, open: () => Readable.from([bytes]) };
}

function page(status: number, title: string, body: string): VendorAnswer {
	const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><p class="who">${escapeHtml(sandboxStripe.name)}</p><h1>${escapeHtml(title)}</h1>${body}<footer>A stand-in on this machine: no money moves.</footer></main></body></html>`;
	return {
		status,
		body: undefined,
		content: contentOf(Buffer.from(html), 'text/html; charset=utf-8'),
	};
}

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:0;padding:24px}main{max-width:560px;margin:auto}.who{margin:0;opacity:.75}h1{margin:0 0 8px;font-size:1.4rem}.total{font-size:2.2rem;font-weight:600;margin:0}dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px}dt{opacity:.75}dd{margin:0}table{width:100%;border-collapse:collapse;margin:16px 0}th,td{text-align:left;padding:8px 0;border-bottom:1px solid #8885}td:last-child,th:last-child{text-align:right}button{width:100%;padding:14px;border:0;border-radius:8px;background:#4f3ddb;color:#fff;font:inherit;font-weight:600;cursor:pointer}footer{margin-top:24px;opacity:.7;font-size:.85rem}`;

/** A PDF of one page with one line of Latin letters. */
export function pdfOf(text: string): Buffer {
	const plain = text.replace(/[^\x20-\x7e]/g, '?').replace(/[\\()]/g, '\\$&');
	const stream = `BT /F1 18 Tf 60 760 Td (${plain}) Tj ET`;
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
		'<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
		`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
	];
	let file = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const offset = file.length;
		file += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return offset;
	});
	const table = file.length;
	const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
	file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
	return Buffer.from(file, 'latin1');
}
