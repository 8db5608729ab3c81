import { clock, h } from './dom.js';
import { table, values } from './records.js';

/** The storage tab: a table for each bucket, and the uploads that have not ended. */
export function renderStorage({ buckets }, open, toggle) {
	return h(
		'div',
		{ class: 'stack' },
		buckets.map(({ name, total, bytes, objects, uploads }) => [
			table({
				title: name,
				where: total > 0 ? `${sizeOf(bytes)} in all` : null,
				what: 'objects',
				total,
				hint: 'What the service stores in this bucket appears here.',
				columns: ['Key', 'Size', 'Type', 'Class', 'Stored'],
				rows: objects.map((object) => ({
					id: `object-${object.id}`,
					title: object.key,
					cells: [
						sizeOf(object.size),
						object.contentType,
						object.storageClass,
						h(
							'time',
							{ datetime: new Date(object.modifiedAt).toISOString() },
							clock(object.modifiedAt),
						),
					],
					more: () => [
						values(object.facts),
						h('p', null, h('a', { href: object.url, download: true }, 'Save the object')),
					],
				})),
				open,
				toggle,
			}),
			uploads.length > 0 && renderUploads(name, uploads),
		]),
	);
}

const renderUploads = (bucket, uploads) =>
	h(
		'section',
		{ class: 'card' },
		h('h2', null, `Uploads to ${bucket} that have not ended`),
		h(
			'ul',
			null,
			uploads.map(({ key, parts, bytes, begunAt }) =>
				h('li', null, `${key}: ${parts} parts, ${sizeOf(bytes)}, since ${clock(begunAt)}`),
			),
		),
	);

/** Bytes as a person reads them, by thousands. */
function sizeOf(bytes) {
	const units = ['bytes', 'kB', 'MB', 'GB'];
	const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
	const amount = bytes / 1000 ** step;
	return `${step === 0 ? amount : amount.toFixed(1)} ${units[step]}`;
}
