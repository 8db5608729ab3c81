import type { FastifyInstance } from 'fastify';
import { attachmentNamed } from '../../storage/disposition';
import type { S3Store } from '../s3/store';

/** Lets a person on this machine look at what is stored, which a client does by a signed address. */
export function addStorageObjects(app: FastifyInstance, store: S3Store): void {
	app.get<{ Params: { bucket: string; id: string } }>(
		'/api/storage/objects/:bucket/:id',
		async ({ params: { bucket, id } }, reply) => {
			const found = store.state.objects.find(
				(object) => object.bucket === bucket && object.vaultName === id,
			);
			if (found === undefined) return await reply.status(404).send({ error: 'No such object.' });
			const { key, size, vaultName } = found;
			// Saved and not shown: a page in it would run as one of ours.
			reply.header('content-disposition', attachmentNamed(key.split('/').at(-1) ?? key));
			reply.type('application/octet-stream').header('content-length', size);
			return await reply.send(size === 0 ? '' : store.vault.read(vaultName, 0, size - 1));
		},
	);
}
