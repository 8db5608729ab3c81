import { MendableError } from '../../../nodes/domain/errors';
import { hashOf } from '../../../nodes/domain/hash';
import { eventId } from '../inbox/eventId';
import type { Delivery } from '../ledger/deliveries';
import { addDelivery, findDelivery } from '../ledger/deliveries';
import type { DeliverySource, NewDeliveryFile } from '../ledger/deliveryFiles';
import type { Json } from '../ledger/json';
import type { Moment } from '../ledger/moment';
import type { Queries } from '../ledger/store';
import { firstUnapproved } from './approvals';
import type { DeliveryRequest } from './requestSchema';

/** What the service knows beside the request. */
export interface AskSurroundings {
	/** Where each target goes to; those that are not there have no adapter, or no bucket. */
	targets: Readonly<Partial<Record<string, { kind: string; prefix: string }>>>;
	/** Days that links are good for where nobody says. */
	linkDays: number;
	now: Date;
	moment: Moment;
}

/**
 * Keeps a delivery as the next version of its deal, unless this one has been asked for before. Runs
 * within a transaction.
 *
 * @throws MendableError `delivery/kind-without-adapter`, `storage/not-configured`, `delivery/not-approved`,
 * `delivery/out-of-date`; then nothing of the transaction may stand
 */
export async function askDelivery(
	queries: Queries,
	asked: DeliveryRequest,
	{ targets, linkDays, now, moment }: AskSurroundings,
): Promise<{ delivery: Delivery; isNew: boolean }> {
	const fingerprint = fingerprintOf(asked);
	// What was let go once is answered for, whatever became of its files since.
	const known = await findDelivery(queries, fingerprint);
	if (known !== null) return { delivery: known, isNew: false };
	needTargets(asked, targets);
	await needApprovals(queries, asked, now);
	const { deal, client, project, kind, manifest, storagePlan, facts, test, expiresAt } = asked;
	const added = await addDelivery(
		queries,
		{
			id: eventId(now).replace(/^evt_/, 'dlv_'),
			fingerprint,
			test,
			deal,
			client: client.id,
			clientEmail: client.email ?? null,
			recipient: client as Json,
			project: project ?? deal,
			kind,
			manifest: manifest as unknown as Json,
			plan: storagePlan as unknown as Json,
			facts: facts as Json,
			linkDays: (expiresAt ?? null) === null ? (asked.linkDays ?? linkDays) : null,
			expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : null,
		},
		(version) => filesOf(asked, version, targets),
		moment,
	);
	const { expectedVersion = null } = asked;
	// Whoever planned it did not know of what another has begun since: parts would go, and cost, twice.
	if (added.isNew && expectedVersion !== null && added.delivery.version !== expectedVersion) {
		throw outOfDate(deal, added.delivery.version - 1);
	}
	return added;
}

function outOfDate(deal: string, version: number): MendableError {
	return new MendableError(
		'delivery/out-of-date',
		'The delivery was not taken.',
		`Deal ${deal} has got version ${version} since this one was planned.`,
		'Plan it anew with what is known now; a flow of the inbox does so when it is started again.',
	);
}

/** The rows of a delivery's files: each at every place that takes its role. */
export function filesOf(
	{ deal, manifest, storagePlan, test }: DeliveryRequest,
	version: number,
	targets: AskSurroundings['targets'],
): NewDeliveryFile[] {
	return storagePlan.targets.flatMap(({ name: target, prefix, roles }) => {
		// Nothing of one delivery may lie where another's is: deal and version are in every key.
		const parts = [targets[target]?.prefix ?? '', test ? 'test' : '', prefix ?? ''];
		const folder = [...parts.filter((part) => part !== ''), `deal-${deal}-v${version}`].join('/');
		return manifest.files
			.filter(({ role }) => roles?.includes(role) ?? true)
			.map(({ name, sha256, bytes, mediaType, role, source }) => ({
				target,
				name,
				sha256,
				bytes: source.kind === 'text' ? Buffer.byteLength(source.text) : bytes,
				mediaType,
				role,
				source: sourceOf(source),
				storageKey: `${folder}/${name.normalize('NFC')}`,
			}));
	});
}

function sourceOf(source: DeliveryRequest['manifest']['files'][number]['source']): DeliverySource {
	if (source.kind === 'text') return source;
	return { kind: 'frameio', accountId: source.accountId ?? null, fileId: source.fileId };
}

/** What is handed over, to whom and where to; not what a flow wants to remember with it. */
function fingerprintOf(asked: DeliveryRequest): string {
	const { deal, client, kind, manifest, storagePlan, occurrence, test, testRun = '' } = asked;
	const files = manifest.files.map(({ name, sha256, role }) => ({ name, sha256, role }));
	return hashOf({
		deal,
		client: client.id,
		kind,
		files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
		targets: storagePlan.targets,
		occurrence,
		test: test && `trial ${testRun}`,
	});
}

function needTargets({ storagePlan }: DeliveryRequest, targets: AskSurroundings['targets']): void {
	for (const { name, kind } of storagePlan.targets) {
		if (kind !== 's3') {
			throw new MendableError(
				'delivery/kind-without-adapter',
				'The delivery was not taken.',
				`Nothing here can store files at a target of the kind "${kind}" ("${name}").`,
				'Use a target of the kind "s3"; any storage that speaks S3 will do.',
			);
		}
		if (targets[name] === undefined) {
			throw new MendableError(
				'storage/not-configured',
				'The delivery was not taken.',
				`Storage is not set up for the target "${name}".`,
				`Name its bucket by "storage.${name}.bucket" in agency.config.yaml, set the variables with its keys, and start the service again.`,
			);
		}
	}
}

async function needApprovals(queries: Queries, asked: DeliveryRequest, now: Date): Promise<void> {
	const claimed = asked.manifest.files.flatMap(({ name, sha256, role, source }) =>
		role === 'deliverable' && source.kind === 'frameio'
			? [{ name, sha256, fileId: source.fileId }]
			: [],
	);
	const lacking = await firstUnapproved(queries, claimed, asked.test, now);
	if (lacking === null) return;
	const { name, gate, because } = lacking;
	throw new MendableError(
		'delivery/not-approved',
		'The delivery was not taken.',
		gate === null
			? `"${name}" is not the newest of its file: ${because}.`
			: `"${name}" has not passed the gate "${gate}": ${because}.`,
		'Let the file pass its gates, then start the delivery again; agency-ops quality show NAME tells how it stands.',
	);
}
