import { hashOf } from '../hash';
import type { Language } from '../language';
import { languageOfCountry, readCountry, readLanguage } from '../lead/countries';
import { readEmail } from '../lead/readContact';
import { formatMoney } from '../money';
import { oneLine, truncate } from '../plainText';
import type {
	DeliveryDecision,
	DeliveryKind,
	DeliveryPlan,
	DeliveryPreview,
	Manifest,
	Missing,
} from './decision';
import { explainDelivery, noteOf } from './explain';
import { invoiceFor } from './invoice';
import type { Invoiced, InvoiceOccasion, InvoiceWords } from './invoice';
import { manifestOf } from './manifest';
import { judgeFiles, liveDeliveries, partStates, shareOfParts } from './partStates';
import type { JudgedFile, PartState } from './partStates';
import { priceGapsOf } from './priceGaps';
import type { OrderMoney } from './priceGaps';
import { hashOfRules } from './rules';
import type { DeliveryRules } from './rules';
import type { DeliveryFacts, DeliveryPolicy } from './schema';
import { planStorage } from './storagePlan';
import { da, daInvoice } from './why/da';
import { en, enInvoice } from './why/en';
import { es, esInvoice } from './why/es';
import type { DeliveryWhy } from './why/why';

/** How a decision about a delivery is made. */
export interface DeliveryView {
	rules: DeliveryRules;
	/** The language in which the decision explains itself to the team. */
	language: Language;
	now: Date;
}

/** What becomes of a delivery: a decision, a plan where it goes out, and a line for Slack. */
export interface PlannedDelivery {
	decision: DeliveryDecision;
	/** Null unless it goes out: there is no half plan. */
	delivery: DeliveryPlan | null;
	/** What the client is to look at first; null unless that is all it waits for. */
	preview: DeliveryPreview | null;
	/** Plain text of one line, in the team's language. */
	note: string;
}

/** Everything that was found out, before it is put into words. */
export interface Findings {
	outcome: DeliveryDecision['outcome'];
	policy: DeliveryPolicy;
	files: JudgedFile[];
	states: PartState[];
	/** Parts that go out. */
	going: PartState[];
	/** Files that the client is to look at first. */
	unseen: JudgedFile[];
	missing: Missing[];
	kind: DeliveryKind | null;
	version: number;
	share: { before: number; after: number };
	/** Share of the order that is ready or with the client. */
	readyShare: number;
	/** Null where nothing goes out, and where its price is not known. */
	invoiced: Invoiced | null;
}

const whyIn: Readonly<Record<Language, DeliveryWhy>> = { en, es, da };
const invoiceWordsIn: Readonly<Record<Language, InvoiceWords>> = {
	en: enInvoice,
	es: esInvoice,
	da: daInvoice,
};

/**
 * Decides whether a delivery goes out, and what it holds: files under their names, where they are
 * stored, and what is invoiced. No file goes out whose content has not passed its gates. The same facts
 * at the same moment give the same plan to the last letter, in whatever order they are told.
 *
 * @throws MendableError `delivery/no-adapter` where the rules store files in a place of no adapter
 */
export function planDelivery(facts: DeliveryFacts, view: DeliveryView): PlannedDelivery {
	const { rules, language, now } = view;
	const why = whyIn[language];
	const files = judgeFiles(facts, rules, now);
	const states = partStates(facts, files, rules, why);
	const policy = facts.order.policy ?? rules.policy;
	const ready = states.filter(({ state }) => state === 'new' || state === 'changed');
	const isAllowed = ready.length > 0 && allows(policy, states);
	const share = {
		before: shareOfParts(states, ({ state, had }) => state !== 'missing' && had.length > 0),
		after: shareOfParts(states, ({ state }) => state !== 'missing'),
	};
	const version = Math.max(0, ...facts.deliveries.map((each) => each.version)) + 1;
	const parts = states.flatMap(({ missing }) => missing ?? []);
	const isDone = states.length > 0 && ready.length === 0 && parts.length === 0;
	const money = moneyOf(facts);
	const nobody = isDone ? [] : clientGaps(facts, why);
	const gaps = isDone ? [] : [...nobody, ...priceGaps(money, view, why)];
	const missing = [...gaps, ...(states.length === 0 ? [noFiles(why)] : parts)];
	const kind = isAllowed && gaps.length === 0 ? kindOf(states, ready) : null;
	// Where parts are awaited anyway, a price that is not set yet holds nothing up.
	const unasked = kind === null ? unseenBy(policy, parts, files) : [];
	// Where only the client's word lacks, there has to be a client to ask.
	const holding = isAllowed ? gaps : unasked.length > 0 ? nobody : parts;
	const isStuck = holding.some(({ isOnItsWay }) => !isOnItsWay);
	const manifest = kind === null ? null : manifestOf(facts, ready, kind, rules);
	const unseen = isStuck ? [] : unasked;
	const findings: Findings = {
		outcome:
			kind !== null ? 'deliver' : unseen.length > 0 ? 'preview' : isStuck ? 'refused' : 'waiting',
		policy,
		files,
		states,
		going: kind === null ? [] : ready,
		unseen,
		missing,
		kind,
		version,
		share: kind === null ? { ...share, after: share.before } : share,
		readyShare: share.after,
		invoiced:
			manifest === null || priceGapsOf(money).length > 0
				? null
				: invoiced(facts, money, manifest, { rules, version, shareAfter: share.after }),
	};
	const decision: DeliveryDecision = {
		...explainDelivery(findings, manifest, why, language),
		versions: { rules: rules.version, model: null },
		decidedAt: now.toISOString(),
		inputHash: hashOf({ facts, rules: hashOfRules(rules), language, now }),
	};
	const project = truncate(oneLine(facts.deal.name ?? facts.deal.id), 80);
	const note = noteOf(findings, manifest, project, why, language);
	const { contact, company, deal } = facts;
	const preview = unseen.length === 0 ? null : previewOf(unseen);
	if (manifest === null || contact === null) return { decision, delivery: null, preview, note };

	const { id, name, language: spoken, country } = contact;
	const email = emailOf(facts) ?? '';
	return {
		decision,
		note,
		preview,
		delivery: {
			client: { id, email, name, language: spoken, country, company },
			version,
			manifest,
			manifestHash: hashOf(manifest),
			storagePlan: planStorage(rules.storage, {
				client: id,
				deal: deal.id,
				project: facts.project ?? deal.id,
			}),
			linkDays: rules.linkDays,
			share: shareOf(ready.flatMap(({ file }) => file ?? [])),
			completes: parts.length === 0 ? deal.id : null,
			invoice: findings.invoiced?.invoice ?? null,
			billing: findings.invoiced?.billing ?? null,
		},
	};
}

/** Most files of one share (Frame.io's own description of V4, July 2026). */
const mostShared = 100;

/** A share holds files of one project: that of the first. */
function shareOf(shared: readonly JudgedFile[]): DeliveryPlan['share'] {
	const files = shared.map(({ given }) => given.file);
	const [first] = files;
	const ids = files.filter(({ projectId }) => projectId === first.projectId);
	return {
		accountId: first?.accountId ?? null,
		projectId: first?.projectId ?? null,
		assetIds: [...new Set(ids.map(({ fileId }) => fileId))].slice(0, mostShared),
	};
}

/** Files that wait for the client alone; none while others still wait for somebody else. */
function unseenBy(
	policy: DeliveryPolicy,
	missing: readonly Missing[],
	files: readonly JudgedFile[],
): JudgedFile[] {
	const isAlone =
		policy.kind === 'each'
			? missing.some(({ owner }) => owner === 'client')
			: missing.length > 0 && missing.every(({ owner }) => owner === 'client');
	return isAlone ? files.filter(({ refusal }) => refusal?.because === 'client-not-asked') : [];
}

function previewOf(unseen: readonly JudgedFile[]): DeliveryPreview {
	const contents = unseen.map(({ given }) => given.sha256).sort();
	return { share: shareOf(unseen), id: hashOf(contents).replace('sha256:', '').slice(0, 12) };
}

/** Whether what is ready may go, by how much of the order the client would then have. */
function allows(policy: DeliveryPolicy, states: readonly PartState[]): boolean {
	if (policy.kind === 'each') return true;
	const isComplete = states.every(({ state }) => state !== 'missing');
	if (policy.kind === 'whole') return isComplete;
	return isComplete || shareOfParts(states, ({ state }) => state !== 'missing') >= policy.least;
}

function kindOf(states: readonly PartState[], ready: readonly PartState[]): DeliveryKind {
	if (ready.every(({ state }) => state === 'changed')) return 'redelivery';
	return ready.length === states.length ? 'full' : 'partial';
}

function languageOfClient({ contact }: DeliveryFacts): Language {
	const own = readLanguage(contact?.language).value;
	if (own !== null) return own;
	const country = readCountry(contact?.country).value;
	return country === null ? 'en' : languageOfCountry(country);
}

function emailOf({ contact }: DeliveryFacts): string | null {
	return readEmail(contact?.email ?? '').value?.toLowerCase() ?? null;
}

function clientGaps(facts: DeliveryFacts, why: DeliveryWhy): Missing[] {
	const gap = (field: string, because: string): Missing[] => [
		{ field, owner: 'sales', because, isOnItsWay: false },
	];
	if (facts.contact === null) return gap('contact', why.missing.contact);
	return emailOf(facts) === null ? gap('contact.email', why.missing.email) : [];
}

function moneyOf({ order, deal, deliveries }: DeliveryFacts): OrderMoney {
	return {
		order,
		price: order.price ?? deal.amount ?? null,
		before: liveDeliveries(deliveries).flatMap(({ facts: { billing } }) => billing ?? []),
	};
}

function invoiced(
	facts: DeliveryFacts,
	money: OrderMoney,
	{ files }: Manifest,
	{ rules, version, shareAfter }: { rules: DeliveryRules; version: number; shareAfter: number },
): Invoiced {
	const language = languageOfClient(facts);
	const occasion: InvoiceOccasion = {
		...money,
		title: facts.order.description ?? facts.deal.name ?? facts.deal.id,
		shareAfter,
		memo: { delivery: String(version), names: files.map(({ name }) => name) },
	};
	return invoiceFor(occasion, rules, invoiceWordsIn[language], language);
}

/** What keeps an invoice from being written; nothing where the rules let files go without one. */
function priceGaps(
	money: OrderMoney,
	{ rules, language }: DeliveryView,
	why: DeliveryWhy,
): Missing[] {
	if (rules.invoice.withoutPrice === 'deliver') return [];
	return priceGapsOf(money).map(({ field, lacks, what }) => {
		const span =
			lacks === 'add-on price' && Object.hasOwn(rules.addOns, what) ? rules.addOns[what] : null;
		const usual =
			span === null
				? ''
				: why.missing.span(formatMoney(span.from, language), formatMoney(span.to, language));
		const because = `${why.missing.price[lacks](what)}${usual}`;
		return { field, owner: 'sales', because, isOnItsWay: false };
	});
}

function noFiles(why: DeliveryWhy): Missing {
	return { field: 'files', owner: 'editor', because: why.missing.files, isOnItsWay: true };
}
