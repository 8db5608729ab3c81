/** Run by sdks.test.ts in a process of its own: HubSpot's client, told nothing of the sandbox. */
import { Client } from '@hubspot/api-client';
import { FilterOperatorEnum } from '@hubspot/api-client/lib/codegen/crm/contacts';
import { AssociationSpecAssociationCategoryEnum } from '@hubspot/api-client/lib/codegen/crm/deals';
import { sandboxTokens } from '../../../orchestrator/src/sandbox/accounts';

async function run() {
	const client = new Client({ accessToken: sandboxTokens.hubspot });
	const { contacts, deals } = client.crm;
	const associations = client.crm.associations.v4;
	const upserted = await contacts.batchApi.upsert({
		inputs: [{ id: 'ana@x.com', idProperty: 'email', properties: { firstname: 'Ana' } }],
	});
	const [contact] = upserted.results;
	const deal = await deals.basicApi.create({
		properties: { dealname: 'Video', dealstage: 'qualifiedtobuy', pipeline: 'default' },
		associations: [
			{
				to: { id: contact.id },
				types: [
					{
						associationCategory: AssociationSpecAssociationCategoryEnum.HubspotDefined,
						associationTypeId: 3,
					},
				],
			},
		],
	});
	const linked = await associations.basicApi.getPage('deals', deal.id, 'contacts');
	const found = await contacts.searchApi.doSearch({
		filterGroups: [
			{
				filters: [{ propertyName: 'email', operator: FilterOperatorEnum.Eq, value: 'ana@x.com' }],
			},
		],
		properties: ['firstname'],
		sorts: [],
		limit: 1,
		after: '0',
	});
	const owners = await client.crm.owners.ownersApi.getPage('freja@iamazingcontent.space');
	const pipeline = await client.crm.pipelines.pipelinesApi.getById('deals', 'default');
	const refused = await contacts.basicApi
		.create({ properties: { email: 'ana@x.com' }, associations: [] })
		.catch((error: { code: number; body: { category: string } }) => error);
	return {
		isNew: (contact as { _new?: boolean })._new ?? null,
		createdAt: contact.createdAt instanceof Date,
		linkedTo: linked.results.map(({ toObjectId }) => toObjectId === contact.id),
		found: found.results[0]?.properties.firstname,
		owner: owners.results[0]?.firstName,
		stages: pipeline.stages.length,
		refused: 'code' in refused ? [refused.code, refused.body.category] : [],
	};
}

run().then(
	(seen) => process.stdout.write(JSON.stringify(seen)),
	(error: Error) => {
		process.stderr.write(`${error.stack}\n`);
		process.exitCode = 1;
	},
);
