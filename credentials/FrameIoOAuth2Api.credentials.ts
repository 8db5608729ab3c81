import type { ICredentialType, INodeProperties } from 'n8n-workflow';

/** A person in Frame.io, let in by Adobe's sign-in. */
export class FrameIoOAuth2Api implements ICredentialType {
	name = 'frameIoOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Frame.io OAuth2 API';

	icon = { light: 'file:frameIo.svg', dark: 'file:frameIo.dark.svg' } as const;

	documentationUrl = 'https://github.com/iamazing-content/n8n-nodes-agency-ops#credentials';

	properties: INodeProperties[] = [
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: 'https://ims-na1.adobelogin.com/ims/token/v3',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: 'openid,email,profile,offline_access,additional_info.roles',
			description:
				'What the OAuth Web App credential in the Adobe Developer Console lists, separated by commas; without offline_access the sign-in ends after a day',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
	];
}
