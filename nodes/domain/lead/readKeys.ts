import { isRecord, modeOfWebhook, recordIn, sentIn } from '../webhookItem';
import { isBlank, note, plain } from './reading';
import type { Note } from './schema';

/** The fields that the intake looks for; `currency` and `website` feed others. */
export type FieldName =
	| 'receivedAt'
	| 'name'
	| 'firstName'
	| 'lastName'
	| 'email'
	| 'phone'
	| 'company'
	| 'website'
	| 'country'
	| 'language'
	| 'service'
	| 'vertical'
	| 'budget'
	| 'currency'
	| 'timeline'
	| 'source'
	| 'message'
	| 'contactConsent'
	| 'marketingConsent'
	| 'consent'
	| 'events'
	| 'spamTrap'
	| 'testMode';

/** One field as it came, under the key that the form gave it. */
export interface Found {
	key: string;
	value: unknown;
}

/** What was found in a form's data, each field's findings in the order they came. */
export interface FoundFields {
	fields: ReadonlyMap<FieldName, readonly Found[]>;
	/** The keys that were recognised, made plain: they tell a form's language. */
	keys: string[];
	notes: Note[];
}

/** Spellings of keys, without spaces and accents; the first that is found wins over labels. */
const spellings: Record<FieldName, string> = {
	receivedAt: 'receivedat submittedat createdat submissiondate',
	name: 'name fullname yourname contactname nombre nombrecompleto nombreyapellido nombreyapellidos tunombre navn fuldenavn ditnavn',
	firstName: 'firstname givenname fname primernombre nombres fornavn',
	lastName: 'lastname surname familyname lname apellido apellidos efternavn',
	email:
		'email mail emailaddress workemail youremail correo correoelectronico tucorreo mailadresse emailadresse dinemail',
	phone:
		'phone phonenumber telephone tel mobile whatsapp telefono movil celular telefon telefonnummer mobil mobilnummer tlf',
	company:
		'company companyname organization organisation business empresa nombredelaempresa compania negocio virksomhed virksomhedsnavn firma',
	website:
		'website web site url companywebsite sitioweb paginaweb web hjemmeside domain dominio companydomain',
	country: 'country countrycode pais land',
	language: 'language lang locale preferredlanguage idioma idiomapreferido sprog',
	service:
		'service services servicetype projecttype videotype type servicio servicios tipodeproyecto tipodevideo tipo ydelse ydelser projekttype opgavetype',
	vertical: 'vertical industry sector industria rubro branche',
	budget:
		'budget budgetamount projectbudget estimatedbudget budgetusd budgeteur budgetdkk presupuesto presupuestoestimado presupuestousd inversion dinbudget',
	currency: 'currency budgetcurrency moneda valuta',
	timeline:
		'timeline deadline timeframe startdate duedate when plazo fechalimite fechadeentrega cuando urgencia tidsramme tidshorisont leveringsdato frist hvornar',
	source: 'source leadsource utmsource utmmedium origen fuente kilde referrer',
	message:
		'message comments comment details description notes brief mensaje comentarios descripcion detalles besked kommentar beskrivelse',
	contactConsent:
		'contactconsent privacy privacypolicy gdpr terms privacidad aceptoprivacidad terminos privatlivspolitik',
	marketingConsent: 'marketingconsent newsletter optin marketing boletin nyhedsbrev',
	consent: 'consent consentimiento samtykke',
	events: 'events engagement activity',
	spamTrap: 'honeypot hp gotcha botfield spamtrap',
	testMode: 'test testmode formmode executionmode',
};

/**
 * What a question on a form is about, for keys that are no known spelling ("What is your budget?").
 * The order decides: "company e-mail" is an e-mail, "company name" a company.
 */
const labels: ReadonlyArray<readonly [FieldName, RegExp]> = [
	['marketingConsent', /\b(newsletter|boletin|nyhedsbrev|marketing consent)\b/],
	[
		'contactConsent',
		/\b(gdpr|privacy|privacidad|privatliv\w*|i agree|acepto|jeg accepterer|terms)\b/,
	],
	['consent', /\b(consent|consentimiento|samtykke\w*)\b/],
	['email', /\b(e ?mails?|e ?mail ?adresse|correo|mailadresse|mail)\b/],
	[
		'phone',
		/\b(phone|telephone|mobile|whatsapp|telefono|movil|celular|telefon\w*|mobilnummer|tlf)\b/,
	],
	['currency', /\b(currency|moneda|valuta)\b/],
	[
		'budget',
		/\b(budgets?|budgettet|budgetramme|presupuesto|inversion|price range|spend|invertir|investere)\b/,
	],
	[
		'timeline',
		/\b(timeline|deadline|time ?frame|when|how soon|start date|plazo|cuando|fecha|urgente?|urgencia|tidsramme|tidshorisont|hvornar|levering\w*|frist)\b/,
	],
	[
		'source',
		/\b(hear (about|of)|heard|find us|found us|nos (conociste|encontraste|conocio|encontro)|(horte|fandt|kender) (du|i)\b.*\bos|source|origen|kilde)\b/,
	],
	[
		'vertical',
		/\b(industry|vertical|sector|industria|rubro|branche|(type|kind) of (business|company)|tipo de (empresa|negocio))\b/,
	],
	[
		'service',
		/\b(services?|servicios?|project type|(type|kind) of (video|project|content)|tipo de (proyecto|video|contenido)|ydelser?|(slags|type) (video|projekt|opgave)|what do you need|que necesitas|hvad har du brug for)\b/,
	],
	['country', /\b(country|pais|land)\b/],
	['language', /\b(language|idioma|sprog)\b/],
	['website', /\b(website|web ?site|url|sitio|pagina web|hjemmeside|domain|dominio)\b/],
	[
		'company',
		/\b(company|business|organi[sz]ation|empresa|compania|negocio|marca|virksomhed\w*|firma|brand)\b/,
	],
	['firstName', /\b(first name|given name|fornavn)\b/],
	['lastName', /\b(last name|surname|apellidos?|efternavn)\b/],
	['name', /\b(name|nombre|navn)\b/],
	[
		'message',
		/\b(message|mensaje|besked|details|detalles|detaljer|describe|tell us|cuentanos|fortael|comments?|comentarios?|kommentar\w*|about (your|the) project|project|proyecto|projekt\w*|brief|notes)\b/,
	],
];

/** Keys under which forms and tools wrap their answers. */
const wrappers = new Set([
	'lead',
	'data',
	'form',
	'fields',
	'answers',
	'payload',
	'submission',
	'properties',
	'formdata',
]);

const fieldOfSpelling: ReadonlyMap<string, FieldName> = new Map(
	(Object.entries(spellings) as Array<[FieldName, string]>).flatMap(([field, keys]) =>
		keys.split(' ').map((key): [string, FieldName] => [key, field]),
	),
);

/** Most keys of one object that are looked at, and levels of wrapping that are opened. */
const mostKeys = 200;
const deepest = 3;

/** Keys that mean something to JavaScript and nothing to a form. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Finds the lead's fields in whatever a form, a webhook or a tool sent: flat JSON, n8n's webhook item
 * (its `body`, or its `query` when there is no body), wrapped answers, lists of `{label, value}`.
 * Unknown keys are left alone.
 */
export function readKeys(raw: unknown): FoundFields {
	const notes: Note[] = [];
	const exact = new Map<FieldName, Found[]>();
	const labelled = new Map<FieldName, Found[]>();
	const keys: string[] = [];

	const record = recordIn(raw);
	if (record === null) {
		notes.push(note('lead', raw, 'This is not an object with fields.'));
		return { fields: exact, keys, notes };
	}

	for (const { key, value } of pairsIn(sentIn(record), 0)) {
		const plainKey = plainKeyOf(key);
		// A list of notes is our own, on a lead that was read before; a form's notes are text.
		if (isBlank(value) || (plainKey === 'notes' && Array.isArray(value))) continue;
		const spelt = fieldOfSpelling.get(plainKey.replace(/ /g, ''));
		const field = spelt ?? labels.find(([, pattern]) => pattern.test(plainKey))?.[0];
		if (field === undefined) continue;
		const found = spelt === undefined ? labelled : exact;
		found.set(field, [...(found.get(field) ?? []), { key: plainKey, value }]);
		keys.push(plainKey);
	}
	const mode = modeOfWebhook(record);
	if (mode !== null) {
		const found = { key: 'executionmode', value: mode };
		exact.set('testMode', [found, ...(exact.get('testMode') ?? [])]);
	}

	const fields = new Map(exact);
	for (const [field, found] of labelled)
		fields.set(field, [...(fields.get(field) ?? []), ...found]);
	return { fields, keys, notes };
}

function pairsIn(record: Record<string, unknown>, depth: number): Found[] {
	return Object.entries(record)
		.slice(0, mostKeys)
		.filter(([key]) => !reserved.has(key))
		.flatMap(([key, value]): Found[] => {
			if (depth < deepest && wrappers.has(key.toLowerCase())) {
				if (isRecord(value)) return pairsIn(value, depth + 1);
				if (Array.isArray(value) && value.some(isRecord)) return answersIn(value);
			}
			return [{ key, value }];
		});
}

/** Pairs from a list of answers, as form builders send them. */
function answersIn(list: unknown[]): Found[] {
	return list.slice(0, mostKeys).flatMap((entry): Found[] => {
		if (!isRecord(entry)) return [];
		const key = firstText(entry, ['label', 'question', 'title', 'name', 'key', 'field', 'id']);
		const value = ['value', 'answer', 'text', 'values'].find((name) => Object.hasOwn(entry, name));
		return key === null || value === undefined ? [] : [{ key, value: entry[value] }];
	});
}

function firstText(record: Record<string, unknown>, names: string[]): string | null {
	const texts = names.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined));
	return texts.find((text): text is string => typeof text === 'string' && text !== '') ?? null;
}

/** A key in plain words: `firstName`, `first_name` and "First name *" become `first name`. */
function plainKeyOf(key: string): string {
	const split = key.slice(0, 200).replace(/([a-z])([A-Z])/g, '$1 $2');
	return plain(split)
		.replace(/[^a-z0-9]+/g, ' ')
		.trim();
}
