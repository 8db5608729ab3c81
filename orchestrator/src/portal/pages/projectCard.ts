import type { PortalDelivery, PortalInvoice, PortalProject } from '../facts';
import { stages } from '../stage';
import type { Stage } from '../stage';
import { html } from './markup';
import type { Markup } from './markup';
import { longest, outside } from './outside';
import type { PageWords } from './pageWords';
import { linkTo } from './shell';
import type { PagePlace } from './shell';

/** One project on the overview: where it stands, what was delivered, what is to pay. */
export function projectCard(
	project: PortalProject,
	number: number,
	words: PageWords,
	place: PagePlace,
): Markup {
	const { say } = words;
	const { name, stage, dueAt, deliveries, invoices } = project;
	const title = outside(name ?? '', longest.project) || say('overview', 'unnamed');
	const id = `project-${number}`;
	return html`<article class="card" aria-labelledby="${id}">
		<h2 id="${id}">${title}</h2>
		${stageOfProject(stage, dueAt, words)}
		${deliveries.length === 0
			? null
			: html`<section class="part">
					<h3>${say('overview', 'deliveries')}</h3>
					<ul class="list">
						${deliveries.map((each) => deliveryRow(each, words, place))}
					</ul>
				</section> `}${invoices.length === 0
			? null
			: html`<section class="part">
					<h3>${say('overview', 'invoices')}</h3>
					<ul class="list">
						${invoices.map((each) => invoiceRow(each, words))}
					</ul>
				</section> `}
	</article> `;
}

function stageOfProject(stage: Stage, dueAt: Date | null, { say, day }: PageWords): Markup {
	const at = stages.indexOf(stage);
	const step = say('overview', 'step', { number: at + 1, count: stages.length });
	const steps = stages.map((each, index) => {
		const state = index < at ? 'done' : index === at ? 'now' : 'later';
		const mark = index === at ? html` <b class="hidden">(${say('overview', 'current')})</b>` : null;
		return html`<li class="${state}" ${index === at ? html` aria-current="step"` : null}>
			<span>${say('stages', each)}${mark}</span>
		</li> `;
	});
	return html`<p class="stage">${say('stages', stage)} <span>${step}</span></p>
		<p class="meaning">${say('meanings', stage)}</p>
		${dueAt === null
			? null
			: html`<p class="due">${say('overview', 'due', { day: day(dueAt) })}</p>`}
		<ol class="steps" aria-label="${say('overview', 'steps')}">
			${steps}
		</ol>`;
}

function deliveryRow(delivery: PortalDelivery, words: PageWords, place: PagePlace): Markup {
	const { say, day } = words;
	const { id, version, kind, at, files } = delivery;
	const parts = [
		say('delivery', kind),
		say('delivery', 'files', { count: files.length }),
		say('delivery', 'on', { day: day(at) }),
	];
	const link = linkTo(`${place.path}/deliveries/${encodeURIComponent(id)}`, place);
	return html`<li class="row">
		<div>
			<strong>${say('delivery', 'title', { version })}</strong
			><span class="quiet">${parts.join(' · ')}</span>
		</div>
		<div class="acts">
			<a class="button" href="${link}" aria-label="${say('delivery', 'openOf', { version })}"
				>${say('delivery', 'open')}</a
			>
		</div>
	</li> `;
}

function invoiceRow(invoice: PortalInvoice, words: PageWords): Markup {
	const { say, money } = words;
	const number = outside(invoice.number ?? '', longest.number);
	const title = number === '' ? say('invoice', 'unnumbered') : say('invoice', 'title', { number });
	// Whoever hears links one after the other hears which invoice each is for.
	const named = (act: 'pay' | 'pdf') =>
		number === '' ? say('invoice', act) : say('invoice', `${act}Of`, { number });
	const pay =
		invoice.payUrl === null
			? null
			: html`<a
					class="button"
					href="${invoice.payUrl}"
					rel="noreferrer"
					aria-label="${named('pay')}"
					>${say('invoice', 'pay')}</a
				> `;
	const pdf =
		invoice.pdfUrl === null
			? null
			: html`<a
					class="button plain"
					href="${invoice.pdfUrl}"
					rel="noreferrer"
					aria-label="${named('pdf')}"
					>${say('invoice', 'pdf')}</a
				> `;
	return html`<li class="row">
		<div>
			<strong>${title}</strong><span class="amount">${money(invoice.total)}</span>
			<span class="state ${invoice.state}">${stateOf(invoice, words)}</span>
		</div>
		${pay === null && pdf === null ? null : html`<div class="acts">${pay}${pdf}</div>`}
	</li> `;
}

function stateOf({ state, dueAt, paidAt }: PortalInvoice, { say, day }: PageWords): string {
	if (state === 'void') return say('invoice', 'void');
	if (state === 'paid') {
		return paidAt === null
			? say('invoice', 'paid')
			: say('invoice', 'paidOn', { day: day(paidAt) });
	}
	if (dueAt === null) return say('invoice', state);
	return say('invoice', state === 'open' ? 'openBy' : 'overdueSince', { day: day(dueAt) });
}
