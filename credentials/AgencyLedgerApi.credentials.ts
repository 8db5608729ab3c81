import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** The one key n8n holds: to the Agency Ops service, which holds those of the vendors. */
export class AgencyLedgerApi implements ICredentialType {
	name = 'agencyLedgerApi';

	displayName = 'Agency Ledger API';

	icon = { light: 'file:agencyLedger.svg', dark: 'file:agencyLedger.dark.svg' } as const;

	documentationUrl = 'https://github.com/iamazing-content/n8n-nodes-agency-ops#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'http://127.0.0.1:5680',
			required: true,
			description: 'Address of the Agency Ops service',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Key the service was started with; agency-ops seed enters it by itself',
		},
		{
			displayName: 'Trigger Secret',
			name: 'triggerSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'What Agency Ledger Trigger knows the service by, 24 bytes or more; agency-ops seed enters it by itself. Two may be valid while one takes the place of the other: the new one, a comma, the old one.',
		},
	];

	/**
	 * A function on purpose: the generic form is an n8n expression, which made flows of five effects
	 * about three times slower.
	 */
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...requestOptions,
		baseURL: requestOptions.baseURL ?? String(credentials.baseUrl).replace(/\/+$/, ''),
		headers: { ...requestOptions.headers, authorization: `Bearer ${String(credentials.apiKey)}` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/v1/texts' },
	};
}
